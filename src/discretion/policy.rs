//! What a house has decided, and counted, of how it speaks: a part of the pack's core.

use super::audience::{Audience, Floor};
use super::caps::{Cap, Caps};
use super::ledger::DAY;
use super::moment::Pace;
use super::reason::Reason;
use crate::shopper::ONE;

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
    /// A house that has set nothing: discreet, at least 3 shoppers and 2 % of them, six times in all, twice a day, three
    /// promotions a day, half of the messages relation.
    fn default() -> Self {
        Self {
            audience: Audience::default(),
            floor: Floor { shoppers: 3, millionths: 20_000 },
            named: Vec::new(),
            open: 0,
            caps: Caps { lifetime: 6, custom: vec![Cap { cap: 2, period: DAY as u32 }] },
            pace: Pace { promotions_per_day: 3, balance: ONE / 2 },
        }
    }
}

impl Policy {
    /// Whether the reason may be spoken in the language at this position: it is true of enough shoppers, and what it names
    /// has a name there (in the house's first language a type without one is called as the feed calls it); items of the
    /// visit are named where the language is open.
    #[must_use]
    pub fn may_speak(&self, reason: Reason, language: usize) -> bool {
        let has_name = match reason {
            Reason::GoesWithSessionItem(_) => return bit(self.open, language),
            Reason::CompletesType(kind) => {
                language == 0 || self.named.get(usize::from(kind)).is_some_and(|named| bit(*named, language))
            }
            _ => true,
        };
        has_name && self.audience.admits(reason, self.floor)
    }
}

fn bit(bits: u32, at: usize) -> bool {
    u32::try_from(at).ok().and_then(|at| bits.checked_shr(at)).unwrap_or(0) & 1 == 1
}
