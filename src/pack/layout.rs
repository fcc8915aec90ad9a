//! The schema of every file of a pack: constants and fixed records, nothing else.
//!
//! All numbers are little-endian and unaligned. When anything here changes, raise [`MAJOR`] (old modules must
//! refuse the pack) or [`MINOR`] (old modules may read it), change `docs/FORMAT.md`, and renew the golden hashes.

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// First bytes of every file but the manifest.
pub const MAGIC: [u8; 4] = *b"PSRL";
/// Format version that a reader must know.
pub const MAJOR: u16 = 6;
/// Format version that a reader may ignore.
pub const MINOR: u16 = 0;
/// The version of the module's reading code; a manifest may ask for a newer one.
pub const MODULE: u32 = 6;
/// Length of `manifest.json` in bytes, whatever the catalogue.
pub const MANIFEST_LEN: usize = 1_024;
/// The list of languages in `manifest.json` takes at most so many bytes, brackets included: with the longest numbers the
/// manifest is full then.
pub const MAX_LANGUAGES_LEN: usize = 640;
/// A pack whose files together take less than this travels as one file: the core, shard included. In bytes.
pub const SINGLE_FILE_LEN: usize = 60_000;
/// A neighbour list has at most this many entries.
pub const MAX_NEIGHBOURS: usize = 32;
/// Cards of the best neighbours inside the item's division, at most.
pub const CARDS_INSIDE: usize = 8;
/// Cards of the best neighbours outside the item's division, at most.
pub const CARDS_OUTSIDE: usize = 12;
pub use crate::model::MAX_RETENTION_DAYS;
/// A house has at most this many collections at a time.
pub const MAX_COLLECTIONS: usize = 64;
/// The price of a card that has none.
pub const NO_PRICE: u32 = u32::MAX;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The house, its divisions and types, the ranking tables: what every page needs.
    Core = 1,
    /// About eight items with their neighbours and cards.
    Shard = 2,
    /// The set of what was offered lately and cannot be bought now.
    Unavailable = 3,
    /// What earlier builds offered: read by the next build, never by a browser.
    Offered = 4,
    /// What suits half a month, division by division.
    Season = 5,
}

impl Kind {
    /// The largest uncompressed payload a reader takes memory for, in bytes.
    #[must_use]
    pub const fn raw_cap(self) -> u32 {
        match self {
            Self::Core | Self::Unavailable => 4 << 20,
            Self::Shard | Self::Season => 512 << 10,
            Self::Offered => 1 << 30,
        }
    }
}

/// How a payload is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Codec {
    /// As it is.
    Stored = 0,
    /// One gzip member (RFC 1952).
    Gzip = 1,
}

/// The first 48 bytes of a file.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`]
    pub magic: [u8; 4],
    /// [`MAJOR`]
    pub major: U16,
    /// [`MINOR`]
    pub minor: U16,
    /// [`Kind`]
    pub kind: u8,
    /// [`Codec`]
    pub codec: u8,
    /// Zero.
    pub reserved: U16,
    /// The shard's number, or the half-month's; 0 in other files.
    pub index: U32,
    /// The build the file belongs to.
    pub build: [u8; 16],
    /// Length of the payload before compression, in bytes.
    pub raw_len: U32,
    /// Length of the payload as stored, in bytes: all that follows the header.
    pub stored_len: U32,
    /// XXH64 (seed 0) of the 40 bytes before this field followed by the XXH64 of the stored payload.
    pub checksum: U64,
}

