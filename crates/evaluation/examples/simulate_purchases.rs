//! Simulates co-purchases over a real catalogue that has no orders: `--items FILE [--shoppers N] [--seed N]` writes a
//! log as CSV. Use it only to measure how well words predict new items. The shoppers' taste comes from the catalogue's
//! own columns, so figures over this log are an upper bound.
//!
//! A shopper has a gender, three colours, two brands (the first word of a title) and an occasion. The first item of an
//! order is drawn by popularity (1/rank^0.8, ranks drawn by the seed) and taste. Each further item is, with a
//! probability of three in four, of a type that goes with the first item's type (four for each type, drawn by the
//! seed), else of any type. Taste triples the weight of an occasion, of a colour that the shopper likes or the first
//! item has, and of a brand. The same seed writes the same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use indicatif::ProgressBar;
use passerelle_catalogue::input::delimited::{Step, Table};
use passerelle_catalogue::input::{self, Record};

/// Time of the earliest orders: 1 January 2025, in seconds since 1970-01-01 UTC. All orders are within a year.
const START: u64 = 1_735_689_600;
const YEAR_SECONDS: u64 = 365 * 86_400;
/// Number of types that go with a type.
const GO_WITH: usize = 4;
/// Factor of an item's weight for each match with the shopper's taste.
const TASTE: f64 = 3.0;

#[derive(Parser)]
struct Simulation {
    /// Items, CSV or gzip: item_id, type, title, gender, colour, usage.
    #[arg(long)]
    items: PathBuf,
    /// Number of shoppers.
    #[arg(long, default_value_t = 12_000)]
    shoppers: u32,
    /// Seed of all random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

struct Item {
    id: String,
    kind: String,
    brand: String,
    gender: String,
    colour: String,
    usage: String,
    popularity: f64,
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(count)) >> 64) as u64
    }

    fn share(&mut self) -> f64 {
        self.next() as f64 / 2f64.powi(64)
    }

    /// Draws one of `items` by weight.
    fn draw<'a>(&mut self, items: &[&'a Item], weight: impl Fn(&Item) -> f64) -> Option<&'a Item> {
        let total: f64 = items.iter().map(|item| weight(item)).sum();
        let mut left = self.share() * total;
        let drawn = items.iter().find(|item| {
            left -= weight(item);
            left < 0.0
        });
        drawn.copied()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let Simulation { items, shoppers, seed } = Simulation::parse();
    let mut chance = Chance(seed);
    let items = read(&items, &mut chance)?;
    let mut of_type: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    items.iter().for_each(|item| of_type.entry(&item.kind).or_default().push(item));
    let types: Vec<&str> = of_type.keys().copied().collect();
    let mut go_with: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for kind in &types {
        let drawn = (0..GO_WITH).map(|_| types[chance.below(types.len() as u64) as usize]);
        let mut others: Vec<&str> = drawn.filter(|other| other != kind).collect();
        others.sort_unstable();
        others.dedup();
        go_with.insert(kind, others.iter().flat_map(|other| of_type[other].iter().copied()).collect());
    }
    let all: Vec<&Item> = items.iter().collect();
    let any = |chance: &mut Chance| all[chance.below(all.len() as u64) as usize];
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "session_id,user_id,timestamp,item_id")?;
    let mut order = 0;
    for shopper in 0..shoppers {
        let (gender, usage) = (any(&mut chance).gender.clone(), any(&mut chance).usage.clone());
        let colours: [String; 3] = std::array::from_fn(|_| any(&mut chance).colour.clone());
        let brands: [String; 2] = std::array::from_fn(|_| any(&mut chance).brand.clone());
        let taste = |item: &Item, first: Option<&Item>| {
            if item.gender != gender && item.gender != "Unisex" {
                return 0.0;
            }
            let liked = colours.contains(&item.colour) || first.is_some_and(|first| first.colour == item.colour);
            let brand = brands.contains(&item.brand) || first.is_some_and(|first| first.brand == item.brand);
            let fits = [item.usage == usage, liked, brand];
            fits.iter().fold(item.popularity, |weight, fits| if *fits { weight * TASTE } else { weight })
        };
        for _ in 0..1 + chance.below(4) {
            order += 1;
            let time = START + chance.below(YEAR_SECONDS);
            let Some(first) = chance.draw(&all, |item| taste(item, None)) else { continue };
            let mut bought = vec![first];
            for _ in 0..1 + chance.below(3) {
                let near = &go_with[first.kind.as_str()];
                let among = if chance.below(4) > 0 { near } else { &all };
                bought.extend(chance.draw(among, |item| taste(item, Some(first))));
            }
            for item in bought {
                writeln!(out, "{order},{shopper},{time},{}", item.id)?;
            }
        }
    }
    Ok(())
}

/// Reads the items and draws their ranks.
fn read(path: &Path, chance: &mut Chance) -> Result<Vec<Item>, Box<dyn Error>> {
    const KNOWN: [&str; 6] = ["item_id", "type", "title", "gender", "colour", "usage"];
    let mut table = Table::open(input::open(path, &ProgressBar::hidden())?, |name| KNOWN.contains(&name))?;
    let place = |name: &str| table.columns.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let places: Vec<usize> = KNOWN.iter().map(|name| place(name)).collect::<Result<_, _>>()?;
    let mut items = Vec::new();
    let mut record = Record::default();
    loop {
        match table.read(&mut record) {
            Step::Row => {}
            Step::BadRow | Step::Lost(..) => continue,
            Step::End | Step::Stop(..) => break,
        }
        let text = |place: usize| record.get(place).map_or(String::new(), |text| String::from_utf8_lossy(text).into());
        let [id, kind, title, gender, colour, usage]: [String; 6] = std::array::from_fn(|field| text(places[field]));
        let brand = title.split(' ').next().unwrap_or_default().to_owned();
        items.push(Item { id, kind, brand, gender, colour, usage, popularity: 0.0 });
    }
    let mut ranks: Vec<usize> = (1..=items.len()).collect();
    for place in (1..ranks.len()).rev() {
        ranks.swap(place, chance.below(place as u64 + 1) as usize);
    }
    items.iter_mut().zip(ranks).for_each(|(item, rank)| item.popularity = libm::pow(rank as f64, -0.8));
    Ok(items)
}
