//! The sizes in feeds: Google's attributes, Shopify's options, WooCommerce's attributes.

use std::io::Write as _;

use indicatif::ProgressBar;
use passerelle::model::{ItemSizes, SizeRangeIndex, SizeSet};
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::sizes::{size_ranges, sizes_left, sizing};

const HOUSE: &str = r#"
[house]
name = "Maison"
url = "https://shop.example/p/{id}"
image = "https://img.example/{id}.jpg"
languages = ["en"]
currency = "EUR"
[[division]]
id = "fashion"
names = { en = "fashion" }
product_types = ["*"]
"#;

fn read(text: &str) -> Catalogue {
    let (catalogue, problems) = read_with_problems(text);
    assert!(problems.is_empty(), "{problems}");
    catalogue
}

fn read_with_problems(text: &str) -> (Catalogue, Problems) {
    let house = House::parse(HOUSE, "house.toml").unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut problems = Problems::new();
    let feed = feed::read(file.path(), &house, &mut problems, &ProgressBar::hidden()).unwrap();
    let catalogue = assemble(feed, &house, &mut problems, "2026-03-15T00:00:00Z".parse().unwrap());
    (catalogue, problems)
}

fn left(sizes: u32) -> ItemSizes {
    ItemSizes { range: SizeRangeIndex(0), left: SizeSet(sizes) }
}

#[test]
fn google_s_sizes_are_compared_by_system_type_and_wearer() {
    let header =
        "id\titem_group_id\ttitle\tprice\tavailability\tproduct_type\tsize\tsize_system\tsize_type\tgender\tage_group";
    let row = |id: &str, size: &str, more: &str, available: &str| {
        let (group, _) = id.split_once('-').unwrap();
        format!("{id}\t{group}\tBoots\t10.00 EUR\t{available}\tBoots\t{size}\t{more}")
    };
    let rows = [
        row("a-1", "38", "eu\tRegular\tfemale\tadult", "in_stock"),
        row("a-2", "39", "eu\tRegular\tfemale\tadult", "out_of_stock"),
        row("b-1", "5", "UK\t\tfemale\tadult", "in_stock"),
        row("b-2", "6", "UK\t\tfemale\tadult", "in_stock"),
    ];
    let catalogue = read(&format!("{header}\n{}\n", rows.join("\n")));
    let ranges = size_ranges(&catalogue).ranges;
    let said: Vec<(&str, &[String])> = ranges.iter().map(|range| (range.group.as_str(), &range.sizes[..])).collect();
    let names = |names: [&str; 2]| names.map(str::to_owned);
    assert_eq!(
        said,
        [
            ("shoes EU regular female adult", &names(["38", "39"])[..]),
            ("shoes UK female adult", &names(["5", "6"])[..])
        ]
    );
    assert_eq!(sizes_left(&catalogue, &ranges), [("a".to_owned(), left(0b01))]);
    assert_eq!(sizing(&catalogue, &ranges)[0].as_ref().unwrap().variants["a-2"], 1);
    // Addresses that the house builds itself are those of the item, for every variant.
    let item = &catalogue.items[0];
    assert_eq!(
        (item.url.as_str(), item.image.as_deref().unwrap()),
        ("https://shop.example/p/a", "https://img.example/a.jpg")
    );
}

#[test]
fn an_item_of_two_size_systems_or_size_types_is_told() {
    let header = "id\titem_group_id\ttitle\tprice\tavailability\tproduct_type\tsize\tsize_system\tsize_type";
    for (first, second, told) in [
        ("EU\tregular", "UK\tregular", Some("size_system: \"EU\" and \"UK\" of the item a")),
        ("EU\tregular", "EU\t", Some("size_type: \"regular\" and \"\" of the item a")),
        ("EU\tregular", "eu\tRegular", None),
    ] {
        let row =
            |id: &str, size: &str, more: &str| format!("{id}\ta\tBoots\t10.00 EUR\tin_stock\tBoots\t{size}\t{more}");
        let rows = [row("a-1", "38", first), row("a-2", "39", second), row("a-3", "", "US\t")];
        let (catalogue, problems) = read_with_problems(&format!("{header}\n{}\n", rows.join("\n")));
        assert_eq!(size_ranges(&catalogue).left_out, usize::from(told.is_some()));
        match told {
            Some(told) => assert!(problems.to_string().contains(told), "{problems}"),
            None => assert!(problems.is_empty(), "{problems}"),
        }
    }
}

#[test]
fn options_and_attributes_that_are_called_size_are_sizes() {
    let shopify = "Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n\
                   shirt,Shirt,Maison,Shirts,,true,Colour,White,Taille,S,S1,shopify,3,90.00\n\
                   shirt,,,,,,,White,,M,S2,shopify,0,90.00\n";
    let catalogue = read(shopify);
    let ranges = size_ranges(&catalogue).ranges;
    assert_eq!((ranges[0].group.as_str(), &ranges[0].sizes[..]), ("clothes", &["M".to_owned(), "S".to_owned()][..]));
    assert_eq!(sizes_left(&catalogue, &ranges), [("shirt".to_owned(), left(0b10))]);
    assert_eq!(sizing(&catalogue, &ranges)[0].as_ref().unwrap().variants["S1"], 1);
    let woocommerce = "ID,Type,SKU,Name,Published,In stock?,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n\
                       7,variable,W7,Shirt,1,1,,Shirts,,Size,\"S, M\"\n\
                       8,variation,W8,Shirt,1,1,90,,id:7,Size,S\n\
                       9,variation,W9,Shirt,1,0,90,,id:7,Size,M\n";
    let catalogue = read(woocommerce);
    let ranges = size_ranges(&catalogue).ranges;
    assert_eq!(sizes_left(&catalogue, &ranges), [("7".to_owned(), left(0b10))]);
}
