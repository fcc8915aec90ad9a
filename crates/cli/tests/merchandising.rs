//! Rules, placements and settings of house.toml, from the file to the slate, and the explanation of a score by
//! `suggest`.

mod shop;

use std::fs;
use std::num::NonZeroU8;

use passerelle::model::{DivisionIndex, TypeIndex};
use passerelle::rank::{AgeGroup, Fallback, Gender, Placement, Scope, Target, Wearer};
use shop::{HOUSE, Shop, assert_refused, id, sentence, succeeded, text};

const BUILD: [&str; 11] = [
    "build",
    "--feed",
    "feed.tsv",
    "--orders",
    "orders.csv",
    "--out",
    "pack",
    "--as-of",
    "2026-01-01",
    "--time",
    "2026-01-01",
];

/// A shop with `more` at the end of its house file.
fn shop(more: &str) -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", &format!("{HOUSE}{more}"));
    shop
}

/// The ids that a placement shows on `date`, in the order of the slate.
fn shown(shop: &Shop, placement: &str, date: &str, more: &[&str]) -> Vec<String> {
    shop.write("history.json", &format!("[{{\"name\": \"view_item\", \"itemId\": \"{}\"}}]", id(0)));
    let arguments = ["suggest", "pack", "--history", "history.json", "--placement", placement, "--now", date, "--json"];
    let slate = succeeded(shop.run(&[&arguments, more].concat()));
    let slate: serde_json::Value = serde_json::from_slice(&slate.stdout).unwrap();
    let suggestions = slate["suggestions"].as_array().unwrap();
    suggestions.iter().map(|one| one["itemId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_rule_reaches_the_pack_with_its_targets_placements_and_dates() {
    let plain = Shop::new();
    plain.build();
    let before = shown(&plain, "home", "2026-01-10", &[]);
    let pinned = ["i10", "i20"].map(str::to_owned);
    assert!(pinned.iter().all(|id| !before.contains(id)), "{before:?}");
    // Items are pinned by item id and by GTIN, in the order of the rule.
    let gtin = fs::read_to_string(plain.path("feed.tsv")).unwrap();
    let gtin = gtin.lines().find(|line| line.starts_with("i20")).unwrap().split('\t').next_back().unwrap().to_owned();
    let shop = shop(&format!(
        r#"
[[rule]]
action = "pin"
items = ["i10", "{gtin}"]
placements = ["home", "confirmation"]
from = "2026-01-05"
until = "2026-01-10"

[[rule]]
action = "exclude"
types = ["rings"]
placements = ["cart"]

[[placement]]
id = "home"
limit = 3
"#
    ));
    shop.build();
    let core = shop.pack().core().clone();
    let targets: Vec<(u16, &Target)> = core.rules.iter().map(|rule| (rule.number, &rule.target)).collect();
    let rings = core.types.iter().position(|kind| kind.name == "Rings").unwrap() as u16;
    let item = |id: &str| Target::Item(id.to_owned());
    assert_eq!(targets, [(1, &item("i10")), (1, &item("i20")), (2, &Target::Type(TypeIndex(rings)))]);
    let of_the_day = |placement, date| shown(&shop, placement, date, &[]);
    assert_eq!(of_the_day("home", "2026-01-05")[..2], pinned);
    assert_eq!(of_the_day("home", "2026-01-10T23:59:59Z")[..2], pinned);
    assert_eq!(of_the_day("home", "2026-01-10").len(), 3);
    for outside in ["2026-01-04T23:59:59Z", "2026-01-11"] {
        assert!(!of_the_day("home", outside).contains(&pinned[0]), "{outside}");
    }
    assert_eq!(of_the_day("confirmation", "2026-01-07"), pinned);
    assert_eq!(of_the_day("confirmation", "2026-01-12"), [""; 0]);
    let ring = |id: &String| id[1..].parse::<usize>().unwrap() % 3 == 1;
    assert!(!of_the_day("cart", "2026-01-07").iter().any(ring));
    let home = shown(&plain, "home", "2026-01-07", &["--limit", "24"]);
    assert!(home.iter().any(ring), "without the rule there are some: {home:?}");
    succeeded(shop.run(&["verify", "pack"]));
}

#[test]
fn ranking_and_placement_settings_reach_the_pack() {
    let shop = shop(
        r#"
[ranking]
division_share_weight = 2.0
new_share = 0.25
new_arrival_boost = 1.5
max_per_type = 3

[[placement]]
id = "product"
divisions = ["scent", "leather", "scent"]
threshold = 0.5
fallback = "any"
reminders = true
"#,
    );
    shop.build();
    let core = shop.pack().core().clone();
    let tuning = &core.tuning;
    assert_eq!(
        (tuning.share.to_f64(), tuning.new_share.to_f64(), tuning.precedence.to_f64(), tuning.max_per_type),
        (2.0, 0.25, 1.5, NonZeroU8::new(3))
    );
    let product = &core.placements[Placement::Product as usize];
    assert_eq!(product.scope, Scope::Only(vec![DivisionIndex(0), DivisionIndex(2)]));
    assert_eq!((product.threshold.to_f64(), product.fallback, product.reminders), (0.5, Fallback::Any, true));
    assert_eq!(core.placements[Placement::Cart as usize], Placement::Cart.defaults());
}

/// A rule about an item that the feed does not have is an error, and the previous pack stays.
#[test]
fn a_rule_that_names_nothing_of_the_feed_publishes_nothing() {
    let shop = Shop::new();
    let line = HOUSE.lines().count() + 4;
    for (rule, says) in [
        ("action = \"pin\"\nitems = [\n\"i99\"]", "the feed has no item \"i99\""),
        ("action = \"boost\"\ntypes = [\n\"Hats\"]", "the feed has no type \"Hats\""),
        ("action = \"bury\"\ndivisions = [\n\"hats\"]", "there is no division \"hats\""),
    ] {
        shop.write("house.toml", &format!("{HOUSE}[[rule]]\n{rule}\n"));
        let said = sentence(&shop.run(&BUILD));
        assert!(said.contains(says) && said.contains(&format!("house.toml:{line}: ")), "{said}");
        assert!(!shop.path("pack/manifest.json").exists(), "nothing is published");
    }
    shop.write("house.toml", HOUSE);
    shop.build();
    shop.write("house.toml", &format!("{HOUSE}\n[[rule]]\naction = \"pin\"\nitems = [\"i99\"]\n"));
    assert_refused(&shop, &BUILD, "i99");
}

/// Shoes for a woman, a man and a girl, which are bought together.
fn shoes(ranking: &str) -> Shop {
    let shop = Shop::new();
    let mut feed = "id\ttitle\tlink\tprice\tavailability\tproduct_type\tgender\tage_group\n".to_owned();
    for (id, gender, age_group) in [("woman", "female", "adult"), ("man", "male", "adult"), ("girl", "female", "kids")]
    {
        feed.push_str(&format!(
            "{id}\tRunner\thttps://shop.example/p/{id}\t90.00 EUR\tin_stock\tShoes > Sneakers\t{gender}\t{age_group}\n"
        ));
    }
    let mut orders = "order_id,user_id,timestamp,item_id,quantity\n".to_owned();
    for order in 0..60 {
        for id in ["woman", "man", "girl"] {
            orders.push_str(&format!("o{order},u{order},2025-12-{:02},{id},1\n", 1 + order % 28));
        }
    }
    let house = "[house]\nname = \"Shoes\"\nlanguages = [\"en\"]\ncurrency = \"EUR\"\n\
                 [[division]]\nid = \"shoes\"\nnames = { en = \"shoes\" }\nproduct_types = [\"Shoes\"]\n\
                 [[placement]]\nid = \"product\"\ndivisions = \"any\"\n";
    shop.write("house.toml", &format!("{house}{ranking}"));
    shop.write("feed.tsv", &feed);
    shop.write("orders.csv", &orders);
    shop.build();
    shop
}

#[test]
fn a_house_that_does_not_bind_the_gender_or_the_age_group_suggests_for_another_wearer() {
    let (gender, age_group) = (Some(Gender::Male), Some(AgeGroup::Adult));
    for (ranking, wearer, suggested) in [
        ("", Wearer { gender, age_group }, &[][..]),
        ("[ranking]\nbind_gender = false\n", Wearer { gender: None, age_group }, &["man"]),
        ("[ranking]\nbind_age_group = false\n", Wearer { gender, age_group: None }, &["girl"]),
        ("[ranking]\nbind_gender = false\nbind_age_group = false\n", Wearer::default(), &["girl", "man"]),
    ] {
        let shop = shoes(ranking);
        let pack = shop.pack();
        let payload = pack.payload_for("man").unwrap();
        let shard = pack.parse(&payload).unwrap();
        let card = shard.cards().find(|card| card.id == "man").unwrap();
        assert_eq!(card.wearer, wearer, "{ranking}");
        let mut beside = shown(&shop, "product", "2026-01-10", &["--item", "woman"]);
        beside.sort_unstable();
        assert_eq!(beside, suggested, "{ranking}");
    }
}

#[test]
fn suggest_explains_a_score_by_its_parts() {
    let shop = shop("\n[[rule]]\naction = \"boost\"\ntypes = [\"Bags\"]\nfactor = 3\n");
    shop.build();
    let explain = |item: &str, more: &[&str]| -> serde_json::Value {
        let arguments = ["suggest", "pack", "--item", "i01", "--limit", "24", "--now", "2026-01-01", "--explain", item];
        let output = succeeded(shop.run(&[&arguments, more].concat()));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| text(&output.stdout).into())
    };
    let slate =
        succeeded(shop.run(&["suggest", "pack", "--item", "i01", "--limit", "24", "--now", "2026-01-01", "--json"]));
    let slate: serde_json::Value = serde_json::from_slice(&slate.stdout).unwrap();
    let first = &slate["suggestions"][0];
    let why = explain(first["itemId"].as_str().unwrap(), &["--json"]);
    assert_eq!((&why["score"], &why["place"], &why["absence"]), (&first["score"], &1.into(), &serde_json::Value::Null));
    let parts = why["parts"].as_array().unwrap();
    assert_eq!(Some(parts.iter().map(|part| part["value"].as_i64().unwrap()).sum()), why["score"].as_i64());
    assert!(parts.iter().any(|part| part["name"] == "rule" && part["source"] == "1"), "{why}");
    let of_the_page = |part: &&serde_json::Value| part["source"] == "i01";
    let listed = parts.iter().filter(of_the_page).all(|part| part["name"] == "neighbour" || part["name"] == "back-off");
    assert!(listed && parts.iter().any(|part| of_the_page(&part)), "{why}");
    assert_eq!(explain("i01", &["--json"])["absence"], "no-neighbour");
    assert_eq!(explain("i04", &["--json"])["absence"], "division");
    let excluded = ["--exclude", first["itemId"].as_str().unwrap(), "--json"];
    assert_eq!(explain(first["itemId"].as_str().unwrap(), &excluded)["absence"], "forbidden");
    let table = explain(first["itemId"].as_str().unwrap(), &[]);
    let lines: Vec<&str> = table.as_str().unwrap().lines().collect();
    assert_eq!(lines[0], format!("{} has place 1", first["itemId"].as_str().unwrap()));
    assert!(lines.last().unwrap().starts_with("sum") && lines.last().unwrap().ends_with(&first["score"].to_string()));
    assert!(explain("i04", &[]).as_str().unwrap().starts_with("i04 is not shown: division\n"));
    let unknown = succeeded(shop.run(&["suggest", "pack", "--item", "nobody", "--explain", "i01"]));
    assert_eq!(text(&unknown.stdout), "nothing is suggested: item-unknown\n");
}

/// A batch answers each line as a single shopper's request.
#[test]
fn suggest_answers_a_batch_line_by_line() {
    let shop = Shop::new();
    shop.build();
    shop.write(
        "shoppers.jsonl",
        r#"{"history": [{"name": "view_item", "itemId": "i00"}, {"name": "purchase", "itemId": "nobody"}], "requests": [{"placement": "home", "limit": 5}, {"placement": "product", "itemId": "i03", "explain": "i04"}], "now": "2026-01-10"}

{"requests": [{"placement": "product", "itemId": "i01", "divisions": ["scent"]}], "contextual": true, "now": "2026-01-10"}
"#,
    );
    let answers = text(&succeeded(shop.run(&["suggest", "pack", "--batch", "shoppers.jsonl"])).stdout);
    let answers: Vec<serde_json::Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["recorded"], serde_json::json!([true, false]));
    let ids = |slate: &serde_json::Value| -> Vec<String> {
        let suggestions = slate["suggestions"].as_array().unwrap();
        suggestions.iter().map(|one| one["itemId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&answers[0]["answers"][0]["slate"]), shown(&shop, "home", "2026-01-10", &["--limit", "5"]));
    assert!(answers[0]["answers"][0].get("explanation").is_none());
    assert!(answers[0]["answers"][1]["explanation"]["parts"].is_array());
    let scent = &answers[1]["answers"][0]["slate"]["suggestions"];
    assert!(scent.as_array().unwrap().iter().all(|one| one["division"]["id"] == "scent"), "{scent}");
    for (line, says) in [
        (
            "{\"requests\": [{\"placement\": \"shelf\"}]}",
            "line 2: suggest(request): `placement` must be one of \"product\", ",
        ),
        (
            "{\"requests\": [{\"placement\": \"home\", \"limit\": 25}]}",
            "line 2: suggest(request): `limit` must be a whole number from 1 to 24",
        ),
        ("{\"requests\": [{\"placement\": \"home\", \"divisions\": [\"hats\"]}]}", "it has no \"hats\""),
        ("{\"requests\": [{\"placement\": \"home\", \"limitt\": 4}]}", "`limitt` is not known; leave it out"),
        (
            "{\"history\": [{\"name\": \"views\", \"itemId\": \"i00\"}]}",
            "line 2: event 1 of the history: track(event): `name` must be one of \"view_item\", ",
        ),
        ("[", "line 2: "),
    ] {
        shop.write("shoppers.jsonl", &format!("\n{line}\n"));
        let said = sentence(&shop.run(&["suggest", "pack", "--batch", "shoppers.jsonl"]));
        assert!(said.contains(says), "{said}");
    }
    let both = shop.run(&["suggest", "pack", "--batch", "shoppers.jsonl", "--item", "i00"]);
    assert_eq!(both.status.code(), Some(2), "{}", text(&both.stderr));
}
