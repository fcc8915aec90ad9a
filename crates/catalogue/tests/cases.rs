//! Feeds and orders as shops really write them: one folder of `cases` for each, small and invented. Each is read as `build`
//! reads it, and what comes of it is the right value.

use std::fs;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use jiff::Timestamp;
use passerelle_catalogue::error::{FeedError, LogError};
use passerelle_catalogue::feed::{self, Feed};
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::{ByTitle, assemble};
use passerelle_catalogue::orders::{self, ColumnMap, DateFormat, Log, LogReport};
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::{Catalogue, Item};

/// What a feed came to.
struct Shop {
    catalogue: Catalogue,
    feed: Feed,
    problems: Problems,
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

fn as_of() -> Timestamp {
    "2026-03-01T00:00:00Z".parse().unwrap()
}

fn house_of(folder: &Path) -> House {
    House::load(&folder.join("house.toml")).unwrap()
}

fn read_feed(path: &Path, house: &House) -> Result<Shop, FeedError> {
    let mut problems = Problems::new();
    let feed = feed::read(path, house, &mut problems, &ProgressBar::hidden())?;
    let catalogue = assemble(feed.clone(), house, &mut problems, as_of());
    Ok(Shop { catalogue, feed, problems })
}

fn feed(name: &str, file: &str) -> Shop {
    read_feed(&case(name).join(file), &house_of(&case(name))).unwrap()
}

/// The feed of a case with something else in it.
fn feed_with(name: &str, file: &str, change: impl Fn(&str) -> String) -> Result<Shop, FeedError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file);
    fs::write(&path, change(&fs::read_to_string(case(name).join(file)).unwrap())).unwrap();
    read_feed(&path, &house_of(&case(name)))
}

fn feed_error(name: &str, file: &str) -> String {
    read_feed(&case(name).join(file), &house_of(&case(name))).err().expect("no feed").to_string()
}

impl Shop {
    fn item(&self, id: &str) -> &Item {
        let found = self.catalogue.resolve(id).unwrap_or_else(|| panic!("there is no {id}: {}", self.problems));
        &self.catalogue.items[found as usize]
    }

    fn ids(&self) -> Vec<&str> {
        self.catalogue.items.iter().map(|item| item.id.as_str()).collect()
    }

    fn titles(&self) -> Vec<&str> {
        self.catalogue.items.iter().map(|item| item.title.as_str()).collect()
    }

    /// Division, type, and whether it is sensitive.
    fn kind(&self, id: &str) -> (&str, &str, bool) {
        let item = self.item(id);
        let kind = &self.catalogue.types[usize::from(item.item_type)];
        (&self.catalogue.divisions[usize::from(item.division)].id, &kind.name, kind.sensitive)
    }

    fn prices(&self, ids: &[&str]) -> Vec<Option<u32>> {
        ids.iter().map(|id| self.item(id).price_minor).collect()
    }

    /// Kinds of problems with their counts.
    fn told(&self) -> Vec<(&'static str, u64)> {
        told(&self.problems)
    }
}

fn told(problems: &Problems) -> Vec<(&'static str, u64)> {
    problems.list().into_iter().map(|problem| (problem.kind.code(), problem.count)).collect()
}

/// What orders came to.
struct Orders {
    log: Log,
    report: LogReport,
    problems: Problems,
    catalogue: Catalogue,
}

fn read_orders(folder: &Path, feed: &str, files: &[PathBuf], map: &ColumnMap) -> Result<Orders, LogError> {
    let Shop { catalogue, .. } = read_feed(&folder.join(feed), &house_of(folder)).unwrap();
    let mut map = map.clone();
    map.latest = as_of();
    let mut problems = Problems::new();
    let (log, report) =
        orders::read(files, &map, &mut ByTitle::new(&catalogue), &mut problems, &ProgressBar::hidden())?;
    Ok(Orders { log, report, problems, catalogue })
}

fn orders_mapped(name: &str, file: &str, mappings: &[&str]) -> Orders {
    let map = ColumnMap::parse(mappings).unwrap();
    read_orders(&case(name), "feed.tsv", &[case(name).join(file)], &map).unwrap()
}

fn orders(name: &str, file: &str) -> Orders {
    orders_mapped(name, file, &[])
}

/// Orders of a text, of the items of the baseline.
fn orders_of(texts: &[&str], map: &ColumnMap) -> Result<Orders, LogError> {
    let dir = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..texts.len()).map(|n| dir.path().join(format!("orders-{n}.csv"))).collect();
    for (file, text) in files.iter().zip(texts) {
        fs::write(file, text).unwrap();
    }
    read_orders(&case("o00-baseline"), "feed.tsv", &files, map)
}

