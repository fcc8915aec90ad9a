//! Packs from the product exports of Shopify and WooCommerce.

use std::fs;
use std::path::Path;
use std::process::Command;

const SHOPIFY_OLD: &str = include_str!("../../catalogue/tests/data/shopify-old.csv");
const SHOPIFY_NEW: &str = include_str!("../../catalogue/tests/data/shopify-new.csv");
const WOOCOMMERCE: &str = include_str!("../../catalogue/tests/data/woocommerce.csv");
const SHOPIFY_HOUSE: &str = include_str!("../../catalogue/tests/data/shopify-house.toml");
const WOOCOMMERCE_HOUSE: &str = include_str!("../../catalogue/tests/data/woocommerce-house.toml");

/// The text with a byte order mark and CRLF line ends, as Windows and spreadsheets write it.
fn on_windows(text: &str) -> String {
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

fn tool(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_passerelle")).current_dir(dir).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn the_export_of_each_shop_becomes_a_sound_pack() {
    for (name, text, house, spoken, items) in [
        ("old.csv", SHOPIFY_OLD, SHOPIFY_HOUSE, "BAG-RED-M", "items 3"),
        ("new.csv", SHOPIFY_NEW, SHOPIFY_HOUSE, "bucket-bag", "items 3"),
        ("woo.csv", WOOCOMMERCE, WOOCOMMERCE_HOUSE, "HOODIE-BLUE", "items 4"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("house.toml"), house).unwrap();
        fs::write(dir.path().join(name), on_windows(text)).unwrap();
        let said = tool(dir.path(), &["build", "--feed", name, "--out", "pack"]);
        let figures = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(figures.contains(items) && said.contains("were left out"), "{said}");
        assert!(tool(dir.path(), &["verify", "pack"]).contains("sound"));
        let slate = tool(dir.path(), &["suggest", "pack", "--item", spoken, "--json"]);
        assert!(slate.contains("\"status\":\"ok\""), "{slate}");
        let said = tool(dir.path(), &["availability", "--feed", name, "--out", "pack"]);
        assert!(said.contains("cannot be bought now  0"), "{said}");
    }
}

/// No order has both the hoodie and the beanie: the house states the pair, and the pack marks it as not counted.
#[test]
fn a_curated_pair_has_no_support_and_is_shown_as_derived() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("house.toml"), WOOCOMMERCE_HOUSE).unwrap();
    let mugs =
        "209,simple,MUG-9,,Other mug,1,,,,,,,,,1,,,,,,,,,,,,5,Accessories > Mugs".to_owned() + &",".repeat(21) + "\n";
    let woo = format!("{WOOCOMMERCE}{mugs}");
    fs::write(dir.path().join("woo.csv"), &woo).unwrap();
    let orders: String =
        (0..9).map(|n| format!("o{n},u{n},2026-01-0{},101\no{n},u{n},2026-01-0{},209\n", n + 1, n + 1)).collect();
    fs::write(dir.path().join("orders.csv"), format!("order_id,user_id,timestamp,item_id\n{orders}")).unwrap();
    let build = |feed: &str, out: &str| {
        tool(dir.path(), &["build", "--feed", feed, "--orders", "orders.csv", "--no-calibration", "--out", out])
    };
    let said = build("woo.csv", "pack");
    assert!(said.contains("3 places come from pairs that the house states"), "{said}");
    let lines = |out: &str| -> Vec<(String, u64)> {
        let text = tool(dir.path(), &["inspect", out, "HOODIE", "--json"]);
        let lines: serde_json::Value = serde_json::from_str(&text).unwrap();
        let line = |line: &serde_json::Value| Some((line["item_id"].as_str()?.to_owned(), line["support"].as_u64()?));
        lines.as_array().unwrap().iter().filter_map(line).collect()
    };
    let stated = lines("pack");
    assert_eq!(stated[0].0, "209", "what nine shoppers combined goes first");
    assert!(stated[0].1 >= 3, "{stated:?}");
    assert_eq!(stated[1..3], [("201".to_owned(), 0), ("202".to_owned(), 0)], "then what the house states, as derived");
    let shown = tool(dir.path(), &["inspect", "pack", "HOODIE"]);
    assert!(shown.lines().any(|line| line.contains("Beanie") && line.contains("derived")), "{shown}");
}
