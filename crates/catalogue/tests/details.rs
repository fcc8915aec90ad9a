//! The details of items that feeds have for shoppers: `product_detail`, `product_highlight`, sizes and dimensions, and
//! a shop's own columns.

use std::io::Write as _;

use indicatif::ProgressBar;
use passerelle_advice::Attribute;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::{Catalogue, Details};

const HOUSE: &str = r#"
[house]
name = "Maison"
url = "https://shop.example/products/{id}"
languages = ["en"]
currency = "EUR"
[details]
publish = true
[[division]]
id = "watches"
names = { en = "watches" }
product_types = ["*"]
"#;

fn read(text: &str, house: &str) -> (Catalogue, Problems) {
    let house = House::parse(house, "house.toml").unwrap();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut problems = Problems::new();
    let feed = feed::read(file.path(), &house, &mut problems, &ProgressBar::hidden()).unwrap();
    (assemble(feed, &house, &mut problems, "2026-03-15T00:00:00Z".parse().unwrap()), problems)
}

fn details(catalogue: &Catalogue, id: &str) -> Details {
    let item = &catalogue.items[catalogue.resolve(id).unwrap() as usize];
    item.details.as_deref().cloned().unwrap_or_default()
}

/// Section, name and value of each characteristic.
fn said(details: &Details) -> Vec<String> {
    details.characteristics.iter().map(|one| format!("{}|{}|{}", one.section, one.name, one.value)).collect()
}

fn xml(inside: &str) -> String {
    format!(
        "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>w1</g:id><title>Watch</title>\
         <link>https://shop.example/w1</link><g:price>10.00 EUR</g:price><g:availability>in_stock</g:availability>\
         <g:product_type>Watches</g:product_type>{inside}</item></channel></rss>"
    )
}

#[test]
fn google_s_elements_are_read() {
    let (catalogue, problems) = read(
        &xml("<g:product_detail><g:section_name>Case</g:section_name><g:attribute_name>Diameter</g:attribute_name>\
             <g:attribute_value>39 &lt;mm&gt;</g:attribute_value></g:product_detail>\
             <g:product_detail><g:attribute_name>Water resistance</g:attribute_name>\
             <g:attribute_value><![CDATA[5 bar]]></g:attribute_value></g:product_detail>\
             <g:product_detail><g:section_name>Empty</g:section_name></g:product_detail>\
             <g:shipping><g:price>5.00 EUR</g:price></g:shipping>\
             <g:product_highlight>Wound by hand</g:product_highlight><g:product_highlight>Made of steel</g:product_highlight>\
             <g:size>39</g:size><g:product_weight>90 g</g:product_weight>"),
        HOUSE,
    );
    let found = details(&catalogue, "w1");
    assert_eq!(said(&found), ["Case|Diameter|39 <mm>", "|Water resistance|5 bar"]);
    assert_eq!(found.highlights, ["Wound by hand", "Made of steel"]);
    assert_eq!(
        found.attributes.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(),
        [(Attribute::Size, "39"), (Attribute::Weight, "90 g")]
    );
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(catalogue.items[0].price_minor, Some(1_000));
}

