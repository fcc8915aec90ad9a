//! The counted items whose words are nearest to an item's words, and their shares in the regression.

use rayon::prelude::*;

use super::features::Features;
use super::products::Products;
use super::ridge;
use crate::sparse::{Entry, Sum, keep_largest};

/// Items of one task.
const ITEMS_PER_TASK: usize = 64;
/// Most counted items that represent one item.
const NEAREST: usize = 64;

/// A counted item that represents another item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// The counted item.
    pub(super) item: u32,
    /// How alike the words are, 0 to 1.
    pub(super) alike: f32,
    /// Its weight in the regression, not below 0.
    pub(super) share: f32,
}

/// The counted items by word.
pub(super) struct Nearest<'a> {
    features: &'a Features,
    /// The counted items, ascending.
    counted: &'a [u32],
    /// For each word, the positions in `counted` of the items that have it, with the word's weight.
    items_with: Vec<Vec<Entry>>,
    /// How much each item sells. Among equally similar items, the one that sells most is preferred.
    selling: &'a [f64],
}

impl<'a> Nearest<'a> {
    pub(super) fn new(features: &'a Features, counted: &'a [u32], selling: &'a [f64]) -> Self {
        let mut items_with = vec![Vec::new(); features.words];
        for (&item, place) in counted.iter().zip(0u32..) {
            features.of(item).iter().for_each(|&(word, weight)| items_with[word as usize].push((place, weight)));
        }
        Self { features, counted, items_with, selling }
    }

    /// The counted items nearest to each of `items`, without the item itself, the most alike first.
    pub(super) fn of_each(&self, items: &[u32]) -> Vec<Vec<Near>> {
        let of_chunk = |items: &[u32]| self.of_some(items, &mut self.scratch());
        items.par_chunks(ITEMS_PER_TASK).flat_map_iter(of_chunk).collect()
    }

    /// Memory for [`Nearest::of_some`].
    pub(super) fn scratch(&self) -> Scratch {
        Scratch { sum: Sum::new(self.counted.len()), found: Vec::new(), products: Products::default() }
    }

    /// The same as [`Nearest::of_each`], on this thread.
    pub(super) fn of_some(&self, items: &[u32], scratch: &mut Scratch) -> Vec<Vec<Near>> {
        items.iter().map(|&item| self.of(item, scratch)).collect()
    }

    /// The counted items nearest to `item`, without the item itself, the most alike first.
    fn of(&self, item: u32, scratch: &mut Scratch) -> Vec<Near> {
        let Scratch { sum, found, products } = scratch;
        for &(word, weight) in self.features.of(item) {
            for &(other, its) in &self.items_with[word as usize] {
                sum.add(other, weight * its);
            }
        }
        let place = self.counted.binary_search(&item).map_or(u32::MAX, |place| place as u32);
        sum.drain_into(found, place);
        found.iter_mut().for_each(|entry| entry.0 = self.counted[entry.0 as usize]);
        let most = |entry: &mut Entry| {
            // Less than any difference of words.
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
