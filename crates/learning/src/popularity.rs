//! Counts how often shoppers see items, in the whole log and recently, with the floor.

use rayon::prelude::*;

use super::Hyperparameters;
use super::count::SHOPPER_DAYS;
use super::fixed_weight::WeightSum;
use super::visits::{Postings, VisitWeights, Visits};

/// Counts of one item; 0 if its distinct shoppers are below the floor.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Popularity {
    /// Distinct shoppers.
    pub shoppers: u32,
    /// Events, once per shopper and day, on at most three days per shopper, weighted by age.
    pub all: f64,
    /// The same, weighted by age with the much shorter `recent_scale`.
    pub recent: f64,
}

/// Counts the rows of `postings`. Also returns the number of distinct pairs of a row and a shopper, without the floor.
#[must_use]
pub fn count(
    visits: &Visits,
    postings: &Postings,
    hyperparameters: &Hyperparameters,
    floor: u32,
) -> (Vec<Popularity>, u64) {
    // The length of a session does not count here.
    let all = VisitWeights::new(0.0, hyperparameters.age_scale);
    let recent = VisitWeights::new(0.0, hyperparameters.recent_scale);
    let rows: Vec<(Popularity, u64)> = postings
        .rows()
        .into_par_iter()
        .map(|row| {
            let mut shoppers = 0;
            let mut sums = [WeightSum::default(); 2];
            let mut last = None;
            let mut days = 0;
            for &index in postings.of(row) {
                let visit = visits.visit(index as usize);
                if last.is_none_or(|(shopper, _)| shopper != visit.shopper) {
                    shoppers += 1;
                    days = 0;
                }
                if last != Some((visit.shopper, visit.day)) {
                    days += 1;
                    if days <= SHOPPER_DAYS {
                        sums[0].add(all.of(visit));
                        sums[1].add(recent.of(visit));
                    }
                }
                last = Some((visit.shopper, visit.day));
            }
            let [all, recent] = sums.map(WeightSum::to_f64);
            let told = Popularity { shoppers, all, recent };
            (if shoppers >= floor { told } else { Popularity::default() }, u64::from(shoppers))
        })
        .collect();
    let distinct = rows.iter().map(|row| row.1).sum();
    (rows.into_iter().map(|row| row.0).collect(), distinct)
}
