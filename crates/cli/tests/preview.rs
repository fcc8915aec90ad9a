//! `passerelle preview` from the command line and over HTTP, and the house files that it proposes.

mod shop;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use passerelle::pack::Manifest;
use passerelle_catalogue::house::House;
use passerelle_catalogue::proposal::MOST_DIVISIONS;
use serde_json::Value;
use shop::{HOUSE, Shop, sentence, succeeded, text};

/// The path of a file of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Whether the tool has a built-in storefront.
fn carries_storefront() -> bool {
    cfg!(feature = "storefront") && repository("pkg/dist/index.js").is_file()
}

/// A running preview; it is stopped at the end of the test.
struct Preview {
    child: Child,
    port: u16,
    /// Its output until it was ready.
    said: String,
}

impl Preview {
    fn of(shop: &Shop, arguments: &[&str]) -> Self {
        let mut all = vec!["preview", "--no-open", "--port", "0"];
        all.extend(arguments);
        let mut command = shop.command(&all);
        if !carries_storefront() {
            command.arg("--storefront").arg(storefront(shop));
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        while !said.contains("Ctrl-C") {
            if lines.read_line(&mut said).unwrap() == 0 {
                let mut error = String::new();
                child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
                panic!("the preview ended: {said}{error}");
            }
        }
        let first = said.lines().next().unwrap();
        let port = first.strip_prefix("http://localhost:").unwrap_or_else(|| panic!("{first} is no address")).parse();
        Self { child, port: port.unwrap(), said }
    }

    /// Returns the head and the body of the response.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (text(&answer[..end]), answer[end + 4..].to_vec())
    }

    fn shop_list(&self) -> Value {
        serde_json::from_slice(&self.get("/shop.json").1).unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The storefront of the repository with the package. If the package is not built, a script replaces it, because no
/// browser runs here.
fn storefront(shop: &Shop) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &to)
            } else {
                fs::copy(entry.path(), to).map(|_| ()).unwrap()
            }
        }
    }
    let folder = shop.path("storefront");
    for part in ["css", "js"] {
        copy(&repository("www").join(part), &folder.join(part));
    }
    fs::copy(repository("www/index.html"), folder.join("index.html")).unwrap();
    let package = folder.join("passerelle");
    if repository("pkg/dist/index.js").is_file() {
        copy(&repository("pkg/dist"), &package);
    } else {
        fs::create_dir_all(&package).unwrap();
        fs::write(package.join("index.js"), "export {};\n").unwrap();
    }
    folder
}

/// An empty folder for a test.
fn empty() -> Shop {
    Shop { dir: tempfile::tempdir().unwrap() }
}

/// `build` accepts the proposed house file.
fn builds(shop: &Shop, feed: &str) {
    let said = succeeded(shop.run(&["build", "--feed", feed, "--out", "built", "--no-calibration"]));
    assert!(text(&said.stdout).contains("items with neighbours"), "{}", text(&said.stdout));
}

#[test]
fn preview_serves_pages_products_and_a_pack() {
    let shop = Shop::new();
    let preview = Preview::of(&shop, &["--feed", "feed.tsv", "--orders", "orders.csv"]);

    let (head, page) = preview.get("/");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/html"), "{head}");
    assert!(text(&page).contains("<main id=\"main\""), "{}", text(&page));
    for path in ["/js/main.js", "/css/shop.css", "/passerelle/index.js"] {
        assert!(preview.get(path).0.starts_with("HTTP/1.1 200"), "{path}");
    }

    let list = preview.shop_list();
    assert_eq!((list["house"].as_str(), list["currency"].as_str()), (Some("Maison Exemple"), Some("EUR")));
    assert_eq!(list["divisions"][1], serde_json::json!(["jewellery", "jewellery"]));
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), shop::ITEMS);
    let first = items.iter().find(|item| item[0] == "i03").unwrap();
    assert_eq!((first[1].as_str(), first[2].as_u64()), (Some("Thing number 3"), Some(1350)));
    assert_eq!(first[9].as_str(), Some("https://shop.example/p/i03"));

    let manifest = Manifest::parse(&preview.get("/pack/manifest.json").1).unwrap();
    assert_eq!(manifest.items as usize, shop::ITEMS);
    let (head, core) = preview.get(&format!("/pack/{}", manifest.core_path()));
    assert!(head.contains("immutable") && !core.is_empty(), "{head}");

    for missing in ["/nothing", "/../feed.tsv", "/pack/.lock", "/house.toml"] {
        assert!(preview.get(missing).0.starts_with("HTTP/1.1 404"), "{missing}");
    }
}

