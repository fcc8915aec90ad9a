//! `season`, `verify`, `inspect` and `build` on a small shop with known seasons.

mod shop;

use passerelle::season::HalfMonth;
use std::fmt::Write as _;

use serde_json::Value;
use shop::{Shop, sentence, succeeded, text};

const HOUSE: &str = r#"
[house]
name = "Maison Exemple"
languages = ["en", "fr"]
currency = "EUR"

[privacy]
sensitive_types = ["Lingerie"]

[[division]]
id = "clothes"
names = { en = "clothes", fr = "le prêt-à-porter" }
product_types = ["Clothes"]

[[division]]
id = "gifts"
names = { en = "gifts", fr = "les cadeaux" }
product_types = ["Gifts"]

[[collection]]
id = "spring"
names = { en = "Spring", fr = "Printemps" }
from = "2026-01-05"
until = "2026-06-30"
hemisphere = "global"
story = { texts = { en = "Light again.", fr = "La lumière revient." }, link = "https://shop.example/spring" }
items = { custom_label_0 = "spring" }

[[collection]]
id = "winter"
names = { en = "Winter", fr = "Hiver" }
from = "2025-08-01"
until = "2026-01-04"
hemisphere = "global"
items = { custom_label_0 = "winter" }

[season]
occasions = ["christmas"]

[[occasion]]
id = "christmas"
items = { custom_label_1 = "gift" }
"#;

/// Id, type, labels, availability.
const ITEMS: [(&str, &str, &str, &str, &str); 9] = [
    ("coat", "Clothes > Coats", "winter", "", "in_stock"),
    ("coat-gone", "Clothes > Coats", "winter", "", "out_of_stock"),
    ("dress", "Clothes > Dresses", "spring", "", "in_stock"),
    ("nightie", "Lingerie", "spring", "", "in_stock"),
    ("raincoat", "Clothes > Raincoats", "", "", "in_stock"),
    ("sunglasses", "Gifts > Sunglasses", "", "", "in_stock"),
    ("swimsuit", "Clothes > Swimsuits", "", "", "in_stock"),
    ("bauble", "Gifts > Baubles", "", "", "in_stock"),
    ("music-box", "Gifts > Music boxes", "", "gift", "in_stock"),
];

/// The id of one of the twenty items that sell equally all year.
fn steady(item: usize) -> String {
    format!("steady-{item:02}")
}

/// The shop, and `more` items that nobody buys, with titles that compress badly.
fn shop(more: usize) -> Shop {
    let shop = Shop::new();
    shop.write("house.toml", HOUSE);
    let mut feed = "id\ttitle\tlink\tprice\tavailability\tproduct_type\tcustom_label_0\tcustom_label_1\n".to_owned();
    let mut row = |id: &str, title: &str, kind: &str, labels: [&str; 2], availability: &str| {
        let link = format!("https://shop.example/p/{id}");
        writeln!(feed, "{id}\t{title}\t{link}\t10 EUR\t{availability}\t{kind}\t{}\t{}", labels[0], labels[1]).unwrap();
    };
    for (id, kind, collection, occasion, availability) in ITEMS {
        row(id, &format!("The {id}"), kind, [collection, occasion], availability);
    }
    for item in 0..20 {
        row(&steady(item), "A candle", "Gifts > Candles", ["", ""], "in_stock");
    }
    let mut state = 1u64;
    for item in 0..more {
        let title: String = (0..400)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from(b'a' + (state >> 40) as u8 % 26)
            })
            .collect();
        row(&format!("more-{item}"), &title, "Gifts > Candles", ["", ""], "in_stock");
    }
    shop.write("feed.tsv", &feed);
    let mut orders = "order_id,user_id,timestamp,item_id\n".to_owned();
    let mut order = 0;
    for day in 0..731 {
        let date = jiff::civil::date(2024, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let baubles = if date.month() == 12 { 6 } else { usize::from(day % 4 == 0) };
        for item in 0..20 + baubles {
            let id = if item < 20 { steady(item) } else { "bauble".to_owned() };
            writeln!(orders, "o{order},u{},{date},{id}", order * 7_919 % 400).unwrap();
            order += 1;
        }
    }
    shop.write("orders.csv", &orders);
    shop
}

fn build(shop: &Shop) -> String {
    text(&succeeded(shop.build_at("pack", "2026-01-01", &["--no-calibration"])).stdout)
}

