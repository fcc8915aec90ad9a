//! The counted items whose words are nearest to an item's, and how much each of them stands for it.

use rayon::prelude::*;

use super::features::Features;
use super::ridge;
use crate::sparse::{Entry, Sum, keep_largest};

/// Items worked on by one task.
const ITEMS_PER_TASK: usize = 64;
/// Counted items that stand for one item at most.
const NEAREST: usize = 64;

/// A counted item that stands for another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// The counted item.
    pub(super) item: u32,
    /// How alike the words are, 0 to 1.
    pub(super) alike: f32,
    /// Its weight in the regression, not below 0.
    pub(super) share: f32,
}

/// Counted items by word.
pub(super) struct Nearest<'a> {
    features: &'a Features,
    /// For each word the counted items that have it.
    items_with: Vec<Vec<Entry>>,
    /// How much each item sells: among equals what sells most is known best.
    selling: &'a [f64],
}

impl<'a> Nearest<'a> {
    pub(super) fn new(features: &'a Features, counted: &[u32], selling: &'a [f64]) -> Self {
        let mut items_with = vec![Vec::new(); features.words];
        for &item in counted {
            features.of(item).iter().for_each(|&(word, weight)| items_with[word as usize].push((item, weight)));
        }
        Self { features, items_with, selling }
    }

    /// [`Nearest::of`] each of `items`.
    pub(super) fn of_each(&self, items: &[u32]) -> Vec<Vec<Near>> {
        let of_chunk = |items: &[u32]| {
            let mut sum = Sum::new(self.selling.len());
            items.iter().map(|&item| self.of(item, &mut sum)).collect::<Vec<_>>()
        };
        items.par_chunks(ITEMS_PER_TASK).flat_map_iter(of_chunk).collect()
    }

    /// The counted items that stand for `item`, itself left out, the most alike first.
    fn of(&self, item: u32, sum: &mut Sum) -> Vec<Near> {
        for &(word, weight) in self.features.of(item) {
            for &(other, its) in &self.items_with[word as usize] {
                sum.add(other, weight * its);
            }
        }
        let mut found = Vec::new();
        sum.drain_into(&mut found, item);
        let most = |entry: &mut Entry| {
            // Below any difference of words.
            let selling = self.selling.get(entry.0 as usize).copied().unwrap_or(0.0);
            entry.1 += (1e-4 * selling / (selling + 100.0)) as f32;
        };
        found.iter_mut().for_each(most);
        keep_largest(&mut found, NEAREST);
        let alike: Vec<f64> = found.iter().map(|&(other, _)| f64::from(self.features.alike(item, other))).collect();
        let shares = ridge::solve(&alike, |a, b| f64::from(self.features.alike(found[a].0, found[b].0)));
        let near = found.iter().zip(alike.iter().zip(shares));
        near.map(|(&(item, _), (&alike, share))| Near { item, alike: alike as f32, share: share.max(0.0) as f32 })
            .collect()
    }
}
