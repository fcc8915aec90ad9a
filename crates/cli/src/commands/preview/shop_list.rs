//! `shop.json`: the products that the storefront shows, as a shop has them in its own database. The same form as
//! `www/make-shop.mjs` writes for the demo, with the house's name and the addresses of pages and pictures.

use std::cmp::Ordering;

use serde::Serialize;

use crate::build_pipeline::Built;
use passerelle_catalogue::Item;

/// Values of a colour or material that are shown.
const VALUES: usize = 3;

#[derive(Serialize)]
struct ShopList<'a> {
    house: &'a str,
    currency: &'a str,
    /// Id and name.
    divisions: Vec<(&'a str, &'a str)>,
    /// Position of the division, and name.
    types: Vec<(u16, &'a str)>,
    /// The best-selling first.
    items: Vec<Row<'a>>,
}

/// Id, title, price in hundredths, type, colour, material, pattern, whether it can be bought, number of variants, page, picture.
type Row<'a> = (&'a str, &'a str, Option<u64>, u16, String, String, &'a str, u8, u32, &'a str, &'a str);

/// The list as JSON.
pub(super) fn json(built: &Built) -> serde_json::Result<Vec<u8>> {
    let (house, catalogue) = (&built.house, &built.catalogue);
    let mut items: Vec<(&Item, f64)> = catalogue.items.iter().zip(built.selling.iter().copied()).collect();
    // Stable: what sells alike stays in the order of ids.
    items.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal));
    serde_json::to_vec(&ShopList {
        house: &house.name,
        currency: &house.currency.code,
        divisions: (0..)
            .zip(&catalogue.divisions)
            .map(|(number, division)| (division.id.as_str(), house.name_of(number)))
            .collect(),
        types: catalogue.types.iter().map(|kind| (kind.division, kind.name.as_str())).collect(),
        items: items.into_iter().map(|(item, _)| row(item, house.currency.minor_digits)).collect(),
    })
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
        &item.image,
    )
}

fn first_values(values: &str) -> String {
    values.split('/').take(VALUES).collect::<Vec<_>>().join("/")
}
