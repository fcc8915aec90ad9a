//! The records of shards, and what their sizes are limited by.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A neighbour list has at most this many entries.
pub const MAX_NEIGHBOURS: usize = 32;
/// Cards of the best neighbours inside the item's division, at most.
pub const CARDS_INSIDE: usize = 8;
/// Cards of the best neighbours outside the item's division, at most.
pub const CARDS_OUTSIDE: usize = 12;
/// The price of a card that has none.
pub const NO_PRICE: u32 = u32::MAX;

/// What is needed to draw an item.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct CardRecord {
    /// The item.
    pub mention: U16,
    /// Position of its type.
    pub item_type: U16,
    /// Price in minor units, or [`NO_PRICE`].
    pub price: U32,
    /// Position in `DemandShapes`.
    pub shape: u8,
    /// How marked the profile is.
    pub amplitude: u8,
    /// What is worn with it insulates so many fiftieths of a clo; 255 for what is not worn.
    pub outfit: u8,
    /// Bit 0: for rain. Bit 1: for sun. The other bits are zero.
    pub weather: u8,
    /// Bit 0: new in the house as of this build. Bits 1 and 2: gender, 1 female, 2 male, 0 any. Bits 3 to 5: age group, 1
    /// newborn, 2 infant, 3 toddler, 4 kids, 5 adult, 0 any. The other bits are zero.
    pub flags: u8,
    /// Position in `CollectionSets`.
    pub collections: u8,
}

/// What stands between two addresses of pictures of one item.
pub const BETWEEN_IMAGES: &str = "\n";
/// [`CardRecord::flags`]: new in the house.
pub const CARD_NEW: u8 = 1;
/// [`CardRecord::flags`]: from this bit on, whom it is made for.
pub const CARD_WEARER: u32 = 1;

/// A byte of `AliasKinds`: from this bit on, the size that the alias means.
pub const ALIAS_SIZE: u32 = 3;

/// An item whose list is in this shard.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ItemRecord {
    /// The item.
    pub mention: U16,
    /// Position of its type.
    pub item_type: U16,
    /// Number of its neighbours, at most [`MAX_NEIGHBOURS`]; they follow those of the item before.
    pub neighbours: u8,
    /// Position of its size range in `SizeRanges` and 1; 0 where it has none. From minor version 4 on.
    pub size_range: u8,
    /// The largest weight of its list, in units of 2^-30.
    pub scale: U32,
}

/// One entry of a neighbour list: the strongest first, ties by id.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct NeighbourRecord {
    /// The neighbour.
    pub mention: U16,
    /// Position in `Levels`, at least 1.
    pub level: u8,
    /// Distinct shoppers behind the pair, 255 for more; 0 when derived from other pairs or from attributes.
    pub support: u8,
}
