//! `passerelle export`: the slate of every page for a first visitor.

mod shop;

use std::fs;

use serde_json::Value;
use shop::{ITEMS, Shop, succeeded, text};

fn lines(shop: &Shop, more: &[&str]) -> Vec<Value> {
    let output = succeeded(shop.run(&[&["export", "pack", "--now", "2026-01-02"], more].concat()));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn refused(shop: &Shop, more: &[&str]) -> String {
    let output = shop.run(&[&["export", "pack"], more].concat());
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    text(&output.stderr)
}

#[test]
fn each_item_has_the_slate_that_suggest_gives_somebody_of_whom_nothing_is_known() {
    let shop = Shop::new();
    shop.build();
    for placement in ["product", "cart"] {
        let exported = lines(&shop, &["--placement", placement]);
        assert_eq!(exported.len(), ITEMS);
        let mut shown = 0;
        for line in &exported {
            let id = line["itemId"].as_str().unwrap();
            let of = if placement == "cart" { "--cart" } else { "--item" };
            let arguments =
                ["suggest", "pack", "--contextual", "--placement", placement, of, id, "--now", "2026-01-02", "--json"];
            let asked: Value = serde_json::from_str(&text(&succeeded(shop.run(&arguments)).stdout)).unwrap();
            // `suggest` may write numbers differently, such as 0.0 for 0.
            assert_eq!(
                line["slate"].to_string().replace(".0,", ",").replace(".0}", "}"),
                asked.to_string().replace(".0,", ",").replace(".0}", "}"),
                "{id}"
            );
            shown += asked["suggestions"].as_array().unwrap().len();
        }
        assert!(shown > ITEMS, "{placement}: {shown}");
    }
}

#[test]
fn divisions_and_the_home_page_have_theirs() {
    let shop = Shop::new();
    shop.build();
    let divisions: Vec<String> =
        lines(&shop, &["--placement", "category"]).iter().map(|line| line["division"].to_string()).collect();
    assert_eq!(divisions, ["\"leather\"", "\"jewellery\"", "\"scent\""]);
    assert_eq!(lines(&shop, &["--placement", "home"]).len(), 1);
}

#[test]
fn in_a_folder_each_item_is_a_file_and_no_id_leads_out_of_it() {
    let shop = Shop::new();
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    let id = feed.lines().nth(1).unwrap().split('\t').next().unwrap().to_owned();
    let (orders, odd) = (fs::read_to_string(shop.path("orders.csv")).unwrap(), "../<b>&");
    shop.write("feed.tsv", &feed.replace(&format!("\n{id}\t"), &format!("\n{odd}\t")));
    shop.write("orders.csv", &orders.replace(&format!(",{id}"), &format!(",{odd}")));
    shop.build();
    let said =
        succeeded(shop.run(&["export", "pack", "--format", "html", "--out", "fragments", "--now", "2026-01-02"]));
    assert!(text(&said.stderr).contains("24 slates written"));
    let files = shop.bytes("fragments");
    assert_eq!(files.len(), ITEMS);
    let of_odd = files.iter().find(|(path, _)| path.to_string_lossy().starts_with("%2E%2E%2F%3Cb%3E%26"));
    assert!(of_odd.is_some(), "{:?}", files.keys().take(3).collect::<Vec<_>>());
    let all: String = files.values().map(|bytes| text(bytes)).collect();
    assert!(all.contains("<li><a href=\"https://shop.example/p/"), "{all}");
    assert!(!all.contains("<b>"), "an id is text and address, never markup");
}

#[test]
fn a_price_that_is_too_old_by_the_clock_is_left_out() {
    let shop = Shop::new();
    shop.build();
    let priced = |now: &str| {
        let output = succeeded(shop.run(&["export", "pack", "--format", "html", "--now", now]));
        text(&output.stdout).matches("class=\\\"price\\\"").count()
    };
    assert!(priced("2026-01-02") > 0);
    assert_eq!(priced("2027-01-02"), 0);
}

#[test]
fn what_depends_on_a_shopper_or_would_change_the_pack_is_refused() {
    let shop = Shop::new();
    shop.build();
    let before = shop.bytes("pack");
    for (arguments, says) in [
        (&["--placement", "recent"][..], "write product, cart, category, home or trending"),
        (&["--placement", "shelf"], "write product, cart, category, home or trending"),
        (&["--limit", "25"], "from 1 to 24"),
        (&["--out", "pack/fragments"], "published folder of the pack"),
    ] {
        let said = refused(&shop, arguments);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    assert_eq!(shop.bytes("pack"), before);
}

#[test]
fn empty_slates_may_be_left_out() {
    let shop = Shop::new();
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    let gone: Vec<String> = feed.lines().map(|line| line.replace("in_stock", "out_of_stock")).collect();
    shop.build();
    shop.write("feed.tsv", &gone.join("\n"));
    succeeded(shop.run(&["availability", "--feed", "feed.tsv", "--out", "pack", "--force"]));
    assert_eq!(lines(&shop, &[]).len(), ITEMS);
    assert_eq!(lines(&shop, &["--skip-empty"]).len(), 0);
}