fn orders_error(name: &str, file: &str) -> String {
    let map = ColumnMap::default();
    read_orders(&case(name), "feed.tsv", &[case(name).join(file)], &map).err().expect("no orders").to_string()
}

impl Orders {
    /// Distinct shoppers who ordered both.
    fn shoppers(&self, a: &str, b: &str) -> usize {
        let (a, b) = (self.catalogue.resolve(a).unwrap(), self.catalogue.resolve(b).unwrap());
        let has = |session: &orders::Session, item| self.log.events_of(session).iter().any(|event| event.item == item);
        let both = self.log.sessions.iter().filter(|session| has(session, a) && has(session, b));
        both.map(|session| session.shopper).collect::<std::collections::BTreeSet<_>>().len()
    }

    fn sessions(&self) -> usize {
        self.log.sessions.len()
    }

    fn days(&self) -> Vec<String> {
        let day = |time: i64| Timestamp::from_second(time).unwrap().strftime("%F").to_string();
        self.log.sessions.iter().map(|session| day(session.time)).collect()
    }

    fn told(&self) -> Vec<(&'static str, u64)> {
        told(&self.problems)
    }

    /// As the baseline: twelve orders of a1 and b1, by twelve shoppers.
    #[track_caller]
    fn is_baseline(&self) {
        assert_eq!((self.sessions(), self.shoppers("a1", "b1")), (12, 12), "{}", self.problems);
        assert_eq!((self.report.lost(), self.told()), (0, vec![]), "{}", self.problems);
    }
}

// Google's feeds.

