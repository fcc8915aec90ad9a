//! Feeds in the forms of Google Merchant Center.

use std::fs;

use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::ColumnMap;
use passerelle_catalogue::problems::Kind;

use crate::reading::*;

#[test]
fn namespaces_of_every_generator_are_read() {
    for (name, file) in
        [("g01-default-namespace", "feed.xml"), ("g02-namespace-slash", "feed.xml"), ("g23-rss1-rdf", "feed.xml")]
    {
        let shop = feed(name, file);
        assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1"], vec![]), "{name}");
        assert_eq!((shop.kind("a1"), shop.item("a1").price_minor), (("clothing", "Shirts", false), Some(1290)));
    }
    // Own namespaces: another address of the same one, and a different one.
    let change = |to: &str| {
        let to = to.to_owned();
        feed_with("g02-namespace-slash", "feed.xml", move |text| text.replace("http://base.google.com/ns/1.0/", &to))
    };
    assert_eq!(change("HTTPS://Base.Google.com/ns/1.0").unwrap().ids(), ["a1", "b1"]);
    let error = change("http://shop.example/ns").err().unwrap().to_string();
    assert!(error.contains("http://shop.example/ns, not in Google's: write xmlns:g="), "{error}");
}

#[test]
fn what_has_no_products_says_what_it_has() {
    let error = feed_error("g28-empty-channel", "feed.xml");
    assert!(error.contains("has no <item> (RSS) and no <entry> (Atom): it is empty"), "{error}");
    let error = feed_error("g26-not-google", "thelia.xml");
    assert!(error.contains("its elements are <catalogue>, <product>, <id>"), "{error}");
    for (file, says) in [
        ("heureka.xml", "its first element is <SHOP>, as in feeds for Heureka"),
        ("yml.xml", "as in feeds for Yandex"),
        ("products.json", "is JSON: export CSV or Parquet"),
    ] {
        let error = feed_error("g26-not-google", file);
        assert!(error.contains(says), "{error}");
    }
    let sitemap = feed_with("g26-not-google", "heureka.xml", |_| "<urlset><url/></urlset>".to_owned());
    assert!(sitemap.err().unwrap().to_string().contains("it is a sitemap"));
}

/// A house that names its columns: in a table, as elements, and with names that the feed does not have.
#[test]
fn attributes_under_names_of_the_house_are_read() {
    let house = |columns: &str| {
        let text = fs::read_to_string(case("o00-baseline").join("house.toml")).unwrap();
        House::parse(&format!("{text}\n[feed]\ncolumns = {{ {columns} }}\n"), "house.toml").unwrap()
    };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("feed");
    let names = "id = \"Référence\", title = \"Désignation\", price = \"Prix TTC\", product_type = \"Rayon\"";
    let table = "Référence;Désignation;Title;Prix TTC;Rayon;Availability\n\
                 a1;Chemise;X;12,90 €;Clothing > Shirts;in stock\nb1;Tasse;X;9,90 €;Home;in stock\n";
    let xml = "<rss><channel><item><Référence>a1</Référence><Désignation>Chemise</Désignation><Prix_TTC>12.90 EUR</Prix_TTC>\
               <Rayon>Clothing > Shirts</Rayon><availability>in stock</availability></item></channel></rss>";
    for text in [table, xml] {
        fs::write(&path, text).unwrap();
        let shop = read_feed(&path, &house(names)).unwrap();
        assert_eq!(
            (shop.titles()[0], shop.kind("a1"), shop.item("a1").price_minor),
            ("Chemise", ("clothing", "Shirts", false), Some(1290)),
            "{}",
            shop.problems
        );
        assert!(shop.feed.about.columns.contains(&("title".to_owned(), "Désignation".to_owned())) || text == xml);
        let error = read_feed(&path, &house("id = \"Référence\", title = \"Libellé\"")).err().unwrap();
        assert_eq!(error.code(), "feed-without-mapped");
        assert!(
            error.to_string().contains("has no \"Libellé\", to which [feed] columns of house.toml maps title"),
            "{error}"
        );
        let error = read_feed(&path, &house_of(&case("o00-baseline"))).err().map(|error| error.to_string());
        assert!(text == xml || error.unwrap().contains("[feed] columns = { id ="), "the table says what would help");
    }
}

