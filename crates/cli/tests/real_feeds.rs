//! Feeds and orders in the formats of real shops, through the tool: refusals and their messages.
//! `crates/catalogue/tests/cases` tests the reading of the same files.

mod shop;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use shop::{Shop, assert_refused, sentence, succeeded, text};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/tests/cases").join(name)
}

/// A folder with the files of a case.
fn shop(name: &str) -> Shop {
    let shop = Shop { dir: tempfile::tempdir().unwrap() };
    for entry in fs::read_dir(case(name)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), shop.path(&entry.file_name().to_string_lossy())).unwrap();
    }
    shop
}

const BUILD: [&str; 10] = [
    "build",
    "--no-calibration",
    "--feed",
    "feed.tsv",
    "--as-of",
    "2026-01-01",
    "--time",
    "2026-01-01",
    "--out",
    "pack",
];

/// A table's text, with runs of spaces reduced to one.
fn plain(output: &[u8]) -> String {
    let lines =
        text(output).lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    lines.join("\n")
}

/// The output of a command that failed, and its last sentence.
#[track_caller]
fn failed(output: &Output) -> (String, String) {
    let error = text(&output.stderr).lines().last().unwrap_or_default().to_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    (plain(&output.stdout), error)
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&BUILD[..], more].concat()
}

/// A first build is refused, and one over a good pack changes nothing; `--force` publishes it.
#[test]
fn orders_that_teach_nothing_are_refused() {
    for (name, file, says) in [
        (
            "o19-event-names",
            "achat.csv",
            &[
                "24 of 24 order lines",
                "unknown event in column \"event\", \"achat\", \"vente\" (achat.csv:2)",
                "Use view_item",
            ][..],
        ),
        (
            "o14-scientific-order-ids",
            "orders.csv",
            &[
                "24 of 24 order lines",
                "ruined id in column \"order_id\", \"5.12346E+12\" (orders.csv:2)",
                "A spreadsheet has shortened",
            ],
        ),
        (
            "o07-regional-dates",
            "ambiguous.csv",
            &["column \"timestamp\"", "\"02/03/2025\"", "--date-format DD/MM/YYYY"],
        ),
        (
            "o07-regional-dates",
            "words.csv",
            &[
                "bad date in column \"timestamp\", \"yesterday\", \"today\", \"tomorrow\"",
                "--date-format DD/MM/YYYY",
                "[orders] date_format",
            ],
        ),
        (
            "o00-baseline",
            "strangers.csv",
            &[
                "no order line names an item of the feed: 3 of 3 have ids in column \"item_id\" like \"x1\", \"x2\"",
                "--column item_id=NAME",
            ],
        ),
        ("o01-shopify-orders", "cancelled.csv", &["all 24 order lines were left out"]),
        ("o08-parquet", "cut.parquet", &["is Parquet that cannot be read", "transfer it again, or write it again"]),
    ] {
        let shop = shop(name);
        let dates = |days: [&str; 3]| {
            let line = |(day, n): (&str, usize)| format!("{n},u{n},{day},a1\n");
            let lines: String = days.into_iter().zip(1..).map(line).collect();
            format!("order_id,user_id,timestamp,item_id\n{lines}")
        };
        match file {
            "achat.csv" => {
                let events = fs::read_to_string(shop.path("events.csv")).unwrap();
                let kept: String = events
                    .lines()
                    .filter(|line| !line.contains("begin_checkout") && !line.contains("refund"))
                    .map(|line| format!("{}\n", line.replace("Purchase", "achat").replace("PURCHASE", "vente")))
                    .collect();
                shop.write(file, &kept);
            }
            "ambiguous.csv" => shop.write(file, &dates(["02/03/2025", "04/05/2025", "06/07/2025"])),
            "words.csv" => shop.write(file, &dates(["yesterday", "today", "tomorrow"])),
            "strangers.csv" => {
                shop.write(file, "order_id,timestamp,item_id\n1,2025-02-02,x1\n2,2025-02-02,x2\n3,2025-02-02,x1\n");
            }
            "cancelled.csv" => {
                let orders = fs::read_to_string(shop.path("blank.csv")).unwrap().replace(",paid,", ",refunded,");
                shop.write(file, &orders);
            }
            "cut.parquet" => {
                let whole = fs::read(shop.path("zstd.parquet")).unwrap();
                fs::write(shop.path(file), &whole[..whole.len() - 40]).unwrap();
            }
            _ => {}
        }
        let first = sentence(&shop.run(&with(&["--orders", file])));
        for says in says {
            assert!(first.contains(says), "{file}: {first}");
        }
        assert!(!shop.path("pack/manifest.json").exists(), "{file}: nothing is published");
        succeeded(shop.run(&with(&[])));
        assert_refused(&shop, &with(&["--orders", file]), says[0]);
        // Dates that are ambiguous or unreadable are an error that `--force` does not override.
        if first.contains("--force publishes") {
            succeeded(shop.run(&with(&["--orders", file, "--force"])));
        }
    }
}

