//! The sections of an uncompressed payload.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// In front of each section of an uncompressed payload.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SectionHeader {
    /// [`Section`]
    pub id: U16,
    /// Zero.
    pub reserved: U16,
    /// Length of the section, in bytes, without this header.
    pub len: U32,
}

/// The sections, each at most once in a payload, in ascending order of their number. Readers skip numbers they do
/// not know. A *strings* section is a U32 count, that many U16 lengths, then the UTF-8 texts without separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Section {
    /// Core: one [`super::Shop`].
    Shop = 1,
    /// Core, strings: house name, address template, address prefix, image template, image prefix, template of pictures by their
    /// width.
    ShopTexts = 2,
    /// Core, strings: the house's language tags, the first is its default.
    Languages = 3,
    /// Core, strings: division ids, in the order of house.toml.
    DivisionIds = 4,
    /// Core, strings: names, division by division, one for each language.
    DivisionNames = 5,
    /// Core: [`super::TypeRecord`]s.
    Types = 6,
    /// Core, strings: type names, beside `Types`.
    TypeNames = 7,
    /// Core, a text, absent where links name no adviser: the parameter of addresses that holds an adviser's code. From minor
    /// version 1 on.
    AdviserParameter = 8,
    /// Core: U32s, 16 fractional bits: the share of the largest weight that each quantisation level stands for.
    Levels = 9,
    /// Core: U32s, 16 fractional bits: the weight of each position of a history.
    Positions = 10,
    /// Core: U32s, 8 fractional bits: the weight of each kind of event.
    Events = 11,
    /// Core: U32s, 16 fractional bits: the share of the best score that reminds of each position of a history.
    Reminders = 12,
    /// Core: U32s, 8 fractional bits: the weight of a reminder by how often the item was met.
    RemindTimes = 13,
    /// Core: [`super::TransitionRecord`]s between divisions, in ascending order: how many shoppers met one and later the
    /// other.
    Onward = 14,
    /// Core: one [`super::TuningRecord`].
    Tuning = 15,
    /// Core: a [`super::PlacementRecord`] for each placement, in the order of their numbers.
    Placements = 16,
    /// Core: U16 pairs in ascending order: a placement whose scope is [`SCOPE_ONLY`], and a division it may show.
    PlacementDivisions = 17,
    /// Core: [`super::RuleRecord`]s in the order of house.toml.
    Rules = 18,
    /// Core, strings, strictly ascending: ids of the items that rules name.
    RuleItems = 19,
    /// Core, strings, in the order of house.toml: ids of at most 64 collections.
    CollectionIds = 20,
    /// Core: U64s, strictly ascending, the first is 0: the sets of collections that items belong to, bit by bit in the
    /// order of `CollectionIds`.
    CollectionSets = 21,
    /// Core: one [`super::SeasonRecord`].
    Season = 22,
    /// Core: bytes beside `CollectionIds`: 0 main, 1 pre-collection, 2 cruise, 3 capsule, 4 collaboration, 5 occasion.
    CollectionKinds = 23,
    /// Core, strings: names, collection by collection, one for each language; empty where there is none.
    CollectionNames = 24,
    /// Core, strings: of each collection an http(s) address or nothing, then a text for each language or nothing.
    CollectionStories = 25,
    /// Core: [`super::WindowRecord`]s.
    Windows = 26,
    /// Core: 24 signed bytes for each demand profile, at most 64; the first is all 0.
    DemandShapes = 27,
    /// Core: [`super::ZoneRecord`]s by country, the principal zone of each first.
    Zones = 28,
    /// Core: one [`super::DiscretionRecord`].
    Discretion = 29,
    /// Core: U32s beside `DivisionIds`: how many of the shoppers counted met something of the division; 0 below the floor.
    DivisionAudience = 30,
    /// Core: [`super::CapRecord`]s.
    Caps = 31,
    /// Shard, strings: ids of every item that the shard mentions, strictly ascending. "Mention" below is a
    /// position in this list.
    Ids = 32,
    /// Shard: U16s beside `Ids`: the item's division.
    Divisions = 33,
    /// Shard: [`super::CardRecord`]s, mentions strictly ascending.
    Cards = 34,
    /// Shard, strings, beside `Cards`: titles.
    Titles = 35,
    /// Shard, strings, beside `Cards`: addresses; see `docs/pack-shards.md` for how they are shortened.
    Urls = 36,
    /// Shard, strings, beside `Cards`: pictures, at most two with [`BETWEEN_IMAGES`] between them; shortened likewise.
    Images = 37,
    /// Shard: [`super::ItemRecord`]s, mentions strictly ascending: the items that live in this shard, and those of its aliases.
    Items = 38,
    /// Shard: [`super::NeighbourRecord`]s, item by item.
    Neighbours = 39,
    /// Shard, strings: aliases that live in this shard, ascending.
    Aliases = 40,
    /// Shard: U16s beside `Aliases`: the position of its item in `Items`.
    AliasItems = 41,
    /// Shard: bytes beside `Aliases`: as which kinds of id it means the item, bit 0 where no kind is said, bit 1 as a GTIN, bit 2 as
    /// a manufacturer's number; one at least. From bit 3 on, where the alias means one size of its item, that size's position in the
    /// item's range and 1. From minor version 4 on.
    AliasKinds = 42,
    /// Core, behind everything else, absent where all are as usual: a [`super::PlacementRecord`] for each placement after those of
    /// `Placements`, up to the last one that the house has set. From minor version 1 on.
    LaterPlacements = 43,
    /// Core, behind everything else, strings, absent where the feed says no sizes: size ranges, each its group and then its sizes with
    /// line feeds between. From minor version 4 on.
    SizeRanges = 44,
    /// Unavailable: one [`super::RiceHeader`], then the code's bytes.
    Rice = 64,
    /// Unavailable, likewise, absent where no sizes are said: the items that can be bought, but not in every size of their range. From
    /// minor version 4 on.
    SizedItems = 65,
    /// Unavailable: a [`super::SizesLeftRecord`] for each member of `SizedItems`, in the order of the code. From minor version 4 on.
    SizesLeft = 66,
    /// Offered, strings: item ids, strictly ascending.
    OfferedIds = 80,
    /// Offered: U32s beside `OfferedIds`: the last day offered, in days since 1970-01-01 UTC.
    OfferedDays = 81,
}
