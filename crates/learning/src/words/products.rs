//! How alike each two of a few items are: the inner products of their words' vectors.

use super::features::Features;

/// The inner products of a few vectors, in memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Products {
    /// (word, place of the item among the few, weight).
    said: Vec<(u32, u32, f32)>,
    /// Row by row; below the diagonal alone.
    products: Vec<f32>,
    size: usize,
}

impl Products {
    /// Works out the products of these items: 1 for the same words, 0 for none in common. Each is a sum in ascending order
    /// of words, as that of two items alone would be.
    pub(super) fn of(&mut self, features: &Features, items: impl Iterator<Item = u32>) {
        self.said.clear();
        self.size = 0;
        for (item, place) in items.zip(0u32..) {
            self.said.extend(features.of(item).iter().map(|&(word, weight)| (word, place, weight)));
            self.size += 1;
        }
        self.said.sort_unstable_by_key(|&(word, place, _)| u64::from(word) << 32 | u64::from(place));
        self.products.clear();
        self.products.resize(self.size * self.size, 0.0);
        for same in self.said.chunk_by(|one, other| one.0 == other.0) {
            for (at, &(_, row, weight)) in same.iter().enumerate() {
                let of_row = &mut self.products[row as usize * self.size..];
                same[..at].iter().for_each(|&(_, column, other)| of_row[column as usize] += weight * other);
            }
        }
    }

    /// How alike the items at two places are, the second before the first.
    pub(super) fn at(&self, row: usize, column: usize) -> f32 {
        self.products[row * self.size + column]
    }
}
