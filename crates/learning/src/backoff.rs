//! Derives neighbours for items with too few counts: rare items, new items, or all items if there is no log.
//!
//! A free place of a list goes to an item of a type that goes with the item's own type. These types come from the
//! floored type transitions; a type without transitions takes the types that follow it. The item's own type always belongs to
//! them. Candidates are scored by shared attributes, price and popularity; another gender counts strongly against one. A
//! derived neighbour weighs less than every other neighbour of its list, and its support is 0.

use std::collections::HashMap;

use rayon::prelude::*;

use super::popularity::Popularity;
use super::settings::Settings;
use super::type_transitions::TypeTransition;
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::{Catalogue, Item};

/// Most popular items of each type that are candidates.
const OF_TYPE: usize = 48;
/// Most popular items of each type and attribute value that are candidates.
const OF_ATTRIBUTE: usize = 16;
/// Types of other divisions used: the types with the most common shoppers.
const TYPES_OUTSIDE: usize = 6;
/// Types of the item's division used, besides the item's own type.
const TYPES_INSIDE: usize = 3;
/// Weight of the best derived neighbour as a share of the weakest other neighbour of its list.
const STEP_DOWN: f64 = 0.8;
/// Weight of the best neighbour of a list that is entirely derived, as a share of the largest weight of all lists.
pub(super) const ALONE: f64 = 0.02;
/// Weight of the last derived neighbour as a share of the first derived one.
const LAST: f64 = 0.25;

/// How many lists and places were filled with derived neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Lists with at least one derived neighbour.
    pub lists: usize,
    /// Lists with derived neighbours only.
    pub alone: usize,
    /// Derived neighbours.
    pub places: usize,
}

struct Backoff<'a> {
    catalogue: &'a Catalogue,
    /// For each type, its items, the most popular first.
    of_type: Vec<Vec<u32>>,
    /// For each type and attribute value, its items, the most popular first.
    of_attribute: HashMap<(u16, &'a str), Vec<u32>>,
    /// For each type, the types of its candidates.
    goes_with: Vec<CandidateTypes>,
    /// For each item, its popularity from 0 (no events) to 1 (the most popular).
    popular: Vec<f64>,
}

/// The types from which the neighbours of a type's items are chosen, with weights.
#[derive(Clone, Debug, Default, PartialEq)]
struct CandidateTypes {
    /// Types of the own division, the own type first.
    inside: Vec<(u16, f64)>,
    /// Types of other divisions.
    outside: Vec<(u16, f64)>,
}

/// Fills the free places of every list. `lists` has one entry per item of the catalogue.
pub fn fill(
    lists: &mut [Vec<Neighbour>],
    catalogue: &Catalogue,
    popularity: &[Popularity],
    transitions: &[TypeTransition],
    settings: &Settings,
) -> Filled {
    let backoff = Backoff::new(catalogue, popularity, transitions);
    let filled: Vec<Filled> = lists
        .par_iter_mut()
        .enumerate()
        .map(|(item, list)| {
            let before = list.len();
            backoff.fill(item as u32, list, settings);
            let places = list.len() - before;
            Filled { lists: usize::from(places > 0), alone: usize::from(before == 0 && places > 0), places }
        })
        .collect();
    filled.iter().fold(Filled::default(), |sum, one| Filled {
        lists: sum.lists + one.lists,
        alone: sum.alone + one.alone,
        places: sum.places + one.places,
    })
}

impl<'a> Backoff<'a> {
    fn new(catalogue: &'a Catalogue, popularity: &[Popularity], transitions: &[TypeTransition]) -> Self {
        let most = popularity.iter().map(|item| item.recent + item.all).fold(0.0, f64::max);
        let popular: Vec<f64> = (0..catalogue.items.len())
            .map(|item| popularity.get(item).map_or(0.0, |item| ((item.recent + item.all) / most.max(1.0)).sqrt()))
            .collect();
        let mut order: Vec<u32> = (0..catalogue.items.len() as u32).collect();
        order.sort_by(|&a, &b| popular[b as usize].total_cmp(&popular[a as usize]).then(a.cmp(&b)));
        let mut of_type = vec![Vec::new(); catalogue.types.len()];
        let mut of_attribute: HashMap<(u16, &str), Vec<u32>> = HashMap::new();
        for number in order {
            let item = &catalogue.items[number as usize];
            let Some(of_type) = of_type.get_mut(usize::from(item.item_type)) else { continue };
            if of_type.len() < OF_TYPE {
                of_type.push(number);
            }
            for value in attributes(item) {
                let known = of_attribute.entry((item.item_type, value)).or_default();
                if known.len() < OF_ATTRIBUTE {
                    known.push(number);
                }
            }
        }
        let goes_with = candidate_types(catalogue, transitions, |kind| !of_type[kind].is_empty());
        Self { catalogue, of_type, of_attribute, goes_with, popular }
    }

