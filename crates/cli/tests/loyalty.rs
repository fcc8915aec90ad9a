//! Loyalty in a build: the programme in the files of messages, the parameter of advisers, and the number of shoppers in
//! each tier.

mod shop;

use std::fs;

use serde_json::{Value, json};
use shop::{HOUSE, Shop, id, sentence, succeeded, text};

/// A programme whose second tier begins at `attachment`.
fn loyalty(attachment: &str) -> String {
    format!(
        r#"
[loyalty]
texts.en = "The house knows its friends."
link = "https://shop.example/friends"
adviser_parameter = "adviser"

[[loyalty.tier]]
id = "guest"
attachment = 0
names.en = "Guest"
benefits.en = "A welcome in every shop."
deepen.en = "A visit from time to time."

[[loyalty.tier]]
id = "friend"
attachment = {attachment}
names.en = "Friend of the house"
benefits.en = "Collections before they open."
"#
    )
}

/// Four in five shoppers bought in several divisions; the others bought in one.
fn shop_with(loyalty: &str) -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", &format!("{HOUSE}{loyalty}"));
    let mut orders = shop::orders();
    for shopper in 0..30 {
        orders.push_str(&format!("l{shopper},l{shopper},2025-12-20,{},1\n", id(shopper % 4 * 6)));
    }
    shop.write("orders.csv", &orders);
    shop
}

const LINT: [&str; 6] = ["lint", "house.toml", "--feed", "feed.tsv", "--orders", "orders.csv"];

#[test]
fn a_build_says_the_programme_in_its_files_of_messages() {
    let shop = shop_with(&loyalty("0.2"));
    shop.build();
    let path = format!("pack/{}/messages/en.json", shop.manifest().folder());
    let said: Value = serde_json::from_slice(&fs::read(shop.path(&path)).unwrap()).unwrap();
    let friend = passerelle::model::Factor::round(0.2).to_f64();
    assert_eq!(
        said["loyalty"],
        json!({
            "text": "The house knows its friends.", "link": "https://shop.example/friends",
            "tiers": [
                { "id": "guest", "attachment": 0.0, "name": "Guest", "benefits": "A welcome in every shop.", "deepen": "A visit from time to time." },
                { "id": "friend", "attachment": friend, "name": "Friend of the house", "benefits": "Collections before they open." },
            ],
        })
    );
    succeeded(shop.run(&["verify", "pack"]));
}

#[test]
fn a_tier_in_which_too_few_stand_is_refused_with_how_many_it_takes() {
    let shop = shop_with(&loyalty("0.95"));
    let said = sentence(&shop.build_at("pack", "2026-01-01", &[]));
    let line = HOUSE.lines().count() + loyalty("0").lines().position(|line| line == "id = \"friend\"").unwrap() + 1;
    assert!(said.contains(&format!("house.toml:{line}: tier \"friend\" has 0 of")), "{said}");
    assert!(said.contains("merge tiers, until each has at least 3 (privacy.k, discretion.minimum_audience)"), "{said}");
    assert!(!shop.path("pack/manifest.json").exists());
    assert!(sentence(&shop.run(&LINT)).contains("tier \"friend\" has 0 of"));
    shop.write("house.toml", &format!("{HOUSE}{}", loyalty("0.2")));
    let sound = text(&succeeded(shop.run(&LINT)).stdout);
    let row = |tier: &str| -> Vec<&str> {
        let line = sound.lines().find(|line| line.contains(&format!("tier \"{tier}\""))).unwrap_or_default();
        line.split_whitespace().skip(3).collect()
    };
    assert_eq!(row("guest"), ["74", "of", "150", "-", "attachment"], "{sound}");
    assert_eq!(row("friend"), ["76", "of", "150", "attachment", "-"], "{sound}");
}

#[test]
fn tiers_need_orders_to_be_counted_in_and_one_tier_needs_none() {
    let shop = shop_with(&loyalty("0.2"));
    let without = ["build", "--feed", "feed.tsv", "--out", "pack"];
    let said = text(&shop.run(&without).stderr);
    assert!(
        said.contains("tier \"friend\" reads the history, and there are no orders to count its audience: give --orders with dates, or keep only one tier"),
        "{said}"
    );
    let one = loyalty("0.2").split("\n[[loyalty.tier]]\nid = \"friend\"").next().unwrap().to_owned();
    shop.write("house.toml", &format!("{HOUSE}{one}"));
    succeeded(shop.run(&without));
}