#[test]
fn what_was_escaped_twice_is_decoded() {
    let shop = feed("g03-cdata-entities", "feed.xml");
    assert_eq!(shop.titles(), ["Men's café shirt & tie", "Women\u{2019}s blouse", "Tea mug"]);
    assert_eq!(
        (shop.kind("a1"), shop.kind("a2")),
        (("clothing", "Shirts & tops", false), ("clothing", "Blouses", false))
    );
    assert_eq!(shop.told(), []);
    // In a table, entities in an address and in a title; the tag is text.
    let text = "id\ttitle\tlink\tprice\tavailability\tproduct_type\n\
                a\t&lt;b&gt;Th&eacute;&lt;/b&gt; AT&T\thttps://shop.example/?a=1&amp;b=2\t1 EUR\tin stock\tHome &gt; Tea\n";
    let shop = feed_with("g12-tsv-quotes", "minimal.tsv", |_| text.to_owned()).unwrap();
    assert_eq!((shop.titles(), shop.kind("a")), (vec!["<b>Thé</b> AT&T"], ("home", "Tea", false)));
    assert_eq!(shop.item("a").url, "https://shop.example/?a=1&b=2");
}

#[test]
fn names_of_html_and_prices_without_a_currency() {
    let shop = feed("g04-named-entity-no-currency", "feed.xml");
    assert_eq!(shop.titles(), ["Vélo de ville 56cm noir/bleu", "Linen shirt", "Wool cap"]);
    assert_eq!((shop.prices(&["13-fr"]), shop.told()), (vec![None], vec![("bad-price", 3)]), "shipping's is none");
}

#[test]
fn bytes_decide_what_the_encoding_is() {
    let shop = feed("g05-utf16-declared-utf8-bytes", "feed.xml");
    assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1"], vec![]));
    let unicode = feed_with("g05-utf16-declared-utf8-bytes", "feed.xml", |text| text.replace("utf-16", "Unicode"));
    assert_eq!(unicode.unwrap().ids(), ["a1", "b1"]);
    assert!(feed_error("g21-utf16-tsv", "feed.txt").contains("is UTF-16: save it as UTF-8"));
    assert!(feed_error("g06-latin1", "feed.xml").contains("declares the encoding ISO-8859-1, save it as UTF-8"));
}

/// One bad byte costs its row, or nothing if no row uses it.
#[test]
fn one_bad_byte_costs_its_row() {
    for (file, items, lost) in [
        ("description-byte.xml", 22, None),
        ("inter-element-byte.xml", 21, None),
        ("smart-quote-title.xml", 21, Some("x1")),
        ("one-in-six.xml", 5, Some("a2")),
        ("one-in-six-cdata.xml", 5, Some("a2")),
        ("undeclared.xml", 1, Some("a1")),
        ("feed.tsv", 1, Some("a1")),
    ] {
        let shop = feed("g06-latin1", file);
        assert_eq!((shop.ids().len(), shop.problems.count(Kind::WrongEncoding)), (items, 1), "{file}");
        assert!(lost.is_none_or(|id| shop.catalogue.resolve(id).is_none()), "{file}");
        let told = shop.problems.list().into_iter().find(|problem| problem.kind == Kind::WrongEncoding).unwrap();
        assert!(told.examples[0].line > 1, "{file}");
    }
    let shop = feed("g06-latin1", "smart-quote-title.xml");
    let told = shop.problems.list().into_iter().find(|problem| problem.kind == Kind::WrongEncoding).unwrap();
    assert_eq!(told.examples[0].line, 4);
    // Two bad bytes in two rows, one of them in an id.
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("feed.xml");
    let mut text = fs::read(case("g06-latin1").join("smart-quote-title.xml")).unwrap();
    let at = text.windows(9).position(|part| part == b"<g:id>a5<").unwrap();
    text[at + 6] = 0xff;
    fs::write(&path, text).unwrap();
    let shop = read_feed(&path, &house_of(&case("g06-latin1"))).unwrap();
    assert_eq!((shop.ids().len(), shop.problems.count(Kind::WrongEncoding)), (20, 2));
}

#[test]
fn every_product_type_counts() {
    let shop = feed("g07-several-product-types", "feed.xml");
    assert_eq!(
        shop.kind("s1"),
        ("home", "Bath", true),
        "the first that a division claims names it; any may be sensitive"
    );
    assert_eq!((shop.kind("s2").2, shop.kind("b1"), shop.told()), (true, ("home", "Bath", false), vec![]));
    let house = house_of(&case("g07-several-product-types"));
    let read = |types: &str| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("feed.csv");
        let row = format!(
            "id,title,link,price,availability,product_type\na,A,https://s.example,1 EUR,in stock,\"{types}\"\n"
        );
        fs::write(&path, row).unwrap();
        read_feed(&path, &house).unwrap()
    };
    for (types, kind) in [
        ("Home > Bath, Health > Incontinence", ("home", "Bath", true)),
        ("Home > Bath, Clothing > Shirts", ("home", "Bath", false)),
        ("Garden > Tools, Clothing > Shirts", ("clothing", "Shirts", false)),
        ("Home > Perfume, Cologne & Fragrance > Unisex", ("home", "Unisex", false)),
        ("Bath mats, Incontinence", ("more", "Bath mats", true)),
    ] {
        assert_eq!(read(types).kind("a"), kind, "{types}");
    }
}

