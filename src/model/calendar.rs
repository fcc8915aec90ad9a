//! The Gregorian calendar: converts between dates and days counted from 1970-01-01. Not for times of day.
//!
//! The algorithms are Howard Hinnant's `civil_from_days` and `days_from_civil` (*chrono-Compatible Low-Level Date
//! Algorithms*), in which years start in March.

use super::Day;

/// Days in 400 years.
const ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year, astronomically: 0 is the year before year 1.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: i64,
    /// The day of the month, 1 to 31.
    pub day: i64,
}

impl Date {
    /// Converts a day to its date.
    #[must_use]
    pub fn of_day(day: Day) -> Self {
        let day = day.number().saturating_add(EPOCH);
        let (era, of_era) = (day.div_euclid(ERA), day.rem_euclid(ERA));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self { year: era * 400 + year + i64::from(month <= 2), month, day: of_year - (153 * from_march + 2) / 5 + 1 }
    }

    /// Converts a date to its day; `None` if the calendar has no such date. For years of up to six digits.
    #[must_use]
    pub fn to_day(self) -> Option<Day> {
        let Self { year, month, day } = self;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let from_march = year - i64::from(month <= 2);
        let (era, of_era) = (from_march.div_euclid(400), from_march.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let counted = Day::from_number(era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH);
        // A day beyond the end of its month converts back to a different date.
        (Self::of_day(counted) == self).then_some(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_lead_to_each_other() {
        for (day, (year, month, of_month)) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (19_782, (2024, 2, 29)),
            (20_779, (2026, 11, 22)),
            (11_017, (2000, 3, 1)),
            (-719_468, (0, 3, 1)),
            (2_932_896, (9999, 12, 31)),
        ] {
            let (day, date) = (Day::from_number(day), Date { year, month, day: of_month });
            assert_eq!((Date::of_day(day), date.to_day()), (date, Some(day)));
        }
        assert!((-800_000..3_000_000).map(Day::from_number).all(|day| Date::of_day(day).to_day() == Some(day)));
    }

    #[test]
    fn a_date_that_the_calendar_lacks_is_no_day() {
        for (year, month, day) in
            [(2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 10), (2026, 1, 0)]
        {
            assert_eq!(Date { year, month, day }.to_day(), None, "{year}-{month}-{day}");
        }
    }
}
