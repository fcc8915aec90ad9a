//! Plausibility of the device's clock: a jump of the clock must not expire a history. Not for reading the clock: the
//! caller passes the time.

use crate::model::DAY;
use serde::Serialize;

/// The largest plausible difference, in seconds, between two readings of the clock. Beyond it, the clock must give the
/// new time for a day before anything is deleted by age. A year, so that the history of a shopper who comes at least
/// once a year is not kept longer than promised.
pub(super) const MAX_JUMP_SECONDS: i64 = 366 * DAY;
/// A doubted clock is believed after a day. If it jumps again by more than this many seconds, in either direction, the
/// wait restarts.
const MAX_DOUBT_SECONDS: i64 = 5 * MAX_JUMP_SECONDS;

/// The known readings of the device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Clock {
    /// The last reading that was believed, in seconds since 1970-01-01 UTC.
    pub seen: i64,
    /// The first reading after an unexplained jump. The clock is believed if it still agrees with it a day later.
    #[cfg_attr(feature = "types", ts(optional, type = "number | undefined"))]
    pub doubted: Option<i64>,
}

impl Clock {
    /// A clock that is believed at `now`.
    #[must_use]
    pub const fn new(now: i64) -> Self {
        Self { seen: now, doubted: None }
    }

    /// The state after a reading of `now`. Records may only be aged if the clock is not doubted.
    #[must_use]
    pub fn believe(self, now: i64) -> Self {
        let near = now.abs_diff(self.seen) <= MAX_JUMP_SECONDS.unsigned_abs();
        let since =
            self.doubted.filter(|since| (0..=MAX_DOUBT_SECONDS).contains(&now.saturating_sub(*since))).unwrap_or(now);
        if near || now - since >= DAY { Self::new(now) } else { Self { seen: self.seen, doubted: Some(since) } }
    }

    /// Whether a time is so far from this clock that one of the two must be wrong.
    #[must_use]
    pub const fn is_far(self, time: i64) -> bool {
        time.abs_diff(self.seen) > MAX_JUMP_SECONDS.unsigned_abs()
    }
}
