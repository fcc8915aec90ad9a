//! Warmth, rain and sun by real names of types: the demo's feed, and any table of items in `PASSERELLE_ITEMS`, a CSV with the
//! columns `type` and `title`.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use passerelle_catalogue::warmth::{WeatherTraits, traits};
use passerelle_catalogue::{Catalogue, Item, ItemType};

/// Type and title of items, with what is found for them.
fn found(names: Vec<(String, String)>) -> Vec<(String, String, WeatherTraits)> {
    let mut catalogue = Catalogue::default();
    let mut numbers = BTreeMap::new();
    for (kind, title) in &names {
        let item_type = *numbers.entry(kind.clone()).or_insert_with(|| {
            catalogue.types.push(ItemType { name: kind.clone(), ..ItemType::default() });
            (catalogue.types.len() - 1) as u16
        });
        catalogue.items.push(Item { title: title.clone(), item_type, ..Item::default() });
    }
    let traits = traits(&catalogue, &[]);
    names.into_iter().zip(traits).map(|((kind, title), traits)| (kind, title, traits)).collect()
}

/// Prints which types are worn and which are for rain or sun, with how many of their items.
fn print(found: &[(String, String, WeatherTraits)]) {
    let mut types: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for (kind, _, traits) in found {
        let [all, worn, clo, rain, sun] = types.entry(kind).or_default();
        *all += 1;
        *worn += usize::from(traits.warmth.is_some());
        *clo += traits.warmth.map_or(0, |clo| usize::from(clo.0));
        *rain += usize::from(traits.rain);
        *sun += usize::from(traits.sun);
    }
    for (kind, [all, worn, clo, rain, sun]) in types.iter().filter(|(_, counts)| counts[1..].iter().any(|n| *n > 0)) {
        let mean = clo.checked_div(*worn).unwrap_or_default();
        println!("{kind}: {worn} of {all} worn, mean {mean} hundredths of a clo; rain {rain}, sun {sun}");
    }
    let none: Vec<_> =
        types.iter().filter(|(_, counts)| counts[1..].iter().all(|n| *n == 0)).map(|(kind, _)| *kind).collect();
    println!("nothing: {}", none.join(", "));
    let worn = found.iter().filter(|(.., traits)| traits.warmth.is_some()).count();
    println!("{worn} of {} items are worn", found.len());
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
fn a_gift_shop_is_not_a_wardrobe() {
    let found = demo();
    print(&found);
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
    for (kind, title, _) in &others {
        println!("{kind}: {title}");
    }
    assert!(others.len() * 100 < found.len(), "{} items of other types are thought to be worn", others.len());
}

#[test]
fn any_table_of_items() {
    let Some(path) = std::env::var_os("PASSERELLE_ITEMS") else { return };
    let mut reader = csv::Reader::from_reader(GzDecoder::new(std::fs::File::open(path).unwrap()));
    let header = reader.headers().unwrap().clone();
    let column = |name| header.iter().position(|column| column == name).unwrap();
    let (kind, title) = (column("type"), column("title"));
    print(&found(reader.records().map(|row| row.unwrap()).map(|row| (row[kind].into(), row[title].into())).collect()));
}
