//! Product lists as Shopify and WooCommerce export them, read into a catalogue.

use std::fs;

use indicatif::ProgressBar;
use passerelle::model::CollectionSet;
use passerelle_catalogue::error::FeedError;
use passerelle_catalogue::feed::{self, Feed};
use passerelle_catalogue::house::{Collection, House};
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::{Catalogue, Item, identity::assemble};
use proptest::prelude::*;

const SHOPIFY_OLD: &str = include_str!("data/shopify-old.csv");
const SHOPIFY_NEW: &str = include_str!("data/shopify-new.csv");
const WOOCOMMERCE: &str = include_str!("data/woocommerce.csv");

const SHOPIFY_HOUSE: &str = include_str!("data/shopify-house.toml");
const WOOCOMMERCE_HOUSE: &str = include_str!("data/woocommerce-house.toml");

fn read(text: &str, house: &House) -> (Result<Feed, FeedError>, Problems) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("products.csv");
    fs::write(&path, text).unwrap();
    let mut problems = Problems::new();
    let feed = feed::read(&path, house, &mut problems, &ProgressBar::hidden());
    (feed, problems)
}

fn catalogue(text: &str, house: &str) -> (Catalogue, Problems, u64) {
    let house = House::parse(house, "house.toml").unwrap();
    let (feed, mut problems) = read(text, &house);
    let feed = feed.unwrap();
    let left_out = feed.left_out;
    (assemble(feed, &house, &mut problems, "2026-03-15T00:00:00Z".parse().unwrap()), problems, left_out)
}

fn item<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Item {
    &catalogue.items[catalogue.resolve(id).unwrap_or_else(|| panic!("there is no {id}")) as usize]
}

fn kind<'a>(catalogue: &'a Catalogue, item: &Item) -> (&'a str, &'a str, bool) {
    let kind = &catalogue.types[usize::from(item.item_type)];
    (&catalogue.divisions[usize::from(item.division)].id, &kind.name, kind.sensitive)
}

fn ids(catalogue: &Catalogue) -> Vec<&str> {
    catalogue.items.iter().map(|item| item.id.as_str()).collect()
}