#[test]
fn a_poor_feed_gets_advice_with_what_to_do() {
    let shop = Shop::new();
    let preview = Preview::of(&shop, &["--feed", "feed.tsv"]);
    for says in ["order lines, matched  none", "--orders", "pictures", "image_link", "[[collection]]"] {
        assert!(preview.said.contains(says), "{says}: {}", preview.said);
    }
    assert!(!preview.said.contains("There was none"), "there is a house.toml: {}", preview.said);
    drop(preview);

    shop.write("other.csv", "order_id,user_id,timestamp,item_id\n1,1,2026-01-01,X-1\n2,2,2026-01-02,X-1\n");
    let preview = Preview::of(&shop, &["--feed", "feed.tsv", "--orders", "other.csv"]);
    let said = preview.said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("100.0 % of 2 lines name no item of the feed"), "{said}");
    assert!(said.contains("the most frequent ones that the feed does not have are X-1"), "{said}");
    assert!(said.contains("--column item_id=NAME"), "{said}");
}

#[test]
fn build_and_preview_say_which_places_a_division_or_a_cap_leaves_empty() {
    let shop = Shop::new();
    for (setting, says) in [
        (
            "[[placement]]\nid = \"cart\"\ndivisions = [\"scent\"]\nlimit = 12\n",
            "The placement \"cart\" has 12 places, but only 8 items that can be bought may fill them: 4 of them stay empty",
        ),
        (
            "[discretion]\ncaps = { lifetime = 1 }\n",
            "The placement \"category\" can choose from 8 items on the pages of \"leather\". With the caps of house.toml these \
             fill 2 pages a day",
        ),
    ] {
        shop.write("house.toml", &format!("{HOUSE}{setting}"));
        let previewed = Preview::of(&shop, &["--feed", "feed.tsv", "--orders", "orders.csv"]).said.clone();
        for (command, said) in [("build", shop.build()), ("preview", previewed)] {
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(says), "{command}: {said}");
        }
    }
}

#[test]
fn a_missing_house_is_proposed_and_an_existing_one_never_written_over() {
    let shop = Shop::new();
    fs::remove_file(shop.path("house.toml")).unwrap();
    let preview = Preview::of(&shop, &["--feed", "feed.tsv", "--orders", "orders.csv"]);
    assert!(
        preview.said.contains("There was none: this command wrote house.toml, with 3 divisions"),
        "{}",
        preview.said
    );
    drop(preview);
    let proposed = fs::read_to_string(shop.path("house.toml")).unwrap();
    assert!(proposed.contains("# 8 items\nid = \"jewellery\"\n"), "{proposed}");
    assert!(proposed.contains("name = \"shop.example\"") && proposed.contains("currency = \"EUR\""), "{proposed}");
    builds(&shop, "feed.tsv");

    let mine = proposed.replace("shop.example\"", "Mine\"");
    shop.write("house.toml", &mine);
    let preview = Preview::of(&shop, &["--feed", "feed.tsv"]);
    assert_eq!(preview.shop_list()["house"], "Mine");
    assert_eq!(fs::read_to_string(shop.path("house.toml")).unwrap(), mine);
}

#[test]
fn small_types_share_a_division() {
    let shop = empty();
    let mut feed = "id\ttitle\tlink\tprice\tavailability\tproduct_type\n".to_owned();
    for (kind, items) in (0..20).map(|kind| (kind, 40 - kind)).chain((20..30).map(|kind| (kind, 1))) {
        for item in 0..items {
            feed.push_str(&format!(
                "{kind}-{item}\tA thing\thttps://s.example/{kind}-{item}\t1.00 GBP\tin_stock\tType {kind} > Sub\n"
            ));
        }
    }
    shop.write("feed.tsv", &feed);
    drop(Preview::of(&shop, &["--feed", "feed.tsv"]));
    let house = House::load(&shop.path("house.toml")).unwrap();
    assert_eq!(house.divisions.len(), MOST_DIVISIONS);
    assert_eq!(house.divisions.last().unwrap().id, "more");
    let (first, more) = (house.division_of("Type 0"), house.division_of("type 29"));
    assert_eq!((first, more), (Some(0), Some(MOST_DIVISIONS as u16 - 1)));
    builds(&shop, "feed.tsv");
}