#[test]
fn namespaces_of_every_generator_are_read() {
    for (name, file) in
        [("g01-default-namespace", "feed.xml"), ("g02-namespace-slash", "feed.xml"), ("g23-rss1-rdf", "feed.xml")]
    {
        let shop = feed(name, file);
        assert_eq!((shop.ids(), shop.told()), (vec!["a1", "b1"], vec![]), "{name}");
        assert_eq!((shop.kind("a1"), shop.item("a1").price_minor), (("clothing", "Shirts", false), Some(1290)));
    }
    // Of one's own: another address of the same namespace, and another namespace altogether.
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

#[test]
fn what_was_escaped_twice_is_decoded() {
    let shop = feed("g03-cdata-entities", "feed.xml");
    assert_eq!(shop.titles(), ["Men's café shirt & tie", "Women\u{2019}s blouse", "Tea mug"]);
    assert_eq!(
        (shop.kind("a1"), shop.kind("a2")),
        (("clothing", "Shirts & tops", false), ("clothing", "Blouses", false))
    );
    assert_eq!(shop.told(), []);
    // A table, an address, and a tag, which is text.
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

/// One bad byte costs its row, or nothing where no row needs it.
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
    // Two bytes in two rows, one of them in an id.
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

#[test]
fn prices_of_any_country() {
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
    // Nothing to pay is nothing to show, and no mistake.
    let free = feed_with("g09-prices", "feed.xml", |text| text.replace("12,90 EUR", "0.00 EUR")).unwrap();
    assert_eq!((free.prices(&["p0"]), free.problems.count(Kind::BadPrice)), (vec![None], 7), "{}", free.problems);
}

#[test]
fn what_held_holds() {
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
    // With commas the quote is found by the rows that it swallows.
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

// Shopify's and WooCommerce's product lists.

#[test]
fn yes_and_no_in_the_languages_of_spreadsheets() {
    for file in ["products.csv", "french.csv"] {
        let shop = feed("s02-german-excel", file);
        assert_eq!(
            (shop.ids(), shop.feed.left_out, shop.told()),
            (vec!["linen-shirt", "tea-mug"], 1, vec![]),
            "{file}"
        );
        assert_eq!(shop.prices(&["linen-shirt", "tea-mug"]), [Some(2990), Some(990)]);
    }
    let shop = feed("s02-german-excel", "new-header.csv");
    assert_eq!(
        (shop.ids(), shop.item("linen-shirt").available),
        (vec!["linen-shirt", "tea-mug"], true),
        "sold beyond its stock"
    );
    let shop = feed("s02-german-excel", "ansi.csv");
    assert_eq!((shop.ids(), shop.told()), (vec!["tea-mug"], vec![("wrong-encoding", 1)]));
    let unclear = feed_with("s02-german-excel", "products.csv", |text| text.replace("FALSCH", "epätosi")).unwrap();
    assert_eq!((unclear.ids(), unclear.told()), (vec!["linen-shirt", "tea-mug"], vec![("bad-yes-no", 1)]));
    let spanish = feed_with("s02-german-excel", "products.csv", |text| {
        text.replace("FALSCH", "FALSO").replace("WAHR", "VERDADERO")
    });
    assert_eq!(spanish.unwrap().ids(), ["linen-shirt", "tea-mug"]);
}

#[test]
fn shopify_lists_that_held() {
    let shop = feed("s01-baseline", "products.csv");
    assert_eq!(shop.told().iter().map(|(_, count)| count).sum::<u64>(), 1, "a row without a handle: {}", shop.problems);
    let shop = feed("s04-2021-columns", "products.csv");
    assert_eq!((shop.ids(), shop.kind("tea-mug").0, shop.told()), (vec!["linen-shirt", "tea-mug"], "home", vec![]));
    let shop = feed("s09-several-locations", "products.csv");
    assert!(shop.item("linen-shirt").available && shop.told().is_empty());
    let shop = feed("s08-prices", "products.csv");
    assert_eq!(
        shop.prices(&["a", "b", "c", "d", "e", "f"]),
        [Some(129_900), Some(129_900), None, None, Some(2990), Some(1250)]
    );
    assert_eq!(shop.told(), [("bad-price", 1)], "$29.90 alone");
    let shop = feed("w13-other-exporters", "matrixify.csv");
    assert_eq!((shop.ids(), shop.item("linen-shirt").variants), (vec!["linen-shirt", "tea-mug"], 2));
}

#[test]
fn ids_that_a_spreadsheet_ruined_are_told() {
    let shop = feed("s05-scientific-barcodes", "products.csv");
    assert_eq!((shop.ids().len(), shop.told()), (3, vec![("ruined-id", 6)]), "SKUs and barcodes");
    assert!(shop.catalogue.resolve("4,01234E+12").is_none() && shop.catalogue.resolve("1E+05").is_none());
    let orders = orders("o14-scientific-order-ids", "orders.csv");
    assert_eq!((orders.sessions(), orders.told()), (0, vec![("ruined-id", 24)]));
    let loss = orders.report.worst_loss().unwrap();
    assert_eq!((loss.column.as_str(), loss.line, &loss.values[..]), ("order_id", 2, &["5.12346E+12".to_owned()][..]));
    let users = "order_id,user_id,timestamp,item_id\n1,4,01E+09,2025-02-02,a1\n2,\"4,01E+09\",2025-02-02,a1\n";
    assert_eq!(orders_of(&[users], &ColumnMap::default()).unwrap().problems.count(Kind::RuinedId), 1);
}

#[test]
fn woocommerce_in_other_languages() {
    for (name, language, ids) in
        [("w01-french-headers", "French", ["11", "12"]), ("w02-german-headers", "German", ["11", "12"])]
    {
        let shop = feed(name, "products.csv");
        assert_eq!((shop.ids(), shop.told()), (ids.to_vec(), vec![]), "{name}");
        assert_eq!(shop.prices(&ids), [Some(2990), Some(990)]);
        assert_eq!((shop.kind("11").0, shop.kind("12").0), ("clothing", "home"));
        assert_eq!((shop.feed.about.platform, shop.feed.about.language), ("WooCommerce", Some(language)));
    }
    for (header, language) in [
        (
            "ID,Tipo,SKU,Nombre,Publicado,¿Existencias?,Precio rebajado,Precio normal,Categorías,Etiquetas,Imágenes,Superior",
            "Spanish",
        ),
        (
            "ID,Tipo,COD,Nome,Pubblicato,In stock?,Prezzo in offerta,Prezzo di listino,Categorie,Tag,Immagini,Genitore",
            "Italian",
        ),
        (
            "ID,Tipo,SKU,Nome,Publicado,Em estoque?,Preço promocional,Preço,Categorias,Tags,Imagens,Ascendente",
            "Portuguese",
        ),
        (
            "ID,Type,SKU,Naam,Gepubliceerd,Op voorraad?,Actieprijs,Reguliere prijs,Categorieën,Tags,Afbeeldingen,Hoofd",
            "Dutch",
        ),
    ] {
        let text = format!("{header}\n11,simple,S,Shirt,1,1,,\"29,90\",Home > Mugs,,https://s.example/a.jpg,\n");
        let shop = feed_with("w01-french-headers", "products.csv", |_| text.clone()).unwrap();
        assert_eq!(
            (shop.ids(), shop.told(), shop.prices(&["11"])),
            (vec!["11"], vec![], vec![Some(2990)]),
            "{language}"
        );
        assert_eq!(shop.feed.about.language, Some(language));
    }
    let finnish: String = (0..31).map(|n| format!(",Sarake {n}")).collect();
    let error = feed_with("w01-french-headers", "products.csv", |_| format!("ID,Tyyppi,Nimi{finnish}\n11,simple,x\n"));
    let error = error.err().unwrap().to_string();
    assert!(error.contains("a product CSV of WooCommerce in a language that is not read"), "{error}");
}

#[test]
fn in_a_platforms_export_a_lone_mark_is_decimal() {
    let shop = feed("w03-comma-three-decimals", "products.csv");
    assert_eq!(shop.prices(&["11", "12", "13", "14"]), [Some(2479), Some(826), Some(1650), Some(826)]);
    let shop = feed("w03-comma-three-decimals", "point.csv");
    assert_eq!((shop.prices(&["11", "12", "13"]), shop.told()), (vec![Some(2479), Some(826), Some(1650)], vec![]));
    let yen = feed_with("w03-comma-three-decimals", "point.csv", |text| text.replace("16.50", "\"1,299.00\"")).unwrap();
    assert_eq!(yen.prices(&["13"]), [Some(129_900)]);
}

#[test]
fn variations_of_every_kind_belong_to_their_parent() {
    for house in ["house.toml", "no-rest.toml"] {
        let house = House::load(&case("w04-subscription-variation").join(house)).unwrap();
        let shop = read_feed(&case("w04-subscription-variation").join("products.csv"), &house).unwrap();
        assert_eq!((shop.ids(), shop.told()), (vec!["11", "20"], vec![]));
        assert_eq!((shop.item("21").id.as_str(), shop.prices(&["20"])), ("20", vec![Some(6000)]));
        assert_eq!(shop.kind("20"), ("home", "Coffee", false));
    }
    let other = feed_with("w04-subscription-variation", "products.csv", |text| {
        text.replace("subscription_variation", "Bundle-Variation, virtual")
    });
    assert_eq!(other.unwrap().ids(), ["11", "20"]);
    let shop = feed("w05-orphan-variation", "products.csv");
    assert_eq!((shop.ids(), shop.told()), (vec!["11", "12"], vec![("missing-attribute", 3)]));
}

#[test]
fn names_of_categories_are_decoded_after_they_are_split() {
    let shop = feed("w06-categories", "products.csv");
    assert_eq!(shop.told(), []);
    for (id, title, kind) in [
        ("11", "Unisex perfume", ("home", "Unisex", false)),
        ("12", "Tyre", ("home", "Bikes > 26 inch", false)),
        ("13", "Cap \"Le Marin\"", ("clothing", "Caps < 5 €", false)),
        ("15", "Scarf \u{2013} wool", ("clothing", "Scarves", false)),
    ] {
        assert_eq!((shop.item(id).title.as_str(), shop.kind(id)), (title, kind), "{id}");
    }
    let tags = feed_with("w06-categories", "products.csv", |text| {
        text.replace("Clothing > Scarves,", "Clothing > Scarves &quot;A&quot;,\"R&amp;D, b&#233;\"")
    });
    let tags = tags.unwrap();
    assert_eq!(
        (tags.kind("15").1, &tags.item("15").tags[..]),
        ("Scarves \"A\"", &["R&D".to_owned(), "bé".to_owned()][..])
    );
}

#[test]
fn woocommerce_lists_that_held() {
    let shop = feed("w07-excel-semicolon", "products.csv");
    assert_eq!((shop.ids(), shop.prices(&["11"]), shop.told()), (vec!["11", "12"], vec![Some(2990)], vec![]));
    let shop = feed("w10-states", "products.csv");
    assert_eq!(shop.feed.left_out, 3, "a draft, a private and a hidden product");
    assert!(shop.item("19").available && shop.item("20").available, "WAHR and yes: {}", shop.problems);
    let dates = feed("w08-sale-and-zero", "products.csv");
    assert_eq!(
        dates.prices(&["11", "12", "13", "14", "15", "16", "17"]),
        [Some(1500), Some(1500), Some(2000), None, None, None, None],
        "a sale whose dates cannot be read is over; what is free shows no price"
    );
    assert_eq!(dates.told(), [("bad-price", 1), ("bad-date", 1)], "€9.90 and 01/01/2025");
    let free = feed("w14-free-items-strict", "products.csv");
    assert_eq!((free.prices(&["13"]), free.problems.strict_failure()), (vec![None], None));
}

#[test]
fn exports_of_others_are_named() {
    for (file, says) in [
        ("magento.csv", "it looks like a product export of Magento"),
        ("prestashop.csv", "it looks like a product list of PrestaShop"),
        ("wpallexport.csv", "its product types are kinds of products (simple, variable), no departments"),
    ] {
        let error = feed_error("w13-other-exporters", file);
        assert!(error.contains(says), "{error}");
    }
    let variable = feed_with("w13-other-exporters", "wpallexport.csv", |text| text.replace("simple", "Variable"));
    assert!(variable.err().is_some_and(|error| error.to_string().contains("no departments")));
}

// Orders.

#[test]
fn orders_in_every_dress_are_the_same() {
    for (name, file, mappings) in [
        ("o00-baseline", "orders.csv", &[][..]),
        ("o01-shopify-orders", "orders_export.csv", &[]),
        ("o01-shopify-orders", "blank.csv", &[]),
        ("o01-shopify-orders", "no-sku.csv", &[]),
        (
            "o01-shopify-orders",
            "blank.csv",
            &[
                "session_id=Name",
                "user_id=Email",
                "timestamp=Created at",
                "quantity=Lineitem quantity",
                "item_id=Lineitem sku",
            ],
        ),
        ("o04-ga4-flat", "events.csv", &[]),
        (
            "o04-ga4-flat",
            "events.csv",
            &["session_id=session_key", "user_id=user_pseudo_id", "timestamp=event_timestamp", "event=event_name"],
        ),
        ("o07-regional-dates", "dmy.csv", &[]),
        ("o07-regional-dates", "mdy.csv", &[]),
        ("o07-regional-dates", "magento.csv", &[]),
        ("o10-woo-analytics", "orders.csv", &[]),
        ("o11-webtoffee", "orders.csv", &[]),
        ("o15-prestashop", "orders.csv", &[]),
        ("o17-encodings", "sep.csv", &[]),
        ("o17-encodings", "quoted-whole-rows.csv", &[]),
        ("o08-parquet", "pandas-ns.parquet", &[]),
        ("o08-parquet", "micros.parquet", &[]),
        ("o08-parquet", "tz.parquet", &[]),
        ("o08-parquet", "category.parquet", &[]),
        ("o08-parquet", "floats.parquet", &[]),
        ("o08-parquet", "date.parquet", &[]),
        ("o08-parquet", "index.parquet", &[]),
    ] {
        println!("{name}/{file}");
        orders_mapped(name, file, mappings).is_baseline();
    }
    for file in ["orders.csv", "integers.csv"] {
        let orders = orders("o05-excel-serial-dates", file);
        orders.is_baseline();
        assert_eq!(orders.days()[0], "2025-01-26", "{file}");
        assert!(orders.report.files[0].dates.contains("Excel"));
    }
    assert_eq!(orders("o07-regional-dates", "dmy.csv").days(), orders("o00-baseline", "orders.csv").days());
    assert_eq!(orders("o07-regional-dates", "mdy.csv").days(), orders("o00-baseline", "orders.csv").days());
}

#[test]
fn shopify_orders_that_were_not_kept_are_left_out() {
    let tips = orders("o01-shopify-orders", "tips.csv");
    assert_eq!((tips.sessions(), tips.report.left_out, tips.report.lost()), (6, 18, 0), "{}", tips.problems);
    assert_eq!(tips.told(), [], "refunded orders and tips are no mistakes");
    let header = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Cancelled at\n";
    let row = |order: &str, status: &str, sku: &str, cancelled: &str| {
        format!("{order},{order}@mail.example,{status},2025-02-02 10:00:00 +0100,1,Shirt 1,{sku},{cancelled}\n")
    };
    let text = format!(
        "{header}{}{}{}#4,,,,1,Mug 1,b1,\n{}",
        row("#1", "paid", "a1", "2025-02-03 10:00:00 +0100"),
        row("#2", "voided", "a1", ""),
        row("#4", "refunded", "a1", ""),
        row("#5", "partially_refunded", "a1", ""),
    );
    let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.report.left_out, read.told()), (1, 4, vec![]));
}

#[test]
fn a_session_is_that_of_its_shopper() {
    let shared = orders("o03-ga-session-id", "events.csv");
    assert_eq!((shared.sessions(), shared.shoppers("a1", "b2")), (24, 0), "nobody had both");
    let three: String = (0..3).map(|n| format!("s,u{n},2025-02-0{},a1,purchase\n", n + 1)).collect();
    let read =
        orders_of(&[&format!("session_id,user_id,timestamp,item_id,event\n{three}")], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.told()), (3, vec![("shared-session", 1)]));
    // Who signs in during a visit is the one who began it.
    let text = "session_id,user_id,timestamp,item_id,event\n\
                s,,2025-02-02 10:00:00,a1,view_item\ns,u,2025-02-02 10:01:00,b1,purchase\n";
    let read = orders_of(&[text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (1, 1));
}

#[test]
fn orders_go_on_neither_in_another_file_nor_on_another_day() {
    let header = "order_id,user_id,timestamp,item_id\n";
    let first = format!("{header}7,u1,2025-02-02 10:00:00,a1\n7,u1,2025-02-03 10:00:00,b1\n");
    let second = format!("{header}7,u1,2025-02-02 11:00:00,b1\n");
    let read = orders_of(&[&first, &second], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (3, 0));
    assert_eq!(read.told(), [("repeated-order", 1)]);
}

/// Nothing that files do may make one shopper pass for three.
#[test]
fn no_artefact_passes_the_privacy_floor() {
    let header = "order_id,user_id,timestamp,item_id\n";
    let guest = format!("{header}7,,2025-02-02 10:00:00,a1\n7,,2025-02-02 10:00:00,b1\n");
    let read = orders_of(&[&guest, &guest, &guest], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1")), (3, 1), "one order in three files");
    let pair = |order: &str, user: &str, day: u8| {
        format!("{order},{user},2025-02-0{day},a1\n{order},{user},2025-02-0{day},b1\n")
    };
    let counted = |rows: &[String]| {
        let text = format!("{header}{}", rows.concat());
        let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
        read.shoppers("a1", "b1")
    };
    assert_eq!(counted(&[pair("7", "", 1), pair("7", "", 2), pair("7", "", 3)]), 1, "a number that never changes");
    assert_eq!(
        counted(&[pair("NULL", "", 1), pair("0", "NULL", 2), pair("(not set)", "guest", 3)]),
        1,
        "order 0 alone"
    );
    let one = ["Ann@mail.example", "ann@mail.example", "ANN@MAIL.EXAMPLE"];
    assert_eq!(counted(&[pair("1", one[0], 1), pair("2", one[1], 2), pair("3", one[2], 3)]), 1, "one address");
    assert_eq!(counted(&[pair("1", "11", 1), pair("2", "11.0", 2), pair("3", "'11", 3)]), 1, "one number");
    assert_eq!(counted(&[pair("1E+05", "u1", 1), pair("1E+05", "u2", 2), pair("1E+05", "u3", 3)]), 0, "ruined");
    // A quote that swallows rows puts nothing together.
    let swallowing = format!("{header}1,u1,\"2025-02-01,a1\n2,u2,2025-02-01,b1\n3,u3,\"2025-02-01\",b1\n");
    let read = orders_of(&[&swallowing], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.told()), (2, 0, vec![("unclosed-quote", 1)]));
}

#[test]
fn guests_are_nobody() {
    for (file, shoppers) in [("half.csv", 20), ("half-blank.csv", 20), ("orders.csv", 12), ("null.csv", 12)] {
        let orders = orders("o12-guests-are-zero", file);
        assert_eq!((orders.shoppers("a1", "b1"), orders.told()), (shoppers, vec![]), "{file}");
    }
    // Without an id of the order a day of its shopper is one.
    let notset = orders("o12-guests-are-zero", "notset.csv");
    assert_eq!((notset.sessions(), notset.shoppers("a1", "b1"), notset.shoppers("a2", "b2")), (12, 3, 3));
    assert_eq!((notset.shoppers("a1", "b2"), notset.told()), (0, vec![("no-session", 24)]));
    for nobody in ["None", "undefined", "\\N", "guest", "0.0", "n/a", "#N/A"] {
        let text = fs::read_to_string(case("o12-guests-are-zero").join("null.csv")).unwrap().replace("NULL", nobody);
        assert_eq!(orders_of(&[&text], &ColumnMap::default()).unwrap().shoppers("a1", "b1"), 12, "{nobody}");
    }
}

/// A year of orders says the same whether a spreadsheet wrote its dates or not: what sells when is learned from them.
#[test]
fn a_year_in_a_spreadsheets_numbers_is_a_year() {
    let header = "order_id,user_id,timestamp,item_id,quantity\n";
    // 45,658 is 2025-01-01.
    let orders = |date: &dyn Fn(i64) -> String| {
        let lines = (0..365).map(|day| format!("{day},u{},{},a{},1\n", day % 40, date(day), 1 + day % 4));
        format!("{header}{}", lines.collect::<String>())
    };
    let iso = orders(&|day| {
        Timestamp::from_second(1_735_689_600 + day * 86_400 + 36_000).unwrap().strftime("%F %T").to_string()
    });
    let serial = orders(&|day| format!("{}.4166666667", 45_658 + day));
    let read = |text: &str| orders_of(&[text], &ColumnMap::default()).unwrap();
    let (iso, serial) = (read(&iso), read(&serial));
    assert_eq!((iso.sessions(), iso.told()), (365, vec![]));
    assert_eq!((serial.days(), serial.log.sessions), (iso.days(), iso.log.sessions));
}

#[test]
fn dates_that_mean_two_days_are_told() {
    let text = fs::read_to_string(case("o07-regional-dates").join("dmy.csv")).unwrap().replace("13/01", "02/01");
    let error = orders_of(&[&text], &ColumnMap::default()).err().unwrap().to_string();
    for says in [
        "column \"timestamp\"",
        "\"02/02/2025 10:00\", \"03/03/2025 10:00\"",
        "--date-format DD/MM/YYYY",
        "[orders] date_format",
    ] {
        assert!(error.contains(says), "{error}");
    }
    let with = |format: &str| {
        let mut map = ColumnMap::default();
        map.date_format = DateFormat::parse(format).unwrap();
        orders_of(&[&text], &map).unwrap().days()
    };
    assert_eq!(with("DD/MM/YYYY")[0], "2025-01-02");
    assert_eq!(with("MM/DD/YYYY")[0], "2025-02-01");
    let both = text.replace("02/02/2025", "13/02/2025").replace("03/03/2025", "03/13/2025");
    let error = orders_of(&[&both], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("in some the day comes first, in others the month"), "{error}");
}

#[test]
fn variants_of_iso_dates() {
    let orders = orders("o07-regional-dates", "iso-variants.csv");
    assert_eq!((orders.sessions(), orders.report.lost()), (9, 6), "{}", orders.problems);
    assert_eq!(orders.told(), [("bad-date", 4), ("bad-row", 2)], "names of zones, and a comma without quotes");
    assert!(orders.days().iter().all(|day| day == "2025-01-02"));
    let zero = orders_mapped("o07-regional-dates", "zero.csv", &[]);
    assert_eq!((zero.sessions(), zero.told()), (12, vec![("bad-date", 12)]));
    let future = "order_id,timestamp,item_id\n1,2026-03-02,a1\n2,1994-12-31,a1\n3,2026-03-01,a1\n";
    let read = orders_of(&[future], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.told()), (1, vec![("bad-date", 2)]));
    assert!(read.problems.to_string().contains("no date from 1995 to tomorrow"), "{}", read.problems);
}

