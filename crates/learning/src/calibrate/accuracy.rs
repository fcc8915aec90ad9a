//! The objective of calibration.

use crate::validation::measure::Sums;

/// Accuracy on the tail, by protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// The next item, any item.
    pub next_item: Sums,
    /// The next item if it is not the item on the page.
    pub product: Sums,
    /// The next item if it is new in the session.
    pub new_only: Sums,
}

impl Accuracy {
    /// The sum of all parts.
    #[must_use]
    pub(super) fn total(parts: &[Self]) -> Self {
        let mut total = Self::default();
        for part in parts {
            total.next_item.merge(&part.next_item);
            total.product.merge(&part.product);
            total.new_only.merge(&part.new_only);
        }
        total
    }

    /// The number that calibration maximises: the mean, over the protocols, of the logarithms of hit rate and
    /// reciprocal rank. The hit rate counts twice, because an item's presence matters more than its place.
    #[must_use]
    pub fn objective(&self) -> f64 {
        let of = |sums: &Sums| 2.0 * libm::log(sums.hit_rate().max(1e-9)) + libm::log(sums.mrr().max(1e-9));
        (of(&self.next_item) + of(&self.product) + of(&self.new_only)) / 9.0
    }
}
