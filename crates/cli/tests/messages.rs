//! Messages to clients in a build: the files of messages, their audience, and the items that early access withholds.

mod shop;

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use shop::{HOUSE, ITEMS, Shop, assert_refused, feed, id, sentence, succeeded, text};

const MESSAGES: &str = r#"
[[collection]]
id = "capsule"
from = "2026-03-01"
until = "2026-06-30"
items = ["i03", "40000009"]

[[invitation]]
id = "scent"
from = "2026-01-02"
until = "2099-02-01"
texts.en = "A new scent waits in the house."
link = "https://shop.example/scent"
picture = "https://shop.example/scent.webp"
for = { knows = ["leather"], not_yet = ["scent"] }

[[care]]
id = "ring-care"
from = "2026-01-02"
until = "2026-12-31"
texts.en = "A ring asks for a little care."
for = { bought_types = ["rings"], after_days = 7, until_days = 60 }
ask = true
service = "https://shop.example/service"

[[early_access]]
id = "first-look"
from = "2026-02-20"
until = "2026-02-28"
texts.en = "The capsule opens to friends of the house."
link = "https://shop.example/first"
collection = "capsule"

[[offer]]
id = "water"
from = "2026-01-02"
until = "2026-02-01"
texts.en = "10 % off perfume."
code = "WATER10"
types = ["Water"]
"#;

fn messages(shop: &Shop) -> Value {
    let path = format!("pack/{}/messages/en.json", shop.manifest().folder());
    serde_json::from_slice(&fs::read(shop.path(&path)).unwrap()).unwrap()
}

/// Orders in which the first 30 additional shoppers bought leather only.
fn orders() -> String {
    let mut text = shop::orders();
    for shopper in 0..30 {
        text.push_str(&format!("l{shopper},l{shopper},2025-12-20,{},1\n", id(shopper % 4 * 6)));
    }
    text
}

/// The refusals of a build, one message a line.
fn refusals(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    text(&output.stderr)
}

/// The house, with the page of its offers and these messages.
fn house(messages: &str) -> String {
    let currency = "currency = \"EUR\"\n";
    format!(
        "{}{messages}",
        HOUSE.replacen(currency, &format!("{currency}offers = \"https://shop.example/offers\"\n"), 1)
    )
}

fn shop_with(messages: &str) -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", &house(messages));
    shop.write("orders.csv", &orders());
    shop
}