    fn fill(&self, number: u32, list: &mut Vec<Neighbour>, settings: &Settings) {
        let item = &self.catalogue.items[number as usize];
        let free = settings.neighbours.saturating_sub(list.len());
        let Some(kind) = self.catalogue.types.get(usize::from(item.item_type)) else { return };
        if free == 0 {
            return;
        }
        let division = |item: u32| self.catalogue.items[item as usize].division;
        let outside = list.iter().filter(|neighbour| division(neighbour.item) != item.division).count();
        let inside = list.len() - outside;
        // Reserve `outside` places for other divisions and the others for the item's own division.
        let want_outside = settings.outside.saturating_sub(outside).min(free);
        let want_inside = (settings.neighbours - settings.outside.min(settings.neighbours)).saturating_sub(inside);

        let mut chosen = Vec::new();
        let of_its_own = CandidateTypes { inside: vec![(item.item_type, 1.0)], outside: Vec::new() };
        let types = if kind.sensitive { &of_its_own } else { &self.goes_with[usize::from(item.item_type)] };
        chosen.extend(self.best(number, list, &types.outside, want_outside));
        chosen.extend(self.best(number, list, &types.inside, want_inside.min(free - chosen.len().min(free))));
        chosen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));

        let top = list.last().map_or(ALONE, |last| last.weight * STEP_DOWN);
        let steps = chosen.len().max(2) as f64 - 1.0;
        list.reserve_exact(chosen.len());
        for (place, (item, _)) in chosen.into_iter().enumerate() {
            let weight = top * (1.0 - (1.0 - LAST) * place as f64 / steps);
            list.push(Neighbour { item, weight, support: None });
        }
    }

    /// The `count` candidates of `types` with the highest scores, without `number` itself and without items of `list`.
    fn best(&self, number: u32, list: &[Neighbour], types: &[(u16, f64)], count: usize) -> Vec<(u32, f64)> {
        let item = &self.catalogue.items[number as usize];
        let mut candidates: Vec<(u32, f64)> = Vec::new();
        for &(kind, weight) in types {
            let shared = attributes(item).filter_map(|value| self.of_attribute.get(&(kind, value))).flatten();
            let mut numbers: Vec<u32> = self.of_type[usize::from(kind)].iter().chain(shared).copied().collect();
            numbers.sort_unstable();
            numbers.dedup();
            for other in numbers {
                if other != number && list.iter().all(|known| known.item != other) {
                    candidates.push((other, weight * self.likeness(number, other)));
                }
            }
        }
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(count);
        candidates
    }

    /// How well item `b` goes with item `a`, according to the feed and the popularity of `b`; above 0.
    fn likeness(&self, a: u32, b: u32) -> f64 {
        let (one, other) = (&self.catalogue.items[a as usize], &self.catalogue.items[b as usize]);
        let same = |one: &str, other: &str| !one.is_empty() && one == other;
        let mut score = 0.3 + 0.5 * self.popular[b as usize];
        for (one, other, weight) in [
            (&one.brand, &other.brand, 0.3),
            (&one.color, &other.color, 0.3),
            (&one.material, &other.material, 0.3),
            (&one.pattern, &other.pattern, 0.15),
            (&one.age_group, &other.age_group, 0.15),
        ] {
            if same(one, other) {
                score += weight;
            }
        }
        let labels = one.custom_labels.iter().zip(&other.custom_labels).filter(|(one, other)| same(one, other));
        score += 0.1 * labels.count() as f64;
        if let (Some(one), Some(other)) = (one.price_minor, other.price_minor) {
            let ratio = f64::from(one.min(other).max(1)) / f64::from(one.max(other).max(1));
            score += 0.2 * ratio;
        }
        let unisex = |gender: &str| gender.is_empty() || gender == "unisex";
        if !unisex(&one.gender) && !unisex(&other.gender) && one.gender != other.gender {
            score *= 0.1;
        }
        if !other.available {
            score *= 0.5;
        }
        // Breaks ties. Otherwise the first items of a type would be neighbours of every item.
        score + 0.05 * f64::from(mix(a, b)) / f64::from(u32::MAX)
    }
}

