//! Buys back what the floor takes: pairs too rare to exist are counted as item x group, with the floor, and spread over
//! the group's items by their popularity.
//!
//! The count leaves out the pairs that passed the floor by themselves, so it has to pass the floor by itself: no
//! difference of published counts can fall below it.

use rayon::prelude::*;

use super::Recipe;
use super::count::{Count, Kernel, Pair};
use super::popularity::Popularity;
use super::visits::{Postings, Visits};

/// Groups spread from one item, at most: the ones met most.
const GROUPS: usize = 40;
/// Items that a group is spread over, at most: the most popular ones.
const MEMBERS: usize = 60;
/// Spread pairs kept for one item.
const SPREAD: usize = 150;

/// What one item's rare pairs come to, group by group.
#[derive(Clone, Debug, Default)]
pub struct Residual {
    /// Members of each group, most popular first, with their share of the group.
    members: Vec<Vec<(u32, f32)>>,
    /// For each item, its floored counts with groups.
    rows: Vec<Vec<Pair>>,
}

impl Residual {
    /// Counts each item against `groups`, without the `pairs` that exist.
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "one call, all of them different things")]
    pub fn count(
        visits: &Visits,
        weights: &[f32],
        postings: &Postings,
        group: &[u32],
        pairs: &[Vec<Pair>],
        popularity: &[Popularity],
        kernel: &Kernel,
        floor: u32,
    ) -> Self {
        let groups = group.iter().max().map_or(0, |&last| last as usize + 1);
        let rows = Count {
            visits,
            weights,
            postings,
            row_of: &|item| item,
            column_of: &|item| group.get(item as usize).copied().unwrap_or(u32::MAX),
            columns: groups,
            kernel,
            floor,
            except: Some(pairs),
        }
        .run(&|_| {});
        let mut members = vec![Vec::new(); groups];
        for (item, &group) in group.iter().enumerate() {
            let count = popularity.get(item).map_or(0.0, |item| item.all);
            if count > 0.0 {
                members[group as usize].push((item as u32, count as f32));
            }
        }
        for members in &mut members {
            members.sort_by(|a: &(u32, f32), b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let total: f32 = members.iter().map(|member| member.1).sum();
            members.truncate(MEMBERS);
            members.iter_mut().for_each(|member| member.1 /= total);
        }
        Self { members, rows }
    }
}

/// Adds the spread residuals to the pairs. Pairs made here have no shoppers of their own: their support is 0.
#[must_use]
pub fn spread(pairs: &[Vec<Pair>], residuals: &[Residual], recipe: &Recipe) -> Vec<Vec<Pair>> {
    let strength = [recipe.spread_fine, recipe.spread_coarse];
    pairs
        .par_iter()
        .enumerate()
        .map(|(row, counted)| {
            let mut added: Vec<Pair> = Vec::new();
            for (residual, strength) in residuals.iter().zip(strength) {
                let mut groups: Vec<&Pair> = residual.rows[row].iter().collect();
                groups.sort_unstable_by(|a, b| b.visits.total_cmp(&a.visits).then(a.column.cmp(&b.column)));
                for pair in groups.into_iter().take(GROUPS) {
                    for &(item, share) in &residual.members[pair.column as usize] {
                        let share = share * strength as f32;
                        if item as usize != row && share > 0.0 {
                            let (visits, similar) = (pair.visits * share, pair.similar * share);
                            added.push(Pair { column: item, visits, similar, shoppers: 0 });
                        }
                    }
                }
            }
            added.sort_by_key(|pair| pair.column);
            let mut added = add_up(added);
            added.sort_unstable_by(|a, b| b.visits.total_cmp(&a.visits).then(a.column.cmp(&b.column)));
            added.truncate(SPREAD);
            added.extend_from_slice(counted);
            added.sort_by_key(|pair| pair.column);
            add_up(added)
        })
        .collect()
}

/// Adds up pairs of one column that stand side by side.
fn add_up(pairs: Vec<Pair>) -> Vec<Pair> {
    let mut sums: Vec<Pair> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        match sums.last_mut() {
            Some(last) if last.column == pair.column => {
                last.visits += pair.visits;
                last.similar += pair.similar;
                last.shoppers = last.shoppers.max(pair.shoppers);
            }
            _ => sums.push(pair),
        }
    }
    sums
}
