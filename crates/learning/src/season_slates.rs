//! The slates of the season: for each half-month and division, the items that sell best then, and some for each kind of
//! weather and for the collections.

use passerelle::model::CollectionSet;
use passerelle::pack::write::Neighbour;
use passerelle::season::{Clo, HALF_MONTHS, Traits};
use rayon::prelude::*;
use std::num::NonZeroU32;

use crate::demand::{Demand, LIFT_UNIT};
use passerelle_catalogue::Catalogue;

/// Best-selling items of a division, for any weather.
const BEST: usize = 18;
/// Least number of items each for cold, for heat, for rain, for sun, and of a collection or an occasion.
const OF_EACH: usize = 3;
/// Least insulation of an item for cold.
const FOR_COLD: Clo = Clo(150);
/// Most insulation of an item for heat.
const FOR_HEAT: Clo = Clo(60);
/// Popularity of an item without known sales: less than that of any sold item.
const UNSOLD: f64 = 1e-6;

/// Returns, for each half-month and division, at most 33 items with their weights: popularity (by item) times lift. The
/// best sellers come first, then the items for weather and collections. Items that are not available and items of
/// sensitive types are left out. Empty if no item has any popularity.
#[must_use]
pub fn slates(
    catalogue: &Catalogue,
    popularity: &[f64],
    demand: &Demand,
    traits: &[Traits],
    sets: &[CollectionSet],
) -> Vec<Vec<Vec<Neighbour>>> {
    if !popularity.iter().any(|weight| *weight > 0.0) {
        return Vec::new();
    }
    let can_be_shown = |item: &passerelle_catalogue::Item| {
        item.available && catalogue.types.get(usize::from(item.item_type)).is_some_and(|kind| !kind.sensitive)
    };
    let lift = |item: usize, half: usize| libm::exp2(f64::from(demand.lift(item, half)) / f64::from(LIFT_UNIT));
    let of_half = |half: usize| -> Vec<Vec<Neighbour>> {
        let mut ranked: Vec<Vec<Neighbour>> = vec![Vec::new(); catalogue.divisions.len()];
        for (index, item) in catalogue.items.iter().enumerate().filter(|(_, item)| can_be_shown(item)) {
            let popular = popularity.get(index).copied().unwrap_or(0.0);
            if let Some(ranked) = ranked.get_mut(usize::from(item.division)) {
                ranked.push(Neighbour {
                    item: index as u32,
                    weight: popular.max(UNSOLD) * lift(index, half),
                    support: Some(NonZeroU32::MIN),
                });
            }
        }
        ranked.into_iter().map(|ranked| choose(ranked, traits, sets)).collect()
    };
    (0..HALF_MONTHS).into_par_iter().map(of_half).collect()
}

fn choose(mut ranked: Vec<Neighbour>, traits: &[Traits], sets: &[CollectionSet]) -> Vec<Neighbour> {
    ranked.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
    let best = ranked.len().min(BEST);
    let mut chosen: Vec<Neighbour> = ranked[..best].to_vec();
    let of = |neighbour: &Neighbour| traits.get(neighbour.item as usize).copied().unwrap_or_default();
    let bands: [&dyn Fn(&Neighbour) -> bool; 5] = [
        &|item| of(item).outfit.is_some_and(|outfit| outfit >= FOR_COLD),
        &|item| of(item).outfit.is_some_and(|outfit| outfit <= FOR_HEAT),
        &|item| of(item).weather & Traits::RAIN != 0,
        &|item| of(item).weather & Traits::SUN != 0,
        &|item| sets.get(item.item as usize).is_some_and(|set| !set.is_empty()),
    ];
    for band in bands {
        let there = chosen.iter().filter(|item| band(item)).count();
        let more: Vec<Neighbour> = ranked[best..]
            .iter()
            .filter(|item| band(item) && !chosen.iter().any(|other| other.item == item.item))
            .take(OF_EACH.saturating_sub(there))
            .copied()
            .collect();
        chosen.extend(more);
    }
    chosen
}
