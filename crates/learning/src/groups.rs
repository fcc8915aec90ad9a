//! Groups of items that shoppers see together, made from floored counts only.
//!
//! Pairs below the floor can be above it when they are counted by group ([`super::smooth`]). Each round counts pairs of
//! groups from the log, with the floor, and merges the groups that go together best. So a round has evidence that the
//! round before did not have.

use super::Hyperparameters;
use super::count::{Count, Kernel, ROW_CAP};
use super::fixed_weight::WeightSum;
use super::pair::Pair;
use super::scratch_pool::ScratchPool;
use super::settings::Settings;
use super::visits::{Groups, VisitWeights, Visits};

/// Rounds of merging after which the groups are kept.
pub const KEPT_AFTER: [usize; 2] = [2, 4];
/// Most groups merged into one in a round.
const MERGED: u8 = 3;

/// The groupings by which the pairs below the floor are counted; none if the floor is 1, which drops no pair.
#[must_use]
pub fn of(visits: &Visits, items: usize, kernel: &Kernel, settings: &Settings) -> Vec<Vec<u32>> {
    if settings.floor > 1 { grow(visits, items, kernel, &settings.hyperparameters, settings.floor) } else { Vec::new() }
}
/// The group of each item, in one numbering for each entry of [`KEPT_AFTER`], the finest first.
#[must_use]
pub fn grow(
    visits: &Visits,
    items: usize,
    kernel: &Kernel,
    hyperparameters: &Hyperparameters,
    floor: u32,
) -> Vec<Vec<u32>> {
    let weights = VisitWeights::new(hyperparameters.length_power, hyperparameters.age_scale);
    let mut group: Vec<u32> = (0..items as u32).collect();
    let mut groups = items;
    let mut kept = Vec::new();
    for round in 1..=KEPT_AFTER[KEPT_AFTER.len() - 1] {
        let of = Groups::Of(&group);
        let pairs = Count {
            visits,
            weights: &weights,
            postings: &visits.index(0..groups, of),
            row_of: of,
            column_of: of,
            columns: groups,
            kernel,
            floor,
            row_cap: ROW_CAP,
            except: None,
            pool: ScratchPool::default(),
        }
        .run(0..groups, &|_| {});
        let merged = merge(&pairs);
        group.iter_mut().for_each(|group| *group = merged[*group as usize]);
        groups = merged.iter().max().map_or(0, |&last| last as usize + 1);
        if KEPT_AFTER.contains(&round) {
            kept.push(group.clone());
        }
    }
    kept
}

/// The new group of each group. Takes the pairs by descending similarity. A group joins once, and at most [`MERGED`]
/// groups become one.
fn merge(pairs: &[Vec<Pair>]) -> Vec<u32> {
    let units = |row: &Vec<Pair>| row.iter().map(|pair| WeightSum::of_f32(pair.similar).units()).sum();
    let total: Vec<f64> = pairs.iter().map(|row| WeightSum::of_units(units(row)).to_f64()).collect();
    let mut edges: Vec<(f32, u32, u32)> = Vec::new();
    for (a, row) in pairs.iter().enumerate() {
        for pair in row.iter().filter(|pair| pair.column as usize > a) {
            let norm = ((total[a] + 1.0) * (total[pair.column as usize] + 1.0)).sqrt();
            edges.push(((f64::from(pair.similar) / norm) as f32, a as u32, pair.column));
        }
    }
    edges.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut group = vec![u32::MAX; pairs.len()];
    let mut sizes: Vec<u8> = Vec::new();
    for (_, a, b) in edges {
        let (a, b) = (a as usize, b as usize);
        match (group[a], group[b]) {
            (u32::MAX, u32::MAX) => {
                (group[a], group[b]) = (sizes.len() as u32, sizes.len() as u32);
                sizes.push(2);
            }
            (into, u32::MAX) if sizes[into as usize] < MERGED => {
                group[b] = into;
                sizes[into as usize] += 1;
            }
            (u32::MAX, into) if sizes[into as usize] < MERGED => {
                group[a] = into;
                sizes[into as usize] += 1;
            }
            _ => {}
        }
    }
    let alone = group.iter_mut().filter(|group| **group == u32::MAX);
    for (number, group) in (sizes.len() as u32..).zip(alone) {
        *group = number;
    }
    group
}
