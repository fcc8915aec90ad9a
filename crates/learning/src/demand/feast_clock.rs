//! Moves demand with feasts that move: purchases for Easter follow Easter, not the half-month of last year's Easter.
//!
//! Between the year of the log and the coming year a feast moves by some days. If a row follows the feast, the weeks
//! before the feast move with it, and the days that they displace close the gap. One year does not show whether a row
//! follows the feast. It shows whether the row's demand falls just after the feast, and not before it
//! ([`FeastClock::spans`]); [`super::posterior`] weighs both clocks by that. Not for the dates of feasts: the house and
//! its markets state them.

use passerelle::model::Day;
use passerelle_catalogue::date;
use passerelle_catalogue::house::Season;
use passerelle_catalogue::occasions::{self, LeadTime};

use super::days::{Days, HALVES, Year, half_month};

/// Days of a year on the clock; 29 February counts as 1 March.
const YEAR_DAYS: i32 = 365;
/// Days before a feast that move with it.
const LEAD_DAYS: i32 = 60;
/// Days after a feast that move with it.
const REST_DAYS: i32 = 15;
/// Length of the three spans that are compared: after a feast, just before it, and before that.
const SPAN_DAYS: i32 = 30;
/// Least move of a feast, in days, that matters for half-months.
const LEAST_MOVE: i32 = 4;
/// Least number of days between two dates of one feast. Closer dates are two feasts, such as the sales of winter and of
/// summer.
const LEAST_GAP: i32 = 300;
/// Years before today for which the dates of feasts are computed.
const YEARS_BACK: i32 = 20;
/// Months for which the dates of feasts are computed, to two years ahead.
const MONTHS: i32 = (YEARS_BACK + 2) * 12;
/// The probability that a row whose demand falls at a feast follows the feast. A row that does not follow it may fall
/// in any half-month; in 2 of [`HALVES`] the fall would look the same.
pub(super) const FOLLOWS: f64 = 12.0 / 13.0;

/// The dates of a feast, in the years of a log and in the coming years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feast {
    /// Days since 1970-01-01, ascending.
    pub days: Vec<i32>,
}

impl Feast {
    /// The feasts that a house keeps, in each of its markets, from 20 years before to two years after the day `today`.
    #[must_use]
    pub fn kept(season: &Season, today: Day) -> Vec<Self> {
        season.dates(before(today), MONTHS).iter().map(|days| Self::on(days)).collect()
    }

    /// Easter of the western churches in the same years, for a log whose house is not known.
    #[must_use]
    pub fn easter(today: Day) -> Vec<Self> {
        let kept = occasions::position("easter").map(|occasion| LeadTime { occasion, days: 0 });
        let dates = occasions::dates(kept.as_slice(), &[], before(today), MONTHS);
        dates.iter().map(|days| Self::on(days)).collect()
    }

    fn on(days: &[Day]) -> Self {
        // A house's dates lie within a few centuries of 1970.
        Self { days: days.iter().map(|day| day.number() as i32).collect() }
    }
}

/// The day from which the dates of feasts are computed.
fn before(today: Day) -> Day {
    today.plus(-i64::from(YEARS_BACK * YEAR_DAYS))
}

/// How a feast moves from the years of a log to the coming year.
#[derive(Clone, Debug, PartialEq)]
pub struct FeastClock {
    /// For each half-month of the coming year, the share of its days that come from each half-month of the log's year.
    from: [Year; HALVES],
    /// The share of each half-month in three spans of the log's year: well before, just before and after the feast.
    spans: [Year; 3],
}

impl FeastClock {
    /// The clocks of `feasts` from the days of a log to the year that begins on the day `coming` (since 1970-01-01). A
    /// feast that was not in the log, or that hardly moves, has none.
    #[must_use]
    pub fn all(feasts: &[Feast], days: &Days, coming: i32) -> Vec<Self> {
        feasts.iter().filter_map(|feast| Self::new(feast, days, coming)).collect()
    }

    fn new(feast: &Feast, days: &Days, coming: i32) -> Option<Self> {
        if feast.days.windows(2).any(|two| two[1] - two[0] < LEAST_GAP) {
            return None;
        }
        let next = *feast.days.iter().find(|day| **day >= coming)?;
        let met: Vec<i32> = feast.days.iter().copied().filter(|day| days.contains(*day)).collect();
        let first = of_year(*met.first()?);
        // The mean over several years, relative to the first: a lunar feast may cross the turn of the year.
        let sum: i32 = met.iter().map(|day| nearer(of_year(*day) - first)).sum();
        let was = first + sum / met.len() as i32;
        let moves = nearer(of_year(next) - was);
        (moves.abs() >= LEAST_MOVE).then(|| Self::moving(was, moves))
    }

