//! How alike each two of some items are: the inner products of their word vectors.

use super::features::Features;

/// The inner products of some vectors, in memory that is reused.
#[derive(Debug, Default)]
pub(super) struct Products {
    /// (word, position of the item, weight).
    said: Vec<(u32, u32, f32)>,
    /// Row by row; only the part below the diagonal is filled.
    products: Vec<f32>,
    size: usize,
}

impl Products {
    /// Computes the products of these items: 1 for the same words, 0 for none in common. Each is a sum in ascending
    /// order of words, as for the two items alone.
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

    /// How alike the items at two positions are; `column` must be less than `row`.
    pub(super) fn at(&self, row: usize, column: usize) -> f32 {
        self.products[row * self.size + column]
    }
}
