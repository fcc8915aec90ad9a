//! The sections of an uncompressed payload.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The header of each section of an uncompressed payload.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SectionHeader {
    /// [`Section`]
    pub id: U16,
    /// Zero.
    pub reserved: U16,
    /// Length of the section in bytes, without this header.
    pub len: U32,
}

/// The sections, each at most once in a payload, in ascending order of their number. Readers skip unknown numbers. A
/// *strings* section is a U32 count, that many U16 lengths, then the UTF-8 texts without separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Section {
    /// Core: one [`super::Shop`].
    Shop = 1,
    /// Core, strings: house name, URL template, URL prefix, image template, image prefix, template of images by width.
    ShopTexts = 2,
    /// Core, strings: the house's language tags, the default first.
    Languages = 3,
    /// Core, strings: division ids, in the order of house.toml.
    DivisionIds = 4,
    /// Core, strings: names of divisions, one per language for each division.
    DivisionNames = 5,
    /// Core: [`super::TypeRecord`]s.
    Types = 6,
    /// Core, strings: type names, in the order of `Types`.
    TypeNames = 7,
    /// Core, a text: the URL parameter with an adviser's code; absent if the house has none. Since minor version 1.
    AdviserParameter = 8,
    /// Core: U32s, 16 fractional bits: the share of the largest weight for each quantisation level.
    Levels = 9,
    /// Core: U32s, 16 fractional bits: the weight of each position of a history.
    Positions = 10,
    /// Core: U32s, 8 fractional bits: the weight of each kind of event.
    Events = 11,
    /// Core: U32s, 16 fractional bits: the share of the best score for a reminder at each position of a history.
    Reminders = 12,
    /// Core: U32s, 8 fractional bits: the weight of a reminder by the number of events of its item.
    RemindTimes = 13,
    /// Core: [`super::TransitionRecord`]s in ascending order: the number of shoppers who visited one division and later
    /// another.
    Onward = 14,
    /// Core: one [`super::TuningRecord`].
    Tuning = 15,
    /// Core: a [`super::PlacementRecord`] for each placement, in the order of their numbers.
    Placements = 16,
    /// Core: U16 pairs in ascending order: a placement whose scope is `SCOPE_ONLY`, and a division that it may show.
    PlacementDivisions = 17,
    /// Core: [`super::RuleRecord`]s in the order of house.toml.
    Rules = 18,
    /// Core, strings, strictly ascending: ids of the items that rules refer to.
    RuleItems = 19,
    /// Core, strings, in the order of house.toml: ids of at most 64 collections.
    CollectionIds = 20,
    /// Core: U64s, strictly ascending, the first is 0: the sets of collections that items belong to, one bit per
    /// collection in the order of `CollectionIds`.
    CollectionSets = 21,
    /// Core: one [`super::SeasonRecord`].
    Season = 22,
    /// Core: bytes in the order of `CollectionIds`: 0 main, 1 pre-collection, 2 cruise, 3 capsule, 4 collaboration, 5
    /// occasion.
    CollectionKinds = 23,
    /// Core, strings: names of collections, one per language for each; empty if there is none.
    CollectionNames = 24,
    /// Core, strings: for each collection an http(s) URL or an empty text, then a text or an empty text for each
    /// language.
    CollectionStories = 25,
    /// Core: [`super::WindowRecord`]s.
    Windows = 26,
    /// Core: 24 signed bytes for each demand profile, at most 64 profiles; the first is all 0.
    DemandShapes = 27,
    /// Core: [`super::ZoneRecord`]s by country, the principal zone of each country first.
    Zones = 28,
    /// Core: one [`super::DiscretionRecord`].
    Discretion = 29,
    /// Core: U32s in the order of `DivisionIds`: number of counted shoppers with an event in the division; 0 below the
    /// floor.
    DivisionAudience = 30,
    /// Core: [`super::CapRecord`]s.
    Caps = 31,
    /// Shard, strings: ids of every item that the shard refers to, strictly ascending. "Mention" below is a position in
    /// this list.
    Ids = 32,
    /// Shard: U16s in the order of `Ids`: the item's division.
    Divisions = 33,
    /// Shard: [`super::CardRecord`]s, mentions strictly ascending.
    Cards = 34,
    /// Shard, strings, in the order of `Cards`: titles.
    Titles = 35,
    /// Shard, strings, in the order of `Cards`: URLs, shortened as described in `docs/pack-shards.md`.
    Urls = 36,
    /// Shard, strings, in the order of `Cards`: image URLs, at most two, separated by `BETWEEN_IMAGES` and shortened
    /// likewise.
    Images = 37,
    /// Shard: [`super::ItemRecord`]s, mentions strictly ascending: the items of this shard, and those of its aliases.
    Items = 38,
    /// Shard: [`super::NeighbourRecord`]s, item by item.
    Neighbours = 39,
    /// Shard, strings: the aliases of this shard, ascending.
    Aliases = 40,
    /// Shard: U16s in the order of `Aliases`: the position of the alias's item in `Items`.
    AliasItems = 41,
    /// Shard: bytes in the order of `Aliases`: the kinds of id with which the alias refers to the item, at least one:
    /// bit 0 no kind stated, bit 1 GTIN, bit 2 manufacturer's part number. From bit 3 on, if the alias refers to one
    /// size of its item: that size's position in the item's range, plus 1. Since minor version 4.
    AliasKinds = 42,
    /// Core, after all other sections, absent if all have default settings: a [`super::PlacementRecord`] for each
    /// placement after those of `Placements`, up to the last one that the house has set. Since minor version 1.
    LaterPlacements = 43,
    /// Core, after all other sections, strings, absent if the feed has no sizes: size ranges, each its group and then
    /// its sizes, separated by line feeds. Since minor version 4.
    SizeRanges = 44,
    /// Unavailable: one [`super::RiceHeader`], then the code's bytes.
    Rice = 64,
    /// Unavailable, in the format of `Rice`, absent if there are no sizes: the items that can be bought, but not in
    /// every size of their range. Since minor version 4.
    SizedItems = 65,
    /// Unavailable: a [`super::SizesLeftRecord`] for each member of `SizedItems`, in the order of the code. Since minor
    /// version 4.
    SizesLeft = 66,
    /// Offered, strings: item ids, strictly ascending.
    OfferedIds = 80,
    /// Offered: U32s in the order of `OfferedIds`: the last day offered, in days since 1970-01-01 UTC.
    OfferedDays = 81,
}
