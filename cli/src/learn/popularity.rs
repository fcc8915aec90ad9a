//! How often items are met, in all and lately; floored like every count.

use rayon::prelude::*;

use super::Recipe;
use super::visits::{Postings, Visits};

/// Counts of one item; zero where fewer shoppers than the floor met it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Popularity {
    /// Distinct shoppers.
    pub shoppers: u32,
    /// Once per shopper and day, weighted by age.
    pub all: f64,
    /// The same, weighted by a much shorter age.
    pub recent: f64,
}

/// Counts the rows of `postings`.
#[must_use]
pub fn count(visits: &Visits, postings: &Postings, recipe: &Recipe, floor: u32) -> Vec<Popularity> {
    let decay = |scale: f64| -> Vec<f32> {
        (0..visits.len()).map(|index| libm::exp(-f64::from(visits.visit(index).age) / scale) as f32).collect()
    };
    let (all, recent) = (decay(recipe.age_scale), decay(recipe.recent_scale));
    (0..postings.rows())
        .into_par_iter()
        .map(|row| {
            let mut found = Popularity::default();
            let mut last = None;
            for &index in postings.of(row) {
                let visit = visits.visit(index as usize);
                if last.is_none_or(|(shopper, _)| shopper != visit.shopper) {
                    found.shoppers += 1;
                }
                if last != Some((visit.shopper, visit.day)) {
                    found.all += f64::from(all[index as usize]);
                    found.recent += f64::from(recent[index as usize]);
                }
                last = Some((visit.shopper, visit.day));
            }
            if found.shoppers >= floor { found } else { Popularity::default() }
        })
        .collect()
}