#[test]
fn a_date_format_may_be_an_option_or_a_setting() {
    let shop = shop("o07-regional-dates");
    let orders: String = (1..=9).map(|n| format!("{n},u{n},0{n}/03/2025,a1\n{n},u{n},0{n}/03/2025,b1\n")).collect();
    shop.write("orders.csv", &format!("order_id,user_id,timestamp,item_id\n{orders}"));
    sentence(&shop.run(&with(&["--orders", "orders.csv"])));
    let said = plain(&succeeded(shop.run(&with(&["--orders", "orders.csv", "--date-format", "DD/MM/YYYY"]))).stdout);
    assert!(said.contains("became events 100.0 %"), "{said}");
    let house = fs::read_to_string(shop.path("house.toml")).unwrap();
    shop.write("house.toml", &format!("{house}\n[orders]\ndate_format = \"MM/DD/YYYY\"\n"));
    succeeded(shop.run(&with(&["--orders", "orders.csv"])));
    let said = sentence(&shop.run(&with(&["--orders", "orders.csv", "--date-format", "European"])));
    assert!(said.contains("--date-format European: cannot be read: write DD/MM/YYYY"), "{said}");
}

/// `[orders] columns` and `--column` name a column; the option overrides the setting.
#[test]
fn columns_may_be_mapped_by_an_option_or_a_setting() {
    let shop = shop("o00-baseline");
    let orders = fs::read_to_string(shop.path("orders.csv")).unwrap();
    assert!(orders.starts_with("order_id,"), "{orders}");
    shop.write("own.csv", &orders.replacen("item_id", "Article", 1));
    let run = |more: &[&str]| shop.run(&[&["check", "--feed", "feed.tsv", "--orders", "own.csv"], more].concat());
    assert!(failed(&run(&[])).1.contains("or in house.toml with [orders] columns"));
    let house = fs::read_to_string(shop.path("house.toml")).unwrap();
    shop.write("house.toml", &format!("{house}\n[orders]\ncolumns = {{ item_id = \"Article\" }}\n"));
    assert!(plain(&succeeded(run(&[])).stdout).contains("item_id from \"Article\""));
    shop.write("house.toml", &format!("{house}\n[orders]\ncolumns = {{ item_id = \"Reference\" }}\n"));
    assert!(failed(&run(&[])).1.contains("has no column reference"));
    succeeded(run(&["--column", "item_id=Article"]));
    let built = shop.run(&with(&["--orders", "own.csv", "--column", "item_id=Article"]));
    assert!(plain(&succeeded(built).stdout).contains("matched the feed 100.0 %"));
}

#[test]
fn orders_with_a_header_and_no_lines_are_refused() {
    let shop = shop("o00-baseline");
    shop.write("empty.csv", "order_id,user_id,timestamp,item_id\n");
    let says = "empty.csv has a header and no order lines: export the orders again";
    let first = sentence(&shop.run(&with(&["--orders", "empty.csv"])));
    assert!(first.contains(says), "{first}");
    succeeded(shop.run(&with(&["--orders", "orders.csv"])));
    assert_refused(&shop, &with(&["--orders", "empty.csv"]), says);
    succeeded(shop.run(&with(&["--orders", "empty.csv", "--force"])));
    succeeded(shop.run(&with(&["--orders", "empty.csv", "--orders", "orders.csv"])));
}

