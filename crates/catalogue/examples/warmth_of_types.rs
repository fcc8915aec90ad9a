//! Which types of a table of items are taken for clothes, for rain and for sun: `warmth_of_types ITEMS.csv.gz`, a table with the
//! columns `type` and `title`.

use std::collections::BTreeMap;
use std::fs::File;

use flate2::read::GzDecoder;
use passerelle_catalogue::warmth::{WeatherTraits, traits};
use passerelle_catalogue::{Catalogue, Item, ItemType};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give a table of items, CSV with gzip")?;
    let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path)?));
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let position = header.iter().position(|column| column == name);
        position.ok_or_else(|| format!("the table has no column {name}"))
    };
    let (kind, title) = (column("type")?, column("title")?);
    let mut names = Vec::new();
    for row in reader.records() {
        let row = row?;
        let field = |column: usize| row.get(column).unwrap_or_default().to_owned();
        names.push((field(kind), field(title)));
    }
    print(&found(names));
    Ok(())
}

/// Type and title of items, with what is found for them.
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
