//! What a house has decided, and counted, of how it speaks: a part of the pack's core.

use super::{DAY, Factor};

/// The audiences of a house's reasons; all reasons that do not read a history are true for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Distinct shoppers who were counted; 0 where they are fewer than the privacy floor, and then none of the others may be
    /// spoken.
    pub total: u32,
    /// By type, how many of them met something of it: `completes-type`.
    pub types: Vec<u32>,
    /// By division, how many met something of it: `division`.
    pub divisions: Vec<u32>,
}

/// What it takes for a reason to be spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Distinct shoppers at least: the house's k.
    pub shoppers: u32,
    /// Share of all shoppers at least, in millionths: 20,000 for 2 %.
    pub millionths: u32,
}

impl Floor {
    /// So many of `total` shoppers are enough.
    #[must_use]
    pub fn needed(self, total: u32) -> u32 {
        let share = (u64::from(total) * u64::from(self.millionths)).div_ceil(1_000_000);
        u32::try_from(share).unwrap_or(u32::MAX).max(self.shoppers).max(1)
    }

    /// Whether a reason that is true of `shoppers` of `total` may be spoken. Nothing may when nobody was counted.
    #[must_use]
    pub fn admits(self, shoppers: u32, total: u32) -> bool {
        shoppers > 0
            && shoppers >= self.shoppers
            && u64::from(shoppers) * 1_000_000 >= u64::from(total) * u64::from(self.millionths)
    }
}

/// So many exposures in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Exposures at most.
    pub cap: u32,
    /// Seconds.
    pub period: u32,
}

/// The caps of every invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Exposures at most as long as the ledger remembers.
    pub lifetime: u32,
    /// Further caps, each of a period.
    pub custom: Vec<Cap>,
}

/// Slates that promote, in a day, unless the house sets it. A page may show two or three (its category, what is in demand),
/// so the shelves of eight to twelve such pages are filled; what goes with a page's item or cart is no promotion.
pub const PROMOTIONS_PER_DAY: u16 = 24;

/// How much the house promotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Promotions a day at most.
    pub promotions_per_day: u32,
    /// The least share of relation among the messages of a day while a message of relation waits.
    pub balance: Factor,
}

impl Pace {
    /// The ceiling of promotions as a cap.
    #[must_use]
    pub fn daily(&self) -> Caps {
        Caps { lifetime: u32::MAX, custom: vec![Cap { cap: self.promotions_per_day, period: DAY as u32 }] }
    }
}

/// How personal sentences may be, for how many they must be true, and how often anything is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Of how many shoppers reasons would be true.
    pub audience: Audience,
    /// What it takes for a reason to be spoken.
    pub floor: Floor,
    /// By type, bit by bit in the order of the house's languages: it has a name that sentences take.
    pub named: Vec<u32>,
    /// Bit by bit in the order of the house's languages: items of the visit may be named.
    pub open: u32,
    /// How often an invitation is made.
    pub caps: Caps,
    /// How much is promoted.
    pub pace: Pace,
}

impl Default for Policy {
    /// A house that has set nothing: discreet, at least 3 shoppers and 2 % of them, an item six times in all and twice a day,
    /// [`PROMOTIONS_PER_DAY`], half of the messages relation.
    fn default() -> Self {
        Self {
            audience: Audience::default(),
            floor: Floor { shoppers: 3, millionths: 20_000 },
            named: Vec::new(),
            open: 0,
            caps: Caps { lifetime: 6, custom: vec![Cap { cap: 2, period: DAY as u32 }] },
            pace: Pace { promotions_per_day: PROMOTIONS_PER_DAY as u32, balance: Factor::ONE / 2 },
        }
    }
}