#[test]
fn a_build_has_the_messages_of_each_language_in_files_of_their_own() {
    let shop = shop_with(MESSAGES);
    shop.build();
    let said = messages(&shop);
    assert_eq!((&said["per_day"], &said["offers"]), (&json!(3), &json!("https://shop.example/offers")));
    let kinds: Vec<&str> =
        said["messages"].as_array().unwrap().iter().map(|message| message["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["care", "early-access", "invitation", "offer"]);
    assert_eq!(
        said["messages"][0],
        json!({
            "id": "ring-care", "kind": "care", "from": 20_455, "until": 20_818, "ask": true,
            "for": { "bought_types": ["Rings"], "after_days": 7, "until_days": 60 },
            "text": "A ring asks for a little care.", "service": "https://shop.example/service",
        })
    );
    assert_eq!(
        said["messages"][2]["for"],
        json!({ "knows": ["leather"], "not_yet": ["scent"] }),
        "what is not asked is not there"
    );
    assert_eq!(said["messages"][3]["divisions"], json!(["scent"]));
    succeeded(shop.run(&["verify", "pack"]));
    let file = shop.path(&format!("pack/{}/messages/en.json", shop.manifest().folder()));
    let sound = fs::read_to_string(&file).unwrap();
    for (damage, says) in [
        (sound.replace("a little care", "a little hare"), "does not have the hash in its name"),
        (sound.replace("\"until\"", "\"till\""), "messages/en.json holds no messages"),
    ] {
        fs::write(&file, damage).unwrap();
        assert_refused(&shop, &["verify", "pack"], says);
    }
}

#[test]
fn a_message_that_concerns_too_few_is_refused_with_how_many_it_takes() {
    // 150 shoppers, 30 of whom bought leather only; the minimum of 2 % is 3.
    let narrow = MESSAGES.replace("not_yet = [\"scent\"]", "not_yet = [\"scent\", \"jewellery\"], attachment = 0.9");
    let shop = shop_with(&narrow);
    let said = sentence(&shop.build_at("pack", "2026-01-01", &[]));
    let line = narrow.lines().position(|line| line == "id = \"scent\"").unwrap() + HOUSE.lines().count() + 2;
    assert!(
        said.contains(&format!(
            "house.toml:{line}: invitation \"scent\" concerns 0 of 150 shoppers by their purchases; broaden it to at least 3"
        )),
        "{said}"
    );
    assert!(said.contains("30 without attachment"), "{said}");
    assert!(!shop.path("pack/manifest.json").exists());
    let lint = ["lint", "house.toml", "--feed", "feed.tsv", "--orders", "orders.csv"];
    assert!(sentence(&shop.run(&lint)).contains("concerns 0 of 150 shoppers"));
    shop.write("house.toml", &house(MESSAGES));
    let sound = text(&succeeded(shop.run(&lint)).stdout);
    let row = sound.lines().find(|line| line.contains("invitation \"scent\"")).unwrap_or_default();
    assert!(row.contains("70 of 150  knows") && row.ends_with("not_yet"), "{sound}");
    let of_a_country = MESSAGES.replace("not_yet = [\"scent\"]", "not_yet = [\"scent\"], countries = [\"FR\"]");
    shop.write("house.toml", &house(&of_a_country));
    let told = text(&succeeded(shop.run(&lint)).stdout);
    let row = told.lines().find(|line| line.contains("invitation \"scent\"")).unwrap_or_default();
    assert!(row.contains("70 of 150  knows") && row.ends_with("countries, not_yet"), "over all countries: {told}");
    shop.write("house.toml", &house(MESSAGES));
    let said = refusals(&shop.run(&["build", "--feed", "feed.tsv", "--out", "pack"]));
    assert!(said.contains("there are no orders to count its audience: give --orders"), "{said}");
}

#[test]
fn a_message_whose_days_have_passed_is_neither_checked_nor_shipped() {
    // The message concerns nobody, so it is refused until its last day has passed.
    let narrow = MESSAGES
        .replace("not_yet = [\"scent\"]", "not_yet = [\"scent\", \"jewellery\"], attachment = 0.9")
        .replace("until = \"2099-02-01\"", "until = \"2026-02-01\"");
    let shop = shop_with(&narrow);
    assert!(sentence(&shop.build_at("pack", "2026-02-01", &[])).contains("concerns 0 of"));
    let said = text(&succeeded(shop.build_at("pack", "2026-02-02", &[])).stdout);
    for what in ["invitation \"scent\"", "offer \"water\""] {
        assert!(said.contains(&format!("{what} is left out: its last day has passed")), "{said}");
    }
    let ids: Vec<Value> = messages(&shop)["messages"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids, ["ring-care", "first-look"]);
    let linted = text(&succeeded(shop.run(&["lint", "house.toml", "--feed", "feed.tsv"])).stdout);
    assert!(linted.contains("invitation \"scent\" is left out: its last day has passed"), "{linted}");
}

#[test]
fn counts_hold_no_shoppers_to_ask_whom_a_message_concerns() {
    let shop = shop_with(MESSAGES);
    let said = refusals(&shop.run(&["build", "--feed", "feed.tsv", "--counts", "counts", "--out", "pack"]));
    assert!(
        said.contains(
            "reads the history, and --counts have no shoppers, so its audience cannot be counted: build with --orders \
             instead of --counts, or remove its `for`"
        ),
        "{said}"
    );
}

#[test]
fn items_of_early_access_enter_the_pack_only_when_the_house_says_so_and_are_listed() {
    let shop = shop_with(MESSAGES);
    let said = shop.build();
    assert_eq!(shop.manifest().items as usize, ITEMS - 2, "a pack is public");
    assert!(!said.contains("public before"), "{said}");
    let whole = fs::read(shop.path(&format!("pack/{}/core.psr", shop.manifest().folder()))).unwrap();
    assert!(!whole.is_empty());
    let published =
        MESSAGES.replace("collection = \"capsule\"", "collection = \"capsule\"\npublish_items_early = true");
    shop.write("house.toml", &house(&published));
    let said = shop.build();
    assert_eq!(shop.manifest().items as usize, ITEMS - 2, "nothing is early before the message begins");
    assert!(!said.contains("public before"), "{said}");
    let published = published.replace("from = \"2026-02-20\"", "from = \"2026-01-01\"");
    shop.write("house.toml", &house(&published));
    let said = shop.build();
    assert_eq!(shop.manifest().items as usize, ITEMS);
    let listed = said.split_once("public before their collection opens").map(|(_, listed)| listed).unwrap();
    assert!(listed.contains("i03") && listed.contains("Thing number 9"), "{said}");
    shop.write("house.toml", &house(MESSAGES));
    let opened = text(&succeeded(shop.build_at("open", "2026-03-01", &[])).stdout);
    assert!(!opened.contains("public before"), "{opened}");
    let manifest = fs::read(shop.path("open/manifest.json")).unwrap();
    assert_eq!(passerelle::pack::Manifest::parse(&manifest).unwrap().items as usize, ITEMS, "the collection is open");
}

#[test]
fn a_house_without_messages_gets_its_files_too() {
    let shop = Shop::new();
    shop.write("feed.tsv", &feed(&[], &[]));
    shop.build();
    assert_eq!(messages(&shop), json!({ "per_day": 3, "messages": [] }));
}
