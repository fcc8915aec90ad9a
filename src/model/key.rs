//! Where an id lives.

use crate::hash::hash;

/// The hash of an item id or alias: XXH64 (seed 0) of its UTF-8 bytes. It decides the shard and the membership in
/// the set of unavailable items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey(pub u64);

impl ItemKey {
    /// The key of `id`.
    #[must_use]
    pub fn of(id: &str) -> Self {
        Self(hash(id.as_bytes()))
    }

    /// The key scaled to `0..range` (multiply-shift: the product's high half).
    #[must_use]
    pub fn scaled(self, range: u64) -> u64 {
        ((u128::from(self.0) * u128::from(range)) >> 64) as u64
    }
}

/// The number of the shard in which `id` lives, of `shards` shards (at least 1).
#[must_use]
pub fn shard_of(id: &str, shards: u32) -> u32 {
    ItemKey::of(id).scaled(u64::from(shards.max(1))) as u32
}
