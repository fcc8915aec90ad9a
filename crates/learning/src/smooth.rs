//! Uses pairs below the floor: counts them as pairs of an item and a group, with the floor, and spreads each count over
//! the items of the group by their popularity.
//!
//! The count leaves out the pairs that passed the floor themselves, and must pass the floor without them. So no
//! difference of published counts is below the floor.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use super::Hyperparameters;
use super::pair::Pair;
use super::pair_table::PairTable;
use super::popularity::Popularity;
use super::scratch_pool::ScratchPool;

/// Most groups of an item that are spread: those with the largest counts.
const GROUPS: usize = 40;
/// Most items of a group that it is spread over: the most popular ones.
const MEMBERS: usize = 60;
/// Most spread pairs of an item that are kept.
const SPREAD: usize = 150;

/// The pairs below the floor, counted by item and group.
#[derive(Debug, Default)]
pub struct Residual {
    /// Members of each group, most popular first, with their share of the group.
    members: Vec<Vec<(u32, f32)>>,
    /// For each item, its floored counts with groups.
    rows: PairTable,
}

impl Residual {
    /// An empty count over `group` (the group of each item), for [`Residual::push`]. `budget`: bytes of memory.
    #[must_use]
    pub fn new(group: &[u32], popularity: &[Popularity], budget: u64) -> Self {
        let groups = group.iter().max().map_or(0, |&last| last as usize + 1);
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
        Self { members, rows: PairTable::new(budget) }
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.members.len()
    }

    /// Appends the counts of the next items. Of each item, the groups with the largest counts are kept.
    ///
    /// # Errors
    /// If the temporary file cannot be made or written.
    pub fn push(&mut self, mut rows: Vec<Vec<Pair>>) -> std::io::Result<()> {
        rows.par_iter_mut().for_each(|row| {
            row.sort_unstable_by(|a, b| b.visits.total_cmp(&a.visits).then(a.column.cmp(&b.column)));
            row.truncate(GROUPS);
            row.shrink_to_fit();
        });
        self.rows.push(rows)
    }
}

/// Counted pairs together with the spread ones.
pub struct Spread<'a> {
    counted: &'a PairTable,
    residuals: Vec<WeightedResidual<'a>>,
    pool: ScratchPool<Scratch>,
}

/// A residual and its strength.
struct WeightedResidual<'a> {
    residual: &'a Residual,
    strength: f32,
}

/// Dense sums over the items, and the items that have one.
#[derive(Default)]
struct Scratch {
    sums: Vec<[f32; 2]>,
    touched: Vec<u32>,
}

impl<'a> Spread<'a> {
    /// Spreads `residuals` with the strengths of `hyperparameters`.
    #[must_use]
    pub fn new(counted: &'a PairTable, residuals: &'a [Residual], hyperparameters: &Hyperparameters) -> Self {
        let strength = [hyperparameters.spread_fine as f32, hyperparameters.spread_coarse as f32];
        let weighted = |(residual, strength)| WeightedResidual { residual, strength };
        let residuals = residuals.iter().zip(strength).map(weighted).collect();
        Self { counted, residuals, pool: ScratchPool::default() }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.counted.rows()
    }

    /// The rows of a range, with the spread pairs. A pair that was only spread has no shoppers.
    #[must_use]
    pub fn chunk(&self, rows: Range<usize>) -> Cow<'a, [Vec<Pair>]> {
        let rows = rows.start..rows.end.min(self.rows());
        let counted = self.counted.chunk(rows.clone());
        if self.residuals.is_empty() {
            return counted;
        }
        let groups: Vec<_> = self.residuals.iter().map(|weighted| weighted.residual.rows.chunk(rows.clone())).collect();
        let mut scratch = self.pool.take(Scratch::default);
        scratch.sums.resize(self.rows(), [0.0; 2]);
        let spread = counted.iter().enumerate().map(|(offset, counted)| {
            let groups = groups.iter().map(|rows| rows.get(offset).map_or(&[][..], Vec::as_slice));
            self.row(rows.start + offset, counted, groups, &mut scratch)
        });
        let spread = spread.collect();
        self.pool.put(scratch);
        Cow::Owned(spread)
    }

    fn row<'r>(
        &self,
        row: usize,
        counted: &[Pair],
        groups: impl Iterator<Item = &'r [Pair]>,
        scratch: &mut Scratch,
    ) -> Vec<Pair> {
        let Scratch { sums, touched } = scratch;
        for (WeightedResidual { residual, strength }, groups) in self.residuals.iter().zip(groups) {
            for pair in groups {
                for &(item, share) in &residual.members[pair.column as usize] {
                    let share = share * strength;
                    if item as usize != row && share > 0.0 {
                        let sum = &mut sums[item as usize];
                        if sum[0] == 0.0 {
                            touched.push(item);
                        }
                        sum[0] += pair.visits * share;
                        sum[1] += pair.similar * share;
                    }
                }
            }
        }
        let mut added: Vec<Pair> = touched
            .drain(..)
            .map(|column| {
                let [visits, similar] = std::mem::take(&mut sums[column as usize]);
                Pair { column, visits, similar, shoppers: 0 }
            })
            .collect();
        let order = |a: &Pair, b: &Pair| b.visits.total_cmp(&a.visits).then(a.column.cmp(&b.column));
        if added.len() > SPREAD {
            added.select_nth_unstable_by(SPREAD - 1, order);
            added.truncate(SPREAD);
        }
        added.extend_from_slice(counted);
        // A stable sort: a spread pair comes before the counted pair of the same column.
        added.sort_by_key(|pair| pair.column);
        add_up(added)
    }
}

/// Adds up neighbouring pairs of the same column.
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
