//! Files of translations in a build: their content, and a check that no change goes unnoticed.

mod shop;

use std::fs;

use serde_json::{Value, json};
use shop::{HOUSE, Shop, assert_refused, sentence, succeeded, text};

/// The house in two languages, with texts of its own.
fn house() -> String {
    let french = [("leather goods", "la maroquinerie"), ("jewellery", "la joaillerie"), ("perfume", "le parfum")];
    let spoken = french.into_iter().fold(HOUSE.replace("[\"en\"]", "[\"en\", \"fr-CA\"]"), |house, (en, fr)| {
        house.replace(&format!("{{ en = \"{en}\" }}"), &format!("{{ en = \"{en}\", fr-CA = \"{fr}\" }}"))
    });
    spoken
        + r#"
[[type]]
name = "rings"
names = { en = "a ring" }

[messages.fr-CA]
completes-type = "Pour sublimer {type}"

[[notice]]
id = "clasp"
from = "2026-01-02"
until = "2026-02-01"
items = ["40000003", "gone"]
ordered_until = "1970-01-11"
texts.en = "If you were concerned by the clasp, the house mends it."
texts.fr-CA = "Si vous avez été concerné par le fermoir, la maison le répare."
link = "https://shop.example/clasp"

[[notice]]
id = "thanks"
from = "2026-01-02"
until = "2026-02-01"
items = "all"
texts.en = "If you ordered here, the house thanks you."
texts.fr-CA = "Si vous avez commandé ici, la maison vous remercie."
"#
}

fn said(shop: &Shop, tag: &str) -> Value {
    let path = format!("pack/{}/translations/{tag}.json", shop.manifest().folder());
    serde_json::from_slice(&fs::read(shop.path(&path)).unwrap()).unwrap()
}

#[test]
fn each_language_gets_a_file_with_the_house_s_texts() {
    let shop = Shop::new();
    shop.write("house.toml", &house());
    shop.build();
    let letter = |text: &str| {
        json!({
            "id": "clasp", "from": 20_455, "until": 20_485, "items": ["gone", "i03"], "ordered": [0, 10], "text": text,
            "link": "https://shop.example/clasp",
        })
    };
    let [en, fr] = ["en", "fr-CA"].map(|tag| said(&shop, tag));
    assert_eq!(en["types"], json!({ "Rings": "a ring" }), "by the feed's own name");
    assert_eq!(en["messages"], json!({}));
    assert_eq!(en["notices"][0], letter("If you were concerned by the clasp, the house mends it."));
    assert_eq!(fr["types"], json!({}), "no name, no sentence with it");
    assert_eq!(fr["messages"], json!({ "completes-type": "Pour sublimer {type}" }));
    assert_eq!(fr["notices"][0], letter("Si vous avez été concerné par le fermoir, la maison le répare."));
    let everybody = &fr["notices"][1];
    assert_eq!((&everybody["items"], &everybody["link"]), (&Value::Null, &Value::Null));
    assert_eq!(everybody["ordered"], json!([0, u32::MAX]), "whenever it was");
}

#[test]
fn what_the_house_stands_for_is_said_in_each_language() {
    let shop = Shop::new();
    let toml = r#"
[house.values]
texts = { en = "Every piece is mended for life.", fr-CA = "Chaque pièce est réparée à vie." }
link = "https://shop.example/values"
"#;
    shop.write("house.toml", &(house() + toml));
    shop.build();
    let values = |text: &str| json!({ "text": text, "link": "https://shop.example/values" });
    assert_eq!(said(&shop, "en")["values"], values("Every piece is mended for life."));
    assert_eq!(said(&shop, "fr-CA")["values"], values("Chaque pièce est réparée à vie."));
    succeeded(shop.run(&["verify", "pack"]));
    let whole = house() + toml;
    for (from, to, says) in [
        (", fr-CA = \"Chaque pièce est réparée à vie.\"", "", "[house] has no values in \"fr-CA\""),
        ("\"https://shop.example/values\"", "\"shop/values\"", "\"shop/values\" is not an address: write it in full"),
    ] {
        shop.write("house.toml", &whole.replace(from, to));
        assert_refused(&shop, &["lint", "house.toml"], says);
    }
}

#[test]
fn a_house_without_texts_gets_its_files_too() {
    let shop = Shop::new();
    shop.build();
    assert_eq!(said(&shop, "en"), json!({ "types": {}, "messages": {}, "notices": [] }));
    let inspected = text(&succeeded(shop.run(&["inspect", "pack"])).stdout);
    assert!(inspected.contains("files of translations") && inspected.contains("1 (en), at most"), "{inspected}");
}

#[test]
fn changed_texts_give_another_build() {
    let shop = Shop::new();
    shop.build();
    let before = shop.manifest().folder();
    shop.build();
    assert_eq!(shop.manifest().folder(), before);
    shop.write("house.toml", &format!("{HOUSE}\n[messages.en]\nseason = \"Of this season\"\n"));
    shop.build();
    assert_ne!(shop.manifest().folder(), before);
}

#[test]
fn verify_fails_on_texts_of_another_build() {
    let shop = Shop::new();
    shop.write("house.toml", &house());
    shop.build();
    let file = shop.path(&format!("pack/{}/translations/en.json", shop.manifest().folder()));
    let sound = fs::read_to_string(&file).unwrap();
    succeeded(shop.run(&["verify", "pack"]));
    for (damage, says) in [
        (sound.replace("a ring", "a king"), "does not have the hash in its name"),
        (sound[..sound.len() / 2].to_owned(), "translations/en.json holds no translations"),
        ("{\"types\":{}}".to_owned(), "translations/en.json holds no translations (missing field `messages`"),
    ] {
        fs::write(&file, damage).unwrap();
        assert_refused(&shop, &["verify", "pack"], says);
    }
    fs::remove_file(&file).unwrap();
    assert!(sentence(&shop.run(&["verify", "pack"])).contains("cannot be read"));
    fs::write(&file, sound).unwrap();
    succeeded(shop.run(&["verify", "pack"]));
}