/// Plug-ins write 0 or NULL for a product without a group. Such products are not one item.
#[test]
fn a_group_that_is_nothing_groups_nothing() {
    let header = "id\ttitle\tlink\tprice\tavailability\tproduct_type\titem_group_id\n";
    for (group, items) in [("0", 3), ("NULL", 3), ("(not set)", 3), ("G1", 1)] {
        let row = |id: &str| format!("{id}\tMug {id}\thttps://s.example/{id}\t1 EUR\tin stock\tHome > Tea\t{group}\n");
        let text = format!("{header}{}{}{}", row("a"), row("b"), row("c"));
        let shop = feed_with("g12-tsv-quotes", "minimal.tsv", |_| text.clone()).unwrap();
        assert_eq!((shop.ids().len(), shop.told()), (items, vec![]), "{group}");
    }
}

#[test]
fn prices_are_read_as_any_country_writes_them_or_told() {
    let shop = feed("g09-prices", "feed.xml");
    assert_eq!(shop.ids().len(), 18, "an item without a price stays");
    assert_eq!(
        shop.prices(&["p0", "p1", "p2", "p3", "p4"]),
        [Some(1290), None, None, None, Some(129_900)],
        "{}",
        shop.problems
    );
    let told = shop.problems.list().into_iter().find(|problem| problem.kind == Kind::BadPrice).unwrap();
    assert_eq!((told.examples[0].column.as_str(), told.examples[0].text.as_str()), ("price", "€12.90"));
    // A price of nothing is not shown, and is no mistake.
    let free = feed_with("g09-prices", "feed.xml", |text| text.replace("12,90 EUR", "0.00 EUR")).unwrap();
    assert_eq!((free.prices(&["p0"]), free.problems.count(Kind::BadPrice)), (vec![None], 7), "{}", free.problems);
}

#[test]
fn google_feeds_that_were_read_right_still_are() {
    let shop = feed("g10-availability", "feed.xml");
    assert_eq!([shop.item("v0").available, shop.item("v1").available, shop.item("v2").available], [true; 3]);
    assert!(shop.item("v3").available && shop.item("v4").available, "{}", shop.problems);
    let shop = feed("g11-shipping-first", "feed.xml");
    assert_eq!((shop.prices(&["a1"]), shop.told()), (vec![Some(1290)], vec![]));
    let shop = feed("g14-ids-by-case", "feed.tsv");
    assert_eq!(shop.ids().len(), 3, "ids that differ by case are two items");
    let shop = feed("g19-group-in-two-types", "feed.xml");
    assert_eq!((shop.ids(), shop.kind("a1")), (vec!["a1", "b1"], ("clothing", "Maternity", true)));
    let shop = feed("g22-sale-dates", "feed.xml");
    assert_eq!(shop.prices(&["d0", "d1", "d2"]), [Some(1500); 3], "{}", shop.problems);
    for file in ["feed.xml", "ampersand.xml"] {
        let shop = feed("g24-control-characters", file);
        assert!(shop.titles().iter().all(|title| !title.chars().any(char::is_control)), "{:?}", shop.titles());
    }
    assert_eq!(feed("g24-control-characters", "feed.xml").ids(), ["a1", "b1"], "a reference to nothing costs its row");
    let shop = feed("g24-control-characters", "ampersand.xml");
    assert_eq!(
        (shop.item("a1").title.as_str(), shop.told()),
        ("Shirt & tie", vec![("broken-file", 1)]),
        "a lone < ends it"
    );
    let shop = feed("g25-empty-id-link", "feed.xml");
    assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1"], vec![("missing-attribute", 4)]));
    let shop =
        read_feed(&case("g15-google-category-only").join("feed.tsv"), &house_of(&case("g15-google-category-only")));
    let shop = shop.unwrap();
    assert_eq!((shop.ids().len(), shop.told()), (0, vec![("missing-attribute", 2)]), "product_type is missing");
}

