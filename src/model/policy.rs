//! The house's settings and counts for reasons, caps and promotion: a part of the pack's core. Not for applying them:
//! see [`crate::discretion`].

use super::{DAY, Factor, LanguageSet};

/// The number of shoppers to whom each reason applies. Reasons that do not depend on a history apply to everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Number of distinct shoppers counted; 0 if it is below the privacy floor. With 0, no reason of the other fields
    /// may be shown.
    pub total: u32,
    /// By type, the number of shoppers with an event on an item of the type, for `completes-type`.
    pub types: Vec<u32>,
    /// By division, the number of shoppers with an event on an item of the division, for `division`.
    pub divisions: Vec<u32>,
}

/// The minimum audience of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Minimum number of distinct shoppers: the house's k.
    pub shoppers: u32,
    /// Minimum share of all shoppers, in millionths: 20,000 for 2 %.
    pub millionths: u32,
}

impl Floor {
    /// The number of shoppers needed out of `total`, at least 1.
    #[must_use]
    pub fn needed(self, total: u32) -> u32 {
        let share = (u64::from(total) * u64::from(self.millionths)).div_ceil(1_000_000);
        u32::try_from(share).unwrap_or(u32::MAX).max(self.shoppers).max(1)
    }

    /// Whether a reason that applies to `shoppers` out of `total` may be shown. Always false if no shoppers were
    /// counted.
    #[must_use]
    pub fn admits(self, shoppers: u32, total: u32) -> bool {
        shoppers > 0
            && shoppers >= self.shoppers
            && u64::from(shoppers) * 1_000_000 >= u64::from(total) * u64::from(self.millionths)
    }
}

/// A maximum number of impressions per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Maximum number of impressions.
    pub cap: u32,
    /// Length of the period in seconds.
    pub period_seconds: u32,
}

/// The caps of each item, reason or message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Maximum number of impressions within the ledger's retention.
    pub lifetime: u32,
    /// Further caps, each with a period.
    pub custom: Vec<Cap>,
}

/// The default maximum of promoting slates per day. A page may show two or three (its category, trending items), so
/// this suffices for the carousels of eight to twelve such pages. Suggestions for a page's item or cart do not count as
/// promotion.
pub const PROMOTIONS_PER_DAY: u16 = 24;

/// The limits of promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Maximum number of promotions per day.
    pub promotions_per_day: u32,
    /// Minimum share of relation among a day's messages while a message of relation is pending.
    pub balance: Factor,
}

impl Pace {
    /// The daily maximum of promotions as a cap.
    #[must_use]
    pub fn daily(&self) -> Caps {
        Caps { lifetime: u32::MAX, custom: vec![Cap { cap: self.promotions_per_day, period_seconds: DAY as u32 }] }
    }
}

/// Settings for reasons and frequency: how personal a reason may be, its minimum audience, and the caps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The number of shoppers to whom each reason applies.
    pub audience: Audience,
    /// The minimum audience of a reason.
    pub floor: Floor,
    /// By type, the languages in which the type has a name that fits into sentences.
    pub named: Vec<LanguageSet>,
    /// The languages in which reasons may name items of the visit.
    pub open: LanguageSet,
    /// The caps per item, reason or message.
    pub caps: Caps,
    /// The limits of promotion.
    pub pace: Pace,
}

impl Default for Policy {
    /// The defaults: discreet, at least 3 shoppers and 2 % of them, at most six impressions of an item in all and two a
    /// day, [`PROMOTIONS_PER_DAY`], half of the messages relation.
    fn default() -> Self {
        Self {
            audience: Audience::default(),
            floor: Floor { shoppers: 3, millionths: 20_000 },
            named: Vec::new(),
            open: LanguageSet::EMPTY,
            caps: Caps { lifetime: 6, custom: vec![Cap { cap: 2, period_seconds: DAY as u32 }] },
            pace: Pace { promotions_per_day: PROMOTIONS_PER_DAY as u32, balance: Factor::ONE / 2 },
        }
    }
}