fn season(shop: &Shop, options: &[&str]) -> Vec<Value> {
    let output = succeeded(shop.run(&[&["season", "pack", "--json"], options].concat()));
    serde_json::from_slice::<Value>(&output.stdout).unwrap().as_array().unwrap().clone()
}

fn ids(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["item_id"].as_str().unwrap()).collect()
}

fn codes(line: &Value) -> Vec<&str> {
    line["flags"].as_array().unwrap().iter().map(|flag| flag["code"].as_str().unwrap()).collect()
}

#[test]
fn a_day_and_a_weather_give_the_items_that_suit_them() {
    let shop = shop(0);
    build(&shop);
    for (options, expected) in [
        // Before Christmas: items for the occasion, and items that sell at that time in other years.
        (&["--date", "2026-12-10"][..], &["bauble", "music-box"][..]),
        // In frost during the spring collection: the coat, whose collection is over, and nothing of spring.
        (&["--date", "2026-01-20", "--temperature", "-5"], &["coat"]),
        (&["--date", "2026-01-20", "--temperature", "20"], &["dress"]),
        (&["--date", "2026-01-20", "--temperature", "10", "--rain", "4"], &["dress", "raincoat"]),
        (&["--date", "2026-07-20", "--temperature", "30", "--uv", "8"], &["sunglasses", "swimsuit"]),
        // Without weather: the items of the collection shown on that day.
        (&["--date", "2026-03-20"], &["dress"]),
        (&["--date", "2026-07-20"], &[]),
    ] {
        let found = season(&shop, options);
        let mut found = ids(&found);
        // Another test checks the order.
        found.sort_unstable();
        assert_eq!(found, expected, "{options:?}");
    }
}

#[test]
fn each_item_has_the_flags_that_say_why() {
    let shop = shop(0);
    build(&shop);
    let winter = season(&shop, &["--date", "2026-12-10", "--temperature", "-5", "--country", "gb"]);
    let of = |id: &str| winter.iter().find(|line| line["item_id"] == id).unwrap();
    assert_eq!(codes(of("coat")), ["cold-snap"]);
    assert_eq!(codes(of("music-box")), ["occasion"]);
    assert_eq!(of("music-box")["flags"][0]["id"], "christmas");
    assert_eq!(codes(of("bauble")), ["in-demand-now"]);
    assert_eq!((&of("bauble")["title"], &of("bauble")["division"]), (&"The bauble".into(), &"gifts".into()));
    assert!(of("bauble")["parts"]["demand"].as_f64() > Some(0.1));
    for line in &winter {
        let parts = line["parts"].as_object().unwrap();
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["collection", "demand", "occasion", "weather"]);
        let sum: f64 = parts.values().map(|part| part.as_f64().unwrap()).sum();
        // Each part is rounded to four decimals.
        assert!((line["fit"].as_f64().unwrap() - sum.clamp(-1.0, 1.0)).abs() < 3e-4, "{line}");
        assert!(!["coat-gone", "nightie"].contains(&line["item_id"].as_str().unwrap()));
        assert!(codes(line).iter().any(|code| *code != "new"));
    }
    let fits: Vec<f64> = winter.iter().map(|line| line["fit"].as_f64().unwrap()).collect();
    assert!(fits.is_sorted_by(|a, b| a >= b) && fits.iter().all(|fit| *fit > 0.0), "{fits:?}");
    // `--top` keeps the best items.
    let top = season(&shop, &["--date", "2026-12-10", "--temperature", "-5", "--country", "GB", "--top", "2"]);
    assert_eq!(ids(&top), &ids(&winter)[..2]);
    let gifts = season(&shop, &["--date", "2026-12-10", "--temperature", "-5", "--division", "gifts"]);
    assert!(!gifts.is_empty() && gifts.iter().all(|line| line["division"] == "gifts"));
    // In the south, the demand of December is unknown.
    let south = season(&shop, &["--date", "2026-12-10", "--country", "AU", "--temperature", "-5"]);
    assert!(!ids(&south).contains(&"bauble"));
    assert_eq!(codes(&south[0]), ["cold-snap"]);
    let spring = &season(&shop, &["--date", "2026-03-20", "--locale", "fr"])[0]["flags"][0];
    assert_eq!((&spring["id"], &spring["name"]), (&"spring".into(), &"Printemps".into()));
    let story = &season(&shop, &["--date", "2026-03-20"])[0]["flags"][0];
    assert_eq!((&story["story"], &story["link"]), (&"Light again.".into(), &"https://shop.example/spring".into()));
}

