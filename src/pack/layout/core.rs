//! The records of the core.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

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