/// A file as Windows and spreadsheets save it.
fn on_windows(text: &str) -> String {
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

#[test]
fn both_headers_of_shopify_say_the_same() {
    let (old, problems, left_out) = catalogue(SHOPIFY_OLD, SHOPIFY_HOUSE);
    assert_eq!(problems.to_string(), "");
    assert_eq!(left_out, 3, "a draft, an archived product, and one of another sales channel");
    assert_eq!(ids(&old), ["bucket-bag", "carre-soie", "silk-slip"]);
    let (new, problems, left_out) = catalogue(SHOPIFY_NEW, SHOPIFY_HOUSE);
    assert_eq!((problems.to_string().as_str(), left_out), ("", 3));
    assert_eq!((&new.items, &new.types, &new.aliases), (&old.items, &old.types, &old.aliases));
    for text in [SHOPIFY_OLD, SHOPIFY_NEW] {
        let (windows, problems, _) = catalogue(&on_windows(text), SHOPIFY_HOUSE);
        assert_eq!((problems.to_string().as_str(), windows.items), ("", old.items.clone()));
    }
}

#[test]
fn a_handle_is_one_item_with_its_variants() {
    let (catalogue, ..) = catalogue(SHOPIFY_OLD, SHOPIFY_HOUSE);
    let bag = item(&catalogue, "bucket-bag");
    assert_eq!((bag.title.as_str(), bag.brand.as_str()), ("Bucket bag 👜", "Maison Exemple"));
    assert_eq!(bag.url, "https://shop.example/products/bucket-bag");
    assert_eq!(
        bag.image.as_deref().unwrap(),
        "https://cdn.shop.example/bag-red.jpg",
        "of the first variant that can be bought"
    );
    assert_eq!((bag.available, bag.price_minor), (true, Some(89_000)));
    assert_eq!((bag.color.as_str(), bag.gender.as_str()), ("black/red", "female"));
    assert_eq!(bag.tags, ["Leather", "cruise-27", "new arrivals"]);
    assert_eq!(kind(&catalogue, bag), ("leather-goods", "Handbags", false), "the shop's own type goes first");
    for spoken in ["BAG-BLK-S", "BAG-RED-S", "BAG-RED-M", "4006381333931", "04006381333931"] {
        assert_eq!(item(&catalogue, spoken).id, "bucket-bag", "{spoken}");
    }
    let scarf = item(&catalogue, "carre-soie");
    assert_eq!((scarf.price_minor, scarf.available), (Some(129_050), true), "nothing is counted, so it is sold always");
    assert_eq!(kind(&catalogue, scarf), ("ready-to-wear", "Scarves & Shawls", false), "without a type the category");
    let slip = item(&catalogue, "SLIP");
    assert_eq!(kind(&catalogue, slip), ("ready-to-wear", "Ready-to-wear", true), "its category is sensitive");
}

#[test]
fn stock_is_what_shopify_sells() {
    let sold_out = SHOPIFY_OLD.replace("shopify,4,deny", "shopify,0,deny");
    assert!(
        item(&catalogue(&sold_out, SHOPIFY_HOUSE).0, "bucket-bag").available,
        "one variant is sold beyond its stock"
    );
    let sold_out = sold_out.replace(",continue,", ",deny,");
    assert!(!item(&catalogue(&sold_out, SHOPIFY_HOUSE).0, "bucket-bag").available);
    let without_tracker = sold_out.replace("shopify,0,deny", ",0,deny");
    assert!(item(&catalogue(&without_tracker, SHOPIFY_HOUSE).0, "bucket-bag").available);
}

#[test]
fn a_quantity_in_stock_is_read_as_spreadsheets_and_scripts_write_it() {
    let house = SHOPIFY_HOUSE.replace("sensitive_types = [\"Lingerie\"]", "");
    let sold = |quantity: &str, policy: &str| {
        let text = format!(
            "Handle,Title,Type,Published,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,\
             Variant Inventory Policy,Variant Price,Image Src,Status\n\
             bag,Bag,Handbags,TRUE,S1,shopify,\"{quantity}\",{policy},10.00,,active\n"
        );
        let (catalogue, problems, _) = catalogue(&text, &house);
        (item(&catalogue, "bag").available, problems.to_string())
    };
    for (quantity, available) in
        [("0.0", false), ("0,0", false), ("-2.0", false), ("3.0", true), ("1,200", true), ("", true)]
    {
        assert_eq!(sold(quantity, "deny"), (available, String::new()), "{quantity}");
    }
    let (available, says) = sold("abc", "deny");
    assert!(!available && says.contains("bad-stock") && says.contains(":2: Variant Inventory Qty: abc"), "{says}");
    assert_eq!(sold("abc", "continue"), (true, String::new()), "sold whatever the quantity");
}

#[test]
fn a_quantity_of_woocommerce_that_is_no_number_is_told() {
    let sold = |in_stock: &str, stock: &str| {
        let text = format!(
            "ID,Type,SKU,Name,Published,In stock?,Stock,Regular price,Categories,Tags\n\
             7,simple,S1,Bag,1,{in_stock},\"{stock}\",10,Accessories,\n"
        );
        let (catalogue, problems, _) = catalogue(&text, WOOCOMMERCE_HOUSE);
        (item(&catalogue, "7").available, problems.to_string())
    };
    for (in_stock, stock, available) in
        [("", "0", false), ("", "0,00", false), ("", "1,200", true), ("1", "many", true), ("0", "5", false)]
    {
        let (is_available, says) = sold(in_stock, stock);
        assert_eq!((is_available, says.contains("stock")), (available, false), "{in_stock} {stock} {says}");
    }
    let (available, says) = sold("", "many");
    assert!(!available && says.contains("bad-stock") && says.contains(":2: Stock: many"), "{says}");
    let (available, says) = sold("", "");
    assert!(available && says.contains("missing-attribute"), "{says}");
}

#[test]
fn a_price_is_shown_as_the_file_writes_it() {
    for (text, house, from) in [(SHOPIFY_OLD, SHOPIFY_HOUSE, "890.00"), (WOOCOMMERCE, WOOCOMMERCE_HOUSE, "\"45,00\"")] {
        assert!(text.contains(from), "{from}");
        let (_, problems, _) = catalogue(&text.replace(from, "on request"), house);
        let told = problems.list()[0].examples[0].clone();
        assert_eq!((problems.list()[0].kind, told.text.as_str()), (Kind::BadPrice, "on request"));
        let (_, problems, _) = catalogue(&text.replace(from, "45.00 XXX"), house);
        assert!(problems.to_string().contains("wrong-currency"), "{problems}");
    }
}

#[test]
fn a_column_that_a_list_gives_twice_is_told() {
    for (text, house, column) in
        [(SHOPIFY_OLD, SHOPIFY_HOUSE, "Variant Price"), (WOOCOMMERCE, WOOCOMMERCE_HOUSE, "Regular price")]
    {
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: String = rows.lines().map(|row| format!("1.00,{row}\n")).collect();
        let (once, ..) = catalogue(text, house);
        let (twice, problems, _) = catalogue(&format!("{column},{header}\n{rows}"), house);
        assert_eq!(problems.count(Kind::RepeatedColumn), 1, "{problems}");
        assert!(problems.to_string().contains(&format!(":1: {column}")), "{problems}");
        let prices =
            |catalogue: &Catalogue| catalogue.items.iter().filter(|item| item.price_minor == Some(100)).count();
        assert!(prices(&twice) > prices(&once), "the first counts");
    }
}

#[test]
fn a_handle_that_comes_again_with_another_title_is_told() {
    let slip = SHOPIFY_OLD.lines().find(|line| line.starts_with("silk-slip,Silk slip,")).unwrap();
    let with = |row: &str| catalogue(&format!("{}\n{row}\n", SHOPIFY_OLD.trim_end()), SHOPIFY_HOUSE);
    let (once, ..) = catalogue(SHOPIFY_OLD, SHOPIFY_HOUSE);
    let (twice, problems, _) = with(&slip.replace("Silk slip", "Another slip"));
    assert_eq!((problems.count(Kind::DuplicateId), &twice.items), (1, &once.items), "{problems}");
    // A script that repeats the title in every row.
    let (_, problems, _) = with(slip);
    assert_eq!(problems.count(Kind::DuplicateId), 0, "{problems}");
}

#[test]
fn variants_with_one_sku_or_none_stay_apart() {
    let none = SHOPIFY_OLD.replace("BAG-BLK-S", "").replace("BAG-RED-S", "").replace("BAG-RED-M", "");
    let (catalogue_, problems, _) = catalogue(&none, SHOPIFY_HOUSE);
    assert_eq!((ids(&catalogue_).len(), problems.to_string().as_str()), (3, ""));
    assert_eq!(item(&catalogue_, "bucket-bag").color, "black/red");
    let same = SHOPIFY_OLD.replace("BAG-RED-S", "BAG-BLK-S").replace("SLIP", "BAG-BLK-S");
    let (catalogue_, problems, _) = catalogue(&same, SHOPIFY_HOUSE);
    assert_eq!(item(&catalogue_, "bucket-bag").color, "black/red");
    assert_eq!(problems.count(Kind::AmbiguousAlias), 1, "{problems}");
    assert!(catalogue_.resolve("BAG-BLK-S").is_none(), "a SKU of two products means neither");
}

#[test]
fn tags_make_collections() {
    let (catalogue, ..) = catalogue(SHOPIFY_NEW, SHOPIFY_HOUSE);
    let house = House::parse(SHOPIFY_HOUSE, "house.toml").unwrap();
    let of_item = Collection::resolve(&house.collections, &catalogue, "house.toml").unwrap();
    assert_eq!(of_item, [1, 0, 0].map(CollectionSet::from_bits));
}

#[test]
fn a_variation_belongs_to_its_parent_wherever_it_stands() {
    let (catalogue_, problems, left_out) = catalogue(WOOCOMMERCE, WOOCOMMERCE_HOUSE);
    assert_eq!(ids(&catalogue_), ["101", "201", "202", "206"]);
    assert_eq!(
        left_out, 6,
        "an unpublished variation, a draft, a private and a hidden product, a draft with its variation"
    );
    let hoodie = item(&catalogue_, "101");
    assert_eq!((hoodie.title.as_str(), hoodie.url.as_str()), ("Hoodie 🧥", "https://shop.example/?p=101"));
    assert_eq!(
        (hoodie.price_minor, hoodie.available),
        (Some(4500), true),
        "green cannot be bought, red is not published"
    );
    assert_eq!(hoodie.image.as_deref().unwrap(), "https://shop.example/wp-content/hoodie-blue.jpg");
    assert_eq!((hoodie.color.as_str(), hoodie.brand.as_str()), ("blue/green/red", "Maison Exemple"));
    assert_eq!(hoodie.tags, ["gifts, small", "winter"]);
    assert_eq!(kind(&catalogue_, hoodie), ("clothing", "Hoodies", false), "the first category that a division claims");
    for spoken in ["102", "103", "HOODIE", "HOODIE-BLUE"] {
        assert_eq!(item(&catalogue_, spoken).id, "101", "{spoken}");
    }
    assert!(catalogue_.resolve("HOODIE-RED").is_none() && catalogue_.resolve("GONE-1").is_none());
    let beanie = item(&catalogue_, "4006381333931");
    assert_eq!(
        (beanie.id.as_str(), beanie.price_minor, beanie.available),
        ("201", Some(1850), true),
        "on backorder, on sale"
    );
    assert_eq!(item(&catalogue_, "LOGO-MUG").price_minor, Some(129_050));
    assert_eq!(
        kind(&catalogue_, item(&catalogue_, "SLIP")),
        ("clothing", "Dresses", true),
        "its second category is sensitive"
    );
    let (orphan, unknown) = (problems.count(Kind::MissingAttribute), problems.count(Kind::UnknownPair));
    assert_eq!((orphan, unknown, problems.total()), (1, 1, 2), "{problems}");
    assert!(problems.to_string().contains("Parent id:999 of variation 303"), "{problems}");
    assert!(problems.to_string().contains("NOT-THERE of 101"), "{problems}");

    let (windows, ..) = catalogue(&on_windows(WOOCOMMERCE), WOOCOMMERCE_HOUSE);
    assert_eq!((windows.items, windows.aliases), (catalogue_.items, catalogue_.aliases));
}

#[test]
fn a_product_without_a_variation_to_buy_cannot_be_bought() {
    let none =
        WOOCOMMERCE.replace("102,variation,HOODIE-BLUE,,\"Hoodie - Blue, M\",1", "102,variation,HOODIE-BLUE,,Blue,-1");
    assert_ne!(none, WOOCOMMERCE);
    assert!(
        !item(&catalogue(&none, WOOCOMMERCE_HOUSE).0, "101").available,
        "green is sold out, the others are not published"
    );
    let alone: String =
        WOOCOMMERCE.lines().filter(|line| !line.contains(",variation,")).map(|line| format!("{line}\n")).collect();
    assert!(
        item(&catalogue(&alone, WOOCOMMERCE_HOUSE).0, "101").available,
        "an export without variations says it itself"
    );
}

#[test]
fn empty_fields_at_the_end_of_a_row_may_be_left_out() {
    let trimmed: String = WOOCOMMERCE.lines().map(|line| format!("{}\n", line.trim_end_matches(','))).collect();
    let (whole, cut) = (catalogue(WOOCOMMERCE, WOOCOMMERCE_HOUSE), catalogue(&trimmed, WOOCOMMERCE_HOUSE));
    assert!(trimmed.len() < WOOCOMMERCE.len());
    assert_eq!(
        cut.0.items.len() + 1,
        whole.0.items.len(),
        "all but the row with a line break, which an open quote might be"
    );
    assert_eq!(cut.1.count(Kind::BadRow), 1);
}

#[test]
fn upsells_and_cross_sells_are_pairs_of_the_house() {
    let (catalogue, ..) = catalogue(WOOCOMMERCE, WOOCOMMERCE_HOUSE);
    let id = |item: u32| &*catalogue.items[item as usize].id;
    let curated: Vec<(&str, &str)> =
        catalogue.curated_pairs.iter().map(|pair| (id(pair.item), id(pair.goes_with))).collect();
    assert_eq!(
        curated,
        [("101", "201"), ("101", "202"), ("201", "101")],
        "cross-sells first; a variation is its product"
    );
}

#[test]
fn a_sale_ends_with_its_date() {
    let ended = WOOCOMMERCE.replace("2026-03-31 23:59:59", "2026-03-01 23:59:59");
    assert_eq!(item(&catalogue(&ended, WOOCOMMERCE_HOUSE).0, "201").price_minor, Some(2000));
}

#[test]
fn a_column_that_is_missing_is_named() {
    for (text, house, from, to, says) in [
        (
            SHOPIFY_OLD,
            SHOPIFY_HOUSE,
            "Handle,Title,",
            "Handle,Name,",
            "of Shopify without the column \"Title\": export",
        ),
        (SHOPIFY_OLD, SHOPIFY_HOUSE, "Variant Price", "Cost", "without the column \"Variant Price\" or \"Price\""),
        (SHOPIFY_NEW, SHOPIFY_HOUSE, ",Price,", ",Amount,", "without the column \"Variant Price\" or \"Price\""),
        (WOOCOMMERCE, WOOCOMMERCE_HOUSE, "In stock?", "Lager", "WooCommerce without the column \"In stock?\": export"),
        (
            WOOCOMMERCE,
            WOOCOMMERCE_HOUSE,
            "Categories",
            "Kategoriat",
            "column \"Categories\": export the products again",
        ),
        (WOOCOMMERCE, WOOCOMMERCE_HOUSE, "Published", "Julkaistu", "column \"Published\""),
    ] {
        assert!(text.contains(from), "{from}");
        let error = read(&text.replacen(from, to, 1), &House::parse(house, "h").unwrap()).0.unwrap_err();
        assert_eq!(error.code(), "feed-missing-column");
        assert!(error.to_string().contains(says), "{error}");
    }
    for (text, house, page) in
        [(SHOPIFY_NEW, SHOPIFY_HOUSE, "/products/{id}"), (WOOCOMMERCE, WOOCOMMERCE_HOUSE, "/?p={id}")]
    {
        let house = house.lines().filter(|line| !line.starts_with("url")).collect::<Vec<_>>().join("\n");
        let error = read(text, &House::parse(&house, "h").unwrap()).0.unwrap_err();
        assert_eq!(error.code(), "feed-without-addresses");
        assert!(error.to_string().contains(&format!("add url = \"https://shop.example{page}\" to [house]")), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_panics(at in 0usize..6000, damage in prop::collection::vec(any::<u8>(), 0..8), form in 0usize..3) {
        let (text, house) = [
            (SHOPIFY_OLD, SHOPIFY_HOUSE),
            (SHOPIFY_NEW, SHOPIFY_HOUSE),
            (WOOCOMMERCE, WOOCOMMERCE_HOUSE),
        ][form];
        let mut bytes = text.as_bytes().to_vec();
        let at = at.min(bytes.len());
        let end = (at + damage.len() / 2).min(bytes.len());
        bytes.splice(at..end, damage);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("products.csv");
        fs::write(&path, &bytes).unwrap();
        let house = House::parse(house, "h").unwrap();
        let mut problems = Problems::new();
        if let Ok(feed) = feed::read(&path, &house, &mut problems, &ProgressBar::hidden()) {
            let catalogue = assemble(feed, &house, &mut problems, "2026-03-15T00:00:00Z".parse().unwrap());
            prop_assert!(catalogue.items.is_sorted_by(|a, b| a.id < b.id));
        }
    }
}