/// Length of [`Header`] in bytes.
pub const HEADER_LEN: usize = size_of::<Header>();
/// How many bytes of the header the checksum covers.
pub const HEADER_CHECKED: usize = HEADER_LEN - size_of::<U64>();

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
    /// Core: one [`Shop`].
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
    /// Core: [`TypeRecord`]s.
    Types = 6,
    /// Core, strings: type names, beside `Types`.
    TypeNames = 7,
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
    /// Core: [`TransitionRecord`]s between divisions, in ascending order: how many shoppers met one and later the
    /// other.
    Onward = 14,
    /// Core: one [`TuningRecord`].
    Tuning = 15,
    /// Core: a [`PlacementRecord`] for each placement, in the order of their numbers.
    Placements = 16,
    /// Core: U16 pairs in ascending order: a placement whose scope is [`SCOPE_ONLY`], and a division it may show.
    PlacementDivisions = 17,
    /// Core: [`RuleRecord`]s in the order of house.toml.
    Rules = 18,
    /// Core, strings, strictly ascending: ids of the items that rules name.
    RuleItems = 19,
    /// Core, strings, in the order of house.toml: ids of at most 64 collections.
    CollectionIds = 20,
    /// Core: U64s, strictly ascending, the first is 0: the sets of collections that items belong to, bit by bit in the
    /// order of `CollectionIds`.
    CollectionSets = 21,
    /// Core: one [`SeasonRecord`].
    Season = 22,
    /// Core: bytes beside `CollectionIds`: 0 main, 1 pre-collection, 2 cruise, 3 capsule, 4 collaboration, 5 occasion.
    CollectionKinds = 23,
    /// Core, strings: names, collection by collection, one for each language; empty where there is none.
    CollectionNames = 24,
    /// Core, strings: of each collection an http(s) address or nothing, then a text for each language or nothing.
    CollectionStories = 25,
    /// Core: [`WindowRecord`]s.
    Windows = 26,
    /// Core: 24 signed bytes for each demand profile, at most 64; the first is all 0.
    DemandShapes = 27,
    /// Core: [`ZoneRecord`]s by country, the principal zone of each first.
    Zones = 28,
    /// Core: one [`DiscretionRecord`].
    Discretion = 29,
    /// Core: U32s beside `DivisionIds`: how many of the shoppers counted met something of the division; 0 below the floor.
    DivisionAudience = 30,
    /// Core: [`CapRecord`]s.
    Caps = 31,
    /// Shard, strings: ids of every item that the shard mentions, strictly ascending. "Mention" below is a
    /// position in this list.
    Ids = 32,
    /// Shard: U16s beside `Ids`: the item's division.
    Divisions = 33,
    /// Shard: [`CardRecord`]s, mentions strictly ascending.
    Cards = 34,
    /// Shard, strings, beside `Cards`: titles.
    Titles = 35,
    /// Shard, strings, beside `Cards`: addresses; see `docs/FORMAT.md` for how they are shortened.
    Urls = 36,
    /// Shard, strings, beside `Cards`: pictures, at most two with [`BETWEEN_IMAGES`] between them; shortened likewise.
    Images = 37,
    /// Shard: [`ItemRecord`]s, mentions strictly ascending: the items that live in this shard, and those of its aliases.
    Items = 38,
    /// Shard: [`NeighbourRecord`]s, item by item.
    Neighbours = 39,
    /// Shard, strings: aliases that live in this shard, ascending.
    Aliases = 40,
    /// Shard: U16s beside `Aliases`: the position of its item in `Items`.
    AliasItems = 41,
    /// Shard: bytes beside `Aliases`: as which kinds of id it means the item, bit 0 where no kind is said, bit 1 as a GTIN, bit 2 as
    /// a manufacturer's number; one at least. The other bits are zero.
    AliasKinds = 42,
    /// Unavailable: one [`RiceHeader`], then the code's bytes.
    Rice = 64,
    /// Offered, strings: item ids, strictly ascending.
    OfferedIds = 80,
    /// Offered: U32s beside `OfferedIds`: the last day offered, in days since 1970-01-01 UTC.
    OfferedDays = 81,
}

/// The house's settings that the browser needs.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Shop {
    /// ISO 4217 code, upper case.
    pub currency: [u8; 3],
    /// How many digits of a price in minor units stand behind the decimal point, 0 to 4.
    pub minor_digits: u8,
    /// After this many seconds a card's price is not shown.
    pub price_age_seconds: U32,
    /// Days a device keeps its history, 1 to 396.
    pub retention_days: U16,
    /// The privacy floor: shoppers behind every count in this pack.
    pub k: u8,
}

/// A product type.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TypeRecord {
    /// Position of its division.
    pub division: U16,
    /// Bit 0: sensitive. The other bits are zero.
    pub flags: U16,
    /// Days after which an item of the type is bought again, 65,535 for never.
    pub item_days: U16,
    /// Days after which another item of the type is wanted, 65,535 for never.
    pub type_days: U16,
    /// How many of the shoppers counted met something of the type; 0 below the floor.
    pub audience: U32,
    /// Bit by bit in the order of `Languages`: sentences have a name for it.
    pub named: U32,
}

/// [`TypeRecord::flags`]: never recorded on a device, never a reason.
pub const TYPE_SENSITIVE: u16 = 1;

/// How slates are filled. Shares have 16 fractional bits.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TuningRecord {
    /// How much the division shares weigh against scores, at most 16.
    pub share: U32,
    /// The share of places kept for new items, at most 1.
    pub new_share: U32,
    /// What a new item gains at most with a shopper who is attached to the house, at most 16.
    pub precedence: U32,
    /// The largest weight of a typical list, in units of 2^-30.
    pub typical: U32,
    /// Items of one type for every four places, at most; 0 for as many as there are.
    pub per_type: u8,
    /// Zero.
    pub reserved: [u8; 3],
}