/// A stock ledger writes sales as negative quantities.
#[test]
fn orders_of_which_most_are_returns_are_refused() {
    let shop = shop("o00-baseline");
    let orders = fs::read_to_string(shop.path("orders.csv")).unwrap();
    let (header, rows) = orders.split_once('\n').unwrap();
    let signed = |rows: &mut dyn Iterator<Item = &str>, quantity: &str| -> String {
        rows.map(|row| format!("{},{quantity}\n", row.rsplit_once(',').unwrap().0)).collect()
    };
    assert!(header.ends_with("quantity"), "{header}");
    shop.write(
        "ledger.csv",
        &format!("{header}\n{}{}", signed(&mut rows.lines(), "-1"), signed(&mut rows.lines().take(4), "1")),
    );
    let says = "24 of 28 order lines are returns";
    assert!(sentence(&shop.run(&with(&["--orders", "ledger.csv"]))).contains(says));
    shop.write(
        "some.csv",
        &format!("{header}\n{}{}", signed(&mut rows.lines(), "1"), signed(&mut rows.lines().take(4), "-1")),
    );
    let said = plain(&succeeded(shop.run(&with(&["--orders", "some.csv"]))).stdout);
    assert!(said.contains("28, 4 of them left out (4 returns)"), "{said}");
    let said = plain(&succeeded(shop.run(&["check", "--feed", "feed.tsv", "--orders", "some.csv"])).stdout);
    assert!(said.contains("left out 4, 4 of them returns"), "{said}");
}

/// The exports need no option, even with `--strict`.
#[test]
fn native_exports_are_read_under_strict() {
    for (name, file) in [
        ("o01-shopify-orders", "orders_export.csv"),
        ("o01-shopify-orders", "blank.csv"),
        ("o04-ga4-flat", "events.csv"),
        ("o10-woo-analytics", "orders.csv"),
        ("o11-webtoffee", "orders.csv"),
        ("o15-prestashop", "orders.csv"),
    ] {
        let shop = shop(name);
        let said = succeeded(shop.run(&with(&["--orders", file, "--strict"])));
        assert!(plain(&said.stdout).contains("became events 100.0 %"), "{name}: {}", text(&said.stdout));
        let lines: serde_json::Value =
            serde_json::from_slice(&succeeded(shop.run(&["inspect", "pack", "a1", "--json"])).stdout).unwrap();
        let b1 = lines.as_array().unwrap().iter().find(|line| line["item_id"] == "b1").unwrap();
        assert_eq!(b1["support"], 12, "{name}: {b1}");
        let everything = text(&said.stdout) + &text(&said.stderr);
        assert!(!everything.contains("mail.example"), "{everything}");
        for (path, bytes) in shop.bytes("pack") {
            let plain = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
            assert!(!plain(b"mail.example") && !plain(b"c1@"), "{}", path.display());
        }
    }
}

#[test]
fn a_feed_of_which_most_is_lost_is_refused() {
    let shop = shop("o00-baseline");
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    succeeded(shop.run(&with(&[])));
    let lost = feed.replace("Mug ", "\t").replace("Lamp ", "\t");
    shop.write("feed.tsv", &lost);
    assert_refused(&shop, &with(&[]), "8 of 12 rows of feed.tsv cannot be used, most by");
    fs::remove_dir_all(shop.path("pack")).unwrap();
    let said = sentence(&shop.run(&with(&[])));
    assert!(said.contains("8 of 12 rows") && said.contains("passerelle check"), "{said}");
    succeeded(shop.run(&with(&["--force"])));
    // Rows that repeat an id are also lost.
    let same: String = feed.lines().map(|line| format!("{}\n", line.replacen(['1', '2', '3', '4'], "1", 1))).collect();
    shop.write("feed.tsv", &same);
    let said = sentence(&shop.run(&with(&[])));
    assert!(said.contains("rows of feed.tsv cannot be used, most by duplicate id"), "{said}");
    // A file that breaks off counts as half a feed, even if little else is known of it.
    let xml = fs::read(case("g24-control-characters").join("ampersand.xml")).unwrap();
    fs::write(shop.path("feed.tsv"), xml).unwrap();
    let said = sentence(&shop.run(&with(&[])));
    assert!(said.contains("feed.tsv:5: the file cannot be read to its end"), "{said}");
}

