//! `passerelle build --report`: the content of the page, and the escaping of texts from the feed.

mod shop;

use std::fs;

use quick_xml::Reader;
use quick_xml::events::Event;
use shop::{HOUSE, Shop, succeeded};

/// Builds with a report, and returns the page.
fn report(shop: &Shop, more: &[&str]) -> String {
    succeeded(shop.build_at("pack", "2026-01-01", &[&["--report", "report.html", "--no-calibration"], more].concat()));
    fs::read_to_string(shop.path("report.html")).unwrap()
}

/// The text after a heading, up to the end of its section.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("<h2>{heading}</h2>")).unwrap_or_else(|| panic!("no {heading}: {page}"));
    rest.split("</section>").next().unwrap()
}

#[test]
fn the_report_has_the_figures_of_the_build() {
    let shop = Shop::new();
    let page = report(&shop, &[]);
    assert!(page.contains("24 items in 3 divisions"), "{page}");
    assert!(section(&page, "Orders").contains("360 lines. 100.0 % name an item of the feed"), "{page}");
    let matrix = section(&page, "How divisions lead to one another");
    assert_eq!(matrix.matches("class=\"cell\"").count(), 9, "{matrix}");
    assert!(matrix.contains("<title>leather goods to jewellery: "), "{matrix}");
    // The shares of a row add up to 100 %.
    for row in ["leather goods", "jewellery", "perfume"] {
        let from = format!("<title>{row} to ");
        let shares = matrix.split(&from).skip(1);
        let whole: u32 =
            shares.filter_map(|cell| cell.split("</text>").next()?.rsplit('>').next()?.parse::<u32>().ok()).sum();
        assert!((99..=101).contains(&whole), "{row}: {whole}");
    }
    assert!(section(&page, "Items without neighbours").contains("items have neighbours that were counted from orders"));
    assert!(section(&page, "The season's flags over the year").contains("<h3>In demand</h3>"));
    let bytes = section(&page, "Bytes");
    assert!(bytes.contains("core") && bytes.contains("unavailable"), "{bytes}");
    let fixes = section(&page, "What to fix first");
    assert!(fixes.contains("<h3>pictures</h3>") && fixes.contains("image_link"), "{fixes}");
}

#[test]
fn the_report_of_a_poor_feed_says_what_to_fix_first() {
    let shop = Shop::new();
    let mut orders = "order_id,user_id,timestamp,item_id\n".to_owned();
    for order in 0..10 {
        orders.push_str(&format!("{order},{order},2025-12-01,{}\n", if order < 2 { "i01" } else { "SKU-9" }));
    }
    shop.write("orders.csv", &orders);
    let page = report(&shop, &["--force"]);
    let fixes = section(&page, "What to fix first");
    assert!(fixes.starts_with("\n<ol class=\"fixes\">\n<li><h3>order lines</h3>"), "{fixes}");
    assert!(fixes.contains("80.0 % of 10 lines") && fixes.contains("SKU-9"), "{fixes}");
    assert!(section(&page, "Orders").contains("<td>SKU-9</td><td class=\"number\">8</td>"), "{page}");
    assert!(section(&page, "How divisions lead to one another").contains("<p>Unknown: "));
}

#[test]
fn occasions_and_collections_are_drawn_over_the_year() {
    let shop = Shop::new();
    let more = r#"
[[collection]]
id = "cruise-26"
names = { en = "Cruise" }
from = "2026-02-01"
until = "2026-03-10"
items = ["i00", "i03"]
[season]
occasions = ["christmas"]
[[occasion]]
id = "christmas"
items = ["i01"]
"#;
    shop.write("house.toml", &format!("{HOUSE}{more}"));
    let page = report(&shop, &[]);
    let year = section(&page, "The season's flags over the year");
    assert!(year.contains("collections: 1; occasions: 1."), "{year}");
    for says in ["Feb, 1st to 15th: 2 items", "Mar, 1st to 15th: 2 items", "Mar, 16th to the end: 0 items"] {
        assert!(year.contains(says), "{says}: {year}");
    }
    assert!(year.contains("Dec, 1st to 15th: 1 items"), "{year}");
}

