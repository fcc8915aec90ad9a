//! Warmth, rain and sun, for the real type names of the demo's feed.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use passerelle_catalogue::warmth::{WeatherTraits, traits};
use passerelle_catalogue::{Catalogue, Item, ItemType};

/// For items given as (type, title), the traits that are found for them.
fn found(names: Vec<(String, String)>) -> Vec<(String, String, WeatherTraits)> {
    let mut catalogue = Catalogue::default();
    let mut numbers = BTreeMap::new();
    for (kind, title) in &names {
        let item_type = *numbers.entry(kind.clone()).or_insert_with(|| {
            catalogue.types.push(ItemType { name: kind.clone(), ..ItemType::default() });
            (catalogue.types.len() - 1) as u16
        });
        catalogue.items.push(Item { title: title.clone().into(), item_type, ..Item::default() });
    }
    let traits = traits(&catalogue, &[]);
    names.into_iter().zip(traits).map(|((kind, title), traits)| (kind, title, traits)).collect()
}

fn demo() -> Vec<(String, String, WeatherTraits)> {
    let mut feed = String::new();
    let packed: &[u8] = include_bytes!("../../../tests/data/online-retail-ii/feed.tsv.gz");
    GzDecoder::new(packed).read_to_string(&mut feed).unwrap();
    let rows = feed.lines().skip(1).map(|row| {
        let fields: Vec<_> = row.split('\t').collect();
        (fields[6].rsplit(" > ").next().unwrap().to_owned(), fields[1].to_owned())
    });
    found(rows.collect())
}

#[test]
fn few_items_of_a_gift_shop_are_taken_for_clothes() {
    let found = demo();
    let of = |kind: &str, has: fn(&WeatherTraits) -> bool| {
        let all: Vec<_> = found.iter().filter(|(of, ..)| of == kind).collect();
        (all.iter().filter(|(.., traits)| has(traits)).count(), all.len())
    };
    let (rain, umbrellas) = of("Umbrella", |traits| traits.rain || traits.sun);
    assert_eq!(rain, umbrellas);
    let (worn, all) = of("Scarf and gloves", |traits| traits.warmth.is_some());
    assert_eq!(worn, all);
    for kind in ["Mug", "Candle", "Hook and hanger", "Doormat and doorstop", "Soft toy", "Hot water bottle", "Notebook"]
    {
        assert_eq!(of(kind, |traits| traits.warmth.is_some()).0, 0, "{kind}");
    }
    let others: Vec<_> = found
        .iter()
        .filter(|(kind, _, traits)| {
            traits.warmth.is_some()
                && !["Scarf and gloves", "Slippers and clothing", "Children's wear and room"].contains(&kind.as_str())
        })
        .collect();
    assert!(others.len() * 100 < found.len(), "thought to be worn: {others:?}");
}