#[test]
fn check_shows_what_was_understood_and_writes_nothing() {
    let shop = shop("o01-shopify-orders");
    let before: Vec<_> = fs::read_dir(shop.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let said = succeeded(shop.run(&["check", "--feed", "feed.tsv", "--orders", "blank.csv"]));
    let said = plain(&said.stdout);
    for says in [
        "Google Merchant Center, tab-separated text",
        "EUR (the feed's prices: EUR)",
        "can be bought 100.0 %",
        "in clothing",
        "Shopify, comma-separated text",
        "session_id from \"Name\"",
        "dates unambiguous",
        "order lines 24",
        "can be learned from 100.0 %",
        "shoppers 12",
        "problems\nnone",
        "Shirt 1",
        "2025-03-03 08:00 3 Shirt 1, Mug 1",
    ] {
        assert!(said.contains(says), "{says}\n{said}");
    }
    assert!(!said.contains("mail.example"), "{said}");
    // A feed with problems, and no house file.
    fs::remove_file(shop.path("house.toml")).unwrap();
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    shop.write("bad.tsv", &feed.replace("10.90 EUR", "ten").replace("b2\t", "\t"));
    let said = plain(&succeeded(shop.run(&["check", "--feed", "bad.tsv"])).stdout);
    for says in [
        "settings that `passerelle preview` would propose",
        "rows not used",
        "3 bad-price",
        "bad.tsv:2: price: ten",
        "none given",
    ] {
        assert!(said.contains(says), "{says}\n{said}");
    }
    fs::remove_file(shop.path("bad.tsv")).unwrap();
    let after: Vec<_> = fs::read_dir(shop.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(after.len(), before.len() - 1, "nothing was written");
    let said = sentence(&shop.run(&["check", "--feed", "none.tsv"]));
    assert!(said.contains("none.tsv cannot be read"), "{said}");
}

#[test]
fn check_says_what_build_would_refuse_in_the_same_words() {
    let shop = shop("o00-baseline");
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    let header = feed.lines().next().unwrap();
    shop.write("lost.tsv", &feed.replace("Mug ", "\t").replace("Lamp ", "\t"));
    shop.write("empty.tsv", &format!("{header}\n"));
    shop.write("untitled.tsv", &feed.replace("Mug ", "\t").replace("Lamp ", "\t").replace("Shirt ", "\t"));
    shop.write("sold.tsv", &feed.replace("in stock", "perhaps"));
    let xml = fs::read(case("g24-control-characters").join("ampersand.xml")).unwrap();
    fs::write(shop.path("cut.xml"), xml).unwrap();
    shop.write("strangers.csv", "order_id,timestamp,item_id\n1,2025-02-02,x1\n2,2025-02-02,x2\n3,2025-02-02,x1\n");
    shop.write("header.csv", "order_id,timestamp,item_id\n");
    for (feed, orders, says) in [
        ("lost.tsv", None, "8 of 12 rows of lost.tsv cannot be used"),
        ("empty.tsv", None, "empty.tsv: no row of the feed can be used: it has none: export it again."),
        ("untitled.tsv", None, "no row of the feed can be used: 12 rows with"),
        ("sold.tsv", None, "do not state whether they can be bought"),
        ("cut.xml", None, "cut.xml:5: the file cannot be read to its end"),
        ("feed.tsv", Some("strangers.csv"), "no order line names an item of the feed"),
        ("feed.tsv", Some("header.csv"), "has a header and no order lines"),
    ] {
        let orders = orders.map(|orders| ["--orders", orders]).unwrap_or_default();
        let sources: Vec<&str> = ["--feed", feed].into_iter().chain(orders).filter(|word| !word.is_empty()).collect();
        let told = sentence(&shop.run(&[&["build", "--no-calibration", "--out", "pack"], &sources[..]].concat()));
        let why = told.strip_prefix("passerelle: ").unwrap().split(" See `passerelle check").next().unwrap();
        assert!(why.contains(says), "{why}");
        let way_out = if told.contains("--force publishes") { " --force publishes nevertheless." } else { "" };
        assert_eq!(way_out.is_empty(), says.contains("no row of the feed"), "{told}");
        let (said, error) = failed(&shop.run(&[&["check"], &sources[..]].concat()));
        assert!(said.replace('\n', " ").ends_with(&format!("build would refuse: {why}{way_out}")), "{why}\n{said}");
        assert_eq!(error, format!("passerelle: `passerelle build` would refuse these files: {why}"));
    }
    let said = plain(&succeeded(shop.run(&["check", "--feed", "feed.tsv"])).stdout);
    assert!(said.ends_with("build\nwould take these files."), "{said}");
    shop.write("signs.tsv", &feed.replacen("10.90 EUR", "ten", 1));
    let said = plain(&succeeded(shop.run(&["check", "--feed", "signs.tsv"])).stdout).replace('\n', " ");
    assert!(said.ends_with("would take these files; with --strict it would refuse: 1 problems (bad-price)."), "{said}");
    // A message whose audience the orders cannot tell.
    let house = fs::read_to_string(shop.path("house.toml")).unwrap();
    let invitation = "[[invitation]]\nid = \"mugs\"\nfrom = \"2025-01-01\"\nuntil = \"2099-01-01\"\n\
                      texts.en = \"New mugs wait in the house.\"\nlink = \"https://shop.example/mugs\"\n\
                      for = { knows = [\"clothing\"], not_yet = [\"home\"] }\n";
    shop.write("house.toml", &format!("{house}\n{invitation}"));
    let told = sentence(&shop.run(&["build", "--no-calibration", "--feed", "feed.tsv", "--out", "pack"]));
    let (said, error) = failed(&shop.run(&["check", "--feed", "feed.tsv"]));
    assert!(told.contains("there are no orders to count its audience"), "{told}");
    let why = told.strip_prefix("passerelle: ").unwrap();
    assert!(said.replace('\n', " ").contains(&format!("would refuse: {why}")) && error.ends_with(why), "{said}{error}");
}

/// The state "closed" has different meanings in different shops.
#[test]
fn states_that_are_not_known_are_proposed_for_the_house() {
    let shop = shop("o00-baseline");
    let orders = fs::read_to_string(shop.path("orders.csv")).unwrap();
    let states = |states: [&str; 3]| {
        let row = |(line, n): (&str, usize)| match n {
            0 => format!("{line},status\n"),
            n => format!("{line},{}\n", states[n % 3]),
        };
        orders.lines().zip(0..).map(row).collect::<String>()
    };
    shop.write("states.csv", &states(["closed", "new", "paid"]));
    let line = "bought_states = [\"new\", \"closed\"]";
    let told = sentence(&shop.run(&with(&["--orders", "states.csv"])));
    for says in
        ["16 of 24 order lines cannot be learned from", "unknown status in column \"status\"", "under [orders]", line]
    {
        assert!(told.contains(says), "{told}");
    }
    let check = ["check", "--feed", "feed.tsv", "--orders", "states.csv"];
    let (said, _) = failed(&shop.run(&check));
    assert!(said.replace('\n', " ").contains(line), "{said}");
    // The proposed line is pasted, and one state moves to the other list.
    let house = fs::read_to_string(shop.path("house.toml")).unwrap();
    let settings = line.replace("\"new\", ", "");
    shop.write("house.toml", &format!("{house}\n[orders]\n{settings}\nnot_bought_states = [\"new\"]\n"));
    let said = plain(&succeeded(shop.run(&check)).stdout);
    assert!(said.contains("left out 8") && said.contains("can be learned from 100.0 %"), "{said}");
    let said = plain(&succeeded(shop.run(&with(&["--orders", "states.csv"]))).stdout);
    assert!(said.contains("24, 8 of them left out"), "{said}");
    // A small number of such lines is not refused; the table shows the same remedy.
    shop.write("house.toml", &house);
    shop.write("few.csv", &states(["paid", "paid", "paid"]).replacen("paid", "New", 1));
    let said = succeeded(shop.run(&with(&["--orders", "few.csv"])));
    assert!(
        text(&said.stderr).contains("unknown-status  List the states in [orders] of house.toml"),
        "{}",
        text(&said.stderr)
    );
    assert!(text(&said.stderr).contains("few.csv:2: status: New"), "{}", text(&said.stderr));
}

#[test]
fn files_that_were_mixed_up_or_hold_nothing_are_told() {
    let shop = shop("o00-baseline");
    shop.write("blank.csv", "\n\n");
    shop.write("titled.csv", "Export of March\norder_id,timestamp,item_id\n1,2025-02-02,a1\n");
    for (feed, orders, says) in [
        ("orders.csv", "feed.tsv", "orders.csv is not a product feed: it looks like orders, which --orders takes"),
        ("feed.tsv", "feed.tsv", "feed.tsv cannot be read as orders: it looks like a product feed, which --feed takes"),
        ("blank.csv", "orders.csv", "blank.csv is empty: export it again"),
        ("feed.tsv", "blank.csv", "blank.csv is empty: export it again"),
        ("titled.csv", "orders.csv", "its first line has one column: remove the lines above"),
        ("feed.tsv", "titled.csv", "titled.csv has no header: its first line holds one text only"),
    ] {
        for command in ["check", "build"] {
            let out = if command == "build" { &["--no-calibration", "--out", "pack"][..] } else { &[] };
            let (_, told) = failed(&shop.run(&[&[command, "--feed", feed, "--orders", orders], out].concat()));
            assert!(told.contains(says), "{told}");
        }
    }
    assert!(!shop.path("pack/manifest.json").exists());
}

/// Otherwise every item would be shown without a price.
#[test]
fn a_feed_whose_prices_cannot_be_read_is_refused() {
    let shop = shop("o00-baseline");
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    for (prices, says) in [
        (
            feed.replace(" EUR", ""),
            "12 of 12 rows of feed.tsv have a price that cannot be read (column \"price\" has \"10.90\"",
        ),
        (feed.replace(" EUR", " USD"), "12 of 12 rows of feed.tsv have a price in another currency than the house's"),
    ] {
        shop.write("feed.tsv", &prices);
        let told = sentence(&shop.run(&with(&[])));
        assert!(told.contains(says) && told.contains("--force publishes"), "{told}");
        succeeded(shop.run(&with(&["--force"])));
        fs::remove_dir_all(shop.path("pack")).unwrap();
    }
    shop.write("feed.tsv", &feed.replacen(" EUR", "", 3));
    succeeded(shop.run(&with(&[])));
}

#[test]
fn columns_of_a_feed_may_be_named_by_the_house() {
    let shop = shop("o00-baseline");
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    shop.write("own.tsv", &feed.replacen("title", "Bezeichnung", 1).replacen("price", "Preis", 1));
    let told = sentence(&shop.run(&["check", "--feed", "own.tsv"]));
    assert!(
        told.contains("has no column \"title\"") && told.contains("[feed] columns = { title = \"NAME\" }"),
        "{told}"
    );
    let house = fs::read_to_string(shop.path("house.toml")).unwrap();
    shop.write("house.toml", &format!("{house}\n[feed]\ncolumns = {{ title = \"Bezeichnung\", price = \"Preis\" }}\n"));
    let said = plain(&succeeded(shop.run(&["check", "--feed", "own.tsv"])).stdout).replace('\n', " ");
    for says in ["title from \"Bezeichnung\"", "with a price 100.0 %", "Shirt 1", "problems none"] {
        assert!(said.contains(says), "{says}: {said}");
    }
    let build =
        ["build", "--no-calibration", "--strict", "--feed", "own.tsv", "--orders", "orders.csv", "--out", "pack"];
    succeeded(shop.run(&build));
    let told = sentence(&shop.run(&["check", "--feed", "feed.tsv"]));
    assert!(told.contains("has no \"Preis\", to which [feed] columns of house.toml maps price"), "{told}");
}

#[test]
fn check_shows_the_feed_of_orders_that_cannot_be_read() {
    let shop = shop("o00-baseline");
    shop.write("foreign.csv", "basket,sku\n1,a1\n");
    shop.write("dates.csv", "order_id,timestamp,item_id\n1,02/03/2025,a1\n2,04/05/2025,a1\n");
    for (orders, says) in [
        ("none.csv", "none.csv cannot be read"),
        ("foreign.csv", "foreign.csv has no column session_id"),
        ("dates.csv", "--date-format DD/MM/YYYY"),
    ] {
        let (said, error) = failed(&shop.run(&["check", "--feed", "feed.tsv", "--orders", orders]));
        assert!(said.contains("items 12") && said.contains("Shirt 1"), "{said}");
        assert!(!said.contains("would take"), "{said}");
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn check_with_a_house_that_was_named_and_is_missing_is_an_error() {
    let shop = shop("o00-baseline");
    let said = sentence(&shop.run(&["check", "--feed", "feed.tsv", "--house", "hous.toml"]));
    assert!(said.contains("hous.toml: cannot be read"), "{said}");
    fs::remove_file(shop.path("house.toml")).unwrap();
    let said = plain(&succeeded(shop.run(&["check", "--feed", "feed.tsv"])).stdout).replace('\n', " ");
    assert!(
        said.ends_with("would take these files. It needs house.toml first: `passerelle preview` writes one."),
        "{said}"
    );
}

#[test]
fn one_root_is_cut_where_it_divides() {
    let shop = shop("o00-baseline");
    fs::remove_file(shop.path("house.toml")).unwrap();
    let feed = fs::read_to_string(shop.path("feed.tsv")).unwrap();
    let rooted =
        ["Clothing", "Home", "Garden"].iter().fold(feed, |feed, root| feed.replace(root, &format!("Books > {root}")));
    shop.write("feed.tsv", &rooted);
    let said = text(&succeeded(shop.run(&["check", "--feed", "feed.tsv"])).stdout);
    for division in ["in clothing", "in garden", "in home"] {
        assert!(said.contains(division), "{said}");
    }
}