#[test]
fn files_that_cannot_be_read_are_errors() {
    let error = orders_error("o08-parquet", "zstd.parquet");
    assert!(
        error.ends_with("is Parquet with zstd compression: write it again, with snappy, gzip or no compression"),
        "{error}"
    );
    assert!(orders_error("o17-encodings", "utf16.csv").contains("is UTF-16: save it as UTF-8"));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("orders.json");
    fs::write(&file, "[{\"order\": 1}]").unwrap();
    let error =
        read_orders(&case("o00-baseline"), "feed.tsv", &[file], &ColumnMap::default()).err().unwrap().to_string();
    assert!(error.contains("is JSON: export CSV or Parquet"), "{error}");
}

#[test]
fn analytics_with_nested_items_is_read() {
    for (name, file) in [("o04-ga4-flat", "export.json"), ("o08-parquet", "ga4-nested.parquet")] {
        let orders = orders(name, file);
        assert!(orders.shoppers("a1", "b1") >= 1 && orders.told().is_empty(), "{file}: {}", orders.problems);
        assert_eq!(orders.report.files[0].platform, Some("Google Analytics 4"));
    }
    let event = |user: u8, name: &str, items: &str| {
        format!(
            "{{\"event_name\":\"{name}\",\"event_timestamp\":\"1735700000123456\",\"user_pseudo_id\":\"{user}\",\
             \"event_params\":[{{\"key\":\"ga_session_id\",\"value\":{{\"int_value\":\"17\"}}}}],\"items\":[{items}]}}\n"
        )
    };
    let text: String = (0..4)
        .map(|user| {
            event(user, "page_view", "") + &event(user, "purchase", "{\"item_id\":\"a1\"},{\"item_id\":\"b1\"}")
        })
        .collect();
    let read = orders_of(&[&text], &ColumnMap::default()).unwrap();
    assert_eq!((read.sessions(), read.shoppers("a1", "b1"), read.report.left_out), (4, 4, 4));
}

