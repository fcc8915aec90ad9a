//! Packs of committed feeds and orders, byte for byte. A change in reading, learning or writing fails here.

mod shop;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use shop::{Shop, succeeded, text};
use xxhash_rust::xxh3::Xxh3;

/// Every twelfth order of a large log is used: enough for every part of a pack, and built in seconds.
const EVERY: u32 = 12;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A hash of the names and bytes of all files of a pack.
fn hash(shop: &Shop) -> String {
    let mut hash = Xxh3::new();
    for (path, bytes) in shop.bytes("pack") {
        // The length separates a name from the following bytes.
        for part in [path.to_string_lossy().replace('\\', "/").as_bytes(), &bytes] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    format!("{:032x}", hash.digest128())
}

/// Builds the pack and returns the output of the build, which must contain `learned`: the numbers of lines that were
/// read. They depend on reading alone, not on ranking.
#[track_caller]
fn built(name: &str, learned: &str, shop: &Shop, date: &str, arguments: &[&str]) -> String {
    let fixed = ["build", "--as-of", date, "--time", date, "--out", "pack"];
    let said = text(&succeeded(shop.run(&[&fixed, arguments].concat())).stdout);
    // A table's columns are as wide as its longest row.
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(learned), "\n{name} is no longer read as it was: the build said\n{said}");
    said
}

#[track_caller]
fn assert_golden(name: &str, learned: &str, golden: &str, shop: &Shop, date: &str, arguments: &[&str]) {
    let said = built(name, learned, shop, date, arguments);
    let hash = hash(shop);
    assert_eq!(
        hash, golden,
        "\nthe pack of {name} is no longer the one that it was. If that is meant, write {hash} into \
         crates/cli/tests/golden_packs.rs, and explain in the commit what changed in the pack, and why. Else find what \
         reads, learns or writes something else. The build said:\n{said}"
    );
}

fn unzipped(path: &Path) -> String {
    let mut text = String::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// The house and the feed of `data`, with every twelfth order.
fn with_a_twelfth_of_orders(data: &Path) -> Shop {
    let shop = Shop { dir: tempfile::tempdir().unwrap() };
    for file in ["house.toml", "feed.tsv.gz"] {
        fs::copy(data.join(file), shop.path(file)).unwrap();
    }
    let all = unzipped(&data.join("orders.csv.gz"));
    let number = |line: &str| line.split(',').next().and_then(|order| order.parse::<u32>().ok());
    let kept = all.lines().filter(|line| number(line).is_none_or(|order| order % EVERY == 0));
    let orders: String = kept.map(|line| format!("{line}\n")).collect();
    assert!(orders.lines().count() > 30_000, "the header and a twelfth of the lines");
    shop.write("orders.csv", &orders);
    shop
}

#[test]
fn a_gift_shop_has_the_same_pack_as_before() {
    let shop = with_a_twelfth_of_orders(&repository("tests/data/online-retail-ii"));
    let arguments = ["--no-calibration", "--feed", "feed.tsv.gz", "--orders", "orders.csv"];
    let learned = "1656 sessions with 39748 events: 2276 items seen often enough, 73481 pairs";
    assert_golden("Online Retail II", learned, "a9eb12c3a30ce2786f1ec05dae684efe", &shop, "2010-12-01", &arguments);
}

/// The data set may not be redistributed. `python3 tests/data/complete-journey/make.py` makes the folder from its two
/// files, and `COMPLETE_JOURNEY=FOLDER cargo test -p passerelle-cli --test golden_packs -- --ignored` runs the
/// comparison.
#[test]
#[ignore = "needs the folder that tests/data/complete-journey/make.py makes, in COMPLETE_JOURNEY"]
fn a_grocery_chain_is_read_as_before() {
    let folder = std::env::var_os("COMPLETE_JOURNEY").expect("COMPLETE_JOURNEY is the folder that make.py made");
    let shop = with_a_twelfth_of_orders(Path::new(&folder));
    let arguments = ["--no-calibration", "--feed", "feed.tsv.gz", "--orders", "orders.csv"];
    let learned = "9873 sessions with 99989 events: 8256 items seen often enough, 16751 pairs";
    built("The Complete Journey", learned, &shop, "2018-01-01", &arguments);
}

#[test]
fn product_lists_have_the_same_packs_as_before() {
    for (name, items, list, house, golden) in [
        ("Shopify's list", "3", "shopify-new.csv", "shopify-house.toml", "6fe5af762bd247f8c5149e8fc67a73db"),
        ("WooCommerce's list", "4", "woocommerce.csv", "woocommerce-house.toml", "e3a40da8e95c428c2e9f319355296d0f"),
    ] {
        let data = repository("crates/catalogue/tests/data");
        let shop = Shop { dir: tempfile::tempdir().unwrap() };
        fs::copy(data.join(house), shop.path("house.toml")).unwrap();
        fs::copy(data.join(list), shop.path("products.csv")).unwrap();
        assert_golden(
            name,
            &format!(" items {items} aliases "),
            golden,
            &shop,
            "2010-12-01",
            &["--no-calibration", "--feed", "products.csv"],
        );
    }
}
