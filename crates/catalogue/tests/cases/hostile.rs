//! Damaged files: concatenated, mixed up, with invisible characters.

use std::fs;

use passerelle_catalogue::orders::ColumnMap;

use crate::reading::*;

#[test]
fn files_that_were_put_together_have_one_header() {
    let twice = |text: &str, mark: &str| format!("{text}{mark}{text}");
    for mark in ["", "\u{feff}"] {
        let shop = feed_with("o00-baseline", "feed.tsv", |text| twice(text, mark)).unwrap();
        assert_eq!(
            (shop.ids().len(), shop.told()),
            (12, vec![("duplicate-id", 12), ("bad-row", 1)]),
            "{}",
            shop.problems
        );
        let orders = fs::read_to_string(case("o00-baseline").join("orders.csv")).unwrap();
        let read = orders_of(&[&twice(&orders, mark)], &ColumnMap::default()).unwrap();
        assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.told()), (12, 12, vec![("bad-row", 1)]));
        assert!(
            read.problems.to_string().contains(":26: the header again: files were put together here"),
            "{}",
            read.problems
        );
    }
    let list = feed_with("s01-baseline", "products.csv", |text| twice(text, "")).unwrap();
    assert_eq!(list.ids(), feed("s01-baseline", "products.csv").ids(), "{}", list.problems);
}

#[test]
fn characters_of_an_id_that_nobody_sees_are_told() {
    let shop = feed_with("o00-baseline", "feed.tsv", |text| {
        text.replace("a1\t", "\u{200f}a1\t").replace("b1\t", "b\u{200b}1\t")
    });
    let shop = shop.unwrap();
    assert_eq!((shop.ids().len(), shop.told()), (12, vec![("hidden-character", 2)]));
    assert!(shop.problems.to_string().contains("id: \\u{200f}a1"), "{}", shop.problems);
    let orders = fs::read_to_string(case("o00-baseline").join("orders.csv")).unwrap().replace(",a1,", ",\u{200f}a1,");
    let read = orders_of(&[&orders], &ColumnMap::default()).unwrap();
    assert_eq!(read.report.unmatched, [("\\u{200f}a1".to_owned(), 12)]);
}

/// A shop that writes its brand or its supplier into the group would have one item for each brand or supplier.
#[test]
fn products_that_share_a_group_are_told() {
    let grouped = |text: &str| {
        let row = |(line, n): (&str, usize)| format!("{line}\t{}\n", if n == 0 { "item_group_id" } else { "Maison" });
        text.lines().zip(0..).map(row).collect::<String>()
    };
    let shop = feed_with("o00-baseline", "feed.tsv", grouped).unwrap();
    assert_eq!((shop.ids(), shop.told()), (vec!["Maison"], vec![("mixed-group", 8)]), "{}", shop.problems);
    assert!(shop.problems.to_string().contains("item_group_id: Maison of Shirt 1 and Mug 1"), "{}", shop.problems);
    // Variants of one product in two types, as shops have them.
    let variants = feed_with("o00-baseline", "feed.tsv", |text| {
        grouped(text).replace("Mug ", "Shirt ").replace("Lamp ", "Shirt ")
    });
    assert_eq!(variants.unwrap().told(), []);
}

#[test]
fn a_web_page_is_no_orders() {
    let page = "<!DOCTYPE html>\n<html><body>Log in</body></html>\n";
    let error = orders_of(&[page], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("it is XML or a web page, perhaps a login page: orders are CSV or Parquet"), "{error}");
}
