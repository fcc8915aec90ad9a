//! The calendar of a log: its days, their half-months, and how busy the shop was.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::visits::Visits;

/// Half-months of a year: day 1 to 15, and day 16 to the end of each month.
pub const HALVES: usize = 24;

/// A value for each half-month.
pub type Year = [f64; HALVES];

/// One part in this many of the log is ignored at each end, because a stray date must not lengthen the log.
const STRAY: u64 = 1_000;

/// The half-month of a day (days since 1970-01-01 UTC): 0 for 1 to 15 January, 23 for 16 to 31 December.
#[must_use]
pub fn half_month(day: i32) -> usize {
    let date = Timestamp::from_second(i64::from(day) * 86_400).map(|time| Offset::UTC.to_datetime(time));
    date.map_or(0, |date| (usize::from(date.month().unsigned_abs()) - 1) * 2 + usize::from(date.day() > 15))
}

/// The days from the first to the last visit, by half-month.
#[derive(Clone, Debug, Default)]
pub struct Days {
    first: i32,
    /// For each day, the position of its half-month in `halves`.
    slots: Vec<u16>,
    /// The half-months in order of time: first and last day (positions in `slots`), and the half-month of the year.
    halves: Vec<(RangeInclusive<usize>, usize)>,
}

impl Days {
    /// The days of `visits`.
    #[must_use]
    pub fn new(visits: &Visits) -> Self {
        let days = || (0..visits.len()).map(|visit| visits.visit(visit).day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return Self::default() };
        Self::from(first, usize::try_from(last - first).unwrap_or(0) + 1)
    }

    /// The `count` days from the day `first` (since 1970-01-01 UTC) on.
    #[must_use]
    pub fn from(first: i32, count: usize) -> Self {
        let mut found = Self { first, ..Self::default() };
        for (position, day) in (first..).take(count).enumerate() {
            let half = half_month(day);
            match found.halves.last_mut() {
                Some((days, last)) if *last == half => *days = *days.start()..=position,
                _ => found.halves.push((position..=position, half)),
            }
            found.slots.push(u16::try_from(found.halves.len() - 1).unwrap_or(u16::MAX));
        }
        found
    }

    /// Number of days.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are no days.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The day after the last one, since 1970-01-01.
    #[must_use]
    pub fn end(&self) -> i32 {
        self.first.saturating_add(i32::try_from(self.len()).unwrap_or(i32::MAX))
    }

    /// Whether `day` (since 1970-01-01) is one of these days.
    #[must_use]
    pub fn contains(&self, day: i32) -> bool {
        usize::try_from(i64::from(day) - i64::from(self.first)).is_ok_and(|position| position < self.len())
    }

    /// Position of `day` (since 1970-01-01) among these days.
    #[must_use]
    pub fn position(&self, day: i32) -> usize {
        usize::try_from(day - self.first).unwrap_or(0)
    }

    /// The half-month of the day at `position`: its position in order of time, and the half-month of the year.
    #[must_use]
    pub fn half(&self, position: usize) -> (u16, usize) {
        let slot = self.slots.get(position).copied().unwrap_or(0);
        (slot, self.halves.get(usize::from(slot)).map_or(0, |(_, half)| *half))
    }
}

/// How busy the whole shop was on each day.
#[derive(Clone, Debug, Default)]
pub struct Rhythm {
    /// For each day, the share of the log before it; and 1 at the end.
    before: Vec<f64>,
    /// First and last day, without strays.
    pub span: (usize, usize),
}

impl Rhythm {
    /// Computes it from the count of each day.
    #[must_use]
    pub fn new(totals: &[u64]) -> Self {
        let all = totals.iter().sum::<u64>().max(1);
        let mut before = vec![0];
        let mut sum = 0;
        for total in totals {
            sum += total;
            before.push(sum);
        }
        // Compare integers, which all engines compare alike.
        let first = before.partition_point(|sum| sum * STRAY <= all).saturating_sub(1);
        let last = before.partition_point(|sum| sum * STRAY < all * (STRAY - 1)).saturating_sub(1);
        Self { before: before.into_iter().map(|sum| sum as f64 / all as f64).collect(), span: (first, last) }
    }

    /// The share of the log between two days in each half-month of the year.
    #[must_use]
    pub fn exposure(&self, days: &Days, from: usize, until: usize) -> Year {
        let mut exposure = [0.0; HALVES];
        for (range, half) in &days.halves {
            let (start, end) = ((*range.start()).max(from), (*range.end()).min(until));
            if start <= end {
                let at = |day: usize| self.before.get(day).copied().unwrap_or(1.0);
                exposure[*half] += at(end + 1) - at(start);
            }
        }
        exposure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_24_half_months() {
        for (day, half) in
            [(0, 0), (14, 0), (15, 1), (30, 1), (31, 2), (59, 4), (364, 23), (365, 0), (789, 3), (790, 4)]
        {
            // Day 789 is 29 February 1972.
            assert_eq!(half_month(day), half, "{day}");
        }
        assert_eq!(half_month(14_579), 22, "1 December 2009");
        assert_eq!(half_month(14_943), 21, "30 November 2010");
    }

    #[test]
    fn a_stray_date_does_not_stretch_the_log() {
        let mut totals = vec![0; 1000];
        totals[0] = 1;
        totals[600..].fill(10);
        let rhythm = Rhythm::new(&totals);
        assert_eq!(rhythm.span, (600, 999));
        assert_eq!(Rhythm::new(&[5, 0, 5]).span, (0, 2));
    }
}
