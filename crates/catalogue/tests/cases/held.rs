//! Values that were read correctly from the beginning, and must stay so: every row of the files, and one more case of
//! each kind.

use std::fs;

use passerelle_catalogue::orders::ColumnMap;
use passerelle_catalogue::problems::Kind;

use crate::reading::*;

/// Every case is named in a test; otherwise no test reads it.
#[test]
fn every_case_is_named_in_a_test() {
    let folder = case("").canonicalize().unwrap();
    let entries = || fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let is_test = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let tests: String = entries().filter(is_test).map(|path| fs::read_to_string(path).unwrap()).collect();
    let cases: Vec<String> =
        entries().filter(|path| path.is_dir()).map(|path| path.file_name().unwrap().to_string_lossy().into()).collect();
    assert!(cases.len() >= 61, "{}", cases.len());
    for case in cases {
        assert!(tests.contains(&format!("\"{case}\"")), "no test reads {case}");
    }
}

#[test]
fn every_price_of_a_feed_is_read_or_told() {
    let shop = feed("g09-prices", "feed.xml");
    let prices: Vec<Option<u32>> = (5..16).map(|n| shop.prices(&[&format!("p{n}")])[0]).collect();
    let expected = [
        Some(129_900), // 1,299.00 EUR
        Some(129_900), // 1 299,00 EUR
        None,          // 1.299 EUR
        None,          // 0.00 EUR
        Some(1290),    // EUR12.90
        None,          // 12.90 USD
        Some(826_400), // 8,264 EUR
        Some(1290),    // 12.9000 EUR
        Some(1290),    // 12.90EUR
        None,          // Free
        None,          // 12.90 Euro
    ];
    assert_eq!(prices, expected, "{}", shop.problems);
    assert_eq!(shop.told(), [("bad-price", 7), ("wrong-currency", 1)], "three of p0 to p4, and c1");
}

#[test]
fn every_word_of_availability_is_known_or_told() {
    let shop = feed("g10-availability", "feed.xml");
    let available: Vec<usize> = (0..20).filter(|n| shop.item(&format!("v{n}")).available).collect();
    assert_eq!(available, [0, 1, 2, 3, 4, 5, 7, 8, 9, 17, 18, 19], "{}", shop.problems);
    assert_eq!(shop.told(), [("missing-attribute", 1), ("bad-availability", 7)]);
    let sold = feed_with("g10-availability", "feed.xml", |text| {
        text.replace(">true<", ">Sold-Out<").replace(">1<", ">https://schema.org/Discontinued<")
    });
    let sold = sold.unwrap();
    assert_eq!((sold.item("v14").available, sold.problems.count(Kind::BadAvailability)), (false, 5));
}

#[test]
fn a_sale_is_judged_by_both_of_its_dates() {
    let shop = feed("g22-sale-dates", "feed.xml");
    let all = ["d3", "d4", "d5", "d6", "d7"];
    assert_eq!(shop.prices(&all), [Some(1500), Some(2000), Some(1500), Some(2000), Some(1500)], "{}", shop.problems);
    assert_eq!(shop.told(), [("bad-date", 2)], "slashes, and no end");
    let later = feed_with("g22-sale-dates", "feed.xml", |text| text.replace("2025-01-01", "2027-01-01"));
    assert_eq!(later.unwrap().prices(&["d0", "d3"]), [Some(2000); 2], "not yet");
}

#[test]
fn ids_that_differ_by_case_are_two_items() {
    let shop = feed("g14-ids-by-case", "feed.tsv");
    assert_eq!(shop.told(), []);
    let text = fs::read_to_string(case("g14-ids-by-case").join("feed.tsv")).unwrap();
    let id = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    let (lower, upper): (Vec<String>, Vec<String>) =
        text.lines().skip(1).map(id).partition(|id| *id == id.to_lowercase());
    assert!(!lower.is_empty() && !upper.is_empty());
    for id in lower.iter().chain(&upper) {
        assert_eq!(shop.item(id).id, *id);
    }
}

#[test]
fn what_is_nested_in_shipping_or_tax_is_not_the_products() {
    let shop = feed_with("g11-shipping-first", "feed.xml", |text| {
        let own = "<g:installment><g:months>3</g:months><g:amount>4.30 EUR</g:amount><g:id>x</g:id></g:installment>";
        text.replacen("<item>", &format!("<item>{own}"), 1)
    });
    let shop = shop.unwrap();
    assert_eq!(
        (shop.ids(), shop.prices(&["a1"]), shop.told()),
        (feed("g11-shipping-first", "feed.xml").ids(), vec![Some(1290)], vec![])
    );
}

#[test]
fn a_group_is_sensitive_by_any_of_its_variants() {
    let shop = feed_with("g19-group-in-two-types", "feed.xml", |text| text.replace("Maternity", "Shirts")).unwrap();
    assert!(shop.told().iter().all(|(kind, _)| *kind != "mixed-group"), "two types, and one title");
    assert!(!shop.kind("a1").2, "{:?}", shop.kind("a1"));
    let shop = feed_with("g19-group-in-two-types", "feed.xml", |text| text.replace("Dresses", "Maternity")).unwrap();
    assert_eq!(shop.kind("a1"), ("clothing", "Maternity", true));
}