#[test]
fn items_of_every_shard_are_listed() {
    let (small, large) = (shop(0), shop(400));
    build(&small);
    build(&large);
    assert_eq!(small.manifest().shard_files, None);
    assert!(large.manifest().shards().number() > 1);
    for options in [["--date", "2026-12-10", "--temperature", "-5"], ["--date", "2026-07-20", "--uv", "9"]] {
        assert_eq!(ids(&season(&small, &options)), ids(&season(&large, &options)), "{options:?}");
        assert!(!season(&large, &options).is_empty());
    }
}

#[test]
fn without_json_a_table_is_printed() {
    let shop = shop(0);
    build(&shop);
    let said = text(&succeeded(shop.run(&["season", "pack", "--date", "2026-03-20"])).stdout);
    let words: Vec<&str> = said.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(words, ["dress", "0.25", "collection:spring", "clothes", "The", "dress"]);
    let none = text(&succeeded(shop.run(&["season", "pack", "--date", "2026-07-20"])).stdout);
    assert_eq!(none.trim(), "no item suits the season more than the others");
}

#[test]
fn an_impossible_day_place_or_weather_is_refused() {
    let shop = shop(0);
    build(&shop);
    for (options, says) in [
        (["--date", "yesterday"], "--date yesterday: not a date"),
        (["--country", "GBR"], "--country GBR: not the two letters of ISO 3166"),
        (["--country", "é"], "--country é: not the two letters"),
        (["--temperature", "NaN"], "--temperature NaN: not between -100 and 100"),
        (["--temperature", "268"], "--temperature 268: not between -100 and 100"),
        (["--rain", "-1"], "--rain -1: not between 0 and 10000"),
        (["--uv", "inf"], "--uv inf: not between 0 and 50"),
        (["--division", "shoes"], "--division shoes: not a division of this pack: it has clothes, gifts"),
    ] {
        let said = sentence(&shop.run(&[&["season", "pack"], &options[..]].concat()));
        assert!(said.contains(says), "{said}");
    }
    let said = sentence(&shop.run(&["season", "nowhere"]));
    assert!(said.contains("no pack is here"), "{said}");
}

#[test]
fn build_verify_and_inspect_print_the_figures_of_the_year() {
    let shop = shop(0);
    let words = |said: &str| said.split_whitespace().collect::<Vec<_>>().join(" ");
    let built = words(&build(&shop));
    assert!(built.contains("collections, occasions 2, 1 items with a demand profile 75.0 %"), "{built}");
    let checked = shop.pack().check_all().unwrap();
    assert_eq!((checked.with_demand, checked.in_demand, checked.season_bytes.len()), (21, 1, 24));
    // The core files, the season, the trending items, and the translations and messages of two languages.
    assert_eq!(checked.files, 5 + 24 + 1 + 4);
    assert!(checked.season_bytes.iter().all(|bytes| *bytes <= 8_192));
    let most = checked.season_bytes.iter().max().unwrap();
    let (thousands, rest) = (most / 1_000, most % 1_000);
    let most = if thousands > 0 { format!("{thousands},{rest:03}") } else { rest.to_string() };
    for command in ["verify", "inspect"] {
        let said = words(&text(&succeeded(shop.run(&[command, "pack"])).stdout));
        for line in [
            "collections, occasions 2, 1",
            "items with a demand profile 21, 1 of them in demand at some time of the year",
            &format!("files of the season 24, at most {most} bytes"),
        ] {
            assert!(said.contains(line), "{said}");
        }
    }
}

#[test]
fn a_missing_or_damaged_season_file_is_an_error_that_names_it() {
    let shop = shop(0);
    build(&shop);
    let file = shop.path("pack").join(shop.manifest().season_path(HalfMonth::from_number(7).unwrap()));
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = whole.clone();
    damaged[60] ^= 1;
    std::fs::write(&file, &damaged).unwrap();
    let said = sentence(&shop.run(&["verify", "pack"]));
    assert!(said.contains("season/7.psr"), "{said}");
    // A valid file of another half-month.
    std::fs::copy(shop.path("pack").join(shop.manifest().season_path(HalfMonth::from_number(8).unwrap())), &file)
        .unwrap();
    let said = sentence(&shop.run(&["verify", "pack"]));
    assert!(said.contains("season/7.psr"), "{said}");
    std::fs::remove_file(&file).unwrap();
    let said = sentence(&shop.run(&["verify", "pack"]));
    assert!(said.contains("season/7.psr") && said.contains("publish the whole build again"), "{said}");
    std::fs::write(&file, &whole).unwrap();
    succeeded(shop.run(&["verify", "pack"]));
}
