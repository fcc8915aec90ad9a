//! A house, and the same rows in each form of feed.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::error::FeedError;
use passerelle_catalogue::feed::{self, Feed};
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::problems::{Kind, Problems};

pub(crate) const HOUSE: &str = r#"
[house]
name = "Maison"
languages = ["en"]
currency = "EUR"
[privacy]
sensitive_types = ["Lingerie"]
[[division]]
id = "leather-goods"
names = { en = "leather goods" }
product_types = ["Leather goods"]
[[division]]
id = "ready-to-wear"
names = { en = "ready-to-wear" }
product_types = ["Ready-to-wear"]
"#;

pub(crate) const NAMES: [&str; 14] = [
    "id",
    "item_group_id",
    "title",
    "link",
    "image_link",
    "price",
    "sale_price",
    "sale_price_effective_date",
    "availability",
    "product_type",
    "gtin",
    "mpn",
    "color",
    "sku",
];

/// A group of three variants, a single item, a sensitive item, and an item without a division.
pub(crate) const ROWS: [[&str; 14]; 6] = [
    [
        "bag-1",
        "bag",
        "Bucket bag - black",
        "https://h.example/bag-1?a=1&b=2",
        "https://h.example/1.jpg",
        "900.00 EUR",
        "",
        "",
        "out of stock",
        "Leather goods > Handbags",
        "4006381333931",
        "M1",
        "Black",
        "S1",
    ],
    [
        "bag-2",
        "bag",
        "Bucket bag - red",
        "https://h.example/bag-2",
        "https://h.example/2.jpg",
        "1.100,50 EUR",
        "",
        "",
        "in_stock",
        "Leather goods > Handbags",
        "0012345678905",
        "M2",
        "Red/Black",
        "S2",
    ],
    [
        "bag-3",
        "bag",
        "Bucket bag - blue",
        "https://h.example/bag-3",
        "https://h.example/3.jpg",
        "1200 EUR",
        "1000.00 EUR",
        "2026-03-01T00:00+0100/2026-03-31",
        "in stock",
        "Leather goods > Handbags",
        "",
        "M2",
        "Blue",
        "S3",
    ],
    [
        "coat",
        "",
        "Caban d'été <b>& co</b>",
        "https://h.example/coat",
        "",
        "450.00 EUR",
        "",
        "",
        "preorder",
        "Ready-to-wear > Outerwear > Coats",
        "",
        "M3",
        "Navy",
        "",
    ],
    [
        "slip",
        "",
        "Silk slip",
        "https://h.example/slip",
        "",
        "90.00 EUR",
        "",
        "",
        "in_stock",
        "Ready-to-wear > Lingerie > Slips",
        "",
        "M3",
        "",
        "",
    ],
    ["car", "", "Toy car", "https://h.example/car", "", "9.00 EUR", "", "", "in_stock", "Toys > Cars", "", "", "", ""],
];

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub(crate) fn elements(prefix: &str, row: &[&str; 14]) -> String {
    let mut out = String::new();
    for (name, value) in NAMES.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "<{prefix}{name}>{}</{prefix}{name}>", escaped(value));
    }
    out
}

pub(crate) fn rss() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel>\n\
         <title>The shop</title><link>https://h.example</link>\n",
    );
    for row in &ROWS {
        let nested = "<g:shipping><g:country>FR</g:country><g:price>6.49 EUR</g:price></g:shipping>";
        let _ = write!(out, "<item>{nested}<g:unheard_of>x</g:unheard_of>\n{}</item>\n", elements("g:", row));
    }
    out + "</channel></rss>\n"
}

pub(crate) fn atom() -> String {
    let mut out = String::from(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:goog=\"http://base.google.com/ns/1.0\">\
         <title>The shop</title><link rel=\"self\" href=\"https://h.example/feed\"/>\n",
    );
    for row in &ROWS {
        let fields = elements("goog:", row)
            .replace("goog:title>", "title>")
            .replace(&format!("<goog:link>{}</goog:link>", escaped(row[3])), "");
        let link = format!("<link rel=\"self\" href=\"https://other/\"/><link href=\"{}\"/>", escaped(row[3]));
        let _ = write!(out, "<entry><id>tag:h.example,{}</id>{link}\n{fields}</entry>\n", row[0]);
    }
    out + "</feed>"
}

pub(crate) fn tsv() -> String {
    let header: Vec<_> = NAMES.iter().map(|name| name.replace('_', " ").to_uppercase()).collect();
    let mut out = header.join("\t") + "\n";
    for row in &ROWS {
        let fields: Vec<_> = row.iter().map(|value| format!("\"{value}\"")).collect();
        out += &(fields.join("\t") + "\r\n");
    }
    out
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn house() -> House {
    House::parse(HOUSE, "house.toml").unwrap()
}

pub(crate) fn read(bytes: &[u8]) -> (Result<Feed, FeedError>, Problems) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut problems = Problems::new();
    let feed = feed::read(file.path(), &house(), &mut problems, &ProgressBar::hidden());
    (feed, problems)
}

pub(crate) fn catalogue_at(bytes: &[u8], as_of: &str) -> (Catalogue, Problems) {
    let (feed, mut problems) = read(bytes);
    let catalogue = assemble(feed.unwrap(), &house(), &mut problems, as_of.parse().unwrap());
    (catalogue, problems)
}

pub(crate) fn catalogue(bytes: &[u8]) -> (Catalogue, Problems) {
    catalogue_at(bytes, "2026-03-15T00:00:00Z")
}

pub(crate) fn count(problems: &Problems, kinds: &[Kind]) -> Vec<u64> {
    kinds.iter().map(|kind| problems.count(*kind)).collect()
}

/// A TSV feed that has the columns `extra` and the required ones.
pub(crate) fn table(extra: &str, rows: &[&str]) -> String {
    let mut out = format!("id\ttitle\tlink\tproduct_type\tavailability\t{extra}\n");
    for row in rows {
        let (id, rest) = row.split_once('\t').unwrap();
        let _ = writeln!(out, "{id}\tTitle {id}\thttps://h.example/{id}\tLeather goods > Bags\tin_stock\t{rest}");
    }
    out
}
