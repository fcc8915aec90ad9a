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

/// A shard, by its number in the build: below the manifest's count of shards, at least 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShardIndex(pub u32);

impl ShardIndex {
    /// The shard in which `id` lives, an item's own or an alias, of a build with `shards` shards (at least 1).
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