/// The types of the candidates of each type. Sensitive types and types for which `has_items` is false are left out.
/// Takes memory for a few types of each type, whatever their number.
fn candidate_types(
    catalogue: &Catalogue,
    transitions: &[TypeTransition],
    has_items: impl Fn(usize) -> bool + Sync,
) -> Vec<CandidateTypes> {
    let mut met = vec![Vec::new(); catalogue.types.len()];
    for &TypeTransition { from, to, shoppers } in transitions {
        if let Some(types) = met.get_mut(usize::from(from)) {
            types.push((usize::from(to), f64::from(shoppers)));
        }
    }
    let fits = |kind: usize| catalogue.types.get(kind).is_some_and(|found| !found.sensitive) && has_items(kind);
    let mut in_division = vec![0; catalogue.divisions.len()];
    for (_, found) in catalogue.types.iter().enumerate().filter(|(kind, _)| fits(*kind)) {
        if let Some(types) = in_division.get_mut(usize::from(found.division)) {
            *types += 1;
        }
    }
    let all: usize = in_division.iter().sum();
    let of_type = |(from, mut met): (usize, Vec<(usize, f64)>)| {
        met.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let most = met.first().map_or(1.0, |first| first.1);
        let division = catalogue.types[from].division;
        let around = in_division.get(usize::from(division)).copied().unwrap_or(0);
        let chosen = |inside: bool, limit: usize| -> Vec<(u16, f64)> {
            // Where there are none, no search: it would read all types for each type.
            if limit == 0 || (if inside { around } else { all - around }) == 0 {
                return Vec::new();
            }
            let fits = |other: &usize| {
                *other != from && (catalogue.types[*other].division == division) == inside && fits(*other)
            };
            let weighed = |(other, met): (usize, f64)| Some((u16::try_from(other).ok()?, 0.3 + 0.7 * met / most));
            if met.is_empty() {
                // No transitions: use all other types. Start after this type, so that not all types use the same ones.
                let others = (from + 1..catalogue.types.len()).chain(0..from);
                return others.filter(fits).take(limit).filter_map(|other| weighed((other, 1.0))).collect();
            }
            met.iter().copied().filter(|(other, _)| fits(other)).take(limit).filter_map(weighed).collect()
        };
        let own = u16::try_from(from).map(|own| (own, 1.5));
        let inside = own.into_iter().chain(chosen(true, TYPES_INSIDE)).collect();
        CandidateTypes { inside, outside: chosen(false, TYPES_OUTSIDE) }
    };
    met.into_par_iter().enumerate().map(of_type).collect()
}

fn attributes(item: &Item) -> impl Iterator<Item = &str> {
    [&item.brand, &item.color, &item.material, &item.pattern]
        .into_iter()
        .map(|value| value.as_str())
        .filter(|value| !value.is_empty())
}

/// A pseudo-random number, the same on every machine (the finaliser of MurmurHash3).
fn mix(a: u32, b: u32) -> u32 {
    let mut mixed = a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77);
    mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85EB_CA6B);
    mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xC2B2_AE35);
    mixed ^ (mixed >> 16)
}

#[cfg(test)]
mod tests {
    use passerelle_catalogue::{Division, ItemType};

    use super::*;

    fn catalogue(types: usize, divisions: usize) -> Catalogue {
        let kind = |number: usize| ItemType { division: (number * divisions / types) as u16, ..ItemType::default() };
        Catalogue {
            types: (0..types).map(kind).collect(),
            divisions: vec![Division::default(); divisions],
            ..Catalogue::default()
        }
    }

    #[test]
    fn a_type_without_transitions_takes_the_types_after_it() {
        let mut catalogue = catalogue(8, 2);
        catalogue.types[5].sensitive = true;
        let types = candidate_types(&catalogue, &[], |kind| kind != 1);
        assert_eq!(types[0].inside, [(0, 1.5), (2, 1.0), (3, 1.0)]);
        assert_eq!(types[0].outside, [(4, 1.0), (6, 1.0), (7, 1.0)]);
        assert_eq!(types[7].inside, [(7, 1.5), (4, 1.0), (6, 1.0)]);
        assert_eq!(types[7].outside, [(0, 1.0), (2, 1.0), (3, 1.0)]);
    }

    #[test]
    fn the_most_types_that_a_catalogue_can_have_are_no_problem() {
        let most = usize::from(u16::MAX) + 1;
        for divisions in [1, 2] {
            let types = candidate_types(&catalogue(most, divisions), &[], |_| true);
            assert_eq!(types[most - 1].inside[0], (u16::MAX, 1.5));
            assert_eq!((types[most - 1].inside.len(), types[most - 1].outside.len()), (4, 6 * (divisions - 1)));
        }
    }
}
