//! The numbers of the ranking formula, worked out at build and carried by the pack's core.

use super::{EventKind, EventWeight, Factor, ListWeight, Score};

/// How many distinct items of a history are read at most: the most recent ones.
pub const MAX_SOURCES: usize = 20;

/// No position and no reminder counts more: 16.
const MOST: Factor = Factor::from_bits(16 << 16);
/// No event counts more: 16.
const MOST_OF_EVENT: EventWeight = EventWeight::from_bits(16 << 8);

/// The tables of the ranking formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankTables {
    /// Decoded weight of each quantisation level as a share of the list's largest weight;
    /// `levels[0]` is 0, the last is 1. The length is `2^bits`, 4 to 8 bits.
    pub levels: Vec<Factor>,
    /// How much a source counts, by number of sources and distance from the most recent one:
    /// the row for `n` sources (1 to [`MAX_SOURCES`]) starts at `n (n - 1) / 2` and has `n` entries.
    pub positions: Vec<Factor>,
    /// What an item already viewed scores when it may be shown again, as a share of the best score. Same
    /// layout as [`RankTables::positions`].
    pub reminders: Vec<Factor>,
    /// How much the reminder of an item counts that was met once, twice, three times, four times or more.
    pub remind_times: [EventWeight; 4],
    /// How much each kind of event counts, indexed by [`EventKind`].
    pub events: [EventWeight; EventKind::COUNT],
}

/// How slates are filled, as the house has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// How much the division shares weigh against scores, at most 16.
    pub share: Factor,
    /// The share of places kept for new items, at most 1.
    pub new_share: Factor,
    /// What a new item gains at most with a shopper who is attached to the house, at most 16.
    pub precedence: Factor,
    /// The largest weight of a typical list: what thresholds are measured by. Weights themselves are relative to the strongest of the house, which may be far above all others.
    pub typical: ListWeight,
    /// Items of one type for every four places, at most; 0 for as many as there are.
    pub per_type: u8,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            share: Factor::ONE,
            new_share: Factor::ONE / 8,
            precedence: Factor::ONE / 2,
            typical: ListWeight::from_bits(1 << 16),
            per_type: 1,
        }
    }
}

impl Tuning {
    /// Items of one type that a slate of `limit` places may show; 0 for as many as there are.
    #[must_use]
    pub fn of_one_type(&self, limit: usize) -> usize {
        usize::from(self.per_type) * limit.div_ceil(4)
    }

    /// The score of a threshold that is a share of a typical strongest neighbour.
    #[must_use]
    pub fn least_score(&self, threshold: Factor) -> Score {
        Score::from_units(threshold.of(self.typical.bits().into()) as i64)
    }

    /// Whether this view of a page keeps its last place for something new: so often that `new_share` of all places
    /// is. `view` is a hash of what the page and the day are, and of nothing about the shopper.
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
    /// Which table breaks which rule.
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

    /// The decoded weight of an entry of a list whose largest weight is `scale`, in 0..=1. For people to read: ranking
    /// stays with integers.
    #[must_use]
    pub fn weight(&self, scale: ListWeight, level: u8) -> f64 {
        scale.to_f64() * self.level(level).to_f64()
    }

    /// The share of the list's largest weight that a quantisation level stands for; 0 for one that the tables lack.
    #[must_use]
    pub fn level(&self, level: u8) -> Factor {
        self.levels.get(usize::from(level)).copied().unwrap_or_default()
    }

    /// How much an event of this kind counts.
    #[must_use]
    pub fn event(&self, kind: EventKind) -> EventWeight {
        self.events[kind as usize]
    }

    /// The weight of the source at `distance` from the most recent one (0) among `sources`. Zero outside `1..=MAX_SOURCES`.
    #[must_use]
    pub fn position(&self, sources: usize, distance: usize) -> Factor {
        triangle(&self.positions, sources, distance)
    }

    /// The share of the best score that reminds of the source at `distance` among `sources`. Zero outside `1..=MAX_SOURCES`.
    #[must_use]
    pub fn reminder(&self, sources: usize, distance: usize) -> Factor {
        triangle(&self.reminders, sources, distance)
    }
}

/// The entry of a table by how often something was met (from 1).
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