    fn moving(was: i32, moves: i32) -> Self {
        let (start, length) = (was - LEAD_DAYS, LEAD_DAYS + 1 + REST_DAYS);
        let mut from = [[0.0; HALVES]; HALVES];
        let lengths = lengths();
        for day in 0..YEAR_DAYS {
            let place = (day - start).rem_euclid(YEAR_DAYS);
            // The new day of the year: moved with the feast, moved into the gap that the feast leaves, or unchanged.
            let goes = if place < length {
                day + moves
            } else if moves > 0 && place < length + moves {
                day - length
            } else if moves < 0 && place >= YEAR_DAYS + moves {
                day + length
            } else {
                day
            };
            from[half(goes)][half(day)] += 1.0;
        }
        for (shares, days) in from.iter_mut().zip(lengths) {
            shares.iter_mut().for_each(|share| *share /= days);
        }
        let span = |days: std::ops::Range<i32>| {
            let mut share = [0.0; HALVES];
            days.for_each(|day| share[half(day)] += 1.0 / lengths[half(day)]);
            share
        };
        let begins = [1 - 2 * SPAN_DAYS, 1 - SPAN_DAYS, 1];
        Self { from, spans: begins.map(|begins| span(was + begins..was + begins + SPAN_DAYS)) }
    }

    /// The means of the coming year's half-months, from those of the log's year.
    #[must_use]
    pub fn moved(&self, year: &Year) -> Year {
        self.from.map(|shares| sum(&shares, year))
    }

    /// From totals of half-months, the totals of the three spans: well before the feast, just before it, and after it.
    #[must_use]
    pub fn spans(&self, year: &Year) -> [f64; 3] {
        self.spans.map(|shares| sum(&shares, year))
    }
}

fn sum(shares: &Year, year: &Year) -> f64 {
    shares.iter().zip(year).map(|(share, value)| share * value).sum()
}

/// The half-month of a day of the year.
fn half(day: i32) -> usize {
    // 1970 has 365 days.
    half_month(day.rem_euclid(YEAR_DAYS))
}

/// The number of days of each half-month.
fn lengths() -> Year {
    let mut lengths = [0.0; HALVES];
    (0..YEAR_DAYS).for_each(|day| lengths[half(day)] += 1.0);
    lengths
}

/// The day of the year, from 0, of a day since 1970-01-01.
fn of_year(day: i32) -> i32 {
    let Some(date) = date::of_day(Day::from_number(day.into())) else { return 0 };
    let of_year = i32::from(date.day_of_year()) - 1;
    of_year - i32::from(date.in_leap_year() && date.month() > 2)
}

/// A distance around the year, in the shorter direction.
fn nearer(distance: i32) -> i32 {
    (distance + YEAR_DAYS / 2).rem_euclid(YEAR_DAYS) - YEAR_DAYS / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Easter of 2010 to 2012: 4 April, 24 April, 8 April; 2010-01-01 is day 14,610.
    fn easter() -> Feast {
        Feast { days: vec![14_703, 15_088, 15_438] }
    }

    fn clock(coming: i32) -> Option<FeastClock> {
        FeastClock::new(&easter(), &Days::from(14_610, 365), coming)
    }

    #[test]
    fn the_weeks_before_a_feast_move_with_it_and_nothing_is_lost() {
        // 4 April to 24 April: demand of the second half of March moves to 5 April and later.
        let clock = clock(14_975).unwrap();
        let mut year = [1.0; HALVES];
        year[5] = 9.0;
        let moved = clock.moved(&year);
        assert!(moved[6] > 5.0 && moved[5] < 2.0 && moved[7] > 1.0, "{moved:?}");
        assert_eq!((moved[0], moved[1], moved[12], moved[23]), (1.0, 1.0, 1.0, 1.0));
        let lengths = lengths();
        let total = |year: &Year| year.iter().zip(&lengths).map(|(value, days)| value * days).sum::<f64>();
        assert!((total(&moved) - total(&year)).abs() < 1e-9);
        // All spans are 30 days long.
        for days in clock.spans(&lengths) {
            assert!((days - 30.0).abs() < 1e-9, "{days}");
        }
    }

    #[test]
    fn a_feast_comes_nearer_too_and_may_stay_or_be_unknown() {
        // From 24 April 2011 back to 8 April 2012.
        let back = FeastClock::new(&easter(), &Days::from(14_975, 365), 15_340).unwrap();
        let mut year = [1.0; HALVES];
        year[6] = 9.0;
        let moved = back.moved(&year);
        assert!(moved[5] > 7.0 && moved[6] < 3.0, "{moved:?}");
        assert_eq!(clock(14_610), None, "the same day");
        assert_eq!(clock(15_500), None, "no coming one is known");
        assert_eq!(FeastClock::new(&easter(), &Days::from(14_704, 100), 14_975), None, "not in the log");
        let twice = Feast { days: vec![14_620, 14_800, 14_985, 15_165] };
        assert_eq!(FeastClock::new(&twice, &Days::from(14_610, 365), 14_975), None, "two a year");
    }

    #[test]
    fn days_of_the_year_pass_over_leap_days_and_the_turn_of_the_year() {
        // 31 December 2008, 1 March 2008 and 29 February 2008.
        assert_eq!([14_244, 13_939, 13_938].map(of_year), [364, 59, 59]);
        assert_eq!([-360, 360, 20, -20].map(nearer), [5, -5, 20, -20]);
    }
}