#[test]
fn a_category_of_google_alone_is_no_type() {
    let types = feed_with("g15-google-category-only", "feed.tsv", |text| {
        text.replace("google_product_category", "product_type")
            .replace("Apparel & Accessories >", "Clothing >")
            .replace("2169", "Home > Mugs")
    });
    assert_eq!(types.unwrap().ids(), ["a1", "b1"]);
}

#[test]
fn an_element_that_is_empty_costs_its_row() {
    let untitled = feed_with("g25-empty-id-link", "feed.xml", |text| text.replace("Tea mug", "<![CDATA[ ]]>")).unwrap();
    assert_eq!((untitled.ids(), untitled.told()), (vec!["a1"], vec![("missing-attribute", 5)]));
}

#[test]
fn control_characters_go_from_tables_as_well() {
    let shop = feed_with("g12-tsv-quotes", "minimal.tsv", |text| {
        text.replace("Linen shirt", "Linen\u{b}\u{1f} shirt\u{200b}")
    });
    let shop = shop.unwrap();
    assert!(shop.titles()[0].chars().all(|c| !c.is_control()), "{:?}", shop.titles());
}

/// A barcode that a spreadsheet has ruined in the feed is not found, and does not match another item.
#[test]
fn a_barcode_that_the_feed_has_lost_matches_nothing() {
    let orders = |change: &dyn Fn(&str) -> String| {
        let dir = tempfile::tempdir().unwrap();
        for file in ["house.toml", "products.csv", "orders.csv"] {
            let text = fs::read_to_string(case("s05-scientific-barcodes").join(file)).unwrap();
            fs::write(dir.path().join(file), if file == "orders.csv" { change(&text) } else { text }).unwrap();
        }
        read_orders(dir.path(), "products.csv", &[dir.path().join("orders.csv")], &ColumnMap::default()).unwrap()
    };
    let read = orders(&str::to_owned);
    assert_eq!((read.report.lines, read.report.matched, read.told()), (16, 8, vec![("item-not-in-feed", 8)]));
    let ruined = orders(&|text| text.replace("4006381333931", "4.00638E+12"));
    assert_eq!((ruined.report.matched, ruined.told()), (8, vec![("ruined-id", 8)]));
}

#[test]
fn a_variation_finds_its_parent_by_number_or_sku() {
    let parent =
        "30,variable,TEE-PARENT,,Tee,1,0,visible,,,,,taxable,,1,,,0,0,,,,,1,,,,Clothing > Shirts,,,,,,,,,,,,0,,,,\n";
    let shop = feed_with("w05-orphan-variation", "products.csv", |text| format!("{text}{parent}")).unwrap();
    assert_eq!(
        (shop.ids(), shop.told()),
        (vec!["11", "12", "30"], vec![("missing-attribute", 1)]),
        "33 names no parent"
    );
    assert_eq!((shop.item("31").id.as_str(), shop.item("32").id.as_str()), ("30", "30"));
}

#[test]
fn the_separator_of_a_list_is_found() {
    // Vertical bars, and no byte order mark.
    let bars =
        feed_with("w07-excel-semicolon", "products.csv", |text| text.trim_start_matches('\u{feff}').replace(';', "|"));
    let bars = bars.unwrap();
    assert_eq!((bars.ids(), bars.prices(&["11"]), bars.told()), (vec!["11", "12"], vec![Some(2990)], vec![]));
}

#[test]
fn every_state_of_a_product_is_known_or_told() {
    let shop = feed("w10-states", "products.csv");
    assert_eq!(shop.ids(), ["11", "15", "16", "17", "18", "19", "20", "21", "22"], "{}", shop.problems);
    assert_eq!((shop.told(), shop.item("21").available), (vec![("missing-attribute", 3)], true), "{}", shop.problems);
}

#[test]
fn a_quantity_that_no_column_holds_is_none() {
    let old = feed_with("s09-several-locations", "products.csv", |text| {
        text.replace("Published", "Published on online store")
    });
    assert!(old.unwrap().item("tea-mug").available);
    let shop =
        feed_with("s04-2021-columns", "products.csv", |text| text.replacen(",shopify,5,deny", ",shopify,0,deny", 1));
    let shop = shop.unwrap();
    assert_eq!((shop.item("linen-shirt").available, shop.item("tea-mug").available), (false, true));
}

#[test]
fn zeros_before_a_number_are_part_of_the_id() {
    let dir = tempfile::tempdir().unwrap();
    let read = |id: &str| {
        let text = fs::read_to_string(case("o18-leading-zeros-floats").join("orders.csv")).unwrap();
        fs::write(dir.path().join("orders.csv"), text.replace(",123,", &format!(",{id},"))).unwrap();
        let folder = case("o18-leading-zeros-floats");
        read_orders(&folder, "feed2.tsv", &[dir.path().join("orders.csv")], &ColumnMap::default()).unwrap()
    };
    let (lines, other) = (read("123").report.lines, read("123").report.matched);
    for (id, matched) in
        [("00123", lines), ("'00123", lines), ("\"00123\"", lines), ("0123", other), ("00123.0", lines)]
    {
        assert_eq!(read(id).report.matched, matched, "{id}");
    }
}
