//! Types for days and weeks. Not for dates (see `calendar`), and not for times of day, which are seconds since
//! 1970-01-01 UTC.

use super::{DAY, WEEK};

/// A day, counted from 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// Creates a day from its number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Number of the day: 0 is 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The last day that a pack can state, in the year 11,761,191.
    pub const LAST_STORED: Self = Self(u32::MAX as i64);

    /// The day as a pack stores it; a day before 1970 is stored as the first, one after [`Day::LAST_STORED`] as that.
    #[must_use]
    pub fn stored(self) -> u32 {
        self.0.clamp(0, Self::LAST_STORED.0) as u32
    }

    /// The day that contains a time, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn of_time(seconds: i64) -> Self {
        Self(seconds.div_euclid(DAY))
    }

    /// Start of the day, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn start(self) -> i64 {
        self.0.saturating_mul(DAY)
    }

    /// The day this many days later; earlier if `days` is negative.
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Number of days from `other` to this day; negative if `other` is later.
    #[must_use]
    pub const fn since(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

/// A range of days, with both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Days {
    /// All days that a pack can state.
    pub const ALWAYS: Self = Self { first: Day(0), last: Day::LAST_STORED };

    /// Creates a range from the numbers of its first and its last day, as a pack stores them.
    #[must_use]
    pub const fn from_numbers(first: u32, last: u32) -> Self {
        Self { first: Day(first as i64), last: Day(last as i64) }
    }

    /// Whether the two ranges have a day in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether the range contains the day.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// A week of seven days, counted from the week that starts on 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(i64);

impl Week {
    /// Later than every other week.
    pub const LAST: Self = Self(i64::MAX);

    /// Creates a week from its number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Number of the week: 0 is the week that starts on 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The week that contains a time, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn of_time(seconds: i64) -> Self {
        Self(seconds.div_euclid(WEEK))
    }

    /// Start of the week, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn start(self) -> i64 {
        self.0.saturating_mul(WEEK)
    }

    /// The first day of the week.
    #[must_use]
    pub const fn first_day(self) -> Day {
        Day(self.0.saturating_mul(WEEK / DAY))
    }

    /// Number of weeks from `other` to this week; negative if `other` is later.
    #[must_use]
    pub const fn since(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }

    /// The week this many weeks earlier.
    #[must_use]
    pub const fn before(self, weeks: i64) -> Self {
        Self(self.0.saturating_sub(weeks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_before_1970_lie_on_the_days_and_in_the_weeks_before() {
        assert_eq!((Day::of_time(-1), Day::of_time(0)), (Day(-1), Day(0)));
        assert_eq!((Week::of_time(-1), Week::of_time(WEEK)), (Week(-1), Week(1)));
        assert_eq!((Week(-2).first_day(), Week(-2).start(), Day(-14).start()), (Day(-14), -14 * DAY, -14 * DAY));
        assert_eq!((Week(57).since(Week(50)), Week(57).before(57)), (7, Week(0)));
        assert_eq!((Week::LAST.start(), Week(i64::MIN).before(1)), (i64::MAX, Week(i64::MIN)));
    }

    #[test]
    fn days_end_with_the_last_one() {
        let days = Days { first: Day(3), last: Day(4) };
        assert_eq!([2, 3, 4, 5].map(|day| days.contains(Day(day))), [false, true, true, false]);
        assert_eq!(
            [(1, 2), (2, 3), (4, 9), (5, 9)].map(|(first, last)| days.meets(Days::from_numbers(first, last))),
            [false, true, true, false]
        );
    }
}
