//! Helpers that the targets share.

mod pack;
pub mod seal;

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;

use indicatif::ProgressBar;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::{ByTitle, assemble};
use passerelle_catalogue::orders::{self, ColumnMap};
use passerelle_catalogue::problems::Problems;
use tempfile::TempDir;

pub use pack::{TIME, published, small};

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// A file with these bytes. The next call replaces it.
#[must_use]
pub fn file(bytes: &[u8], name: &str) -> PathBuf {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("writing to the temporary folder");
        path
    })
}

/// The house for which feeds are read; any type is accepted.
#[must_use]
pub fn house() -> House {
    House::load(&file(HOUSE.as_bytes(), "house.toml")).expect("the house is sound")
}

const HOUSE: &str = r#"
[house]
name = "Fuzz"
languages = ["en"]
currency = "EUR"

[[division]]
id = "all"
names = { en = "everything" }
product_types = ["*"]
"#;

/// Reads a feed as `build` does.
pub fn read_feed(bytes: &[u8], name: &str, house: &House) -> Option<Catalogue> {
    let mut problems = Problems::new();
    let read = feed::read(&file(bytes, name), house, &mut problems, &ProgressBar::hidden()).ok()?;
    Some(assemble(read, house, &mut problems, "2026-03-15T00:00:00Z".parse().expect("a time")))
}

/// Reads orders as `build` does.
pub fn read_orders(bytes: &[u8], name: &str, catalogue: &Catalogue) {
    let mut map = ColumnMap::default();
    map.latest = "2026-03-15T00:00:00Z".parse().expect("a time");
    let (mut names, mut problems) = (ByTitle::new(catalogue), Problems::new());
    let _ = orders::read(&[file(bytes, name)], &map, &mut names, &mut problems, &ProgressBar::hidden());
}

/// A catalogue of three items, for orders.
#[must_use]
pub fn catalogue() -> Catalogue {
    let feed = b"id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type\n\
        A1\tOne\thttps://shop.example/1\thttps://shop.example/1.jpg\t1 EUR\tin_stock\tShoes\n\
        A2\tTwo\thttps://shop.example/2\thttps://shop.example/2.jpg\t2 EUR\tin_stock\tBags\n\
        A3\tThree\thttps://shop.example/3\thttps://shop.example/3.jpg\t3 EUR\tin_stock\tBags\n";
    read_feed(feed, "feed.tsv", &house()).expect("the feed is sound")
}