#[test]
fn in_tab_separated_text_a_quote_is_text() {
    let shop = feed("g12-tsv-quotes", "feed.tsv");
    assert_eq!((shop.ids().len(), shop.feed.dropped, shop.told()), (26, 0, vec![]));
    let pan = shop.item("b2");
    assert_eq!((pan.title.as_str(), pan.price_minor), ("\"Le Grand pan, 28 cm", Some(5990)));
    assert_eq!(shop.item("b23").title, "Poster \"Lune\"");
    assert_eq!(feed("g12-tsv-quotes", "to-the-end.tsv").told(), []);
    let shop = feed("g12-tsv-quotes", "minimal.tsv");
    assert_eq!(shop.titles(), ["Linen shirt", "\"Grand\" pan", "\"Petit pan", "Mug", "Poster \"Lune\""]);
    // With commas, the quote is found by the rows that it swallows.
    let shop = feed_with("g12-tsv-quotes", "minimal.tsv", |text| text.replace('\t', ",")).unwrap();
    assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1", "b3", "b4"], vec![("unclosed-quote", 1)]));
    let told = &shop.problems.list()[0].examples[0];
    assert_eq!(
        (told.line, told.text.as_str()),
        (4, "1 line lost: a quote in it is not closed; reading goes on with line 5")
    );
}

#[test]
fn headers_with_a_prefix_or_behind_remarks() {
    for (name, file) in [
        ("g13-prefixed-headers", "feed.tsv"),
        ("g17-lines-before-header", "sep.csv"),
        ("g17-lines-before-header", "meta.csv"),
    ] {
        let shop = feed(name, file);
        assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1"], vec![]), "{name}/{file}");
        assert_eq!(shop.prices(&["a1", "b1"]), [Some(1290), Some(990)]);
    }
    let both = feed_with("g13-prefixed-headers", "feed.tsv", |text| format!("\u{feff}sep=\t\r\n{text}")).unwrap();
    assert_eq!(both.ids(), ["a1", "b1"]);
}

#[test]
fn a_failed_formula_is_no_value() {
    let shop = feed("g16-sheets-errors", "feed.csv");
    assert_eq!(shop.ids(), ["a1", "b1"], "{}", shop.problems);
    assert_eq!(shop.problems.count(Kind::MissingAttribute), 2, "an id and a title: {}", shop.problems);
    let german =
        feed_with("g16-sheets-errors", "feed.csv", |text| text.replace("#N/A", "#NV").replace("#REF!", "#BEZUG!"));
    assert_eq!(german.unwrap().ids(), ["a1", "b1"]);
}

#[test]
fn a_text_of_many_megabytes_is_passed_over() {
    let shop = feed("g20-huge-description", "feed.xml.gz");
    assert!(shop.ids().len() > 1 && shop.told().is_empty(), "{:?} {}", shop.ids(), shop.problems);
    let huge = "x".repeat(9 << 20);
    let table = format!(
        "id,title,link,price,availability,product_type,description\na,A,https://s.example,1 EUR,in stock,Home,{huge}\n"
    );
    let shop = feed_with("g16-sheets-errors", "feed.csv", |_| table.clone()).unwrap();
    assert_eq!((shop.ids(), shop.told()), (vec!["a"], vec![]));
}

#[test]
fn lines_are_those_of_an_editor() {
    for file in ["crlf.tsv", "lf.tsv"] {
        let shop = feed("g27-crlf-line-numbers", file);
        let told = &shop.problems.list()[0].examples[0];
        assert_eq!((told.line, told.column.as_str(), told.text.as_str()), (3, "price", "NINE"), "{file}");
    }
    let orders = read_orders(
        &case("g27-crlf-line-numbers"),
        "lf.tsv",
        &[case("g27-crlf-line-numbers").join("crlf-orders.csv")],
        &ColumnMap::default(),
    );
    let told = orders.unwrap().problems.list()[0].examples[0].clone();
    assert_eq!((told.line, told.column.as_str(), told.text.as_str()), (3, "timestamp", "NEVER"));
}

#[test]
fn a_column_that_a_feed_gives_twice_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.tsv");
    let header = "id\ttitle\tlink\timage_link\ttitle\tproduct_type\tproduct_type\n";
    fs::write(&path, format!("{header}a1\tShirt\thttps://shop.example/a1\t\t19.90 EUR\tShirts\tSale\n")).unwrap();
    let shop = read_feed(&path, &house_of(&case("g02-namespace-slash"))).unwrap();
    assert_eq!(shop.titles(), ["Shirt"], "the first counts");
    assert_eq!(shop.problems.count(Kind::RepeatedColumn), 1, "a product may have several types: {}", shop.problems);
}
