//! What calibration maximises.

use crate::validation::measure::Sums;

/// Accuracy on the tail: sums for the protocols next-item, product and new-only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// The next item, whatever it is.
    pub next_item: Sums,
    /// The next item that is not the one on the page.
    pub product: Sums,
    /// The next item never seen before in the session.
    pub new_only: Sums,
}

impl Accuracy {
    /// Of all parts together.
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

    /// What calibration maximises: the mean over the protocols of the logarithms of hit rate (twice: that an
    /// item is there matters more than its place) and reciprocal rank.
    #[must_use]
    pub fn objective(&self) -> f64 {
        let of = |sums: &Sums| 2.0 * libm::log(sums.hit_rate().max(1e-9)) + libm::log(sums.mrr().max(1e-9));
        (of(&self.next_item) + of(&self.product) + of(&self.new_only)) / 9.0
    }
}
