//! The season's slates: for each half-month and division what sells best then, and enough for any weather and every
//! collection that is shown.

use passerelle::model::CollectionSet;
use passerelle::pack::write::Neighbour;
use passerelle::season::{HALF_MONTHS, NOT_WORN, Traits};
use rayon::prelude::*;

use crate::demand::{Demand, LIFT_UNIT};
use passerelle_catalogue::Catalogue;

/// Best sellers of a division, whatever the weather.
const BEST: usize = 18;
/// Beside them, so many for cold, for heat, for rain, for sun, and of what belongs to a collection or an occasion.
const OF_EACH: usize = 3;
/// Outfits from here on are for cold, and up to there for heat, in fiftieths of a clo.
const FOR_COLD: u8 = 75;
const FOR_HEAT: u8 = 30;
/// What an item counts that nobody is known to have bought: less than any that somebody did.
const UNSOLD: f64 = 1e-6;

/// For each half-month and division at most 33 items with their weights, the best first, ties by item: popularity (by
/// item) times lift. What cannot be bought and sensitive types are left out. Empty without any popularity.
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
                    support: 1,
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
        &|item| of(item).outfit != NOT_WORN && of(item).outfit >= FOR_COLD,
        &|item| of(item).outfit <= FOR_HEAT,
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