/// What the house says of the season.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SeasonRecord {
    /// How much the fit to the season weighs, 16 fractional bits, at most 1.
    pub weight: U32,
    /// From this product of shape and amplitude on an item is in demand; 0 where no demand was learned.
    pub in_demand_from: U16,
    /// Bit 0: the weather counts. The other bits are zero.
    pub flags: u8,
    /// Zero.
    pub reserved: u8,
}

/// [`SeasonRecord::flags`]: the weather counts.
pub const SEASON_WEATHER: u8 = 1;

/// When a collection or an occasion is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct WindowRecord {
    /// Position in `CollectionIds`.
    pub collection: u8,
    /// Bit by bit the climates it holds for: 0 north, 1 south, 2 tropics. The other bits are zero.
    pub climates: u8,
    /// Two capital letters of ISO 3166; zeros: wherever no other window of the same collection names the country.
    pub country: [u8; 2],
    /// First day, in days since 1970-01-01 UTC.
    pub from_day: U32,
    /// Last day, likewise.
    pub until_day: U32,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ZoneRecord {
    /// The lowest three bytes of the XXH64 of its name.
    pub key: [u8; 3],
    /// Two capital letters of ISO 3166.
    pub country: [u8; 2],
    /// 0 north, 1 south, 2 tropics.
    pub climate: u8,
}

/// How the house speaks.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct DiscretionRecord {
    /// Distinct shoppers that audiences were counted in; 0 below the privacy floor.
    pub shoppers: U32,
    /// The least share of them that a spoken reason is true of, in millionths, at most 1,000,000.
    pub floor: U32,
    /// Bit by bit in the order of `Languages`: items of the visit may be named.
    pub open: U32,
    /// Exposures of one invitation at most.
    pub lifetime: U32,
    /// Promotions a day at most.
    pub promotions_per_day: U32,
    /// The least share of relation while a message of relation waits, 16 fractional bits, at most 1.
    pub balance: U32,
}

/// So many exposures of one invitation in so many seconds.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct CapRecord {
    /// Exposures at most.
    pub cap: U32,
    /// Seconds, at least 1.
    pub period: U32,
}

/// The settings of a placement.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct PlacementRecord {
    /// Which divisions: 0 all but the page's, 1 the page's, 2 all, 3 those of `PlacementDivisions`, 4 pinned items only.
    pub scope: u8,
    /// Suggestions, 1 to 24.
    pub limit: u8,
    /// What is shown when nothing suits: 0 nothing, 1 any division.
    pub fallback: u8,
    /// Bit 0: what was looked at may be shown again. The other bits are zero.
    pub flags: u8,
    /// The least score, as a share of [`TuningRecord::typical`], 16 fractional bits.
    pub threshold: U32,
}

/// [`PlacementRecord::scope`]: the divisions that `PlacementDivisions` lists.
pub const SCOPE_ONLY: u8 = 3;
/// [`PlacementRecord::flags`]: what was looked at may be shown again.
pub const PLACEMENT_REMINDERS: u8 = 1;

/// A rule of the house for one target.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RuleRecord {
    /// 0 pin, 1 weigh, 2 exclude, 3 include only.
    pub action: u8,
    /// What `target` counts: 0 `RuleItems`, 1 types, 2 divisions, 3 collections.
    pub kind: u8,
    /// Bit by bit, the placements it holds for.
    pub placements: u8,
    /// Zero.
    pub reserved: u8,
    /// Position of the target.
    pub target: U16,
    /// Number of the rule in house.toml, from 1.
    pub number: U16,
    /// Factor of the score, 16 fractional bits, at most 16, for action 1; else 0.
    pub factor: U32,
    /// First day it holds, in days since 1970-01-01 UTC.
    pub from_day: U32,
    /// Last day it holds, likewise.
    pub until_day: U32,
}

/// How often shoppers of one division went on to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TransitionRecord {
    /// Position of the first.
    pub from: U16,
    /// Position of the second.
    pub to: U16,
    /// Distinct shoppers, at least the floor.
    pub support: U32,
}

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
    /// Zero.
    pub reserved: u8,
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

/// A Golomb-coded set: sorted hashes in `0..count << bits`, as differences, each a unary quotient (ones, then a
/// zero) and `bits` low bits, least significant bit of each byte first.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RiceHeader {
    /// Members of the set.
    pub count: U32,
    /// Low bits of each difference, 1 to 20. A stranger is taken for a member once in `2^bits` times.
    pub bits: u8,
    /// Zero.
    pub reserved: [u8; 3],
}
