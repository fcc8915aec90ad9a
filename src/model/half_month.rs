//! Half-months, the time unit of yearly demand. Not for demand: see [`crate::season`].

use super::{Date, Day, HALF_MONTHS};

/// Half of a month in any year: the 1st to the 15th, or the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfMonth(u8);

impl HalfMonth {
    /// The half-month that contains a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let Date { month, day, .. } = Date::of_day(day);
        Self((((month - 1) * 2 + i64::from(day > 15)) as u8).min(HALF_MONTHS as u8 - 1))
    }

    /// All half-months of a year, from the first half of January.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..HALF_MONTHS as u8).map(Self)
    }

    /// The half-month with this number; `None` from [`HALF_MONTHS`] on.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        if (number as usize) < HALF_MONTHS { Some(Self(number)) } else { None }
    }

    /// Number of the half-month, from 0 and below [`HALF_MONTHS`].
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The entry of this half-month in a list with one for each; `None` beyond the end of the list.
    pub fn entry<T>(self, year: &[T]) -> Option<&T> {
        year.get(usize::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_months() {
        // 2026-11-22 is day 20,779; 2024-02-29 is day 19,782.
        let expected = [
            (0, 0),
            (14, 0),
            (15, 1),
            (30, 1),
            (31, 2),
            (20_779, 21),
            (20_773, 21),
            (20_772, 20),
            (19_782, 3),
            (-1, 23),
        ];
        assert_eq!([23, 24].map(|number| HalfMonth::from_number(number).map(HalfMonth::number)), [Some(23), None]);
        let half = |day| HalfMonth::of(Day::from_number(day));
        for (day, number) in expected {
            assert_eq!(half(day).number(), number, "day {day}");
        }
        let year: Vec<HalfMonth> = (20_454..20_454 + 365).map(half).collect();
        assert!(year.is_sorted(), "2026");
        assert_eq!(
            HalfMonth::all().collect::<Vec<_>>(),
            year.chunk_by(|a, b| a == b).map(|half| half[0]).collect::<Vec<_>>()
        );
    }
}