#[test]
fn names_of_events_in_any_case() {
    let read = orders("o19-event-names", "events.csv");
    assert_eq!(read.shoppers("a1", "b1"), 12, "{}", read.problems);
    assert_eq!((read.report.lost(), read.told()), (0, vec![]), "a refund teaches nothing");
    let text = fs::read_to_string(case("o19-event-names").join("events.csv")).unwrap();
    let read =
        orders_of(&[&text.replace("Purchase", "achat").replace("PURCHASE", "vente")], &ColumnMap::default()).unwrap();
    let loss = read.report.worst_loss().unwrap();
    assert_eq!(
        (loss.kind, loss.column.as_str(), &loss.values[..]),
        (Kind::UnknownEvent, "event", &["achat".to_owned(), "vente".to_owned()][..])
    );
}

#[test]
fn rows_that_a_spreadsheet_cut_short_are_read() {
    let orders = orders("o16-cut-short-rows", "orders.csv");
    assert_eq!((orders.sessions(), orders.shoppers("a1", "b1"), orders.told()), (12, 12, vec![]));
    let long = "order_id,timestamp,item_id\n1,2025-02-02,a1,x,y\n2,2025-02-02,a1\n3\n";
    let read = orders_of(&[long], &ColumnMap::default()).unwrap();
    assert_eq!(read.told(), [("bad-row", 2)]);
    assert!(read.problems.to_string().contains("5 cells under 3 columns: 1|2025-02-02|a1|x|y"), "{}", read.problems);
}

