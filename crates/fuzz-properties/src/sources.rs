//! What the native tool reads: house.toml, feeds and orders.

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use indicatif::ProgressBar;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::{ByTitle, assemble};
use passerelle_catalogue::orders::ColumnMap;
use passerelle_catalogue::problems::Problems;
use tempfile::TempDir;

static HOUSE: LazyLock<House> =
    LazyLock::new(|| House::load(&file(HOUSE_TOML.as_bytes(), "house.toml")).expect("the house is sound"));
/// A catalogue of three items, for orders.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| read_feed(FEED, "feed.tsv").expect("the feed is sound"));

/// A house that accepts every type.
const HOUSE_TOML: &str = r#"
[house]
name = "Fuzz"
languages = ["en"]
currency = "EUR"

[[division]]
id = "all"
names = { en = "everything" }
product_types = ["*"]
"#;
const FEED: &[u8] = b"id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\n\
    A1\tOne\thttps://shop.example/1\thttps://shop.example/1.jpg\t1 EUR\tin_stock\tShoes\n\
    A2\tTwo\thttps://shop.example/2\thttps://shop.example/2.jpg\t2 EUR\tin_stock\tBags\n\
    A3\tThree\thttps://shop.example/3\thttps://shop.example/3.jpg\t3 EUR\tin_stock\tBags\n";

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// The file house.toml.
pub fn house(bytes: &[u8]) {
    let _ = House::load(&file(bytes, "house.toml"));
}

/// A product feed: XML, tables of any platform, JSON lines. The reader recognises the form by the content.
pub fn feed(bytes: &[u8]) {
    read_feed(bytes, "feed");
}

/// An export of orders: tables of any platform, JSON lines, Parquet. The reader recognises the form by the content.
pub fn orders(bytes: &[u8]) {
    let mut map = ColumnMap::default();
    map.latest = "2026-03-15T00:00:00Z".parse().expect("a time");
    let (mut names, mut problems) = (ByTitle::new(&CATALOGUE), Problems::new());
    let _ = passerelle_catalogue::orders::read(
        &[file(bytes, "orders")],
        &map,
        &mut names,
        &mut problems,
        &ProgressBar::hidden(),
    );
}

/// Reads a feed as `build` does.
fn read_feed(bytes: &[u8], name: &str) -> Option<Catalogue> {
    let mut problems = Problems::new();
    let read =
        passerelle_catalogue::feed::read(&file(bytes, name), &HOUSE, &mut problems, &ProgressBar::hidden()).ok()?;
    Some(assemble(read, &HOUSE, &mut problems, "2026-03-15T00:00:00Z".parse().expect("a time")))
}

/// A file with these bytes. The next call replaces it.
fn file(bytes: &[u8], name: &str) -> PathBuf {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("writing to the temporary folder");
        path
    })
}
