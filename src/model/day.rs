//! Days and weeks, each with a type of its own. Not for dates, which are in `calendar`, nor for times of a day: those are
//! seconds since 1970-01-01 UTC.

use super::{DAY, WEEK};

/// A day, counted from 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day of this number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its number: 0 for 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The day on which a time lies, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn of_time(seconds: i64) -> Self {
        Self(seconds.div_euclid(DAY))
    }

    /// When it begins, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn start(self) -> i64 {
        self.0.saturating_mul(DAY)
    }
}

/// The days from a first to a last one, with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

impl Days {
    /// Whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// A week of seven days, counted from the one that begins on 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(i64);

impl Week {
    /// After every other week.
    pub const LAST: Self = Self(i64::MAX);

    /// The week of this number.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its number: 0 for the one that begins on 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// The week in which a time lies, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn of_time(seconds: i64) -> Self {
        Self(seconds.div_euclid(WEEK))
    }

    /// When it begins, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn start(self) -> i64 {
        self.0.saturating_mul(WEEK)
    }

    /// The day with which it begins.
    #[must_use]
    pub const fn first_day(self) -> Day {
        Day(self.0.saturating_mul(WEEK / DAY))
    }

    /// How many weeks after the other one it is.
    #[must_use]
    pub const fn since(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }

    /// The week that is so many weeks before.
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
    }
}
