//! The records of shards, and the limits of their sizes.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// Maximum number of entries in a neighbour list.
pub const MAX_NEIGHBOURS: usize = 32;
/// Maximum number of cards for the best neighbours inside the item's division.
pub const CARDS_INSIDE: usize = 8;
/// Maximum number of cards for the best neighbours outside the item's division.
pub const CARDS_OUTSIDE: usize = 12;
/// The price of a card without a price.
pub const NO_PRICE: u32 = u32::MAX;

/// The data needed to draw an item.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct CardRecord {
    /// The item.
    pub mention: U16,
    /// Position of the item's type.
    pub item_type: U16,
    /// Price in minor units, or [`NO_PRICE`].
    pub price: U32,
    /// Position in `DemandShapes`.
    pub shape: u8,
    /// Amplitude of the demand profile: a multiplier of the shape.
    pub amplitude: u8,
    /// Insulation of an outfit with the item, in fiftieths of a clo; 255 for an item that is not worn.
    pub outfit: u8,
    /// Bit 0: made for rain. Bit 1: made for sun. The other bits are zero.
    pub weather: u8,
    /// Bit 0: new as of this build. Bits 1 and 2: gender, 1 female, 2 male, 0 any. Bits 3 to 5: age group, 1 newborn, 2
    /// infant, 3 toddler, 4 kids, 5 adult, 0 any. The other bits are zero.
    pub flags: u8,
    /// Position in `CollectionSets`.
    pub collections: u8,
}

/// The separator between two image URLs of one item.
pub const BETWEEN_IMAGES: &str = "\n";
/// [`CardRecord::flags`]: new as of this build.
pub const CARD_NEW: u8 = 1;
/// [`CardRecord::flags`]: the first bit of the wearer.
pub const CARD_WEARER: u32 = 1;

/// A byte of `AliasKinds`: the first bit of the size.
pub const ALIAS_SIZE: u32 = 3;

/// An item whose list is in this shard.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ItemRecord {
    /// The item.
    pub mention: U16,
    /// Position of the item's type.
    pub item_type: U16,
    /// Number of the item's neighbours, at most [`MAX_NEIGHBOURS`]; they follow those of the previous item.
    pub neighbours: u8,
    /// Position of the item's size range in `SizeRanges`, plus 1; 0 if it has none. Since minor version 4.
    pub size_range: u8,
    /// The largest weight of the item's list, in units of 2^-30.
    pub scale: U32,
}

/// One entry of a neighbour list. Entries are in descending order of level, ties by id.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct NeighbourRecord {
    /// The neighbour.
    pub mention: U16,
    /// Position in `Levels`, at least 1.
    pub level: u8,
    /// Number of distinct shoppers behind the pair, capped at 255; 0 if derived from other pairs or from attributes.
    pub support: u8,
}
