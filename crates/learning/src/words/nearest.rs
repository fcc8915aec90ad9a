//! The counted items whose words are nearest to an item's, and how much each of them stands for it.

use rayon::prelude::*;

use super::features::Features;
use super::products::Products;
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

    /// The counted items that stand for each of `items`, itself left out, the most alike first.
    pub(super) fn of_each(&self, items: &[u32]) -> Vec<Vec<Near>> {
        let of_chunk = |items: &[u32]| self.of_some(items, &mut Scratch::new(self.selling.len()));
        items.par_chunks(ITEMS_PER_TASK).flat_map_iter(of_chunk).collect()
    }

    /// As [`Nearest::of_each`], on this thread.
    pub(super) fn of_some(&self, items: &[u32], scratch: &mut Scratch) -> Vec<Vec<Near>> {
        items.iter().map(|&item| self.of(item, scratch)).collect()
    }

    /// The counted items that stand for `item`, itself left out, the most alike first.
    fn of(&self, item: u32, scratch: &mut Scratch) -> Vec<Near> {
        let Scratch { sum, found, products } = scratch;
        for &(word, weight) in self.features.of(item) {
            for &(other, its) in &self.items_with[word as usize] {
                sum.add(other, weight * its);
            }
        }
        sum.drain_into(found, item);
        let most = |entry: &mut Entry| {
            // Below any difference of words.
            let selling = self.selling.get(entry.0 as usize).copied().unwrap_or(0.0);
            entry.1 += (1e-4 * selling / (selling + 100.0)) as f32;
        };
        found.iter_mut().for_each(most);
        keep_largest(found, NEAREST);
        products.of(self.features, found.iter().map(|entry| entry.0).chain([item]));
        let alike: Vec<f64> = (0..found.len()).map(|near| f64::from(products.at(found.len(), near))).collect();
        let shares = ridge::solve(&alike, |row, column| f64::from(products.at(row, column)));
        let near = found.iter().zip(alike.iter().zip(shares));
        near.map(|(&(item, _), (&alike, share))| Near { item, alike: alike as f32, share: share.max(0.0) as f32 })
            .collect()
    }
}

/// Dense memory of one thread.
pub(super) struct Scratch {
    sum: Sum,
    found: Vec<Entry>,
    products: Products,
}

impl Scratch {
    /// For a catalogue of so many items.
    pub(super) fn new(items: usize) -> Self {
        Self { sum: Sum::new(items), found: Vec::new(), products: Products::default() }
    }
}
