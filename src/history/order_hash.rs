//! Order numbers, which the history stores as hashes only.

use crate::hash::hash;

/// An order number as stored in the history: 32 bits of a hash, salted with the number of the grant. After the store
/// was erased, the same order gets a different hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderHash(pub(super) u32);

impl OrderHash {
    /// Hashes the page's `order` with the grant's number `salt`.
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
