//! Hash keys of ids, and the shards they belong to.

use crate::hash::hash;

/// The hash of an item id or alias: XXH64 (seed 0) of its UTF-8 bytes. It determines the id's shard and its membership
/// in the set of unavailable items.
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

/// The number of a shard in the build, below the manifest's number of shards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShardIndex(pub u32);

impl ShardIndex {
    /// The shard of `id`, an item's own id or an alias, in a build with `shards` shards (at least 1).
    #[must_use]
    pub fn of(id: &str, shards: u32) -> Self {
        Self(ItemKey::of(id).scaled(u64::from(shards.max(1))) as u32)
    }

    /// The position as a number.
    #[must_use]
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

impl std::fmt::Display for ShardIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
