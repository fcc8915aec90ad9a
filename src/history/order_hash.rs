//! The number of an order, of which a history keeps a hash alone.

use crate::hash::hash;

/// The number of an order as a history keeps it: 32 bits of a hash that has the number of the history's grant for salt. A store
/// that was erased and begun anew gives the same order another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderHash(pub(super) u32);

impl OrderHash {
    /// Of the order that the page calls `order`, in the history of the grant `salt`.
    #[must_use]
    pub fn new(salt: u64, order: &str) -> Self {
        Self(hash(&[&salt.to_le_bytes(), order.as_bytes()].concat()) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_grant_gives_an_order_another_number() {
        assert_ne!(OrderHash::new(1, "T-1"), OrderHash::new(2, "T-1"));
        assert_eq!(OrderHash::new(1, "T-1"), OrderHash::new(1, "T-1"));
    }
}