#[test]
fn types_without_departments_become_divisions() {
    let shop = empty();
    let rows: String = (0..300)
        .map(|item| format!("a{item}\tThing {item}\thttps://s.example/{item}\t1.00 USD\tin_stock\tType {item}\n"))
        .collect();
    shop.write("feed.tsv", &format!("id\ttitle\tlink\tprice\tavailability\tproduct_type\n{rows}"));
    drop(Preview::of(&shop, &["--feed", "feed.tsv"]));
    let house = House::load(&shop.path("house.toml")).unwrap();
    assert_eq!(house.divisions.len(), MOST_DIVISIONS);
    builds(&shop, "feed.tsv");
}

#[test]
fn a_feed_without_types_is_one_division() {
    let shop = empty();
    let rows: String = (0..9)
        .map(|item| {
            format!("a{item}\tThing {item}\thttps://s.example/{item}\t1.00 USD\tin_stock\tBrand {}\n", item % 3)
        })
        .collect();
    shop.write("feed.tsv", &format!("id\ttitle\tlink\tprice\tavailability\tbrand\n{rows}"));
    let preview = Preview::of(&shop, &["--feed", "feed.tsv"]);
    assert!(preview.said.contains("All items are in one division"), "{}", preview.said);
    assert_eq!(preview.shop_list()["items"].as_array().unwrap().len(), 9);
    assert_eq!(preview.shop_list()["types"][0][1], "everything");
    let proposed = fs::read_to_string(shop.path("house.toml")).unwrap();
    assert!(proposed.contains("# The feed has no product types"), "{proposed}");
    builds(&shop, "feed.tsv");
    // Without types and orders nothing is suggested; with orders there are suggestions from the only division.
    assert!(preview.said.contains("9 items have no neighbour at all"), "{}", preview.said);
    let lines = (0..12).map(|order| {
        format!("{order},{order},2026-01-{:02},a0\n{order},{order},2026-01-{:02},a1\n", 1 + order, 1 + order)
    });
    shop.write("orders.csv", &format!("order_id,user_id,timestamp,item_id\n{}", lines.collect::<String>()));
    let orders = ["build", "--feed", "feed.tsv", "--orders", "orders.csv", "--out", "built", "--no-calibration"];
    succeeded(shop.run(&orders));
    let slate = succeeded(shop.run(&["suggest", "built", "--item", "a0"]));
    assert!(text(&slate.stdout).contains("a1"), "{}", text(&slate.stdout));
    // Items without a type are left out if there are sensitive types.
    shop.write("house.toml", &proposed.replace("#[privacy]\n#sens", "[privacy]\nsens"));
    let refused = shop.run(&["build", "--feed", "feed.tsv", "--out", "other", "--no-calibration"]);
    assert!(sentence(&refused).contains("no row of the feed can be used"));
}

/// Shopify's export has neither addresses nor a currency.
#[test]
fn a_shopify_export_is_shown_with_its_pictures() {
    let shop = empty();
    fs::copy(repository("crates/catalogue/tests/data/shopify-new.csv"), shop.path("products.csv")).unwrap();
    let preview = Preview::of(&shop, &["--feed", "products.csv"]);
    let said = preview.said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("guessed in it (the divisions, the name, the currency, the address of pages)"), "{said}");
    let list = preview.shop_list();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    let bag = list["items"].as_array().unwrap().iter().find(|item| item[0] == "bucket-bag").unwrap();
    assert_eq!(bag[10], "https://cdn.shop.example/bag-red.jpg");
    assert_eq!(bag[8], 3, "variants");
    // The policies of the header and of the page allow these pictures and no other origin.
    let allowed = "img-src 'self' data: https://cdn.shop.example;";
    let (head, page) = preview.get("/");
    assert!(head.contains(allowed), "{head}");
    assert!(text(&page).contains(allowed), "{}", text(&page));
    builds(&shop, "products.csv");
}