#[test]
fn orders_that_held() {
    let group = orders_mapped("o21-returns", "orders.csv", &[]);
    assert_eq!((group.sessions(), group.problems.count(Kind::BadQuantity)), (12, 12));
    let unmatched = read_orders(
        &case("g14-ids-by-case"),
        "feed.tsv",
        &[case("g14-ids-by-case").join("orders.csv")],
        &ColumnMap::default(),
    );
    assert_eq!(unmatched.unwrap().report.unmatched, [("b1".to_owned(), 8)]);
    let feed2 = |name: &str| {
        read_orders(&case(name), "feed2.tsv", &[case(name).join("orders.csv")], &ColumnMap::default()).unwrap()
    };
    let floats = feed2("o18-leading-zeros-floats");
    assert_eq!(
        (floats.report.matched, floats.report.unmatched[0].0.as_str()),
        (12, "123"),
        "456.0 is 456; 123 is not 00123"
    );
    assert_eq!(
        feed2("o20-shopify-item-ids").report.matched,
        12,
        "the product's id is the group's; the variant's is unknown"
    );
    let decimal = orders_mapped("o08-parquet", "decimal.parquet", &[]);
    assert!(decimal.sessions() > 0, "{}", decimal.problems);
}

/// Whatever is told of orders, no address and no name is.
#[test]
fn nobody_is_named() {
    let header = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Billing Name\n";
    let rows = "#1,ann@mail.example,paid,never,1,Shirt 1,a1,Ann Able\n\
                #2,ann@mail.example,paid,2025-02-02,1,x,ann@mail.example,Ann Able\n\
                #3,ann@mail.example,paid,2025-02-02,1,x,a1,Ann Able,Ann Able,more\n\
                #4,ann@mail.example,paid,ann@mail.example,1,Shirt 1,a1,Ann Able\n";
    let read = orders_of(&[&format!("{header}{rows}")], &ColumnMap::default()).unwrap();
    let told = format!("{} {:?}", read.problems, read.report);
    assert!(!told.contains("mail.example") && !told.contains("Able"), "{told}");
    assert_eq!(read.problems.total(), 4, "{told}");
    let own = "order_id,user_id,timestamp,item_id\n1,ann@mail.example,2025-02-02,a1,x\n";
    let read = orders_of(&[own], &ColumnMap::default()).unwrap();
    assert!(read.problems.to_string().contains("1|(e-mail)|2025-02-02|a1|x"), "{}", read.problems);
}