/// The report lists items that are in season but sold out.
#[test]
fn what_is_asked_for_and_sold_out_is_listed() {
    let shop = Shop::new();
    let more = r#"
[[collection]]
id = "cruise-26"
names = { en = "Cruise" }
from = "2025-12-20"
until = "2026-03-10"
items = ["i00", "i03", "i06"]
"#;
    shop.write("house.toml", &format!("{HOUSE}{more}"));
    let coats = shop::feed(&[], &[0, 3, 9]).replace("gtin", "warmth_clo").lines().fold(String::new(), |text, line| {
        let (row, last) = line.rsplit_once('\t').unwrap();
        let clo = if line.starts_with("i09") { "0.8" } else { "" };
        text + &format!("{row}\t{}\n", if last == "warmth_clo" { last } else { clo })
    });
    shop.write("feed.tsv", &coats.replace("Leather > Bags", "Leather > Coats"));
    let page = report(&shop, &[]);
    let missed = section(&page, "Asked for now, and sold out");
    for says in ["<td>i00</td>", "<td>i03</td>", "<td>collection cruise-26", "<td>i09</td>", "a cold snap"] {
        assert!(missed.contains(says), "{says}: {missed}");
    }
    assert!(!missed.contains("<td>i06</td>"), "it can be bought: {missed}");
    shop.write("feed.tsv", &shop::feed(&[], &[]));
    assert!(section(&report(&shop, &[]), "Asked for now, and sold out").contains("<p>Nothing"));
}

/// Every text that the house or its files can contain is hostile.
#[test]
fn hostile_texts_are_escaped() {
    const HOSTILE: &str = r#"</title></text><script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;"#;
    let shop = Shop::new();
    let quoted = HOSTILE.replace('"', "\\\"");
    shop.write(
        "house.toml",
        &HOUSE
            .replace("Maison Exemple", &quoted)
            .replace("leather goods", &quoted)
            .replace("\"Leather\"", "\"Leather\", \"X\""),
    );
    // In a tab-separated file a value may not start with a quote.
    shop.write(
        "feed.tsv",
        &shop::feed(&[], &[])
            .replace("Thing number", HOSTILE)
            .replace("Leather > Bags", &format!("Leather > {}", HOSTILE.replace('>', ""))),
    );
    shop.write("orders.csv", &format!("{}o,u,2025-12-01,\"{}\",1\n", shop::orders(), HOSTILE.replace('"', "\"\"")));
    let page = report(&shop, &["--force"]);
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    // The body is well-formed XML, and has only the page's own elements.
    let body = page.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
    let mut reader = Reader::from_str(body);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {body}")) {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let name = attribute.unwrap().key.as_ref().to_owned();
                    assert!(!name.starts_with("on") && name != "href" && name != "src" && name != "style", "{name}");
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

#[test]
fn an_unwritable_report_is_an_error_after_the_pack_is_published() {
    let shop = Shop::new();
    let output = shop.build_at("pack", "2026-01-01", &["--report", "no/such/folder/report.html", "--no-calibration"]);
    assert_eq!(output.status.code(), Some(1));
    let said = shop::text(&output.stderr);
    assert!(said.contains("the pack is published") && said.contains("--report"), "{said}");
    assert_eq!(shop.manifest().items as usize, shop::ITEMS);
}

#[test]
fn a_report_replaces_no_file_that_is_read_and_none_of_the_pack() {
    let shop = Shop::new();
    succeeded(shop.build_at("pack", "2026-01-01", &["--no-calibration"]));
    for name in ["feed.tsv", "orders.csv", "house.toml", "./pack/../feed.tsv", "pack/manifest.json", "pack/report.html"]
    {
        let before = (fs::read(shop.path(name)).ok(), shop.bytes("pack"));
        let output = shop.build_at("pack", "2026-01-02", &["--no-calibration", "--report", name]);
        let says = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && says.contains("name another place with --report"), "{name}: {says}");
        assert!((fs::read(shop.path(name)).ok(), shop.bytes("pack")) == before, "{name} was changed");
    }
    let output = shop.build_at("new", "2026-01-02", &["--report", "new/report.html"]);
    assert!(!output.status.success() && !shop.path("new").exists());
}

#[test]
fn a_report_of_an_evaluation_replaces_no_file_that_is_read() {
    let shop = Shop::new();
    fs::create_dir(shop.path("page")).unwrap();
    fs::rename(shop.path("orders.csv"), shop.path("page/index.html")).unwrap();
    let before = fs::read(shop.path("page/index.html")).unwrap();
    let events = ["--events", "page/index.html", "--feed", "feed.tsv", "--house", "house.toml"];
    let arguments = [&["evaluate", "--test-from", "2025-10-01", "--report", "page"], &events[..]].concat();
    let output = shop.run(&arguments);
    let says = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && says.contains("name another place with --report"), "{says}");
    assert!(fs::read(shop.path("page/index.html")).unwrap() == before);
}
