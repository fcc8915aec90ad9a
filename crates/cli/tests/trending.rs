//! Trending items, from orders to slates: in the report, in the pack, and in exports for e-mail and servers.

mod shop;

use std::fmt::Write as _;

use serde_json::Value;
use shop::{ITEMS, Shop, id, succeeded, text};

/// Days before the last fortnight, which ends on 2025-12-31.
const BEFORE: i64 = 42;
const RISING: [usize; 3] = [0, 3, 1];

/// Eight weeks of orders until the last day of 2025. All items sell every other day; those of `RISING` rise, the first
/// one most.
fn orders() -> String {
    let mut text = "order_id,user_id,timestamp,item_id,quantity\n".to_owned();
    let mut number = 0;
    for day in 0..56i64 {
        let time = 1_767_139_200 - (55 - day) * 86_400;
        for item in 0..ITEMS {
            let usual = usize::from((item as i64 + day) % 2 == 0);
            let more = RISING.iter().position(|one| *one == item).filter(|_| day >= BEFORE);
            for _ in 0..usual + more.map_or(0, |at| 6 - 2 * at) {
                number += 1;
                let _ = writeln!(text, "o{number},u{number},{time},{},1", id(item));
            }
        }
    }
    text
}

fn shop() -> Shop {
    let shop = Shop::new();
    shop.write("orders.csv", &orders());
    shop
}

fn row(said: &str) -> String {
    let line = said.lines().find(|line| line.trim_start().starts_with("trending")).unwrap_or_else(|| panic!("{said}"));
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

fn ids(slate: &Value) -> Vec<String> {
    let suggestions = slate["suggestions"].as_array().unwrap();
    assert!(suggestions.iter().all(|one| one["reason"]["code"] == "trending"));
    suggestions.iter().map(|one| one["itemId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_rise_is_built_told_exported_and_answered() {
    let shop = shop();
    assert_eq!(row(&shop.build()), "3 items");
    for command in ["inspect", "verify"] {
        let said = text(&succeeded(shop.run(&[command, "pack"])).stdout);
        assert!(row(&said).starts_with("3 items, "), "{said}");
    }
    let now = ["--now", "2026-01-02"];
    let exported =
        text(&succeeded(shop.run(&[&["export", "pack", "--placement", "trending"], &now[..]].concat())).stdout);
    let lines: Vec<Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["placement"], "trending");
    let of = |at: usize| ids(&lines[at]["slate"]);
    let rising = RISING.map(id);
    let balanced = [0, 1, 3].map(id);
    assert_eq!(of(0), balanced, "one of a type for every four places, where others fill the rest");
    assert_eq!(lines[1]["division"], "leather");
    assert_eq!((of(1), of(2), of(3)), (rising[..2].to_vec(), rising[2..].to_vec(), Vec::new()));
    let batch = [
        r#"{"requests": [{"placement": "trending"}], "now": "2026-01-02"}"#.to_owned(),
        format!(
            r#"{{"history": [{{"name": "purchase", "itemId": "{}"}}], "requests": [{{"placement": "trending"}}], "now": "2026-01-02"}}"#,
            id(3)
        ),
    ];
    shop.write("batch.jsonl", &batch.join("\n"));
    let answered = text(&succeeded(shop.run(&["suggest", "pack", "--batch", "batch.jsonl"])).stdout);
    let answers: Vec<Value> = answered.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let slate = |at: usize| ids(&answers[at]["answers"][0]["slate"]);
    assert_eq!(slate(0), balanced);
    assert!(!slate(1).contains(&id(3)), "what was bought is left out");
}

#[test]
fn why_nothing_is_known_is_said_by_build_and_check() {
    let shop = shop();
    let check = |more: &[&str]| {
        let arguments =
            [&["check", "--feed", "feed.tsv", "--orders", "orders.csv", "--as-of", "2026-01-01"], more].concat();
        row(&text(&succeeded(shop.run(&arguments)).stdout))
    };
    assert_eq!(check(&[]), "3 items");
    shop.write("house.toml", &format!("{}\n[trending]\ndays = 40\n", shop::HOUSE));
    let says = "none: the orders reach back 56 days, and 80 are needed; give more of them, or fewer days in [trending]";
    assert_eq!((check(&[]), row(&shop.build())), (says.to_owned(), says.to_owned()));
    let undated: String = orders()
        .lines()
        .map(|line| {
            line.split(',').enumerate().filter(|(at, _)| *at != 2).map(|(_, field)| field).collect::<Vec<_>>().join(",")
                + "\n"
        })
        .collect();
    shop.write("orders.csv", &undated);
    let says = "none: the orders have no dates; export them with a column timestamp";
    assert_eq!((check(&[]), row(&shop.build())), (says.to_owned(), says.to_owned()));
    shop.write("house.toml", shop::HOUSE);
    shop.write("orders.csv", &orders());
    let late = text(&succeeded(shop.build_at("pack", "2026-02-01", &[])).stdout);
    assert!(row(&late).starts_with("none: the last order is 32 days old"), "{late}");
}
