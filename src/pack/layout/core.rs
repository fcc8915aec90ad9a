//! The records of the core.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The house's settings that the browser needs.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Shop {
    /// ISO 4217 code, upper case.
    pub currency: [u8; 3],
    /// Number of decimal digits of a price, 0 to 4.
    pub minor_digits: u8,
    /// Age in seconds after which a card's price is not shown.
    pub price_age_seconds: U32,
    /// Number of days that a device keeps its history, 1 to 396.
    pub retention_days: U16,
    /// The privacy floor k: minimum number of shoppers behind every count in this pack.
    pub k: u8,
}

/// A product type.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TypeRecord {
    /// Position of the type's division.
    pub division: U16,
    /// Bit 0: sensitive. The other bits are zero.
    pub flags: U16,
    /// Days until an item of the type is bought again, 65,535 if it is not.
    pub item_days: U16,
    /// Days until another item of the type is wanted, 65,535 if none is.
    pub type_days: U16,
    /// Number of counted shoppers with an event on an item of the type; 0 below the floor.
    pub audience: U32,
    /// One bit per language in the order of `Languages`: whether the type has a name for sentences.
    pub named: U32,
}

impl TypeRecord {
    /// Days until an item of the type is bought again; `None` if it is not.
    pub fn item_days(&self) -> Option<u16> {
        days(self.item_days)
    }

    /// Days until another item of the type is wanted; `None` if none is.
    pub fn type_days(&self) -> Option<u16> {
        days(self.type_days)
    }
}

/// The number of days in a [`TypeRecord`] that means never.
const NEVER_AGAIN: u16 = u16::MAX;

/// The number of days in a [`TypeRecord`]; `None` means never. Above 65,534 days, which are 179 years, it is 65,534.
pub fn stored_days(days: Option<u16>) -> U16 {
    days.map_or(NEVER_AGAIN, |days| days.min(NEVER_AGAIN - 1)).into()
}

fn days(days: U16) -> Option<u16> {
    Some(days.get()).filter(|days| *days != NEVER_AGAIN)
}

/// [`TypeRecord::flags`]: sensitive, that is never stored on a device and never a reason.
pub const TYPE_SENSITIVE: u16 = 1;

/// The settings for filling a slate. Shares have 16 fractional bits.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TuningRecord {
    /// The weight of division shares relative to scores, at most 16.
    pub share: U32,
    /// The share of slots reserved for new items, at most 1.
    pub new_share: U32,
    /// The maximum boost of a new item, for a shopper with full attachment, at most 16.
    pub precedence: U32,
    /// The largest weight of a typical list, in units of 2^-30.
    pub typical: U32,
    /// Maximum number of items of one type per four positions; 0 for no limit.
    pub per_type: u8,
    /// Zero.
    pub reserved: [u8; 3],
}

/// The settings of the season.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SeasonRecord {
    /// The weight of the season fit, 16 fractional bits, at most 1.
    pub weight: U32,
    /// The minimum product of shape and amplitude at which an item is in demand; 0 if no demand was learned.
    pub in_demand_from: U16,
    /// Bit 0: whether the weather counts. The other bits are zero.
    pub flags: u8,
    /// Zero.
    pub reserved: u8,
}

/// [`SeasonRecord::flags`]: the weather counts.
pub const SEASON_WEATHER: u8 = 1;

/// A window in which a collection or an occasion is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct WindowRecord {
    /// Position in `CollectionIds`.
    pub collection: u8,
    /// One bit per climate that the window applies to: 0 north, 1 south, 2 tropics. The other bits are zero.
    pub climates: u8,
    /// Two capital letters (ISO 3166); zeros for all countries without a window of their own for the collection.
    pub country: [u8; 2],
    /// First day, in days since 1970-01-01 UTC.
    pub from_day: U32,
    /// Last day, in days since 1970-01-01 UTC.
    pub until_day: U32,
}

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ZoneRecord {
    /// The lowest three bytes of the XXH64 of its name.
    pub key: [u8; 3],
    /// Two capital letters (ISO 3166).
    pub country: [u8; 2],
    /// The climate: 0 north, 1 south, 2 tropics.
    pub climate: u8,
}

/// The settings for reasons, caps and promotion.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct DiscretionRecord {
    /// Number of distinct shoppers in the audience counts; 0 below the privacy floor.
    pub shoppers: U32,
    /// The minimum share of them to whom a reason must apply, in millionths, at most 1,000,000.
    pub floor: U32,
    /// One bit per language in the order of `Languages`: whether reasons may name items of the visit.
    pub open: U32,
    /// Maximum number of impressions of one item, reason or message.
    pub lifetime: U32,
    /// Maximum number of promotions per day.
    pub promotions_per_day: U32,
    /// The minimum share of relation while a message of relation is pending, 16 fractional bits, at most 1.
    pub balance: U32,
}

/// A maximum number of impressions of one subject per period.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct CapRecord {
    /// Maximum number of impressions.
    pub cap: U32,
    /// Length of the period in seconds, at least 1.
    pub period: U32,
}

/// The settings of a placement.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct PlacementRecord {
    /// The divisions: 0 all but the page's, 1 the page's, 2 all, 3 those of `PlacementDivisions`, 4 pinned items only.
    pub scope: u8,
    /// Maximum number of suggestions, 1 to 24.
    pub limit: u8,
    /// The fallback if no candidate is suitable: 0 none, 1 any division.
    pub fallback: u8,
    /// Bit 0: whether viewed items may be suggested again. The other bits are zero.
    pub flags: u8,
    /// The lowest score, as a share of [`TuningRecord::typical`], 16 fractional bits.
    pub threshold: U32,
}

/// [`PlacementRecord::scope`]: the divisions in `PlacementDivisions`.
pub const SCOPE_ONLY: u8 = 3;
/// [`PlacementRecord::flags`]: viewed items may be suggested again.
pub const PLACEMENT_REMINDERS: u8 = 1;

/// A rule of the house for one target.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RuleRecord {
    /// 0 pin, 1 weigh, 2 exclude, 3 include only.
    pub action: u8,
    /// The kind of `target`: 0 `RuleItems`, 1 types, 2 divisions, 3 collections.
    pub kind: u8,
    /// One bit per placement that the rule applies to.
    pub placements: u8,
    /// Zero.
    pub reserved: u8,
    /// Position of the target.
    pub target: U16,
    /// The rule's number in house.toml, from 1.
    pub number: U16,
    /// Factor of the score, 16 fractional bits, at most 16, for action 1; else 0.
    pub factor: U32,
    /// First day, in days since 1970-01-01 UTC.
    pub from_day: U32,
    /// Last day, in days since 1970-01-01 UTC.
    pub until_day: U32,
}

/// The number of shoppers who moved on from one division to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TransitionRecord {
    /// Position of the first division.
    pub from: U16,
    /// Position of the second division.
    pub to: U16,
    /// Number of distinct shoppers, at least the floor.
    pub support: U32,
}
