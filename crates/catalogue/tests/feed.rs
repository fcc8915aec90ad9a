//! Feeds in every form, whole and damaged.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use passerelle_catalogue::clo::Clo;
use passerelle_catalogue::error::FeedError;
use passerelle_catalogue::feed::{self, Feed};
use passerelle_catalogue::house::House;
use passerelle_catalogue::house::ItemSets;
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::warmth::traits;
use passerelle_catalogue::{Catalogue, identity::assemble};
use proptest::prelude::*;

const HOUSE: &str = r#"
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

const NAMES: [&str; 14] = [
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

/// A group of three variants, an item alone, a sensitive item and one of no division.
const ROWS: [[&str; 14]; 6] = [
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn elements(prefix: &str, row: &[&str; 14]) -> String {
    let mut out = String::new();
    for (name, value) in NAMES.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "<{prefix}{name}>{}</{prefix}{name}>", escaped(value));
    }
    out
}

fn rss() -> String {
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

fn atom() -> String {
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

fn tsv() -> String {
    let header: Vec<_> = NAMES.iter().map(|name| name.replace('_', " ").to_uppercase()).collect();
    let mut out = header.join("\t") + "\n";
    for row in &ROWS {
        let fields: Vec<_> = row.iter().map(|value| format!("\"{value}\"")).collect();
        out += &(fields.join("\t") + "\r\n");
    }
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn house() -> House {
    House::parse(HOUSE, "house.toml").unwrap()
}

fn read(bytes: &[u8]) -> (Result<Feed, FeedError>, Problems) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut problems = Problems::new();
    let feed = feed::read(file.path(), &house(), &mut problems, &ProgressBar::hidden());
    (feed, problems)
}

fn catalogue_at(bytes: &[u8], as_of: &str) -> (Catalogue, Problems) {
    let (feed, mut problems) = read(bytes);
    let catalogue = assemble(feed.unwrap(), &house(), &mut problems, as_of.parse().unwrap());
    (catalogue, problems)
}

fn catalogue(bytes: &[u8]) -> (Catalogue, Problems) {
    catalogue_at(bytes, "2026-03-15T00:00:00Z")
}

fn count(problems: &Problems, kinds: &[Kind]) -> Vec<u64> {
    kinds.iter().map(|kind| problems.count(*kind)).collect()
}

/// A feed of one column set in TSV, with what else is required.
fn table(extra: &str, rows: &[&str]) -> String {
    let mut out = format!("id\ttitle\tlink\tproduct_type\tavailability\t{extra}\n");
    for row in rows {
        let (id, rest) = row.split_once('\t').unwrap();
        let _ = writeln!(out, "{id}\tTitle {id}\thttps://h.example/{id}\tLeather goods > Bags\tin_stock\t{rest}");
    }
    out
}

#[test]
fn every_form_gives_the_same_catalogue() {
    let (expected, problems) = catalogue(tsv().as_bytes());
    assert_eq!(count(&problems, &[Kind::UnmappedProductType]), [1], "{problems}");
    assert_eq!(problems.total(), 1, "{problems}");
    assert!(problems.to_string().contains(": Toys > Cars\n"), "{problems}");
    assert_eq!(expected.items.len(), 3);
    let bom = [b"\xef\xbb\xbf", tsv().as_bytes()].concat();
    let commas = tsv().replace('\t', ",");
    for (name, bytes) in [
        ("rss", rss().into_bytes()),
        ("atom", atom().into_bytes()),
        ("rss, gzip", gzip(rss().as_bytes())),
        ("tsv, gzip", gzip(tsv().as_bytes())),
        ("tsv, mark", bom),
        ("csv", commas.into_bytes()),
    ] {
        let (found, problems) = catalogue(&bytes);
        assert_eq!(found.items, expected.items, "{name}");
        assert_eq!((found.types, found.aliases), (expected.types.clone(), expected.aliases.clone()), "{name}");
        assert_eq!(problems.total(), 1, "{name}: {problems}");
    }
}

#[test]
fn variants_become_one_item() {
    let (catalogue, _) = catalogue(rss().as_bytes());
    let bag = &catalogue.items[0];
    assert_eq!((bag.id.as_str(), bag.title.as_str()), ("bag", "Bucket bag"));
    assert_eq!((bag.url.as_str(), bag.image.as_str()), ("https://h.example/bag-2", "https://h.example/2.jpg"));
    assert_eq!(bag.price_minor, Some(100_000), "the cheapest available, on sale");
    assert_eq!(bag.color, "black/red/blue");
    assert!(bag.available);
    let coat = &catalogue.items[1];
    assert_eq!(coat.title, "Caban d'été <b>& co</b>", "markup is text");
    let types: Vec<_> = catalogue.types.iter().map(|t| (t.division, t.name.as_str(), t.sensitive)).collect();
    assert_eq!(types, [(0, "Handbags", false), (1, "Coats", false), (1, "Slips", true)]);
    assert_eq!((coat.division, coat.item_type), (1, 1));
}

#[test]
fn sale_prices_hold_inside_their_dates() {
    for (as_of, expected) in [
        ("2026-02-28T22:59:59Z", 110_050),
        ("2026-02-28T23:00:00Z", 100_000),
        ("2026-03-31T23:59:59Z", 100_000),
        ("2026-04-01T00:00:00Z", 110_050),
    ] {
        let (catalogue, _) = catalogue_at(tsv().as_bytes(), as_of);
        assert_eq!(catalogue.items[0].price_minor, Some(expected), "{as_of}");
    }
}

#[test]
fn expired_items_cannot_be_bought() {
    let feed = table("expiration_date", &["a\t2026-03-14", "b\t2026-03-15", "c\t", "d\tsoon"]);
    let (catalogue, problems) = catalogue(feed.as_bytes());
    let available: Vec<_> = catalogue.items.iter().map(|item| item.available).collect();
    assert_eq!(available, [false, true, true, true]);
    assert_eq!(problems.count(Kind::BadDate), 1);
}

#[test]
fn warmth_is_a_number_of_clo() {
    let feed = table("warmth_clo", &["a\t0.6", "b\t", "c\twarm", "d\t2.51", "e\t2.5"]);
    let (catalogue, problems) = catalogue(feed.as_bytes());
    let warmth: Vec<_> = catalogue.items.iter().map(|item| item.warmth.map(|Clo(hundredths)| hundredths)).collect();
    assert_eq!(warmth, [Some(60), None, None, None, Some(250)]);
    assert_eq!(count(&problems, &[Kind::BadWarmth]), [2], "{problems}");
    assert_eq!(problems.count(Kind::UnknownColumn), 0, "{problems}");
    let traits = traits(&catalogue, &[]);
    assert_eq!((traits[0].warmth, traits[1].warmth), (Some(Clo(60)), None), "a bag is worn if the feed says so");
}

#[test]
fn warmth_may_stand_in_either_namespace_of_googles() {
    for element in ["g:warmth_clo", "c:warmth_clo", "warmth_clo"] {
        let feed = format!(
            "<rss xmlns:g=\"http://base.google.com/ns/1.0\" xmlns:c=\"http://base.google.com/cns/1.0\"><channel><item>\
             <g:id>a</g:id><title>Bag</title><link>https://h.example/a</link><g:availability>in_stock</g:availability>\
             <g:product_type>Leather goods</g:product_type><{element}>0.4</{element}></item></channel></rss>"
        );
        let (catalogue, problems) = catalogue(feed.as_bytes());
        assert_eq!(catalogue.items[0].warmth, Some(Clo(40)), "{element}: {problems}");
    }
}

/// The demo's collections and occasions name types that its feed has, and every item of theirs is found.
#[test]
fn the_demos_house_fits_its_feed() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/online-retail-ii");
    let house = House::load(&data.join("house.toml")).unwrap();
    let mut problems = Problems::default();
    let feed = feed::read(&data.join("feed.tsv.gz"), &house, &mut problems, &ProgressBar::hidden()).unwrap();
    let catalogue = assemble(feed, &house, &mut problems, "2010-12-01T00:00:00Z".parse().unwrap());
    let ItemSets { of_item, all: sets } = ItemSets::new(&house, &catalogue, "house.toml").unwrap();
    assert_eq!(sets[..3], [0b00, 0b01, 0b10]);
    let members = |bit: u64| of_item.iter().filter(|set| **set & bit != 0).count();
    assert!(members(0b01) > 150 && members(0b10) > 80, "{} {}", members(0b01), members(0b10));
    assert!(members(0b100) > 150, "Christmas stands behind the two collections");
    let marked = house.season.resolve(&catalogue, "house.toml").unwrap();
    assert!(marked.iter().filter(|set| **set == 0b01).count() > 150, "Christmas is the first that is marked");
}

#[test]
fn aliases_lead_to_their_item() {
    let (catalogue, problems) = catalogue(tsv().as_bytes());
    for (id, expected) in [
        ("bag", Some(0)),
        ("bag-1", Some(0)),
        ("S3", Some(0)),
        ("M1", Some(0)),
        ("M2", Some(0)),
        ("4006381333931", Some(0)),
        ("04006381333931", Some(0)),
        ("0012345678905", Some(0)),
        ("12345678905", Some(0)),
        ("012345678905", Some(0)),
        ("00012345678905", Some(0)),
        ("coat", Some(1)),
        ("M3", None),
        ("car", None),
        ("nothing", None),
        ("", None),
    ] {
        assert_eq!(catalogue.resolve(id), expected, "{id}");
    }
    assert!(catalogue.aliases.is_sorted_by(|a, b| a.text < b.text));
    assert_eq!(problems.count(Kind::AmbiguousAlias), 0, "shared manufacturer's numbers are no problem");
}

#[test]
fn an_alias_of_two_items_means_none() {
    let rows = ["a\tx\t4006381333931", "b\tx\t4006381333931", "c\ta\t", "d\td\t"];
    let (catalogue, problems) = catalogue(table("sku\tgtin", &rows).as_bytes());
    assert_eq!([("x"), ("4006381333931"), ("04006381333931")].map(|id| catalogue.resolve(id)), [None; 3]);
    assert_eq!(catalogue.resolve("a"), Some(0), "the id of an item means that item");
    assert_eq!(problems.count(Kind::AmbiguousAlias), 3, "{problems}");
    assert!(catalogue.aliases.is_empty());
}

#[test]
fn the_first_of_a_repeated_id_is_kept() {
    let (catalogue, problems) = catalogue(table("color", &["a\tRed", "a\tBlue", "b\t"]).as_bytes());
    assert_eq!(catalogue.items.len(), 2);
    assert_eq!(catalogue.items[0].color, "red");
    let duplicate = &problems.list()[0].examples[0];
    assert_eq!((problems.count(Kind::DuplicateId), duplicate.line, duplicate.text.as_str()), (1, 3, "a"));
}

#[test]
fn what_is_wrong_with_a_row_is_counted() {
    let rows = ["a\t12 USD\t\t", "b\tfree\t\t", "c\t\thttp:/x\t", "\t1 EUR\t\t", "d\t1 EUR\t\tkept"];
    let feed = table("price\timage_link\tcolour", &rows)
        + "e\tTitle e\t/e\tLeather goods\tmaybe\t1 EUR\t\t\n\
        f\t\thttps://h.example/f\tLeather goods\tin_stock\t1 EUR\t\t\n\
        g\tTitle g\thttps://h.example/g\tLeather goods\tmaybe\t1 EUR\t\t\n\
        h\tToo\tmany\tfields\tin\tthis\trow\tof\tall\n";
    let mut bytes = feed.into_bytes();
    bytes.extend_from_slice(b"i\tTitl\xe9\thttps://h.example/i\tLeather goods\tin_stock\t1 EUR\t\t\n");
    let (catalogue, problems) = catalogue(&bytes);
    let ids: Vec<_> = catalogue.items.iter().map(|item| (item.id.as_str(), item.price_minor)).collect();
    assert_eq!(ids, [("a", None), ("b", None), ("c", None), ("d", Some(100)), ("g", Some(100))]);
    for kind in [
        Kind::WrongCurrency,
        Kind::BadPrice,
        Kind::UnknownColumn,
        Kind::BadAvailability,
        Kind::WrongEncoding,
        Kind::BadRow,
    ] {
        assert_eq!(problems.count(kind), 1, "{kind:?}: {problems}");
    }
    assert_eq!(count(&problems, &[Kind::BadLink, Kind::MissingAttribute]), [2, 2], "{problems}");
    assert!(!catalogue.items[4].available);
    assert!(problems.strict_failure().is_some());
}

#[test]
fn a_bomb_of_entities_stays_small() {
    let mut doctype = String::from("<!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for n in 1..40 {
        let _ = write!(doctype, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    let bomb = rss().replacen("<rss", &(doctype + "]>\n<rss"), 1).replacen("Bucket bag - black", "&a39;", 1);
    let start = Instant::now();
    let (feed, problems) = read(bomb.as_bytes());
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(count(&problems, &[Kind::EntityDeclaration, Kind::UndefinedEntity]), [1, 1], "{problems}");
    assert_eq!(feed.unwrap().rows.len(), 4, "the row with the entity is skipped, the others are kept");
}

#[test]
fn undefined_entities_skip_their_row_only() {
    let text = rss()
        .replacen("Bucket bag - black", "Bucket&nothing;bag", 1)
        .replacen("<g:unheard_of>x", "<g:unheard_of>&neither;", 1)
        .replacen("Silk slip", "Silk &#115;lip AT&T &lt; &eacute;", 1);
    let (feed, problems) = read(text.as_bytes());
    let feed = feed.unwrap();
    assert_eq!(feed.rows.len(), 4);
    assert_eq!(&*feed.rows[3].title, "Silk slip AT&T < é", "names of HTML's are read");
    assert_eq!(problems.count(Kind::UndefinedEntity), 1);
    assert!(problems.to_string().contains("&nothing;"), "{problems}");
}

#[test]
fn only_an_attributes_own_text_counts() {
    let text = rss().replacen("Silk slip", "Silk <b>very</b><g:price>5 EUR</g:price><i><g:id>no</g:id></i> slip", 1);
    let (feed, problems) = read(text.as_bytes());
    let slip = &feed.unwrap().rows[4];
    assert_eq!((&*slip.id, &*slip.title, slip.price_minor), ("slip", "Silk slip", Some(9000)), "{problems}");
}

#[test]
fn text_and_nesting_are_bounded() {
    let long = rss().replacen("Bucket bag - black", &"word ".repeat(300_000), 1);
    let (feed, problems) = read(long.as_bytes());
    assert_eq!(feed.unwrap().rows[0].title.chars().count(), 199, "{problems}");
    let deep = rss().replacen("<g:unheard_of>", &"<x>".repeat(100_000), 1);
    let (feed, problems) = read(deep.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Broken)), (0, 1));
    let token = rss().replacen("Silk slip", &"x".repeat(9 << 20), 1);
    let (feed, problems) = read(token.as_bytes());
    let feed = feed.unwrap();
    assert_eq!((feed.rows[4].title.len(), problems.total()), (200, 1), "{problems}");
    let tag = rss().replacen("<g:unheard_of>", &format!("<g:unheard_of x=\"{}\">", "x".repeat(9 << 20)), 1);
    let (feed, problems) = read(tag.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Broken)), (0, 1));
    let quote = table("color", &["a\tRed", "b\t\"Red"]) + &"c\tc\tc\tc\tc\tc\n".repeat(1 << 16);
    let (feed, problems) = read(quote.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::UnclosedQuote)), (2, 0), "{problems}");
    let (feed, problems) = read(quote.replace('\t', ",").as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::UnclosedQuote)), (1, 1), "{problems}");
}

