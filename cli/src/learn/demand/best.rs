//! The season's best sellers: for each half-month and division the items that sell, and sell most then.

use rayon::prelude::*;

use super::Demand;
use super::days::HALVES;
use crate::catalogue::Catalogue;
use crate::learn::popularity::Popularity;

/// For each half-month and division (`[half-month][division]`) at most `count` items, best first, ties by item: those with
/// the greatest floored popularity x lift. Items that fewer shoppers than the floor met have no popularity and are left out,
/// and so are items that cannot be bought and sensitive types. `popularity` is by item, as in
/// [`Counted::popularity`](crate::learn::Counted::popularity): what sold of late counts (`recent`), with a tenth of what sold
/// ever, so that last winter's best sellers are there when it is winter again.
#[must_use]
pub fn best_of_season(
    demand: &Demand,
    popularity: &[Popularity],
    catalogue: &Catalogue,
    count: usize,
) -> Vec<Vec<Vec<u32>>> {
    let divisions = catalogue.divisions.len();
    (0..HALVES)
        .into_par_iter()
        .map(|half| {
            let mut ranked: Vec<Vec<(f64, u32)>> = vec![Vec::new(); divisions];
            for (index, item) in catalogue.items.iter().enumerate() {
                let sensitive = catalogue.types.get(usize::from(item.item_type)).is_none_or(|kind| kind.sensitive);
                let Some(popularity) = popularity.get(index).filter(|found| found.shoppers > 0) else { continue };
                if sensitive || !item.available {
                    continue;
                }
                let lift = libm::exp2(f64::from(demand.lift(index, half)) / f64::from(super::LIFT_UNIT));
                let weight = (popularity.recent + EVER * popularity.all) * lift;
                if let Some(ranked) = ranked.get_mut(usize::from(item.division)) {
                    ranked.push((weight, index as u32));
                }
            }
            let best = |mut ranked: Vec<(f64, u32)>| {
                ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                ranked.truncate(count);
                ranked.into_iter().map(|(_, item)| item).collect()
            };
            ranked.into_iter().map(best).collect()
        })
        .collect()
}

/// What a sale of any time counts beside one of late.
const EVER: f64 = 0.1;