#[test]
fn the_feed_of_online_retail_ii_gets_ten_divisions() {
    let shop = empty();
    let data = repository("tests/data/online-retail-ii");
    // The first months of its orders: a debug build needs a minute for all of them.
    let mut orders = String::new();
    GzDecoder::new(fs::File::open(data.join("orders.csv.gz")).unwrap()).read_to_string(&mut orders).unwrap();
    shop.write("orders.csv", &orders.split_inclusive('\n').take(60_001).collect::<String>());
    let feed = data.join("feed.tsv.gz").display().to_string();
    let preview = Preview::of(&shop, &["--feed", &feed, "--orders", "orders.csv"]);
    assert!(preview.said.contains("60,000, 100.0 %"), "{}", preview.said);
    let list = preview.shop_list();
    assert_eq!((list["divisions"].as_array().unwrap().len(), list["items"].as_array().unwrap().len()), (10, 4089));
    assert_eq!(list["currency"], "GBP");
    for says in ["pictures", "collections", "neighbours"] {
        assert!(preview.said.contains(&format!("\n  {says}\n")), "{says}: {}", preview.said);
    }
    assert!(!preview.said.contains("\n  season\n"), "demand is known: {}", preview.said);
}

/// Products of a grocery chain in the format of The Complete Journey, whose data may not be redistributed: many
/// departments, one of which has most of the products.
fn groceries() -> String {
    let mut items = "item_id,division,category,title,brand\n".to_owned();
    let mut number = 0;
    for department in 0..MOST_DIVISIONS + 14 {
        let (name, products) = match department {
            0 => ("GROCERY".to_owned(), 3_600),
            1 => ("DRUG GM".to_owned(), 1_500),
            n => (format!("DEPARTMENT {n}"), 150 - n),
        };
        for product in 0..products {
            number += 1;
            let category = product % 12;
            items.push_str(&format!("{number},{name},CATEGORY {category},PRODUCT {category}-{product},National\n"));
        }
    }
    items
}

#[test]
fn groceries_without_orders_prices_or_pictures_are_previewed_and_what_is_missing_is_said() {
    let shop = empty();
    write_gz(&shop.path("items.csv.gz"), &groceries());
    // Only products: a log without lines gives no prices.
    write_gz(&shop.path("events.csv.gz"), "session_id,user_id,timestamp,item_id,qty,sales_value\n");
    let mut python = Command::new("python3");
    python.arg(repository("tests/data/complete-journey/make.py"));
    python.args([shop.path("items.csv.gz"), shop.path("events.csv.gz")]).arg(shop.dir.path());
    succeeded(python.output().unwrap());
    fs::remove_file(shop.path("house.toml")).unwrap();

    let preview = Preview::of(&shop, &["--feed", "feed.tsv.gz"]);
    let list = preview.shop_list();
    assert!(list["items"].as_array().unwrap().len() > 6_000);
    let divisions = list["divisions"].as_array().unwrap();
    assert!(divisions.len() <= MOST_DIVISIONS && divisions[0][1] == "grocery", "{divisions:?}");
    for says in ["orders", "prices", "pictures", "season"] {
        assert!(preview.said.contains(&format!("\n  {says}\n")), "{says}: {}", preview.said);
    }
}

fn write_gz(file: &Path, text: &str) {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    fs::write(file, writer.finish().unwrap()).unwrap();
}

#[test]
fn a_preview_that_cannot_be_shown_fails_before_the_work() {
    let shop = Shop::new();
    let run = |more: &[&str]| {
        let said = sentence(&shop.run(&[&["preview", "--no-open", "--feed", "feed.tsv"], more].concat()));
        assert!(!shop.path("preview/pack").exists(), "nothing was built");
        said
    };
    assert!(run(&["--storefront", "."]).contains("there is no index.html in it"));
    if !carries_storefront() {
        assert!(run(&[]).contains("--features storefront"));
    }
    let folder = storefront(&shop).display().to_string();
    fs::create_dir(shop.path("preview")).unwrap();
    shop.write("preview/thesis.txt", "mine");
    assert!(run(&["--storefront", &folder]).contains("has other files than a preview"));
    assert_eq!(fs::read_to_string(shop.path("preview/thesis.txt")).unwrap(), "mine");
}