#[test]
fn rows_before_a_cut_are_kept() {
    let rss = rss();
    let cut = rss.find("Silk slip").unwrap();
    let (feed, problems) = read(&rss.as_bytes()[..cut]);
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Truncated)), (4, 1), "{problems}");
    assert!(problems.list()[0].examples[0].line > 40, "{problems}");

    let mut many = String::from(&rss[..rss.find("<item>").unwrap()]);
    for n in 0..20_000 {
        let _ = writeln!(
            many,
            "<item><g:id>{n}</g:id><title>T{n}</title><link>https://h/{n}</link>\
            <g:product_type>Leather goods</g:product_type><g:availability>in_stock</g:availability></item>"
        );
    }
    let whole = gzip((many + "</channel></rss>").as_bytes());
    let (feed, problems) = read(&whole[..whole.len() / 2]);
    let kept = feed.unwrap().rows.len();
    assert!((5_000..15_000).contains(&kept), "{kept}");
    assert_eq!((problems.count(Kind::Truncated), problems.total()), (1, 1), "{problems}");
}

#[test]
fn what_is_no_feed_is_said_in_a_sentence() {
    for (bytes, says) in [
        (&b"<!DOCTYPE html><html><body>Log in</body></html>"[..], "web page"),
        (b"<catalog><item/></catalog>", "<catalog>"),
        (b"name,price\nx,1\n", "no column \"id\""),
        (b"id,price\nx,1\n", "no column \"title\""),
        (b"hello", "no column"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"", "is empty"),
        (b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss/>", "ISO-8859-1"),
        (b"<", "not a product feed"),
        (b"<!-- only -->", "no XML element"),
    ] {
        let error = read(bytes).0.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let mut problems = Problems::new();
    let missing = feed::read("none.xml".as_ref(), &house(), &mut problems, &ProgressBar::hidden()).unwrap_err();
    assert_eq!(missing.code(), "feed-unreadable");
    assert!(missing.to_string().starts_with("none.xml cannot be read"), "{missing}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_panics(at in 0usize..2000, damage in prop::collection::vec(any::<u8>(), 0..8), form in 0..3) {
        let mut bytes = [rss(), atom(), tsv()].into_iter().nth(form as usize).unwrap().into_bytes();
        let at = at.min(bytes.len());
        let end = (at + damage.len() / 2).min(bytes.len());
        bytes.splice(at..end, damage);
        let (feed, mut problems) = read(&bytes);
        if let Ok(feed) = feed {
            let catalogue = assemble(feed, &house(), &mut problems, "2026-03-15T00:00:00Z".parse().unwrap());
            prop_assert!(catalogue.items.is_sorted_by(|a, b| a.id < b.id));
            prop_assert!(catalogue.items.iter().all(|item| usize::from(item.item_type) < catalogue.types.len()));
        }
    }
}

/// What is sensitive never shares a type with what is not, and one sensitive variant makes its item sensitive.
#[test]
fn sensitive_types_keep_to_themselves() {
    let header = "id\titem_group_id\ttitle\tlink\tavailability\tproduct_type\n";
    let row = |id: &str, group: &str, product_type: &str| {
        format!("{id}\t{group}\tA thing called {id}\thttps://h/{id}\tin_stock\t{product_type}\n")
    };
    let text = header.to_owned()
        + &row("a", "", "Ready-to-wear > Dresses")
        + &row("b", "", "Ready-to-wear > Lingerie > Dresses")
        + &row("c-1", "c", "Ready-to-wear > Tops")
        + &row("c-2", "c", "Ready-to-wear > Lingerie")
        + &row("d", "", "Ready-to-wear > Tops");
    let (catalogue, problems) = catalogue(text.as_bytes());
    let sensitive: Vec<(&str, &str, bool)> = catalogue
        .items
        .iter()
        .map(|item| {
            let kind = &catalogue.types[usize::from(item.item_type)];
            (item.id.as_str(), kind.name.as_str(), kind.sensitive)
        })
        .collect();
    assert_eq!(
        sensitive,
        [("a", "Dresses", false), ("b", "Dresses", true), ("c", "Lingerie", true), ("d", "Tops", false)]
    );
    assert_eq!(problems.count(Kind::UnmetSensitiveType), 0, "{problems}");

    let (_, problems) = read((header.to_owned() + &row("a", "", "Ready-to-wear > Dresses")).as_bytes());
    assert_eq!(problems.count(Kind::UnmetSensitiveType), 1, "a protection that protects nothing is said");
}
