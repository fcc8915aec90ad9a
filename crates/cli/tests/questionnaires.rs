//! Questionnaires in a build: their files, the checks of `verify`, and the hints of `build` and `lint` about answers
//! without items.

mod shop;

use std::fs;

use passerelle_advice::Questionnaire;
use shop::{HOUSE, Shop, assert_refused, feed, sentence, succeeded, text};

const QUESTIONNAIRE: &str = r#"
[[questionnaire]]
id = "gift"
titles = { en = "A gift" }

[[questionnaire.question]]
id = "whom"
texts = { en = "Whom is it for?" }
answers = [
  { id = "her", texts = { en = "Her" }, tags = { rings = 2, sparkling = 1 } },
  { id = "him", texts = { en = "Him" }, exclude = ["rings"] },
]

[[questionnaire.step]]
id = "gift"
names = { en = "The gift" }
items = { product_type = ["Rings", "Bags"] }

[[questionnaire.step]]
id = "ring"
names = { en = "With it" }
items = { division = "jewellery" }
"#;

fn shop_with(questionnaire: &str) -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", &format!("{HOUSE}{questionnaire}"));
    shop
}

#[test]
fn a_build_has_a_file_of_each_questionnaire_and_tells_where_answers_lead_nowhere() {
    let shop = shop_with(QUESTIONNAIRE);
    let said = shop.build();
    let file = shop.path(&format!("pack/{}/advice/gift.en.json", shop.manifest().folder()));
    let gift: Questionnaire = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!((gift.items.len(), gift.steps[1].items.len(), gift.currency.as_str()), (16, 8, "EUR"));
    let ring = gift.items.iter().find(|item| item.id == "i01").unwrap();
    assert_eq!(
        (ring.tags.as_slice(), ring.price_minor, ring.division.as_str()),
        (&["rings".to_owned()][..], Some(1_150), "jewellery")
    );
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = HOUSE.lines().count() + 3;
    let place = format!("house.toml:{line}: questionnaire \"gift\"");
    for hint in [
        format!(
            "{place}: no item of its steps has the tag \"sparkling\": correct the spelling, or tag items in the feed"
        ),
        format!(
            "{place}: step \"ring\" finds no item that can be bought for 1 of all 2 ways to answer, first for whom = him in spring"
        ),
    ] {
        assert!(told.contains(&hint), "{told}");
    }
    let linted = text(&succeeded(shop.run(&["lint", "house.toml", "--feed", "feed.tsv"])).stdout);
    assert!(linted.contains("questionnaires") && linted.contains("\"sparkling\""), "{linted}");
    succeeded(shop.run(&["verify", "pack"]));
    let sound = fs::read_to_string(&file).unwrap();
    for (damage, says) in [
        (sound.replace("The gift", "The gaft"), "does not have the hash in its name"),
        (sound.replace("\"questions\"", "\"asks\""), "advice/gift.en.json holds no questionnaire"),
        (sound.replacen("\"gift\"", "\"gaft\"", 1), "holds the questionnaire \"gaft\""),
    ] {
        fs::write(&file, damage).unwrap();
        assert_refused(&shop, &["verify", "pack"], says);
    }
}

#[test]
fn what_sells_most_comes_first_and_the_same_input_gives_the_same_bytes() {
    let shop = shop_with(QUESTIONNAIRE);
    shop.build();
    let first = shop.bytes("pack");
    let again = shop_with(QUESTIONNAIRE);
    again.build();
    assert_eq!(again.bytes("pack"), first);
}

#[test]
fn a_sold_out_step_is_told() {
    let shop = shop_with(QUESTIONNAIRE);
    let rings: Vec<usize> = (0..shop::ITEMS).filter(|item| item % 3 == 1).collect();
    shop.write("feed.tsv", &feed(&[], &rings));
    let said = shop.build();
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("step \"ring\" finds no item that can be bought for 2 of all 2 ways"), "{told}");
}

#[test]
fn a_step_that_the_feed_cannot_fill_is_refused() {
    let shop = shop_with(&QUESTIONNAIRE.replace("[\"Rings\", \"Bags\"]", "\"Hats\""));
    let said = sentence(&shop.build_at("pack", "2026-01-01", &[]));
    assert!(said.contains("no item of the feed belongs to step \"gift\" of questionnaire \"gift\""), "{said}");
}
