//! Whether the device's clock is believed: a clock that jumps must not make a history grow old.

use crate::model::DAY;

/// A clock that stands further than this from where it was is not believed at once: it deletes nothing by age before it
/// has said so for a day. A year, so that nobody who comes at least once a year is kept longer than promised.
pub(super) const JUMP: i64 = 366 * DAY;
/// A clock that has stood elsewhere for at least a day is believed; a clock that moves again by more than this, back or
/// on, is doubted anew.
const LASTING: i64 = 5 * JUMP;

/// What the clock has said so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The last time that was believed, in seconds since 1970-01-01 UTC.
    pub seen: i64,
    /// Since when it has said something else; it is believed when it still does so a day later.
    pub doubted: Option<i64>,
}

impl Clock {
    /// A clock that is believed when it says `now`.
    #[must_use]
    pub const fn new(now: i64) -> Self {
        Self { seen: now, doubted: None }
    }

    /// What the clock is taken for when it says `now`. It may age things where it is not doubted.
    #[must_use]
    pub fn believe(self, now: i64) -> Self {
        let near = now.abs_diff(self.seen) <= JUMP.unsigned_abs();
        let since = self.doubted.filter(|since| (0..=LASTING).contains(&now.saturating_sub(*since))).unwrap_or(now);
        if near || now - since >= DAY { Self::new(now) } else { Self { seen: self.seen, doubted: Some(since) } }
    }

    /// Whether a time is so far from this clock that one of the two must be wrong.
    #[must_use]
    pub const fn is_far(self, time: i64) -> bool {
        time.abs_diff(self.seen) > JUMP.unsigned_abs()
    }
}
