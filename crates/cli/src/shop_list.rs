//! `shop.json`: the products that the storefronts of `preview` and of the demo show, like the data of a shop's own
//! database. `www/js/shop.js` reads it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::build_pipeline::Built;
use passerelle_catalogue::house::House;
use passerelle_catalogue::{Division, Item};

/// Maximum number of colours and of materials that are shown.
const VALUES: usize = 3;

#[derive(Serialize)]
struct ShopList<'a> {
    house: &'a str,
    currency: &'a str,
    languages: &'a [String],
    /// Whether house.toml has a loyalty programme.
    has_loyalty: bool,
    /// Texts by language tag.
    texts: BTreeMap<&'a str, Texts<'a>>,
    /// Id and name of each division.
    divisions: Vec<(&'a str, &'a str)>,
    /// Index of the division, and name, of each type.
    types: Vec<(u16, &'a str)>,
    /// Items, best-selling first.
    items: Vec<Row<'a>>,
    /// Ids of questionnaires, by the id of their division.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    questionnaires: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
struct Texts<'a> {
    /// Names of the divisions, in their order.
    divisions: Vec<&'a str>,
}

/// Id, title, price in hundredths, type, colour, material, pattern, availability (0 or 1), number of variants, page,
/// picture.
type Row<'a> = (&'a str, &'a str, Option<u64>, u16, String, String, &'a str, u8, u32, &'a str, &'a str);

/// Writes the list to `file`.
pub(crate) fn write(file: &Path, built: &Built) -> io::Result<()> {
    fs::write(file, json(built)?)
}

fn json(built: &Built) -> serde_json::Result<Vec<u8>> {
    let (house, catalogue) = (&built.house, &built.catalogue);
    let mut items: Vec<(&Item, f64)> = catalogue.items.iter().zip(built.selling.iter().copied()).collect();
    // The sort is stable: items with equal sales stay in the order of ids.
    items.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal));
    let mut questionnaires: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, division) in &built.questionnaires {
        if let Some(division) = catalogue.divisions.get(usize::from(*division)) {
            questionnaires.entry(&division.id).or_default().push(id.as_str());
        }
    }
    serde_json::to_vec(&ShopList {
        house: &house.name,
        currency: &house.currency.code,
        languages: &house.languages,
        has_loyalty: house.loyalty.programme.is_some(),
        texts: house.languages.iter().map(|language| (language.as_str(), texts(house, language))).collect(),
        divisions: (0..)
            .zip(&catalogue.divisions)
            .map(|(number, division)| (division.id.as_str(), house.name_of(number)))
            .collect(),
        types: catalogue.types.iter().map(|kind| (kind.division, kind.name.as_str())).collect(),
        items: items.into_iter().map(|(item, _)| row(item, house.currency.minor_digits)).collect(),
        questionnaires,
    })
}

fn texts<'a>(house: &'a House, language: &str) -> Texts<'a> {
    let name = |division: &'a Division| division.names.get(language).map_or(division.id.as_str(), String::as_str);
    Texts { divisions: house.divisions.iter().map(name).collect() }
}

fn row(item: &Item, minor_digits: u8) -> Row<'_> {
    let hundredths = |minor: u32| u64::from(minor) * 100 / 10u64.pow(minor_digits.into());
    (
        &item.id,
        &item.title,
        item.price_minor.map(hundredths),
        item.item_type,
        first_values(&item.color),
        first_values(&item.material),
        &item.pattern,
        item.available.into(),
        item.variants,
        &item.url,
        item.image.as_deref().unwrap_or_default(),
    )
}

fn first_values(values: &str) -> String {
    values.split('/').take(VALUES).collect::<Vec<_>>().join("/")
}
