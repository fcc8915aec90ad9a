//! Hash keys of ids, and the shards they belong to.

use crate::hash::hash;
use std::num::NonZeroU32;

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

/// The lowest three bytes of the hash of a time zone's name: its key in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneKey(pub [u8; 3]);

impl ZoneKey {
    /// The key of a time zone, by its name in the IANA database.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let [a, b, c, ..] = ItemKey::of(name).0.to_le_bytes();
        Self([a, b, c])
    }
}

/// The number of shards of a build, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardCount(NonZeroU32);

impl ShardCount {
    /// A single shard.
    pub const ONE: Self = Self(NonZeroU32::MIN);

    /// Creates a count; `None` for 0.
    #[must_use]
    pub const fn new(count: u32) -> Option<Self> {
        match NonZeroU32::new(count) {
            Some(count) => Some(Self(count)),
            None => None,
        }
    }

    /// The count as a number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// All shards, in ascending order.
    pub fn indices(self) -> impl Iterator<Item = ShardIndex> {
        (0..self.number()).map(ShardIndex)
    }
}

/// The number of a shard in the build, below its [`ShardCount`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShardIndex(pub u32);

impl ShardIndex {
    /// The shard of `id`, an item's own id or an alias, in a build with `shards` shards.
    #[must_use]
    pub fn of(id: &str, shards: ShardCount) -> Self {
        Self(ItemKey::of(id).scaled(u64::from(shards.number())) as u32)
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