#[test]
fn google_s_columns_are_read_and_variants_add_up() {
    let header = "id\titem_group_id\ttitle\tlink\tprice\tavailability\tproduct_type\tsize\tproduct_highlight\tproduct_detail(section_name:attribute_name:attribute_value)";
    let row = |id: &str, size: &str, detail: &str| {
        format!("{id}\tring\tRing\thttps://shop.example/{id}\t10.00 EUR\tin_stock\tRings\t{size}\tBright\t{detail}")
    };
    let rows = [
        row("r1", "52", "Stone:Cut:Round,Stone:Colour:blue, green"),
        row("r2", "54", "Stone:Cut:Round,Stone:Weight:1 ct"),
        row("r3", "52", ""),
    ];
    let (catalogue, problems) = read(&format!("{header}\n{}\n", rows.join("\n")), HOUSE);
    let found = details(&catalogue, "ring");
    assert_eq!(said(&found), ["Stone|Cut|Round", "Stone|Colour|blue, green", "Stone|Weight|1 ct"]);
    assert_eq!(
        (found.attributes[&Attribute::Size].as_str(), found.highlights.as_slice()),
        ("52 / 54", &["Bright".to_owned()][..])
    );
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn metafields_of_shopify_and_attributes_of_woocommerce_are_read() {
    let shopify = "Handle,Title,Vendor,Type,Tags,Published,Variant SKU,Variant Price,Care (product.metafields.custom.care),Stone (product.metafields.shopify.stone),Cost per item\n\
                   cuff,Cuff,Maison,Watches,,true,S1,90.00,Wipe dry,onyx; jade,3\n";
    let (catalogue, _) = read(shopify, HOUSE);
    assert_eq!(said(&details(&catalogue, "cuff")), ["|Care|Wipe dry", "|Stone|onyx, jade"]);
    let woocommerce = "ID,Type,SKU,Name,Published,In stock?,Regular price,Categories,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n\
                       7,simple,W7,Clock,1,1,90,Watches,Movement,\"quartz, wound\",Colour,Red\n";
    let (catalogue, _) = read(woocommerce, HOUSE);
    assert_eq!(said(&details(&catalogue, "7")), ["|Movement|quartz, wound"]);
    assert_eq!(catalogue.items[0].color, "red");
}

/// Only the first row of a product has its metafields, and its variants follow without them.
#[test]
fn an_export_of_shopify_with_metafields_gives_characteristics() {
    let shopify = "Title,URL handle,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Color (product.metafields.shopify.color-pattern),Care (product.metafields.custom.care),Origin (product.metafields.custom.origin),Note (variant.metafields.custom.note),Empty (product.metafields.custom.empty),Product rating count (product.metafields.reviews.rating_count)\n\
                   Cuff,cuff,Maison,Watches,,TRUE,Active,S1,Size,S,90.00,red &amp; gold; navy,\"Wipe dry.\nNever soak &lt;b&gt;it&lt;/b&gt;.\",Orl\u{e9}ans; Lyon,Engraved,,\n\
                   ,cuff,,,,,,S2,,M,95.00,,,,,,\n\
                   Ring,ring,Maison,Watches,,TRUE,Active,R1,,,50.00,,<img src=x onerror=alert(1)>,,,,3\n";
    let (catalogue, problems) = read(shopify, HOUSE);
    assert_eq!(
        said(&details(&catalogue, "cuff")),
        ["|Care|Wipe dry. Never soak <b>it</b>.", "|Origin|Orl\u{e9}ans, Lyon", "|Note|Engraved"]
    );
    assert_eq!(catalogue.items.iter().find(|item| item.id == "cuff").unwrap().color, "red & gold/navy");
    // Markup stays text.
    assert_eq!(said(&details(&catalogue, "ring"))[0], "|Care|<img src=x onerror=alert(1)>");
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn what_is_too_long_or_too_many_is_cut_and_told() {
    let many: String = (0..70)
        .map(|at| format!("<g:product_detail><g:attribute_name>N{at}</g:attribute_name><g:attribute_value>v</g:attribute_value></g:product_detail>"))
        .collect();
    let (catalogue, problems) = read(&xml(&many), HOUSE);
    assert_eq!((details(&catalogue, "w1").characteristics.len(), problems.count(Kind::CutDetail)), (60, 1));
    let long = format!("<g:product_highlight>{}</g:product_highlight>", "word ".repeat(200));
    let (catalogue, problems) = read(&xml(&long), HOUSE);
    assert_eq!((details(&catalogue, "w1").highlights[0].chars().count(), problems.count(Kind::CutDetail)), (299, 1));
}

#[test]
fn a_house_that_publishes_none_keeps_none() {
    let house = HOUSE.replace("publish = true", "publish = false");
    let (catalogue, problems) = read(&xml("<g:product_highlight>Made of steel</g:product_highlight>"), &house);
    assert_eq!((catalogue.items[0].details.as_ref(), problems.is_empty()), (None, true));
    let wrong = House::parse(&HOUSE.replace("publish =", "publsh ="), "house.toml").unwrap_err().to_string();
    assert!(wrong.contains("unknown field `publsh`"), "{wrong}");
}
