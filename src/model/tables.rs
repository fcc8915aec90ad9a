//! The tables of the ranking formula, computed at build time and stored in the pack's core. Not for tuning them: the
//! native tool does it.

use super::{EventKind, EventWeight, Factor, ListWeight, Score};
use std::num::NonZeroU8;

/// The maximum number of distinct items read from a history: the most recent ones.
pub const MAX_SOURCES: usize = 20;

/// The maximum of a position or a reminder: 16.
const MOST: Factor = Factor::from_bits(16 << 16);
/// The maximum weight of an event: 16.
const MOST_OF_EVENT: EventWeight = EventWeight::from_bits(16 << 8);

/// The tables of the ranking formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankTables {
    /// Decoded weight of each quantisation level as a share of the list's largest weight;
    /// `levels[0]` is 0, the last is 1. The length is `2^bits`, 4 to 8 bits.
    pub levels: Vec<Factor>,
    /// The weight of a source, by the number of sources and its distance from the most recent one: the row for `n`
    /// sources (1 to [`MAX_SOURCES`]) starts at `n (n - 1) / 2` and has `n` entries.
    pub positions: Vec<Factor>,
    /// The score of a viewed item that may be shown again, as a share of the best score. Same layout as
    /// [`RankTables::positions`].
    pub reminders: Vec<Factor>,
    /// The weight of a reminder, by how often the item occurs in the history: once, twice, three times, four times or
    /// more.
    pub remind_times: [EventWeight; 4],
    /// The weight of each kind of event, indexed by [`EventKind`].
    pub events: [EventWeight; EventKind::COUNT],
}

/// The house's settings for filling a slate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// The weight of division shares relative to scores, at most 16.
    pub share: Factor,
    /// The share of slots reserved for new items, at most 1.
    pub new_share: Factor,
    /// The maximum boost of a new item, for a shopper with full attachment, at most 16.
    pub precedence: Factor,
    /// The largest weight of a typical list, the unit of thresholds. Weights are relative to the strongest list of the
    /// house, which may be far above all others.
    pub typical: ListWeight,
    /// Maximum number of items of one type per four positions; `None` for no limit.
    pub max_per_type: Option<NonZeroU8>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            share: Factor::ONE,
            new_share: Factor::ONE / 8,
            precedence: Factor::ONE / 2,
            typical: ListWeight::from_bits(1 << 16),
            max_per_type: Some(NonZeroU8::MIN),
        }
    }
}

impl Tuning {
    /// Maximum number of items of one type on a slate of `limit` positions; `None` for no limit.
    #[must_use]
    pub fn max_of_one_type(&self, limit: usize) -> Option<usize> {
        self.max_per_type.map(|most| usize::from(most.get()) * limit.div_ceil(4))
    }

    /// The score for a threshold that is a share of a typical strongest neighbour's score.
    #[must_use]
    pub fn least_score(&self, threshold: Factor) -> Score {
        Score::from_units(threshold.of(self.typical.bits().into()) as i64)
    }

    /// Whether this page view reserves the last position for a new item: the rate is such that `new_share` of all
    /// positions are reserved. `view` is a hash of the page and the day and does not depend on the shopper.
    #[must_use]
    pub fn keeps_a_new_place(&self, limit: usize, view: u64) -> bool {
        (view & 0xffff) < u64::from(self.new_share.bits()) * limit as u64
    }
}

impl RankTables {
    /// Number of entries of [`RankTables::positions`].
    pub const POSITIONS: usize = MAX_SOURCES * (MAX_SOURCES + 1) / 2;

    /// Checks lengths and ranges, so that no score can overflow.
    ///
    /// # Errors
    /// The table that is invalid and the rule it breaks.
    pub fn check(&self) -> Result<(), &'static str> {
        if !(16..=256).contains(&self.levels.len())
            || !self.levels.len().is_power_of_two()
            || self.levels.iter().any(|level| *level > Factor::ONE)
        {
            return Err("levels: 2^4 to 2^8 shares of at most 1 are needed");
        }
        if self.positions.len() != Self::POSITIONS || self.positions.iter().any(|weight| *weight > MOST) {
            return Err("positions: 210 weights of at most 16 are needed");
        }
        if self.reminders.len() != Self::POSITIONS || self.reminders.iter().any(|share| *share > MOST) {
            return Err("reminders: 210 shares of at most 16 are needed");
        }
        if self.remind_times.iter().any(|weight| *weight > MOST_OF_EVENT) {
            return Err("remind-times: weights of at most 16 are needed");
        }
        if self.events.iter().any(|weight| *weight > MOST_OF_EVENT) {
            return Err("events: weights of at most 16 are needed");
        }
        Ok(())
    }

    /// The decoded weight of an entry of a list whose largest weight is `scale`, in 0..=1. For display only: ranking
    /// stays with integers.
    #[must_use]
    pub fn weight(&self, scale: ListWeight, level: u8) -> f64 {
        scale.to_f64() * self.level(level).to_f64()
    }

    /// The share of the list's largest weight for a quantisation level; 0 for a level outside the table.
    #[must_use]
    pub fn level(&self, level: u8) -> Factor {
        self.levels.get(usize::from(level)).copied().unwrap_or_default()
    }

    /// The weight of an event of this kind.
    #[must_use]
    pub fn event(&self, kind: EventKind) -> EventWeight {
        self.events[kind as usize]
    }

    /// The weight of the source at `distance` from the most recent one (0) among `sources`. 0 outside
    /// `1..=MAX_SOURCES`.
    #[must_use]
    pub fn position(&self, sources: usize, distance: usize) -> Factor {
        triangle(&self.positions, sources, distance)
    }

    /// The share of the best score for a reminder of the source at `distance` among `sources`. 0 outside
    /// `1..=MAX_SOURCES`.
    #[must_use]
    pub fn reminder(&self, sources: usize, distance: usize) -> Factor {
        triangle(&self.reminders, sources, distance)
    }
}

/// The entry of a table for a number of occurrences, from 1.
#[must_use]
pub(crate) fn by_times(table: &[EventWeight; 4], times: u32) -> EventWeight {
    table[(times.clamp(1, 4) - 1) as usize]
}

fn triangle(table: &[Factor], sources: usize, distance: usize) -> Factor {
    if sources == 0 || sources > MAX_SOURCES || distance >= sources {
        return Factor::ZERO;
    }
    table.get(sources * (sources - 1) / 2 + distance).copied().unwrap_or_default()
}
