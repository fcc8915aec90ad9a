//! Evaluates the counts of a holdout test, for each unit of randomisation. Not for the formulas: see
//! [`crate::estimate`] and [`crate::sequence`].

use crate::counts::{Group, Row, Unit};
use crate::estimate::{self, LogLift, Totals};
use crate::sequence::{Interval, Sequence};
use crate::wait::days_until;
use std::collections::BTreeSet;

/// The settings of a test, chosen before the counts are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The probability that the interval misses the effect at any reading; above 0, below 1.
    pub alpha: f64,
    /// The relative effect for which the interval is narrowest, above 0: 0.05 for five percent.
    pub expected_lift: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { alpha: 0.05, expected_lift: 0.05 }
    }
}

impl Settings {
    /// The sequence of intervals for these settings.
    #[must_use]
    pub fn sequence(&self) -> Sequence {
        Sequence { alpha: self.alpha, expected: self.expected_lift.ln_1p() }
    }
}

/// Minimum number of orders of each group for an interval: with fewer, the logarithm of a rate is not yet normally
/// distributed.
pub const LEAST_ORDERS: u64 = 50;

/// Minimum number of days of each group for an interval if days were randomised: with fewer, their variance is unknown.
pub const LEAST_DAYS: u64 = 14;

/// The results by unit of randomisation; `None` for a unit without rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Shoppers with a history.
    pub by_device: Option<Comparison>,
    /// All other visitors.
    pub by_day: Option<Comparison>,
}

impl Analysis {
    /// Evaluates the rows of both units.
    #[must_use]
    pub fn of(rows: &[Row], settings: &Settings) -> Self {
        let comparison = |unit| {
            let of_unit: Vec<Row> = rows.iter().filter(|row| row.unit == unit).copied().collect();
            (!of_unit.is_empty()).then(|| Comparison::of(&of_unit, unit, settings))
        };
        Self { by_device: comparison(Unit::Device), by_day: comparison(Unit::Day) }
    }
}

/// A comparison of the two groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Visits that could show suggestions.
    pub suggestions: Totals,
    /// Visits that showed the page's own content.
    pub held_out: Totals,
    /// Number of calendar days of both groups.
    pub days: u32,
    /// The estimate of the relative difference of the order rates; `None` if it cannot be computed yet.
    pub lift: Option<f64>,
    /// The interval of relative differences that the counts do not exclude, valid at every reading; `None` if there are
    /// too few counts.
    pub interval: Option<Interval>,
    /// The counts that are missing for an interval.
    pub missing: Option<Missing>,
    estimate: Option<LogLift>,
    sequence: Sequence,
}

/// The counts that are missing for an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The number of further orders needed by the group with the fewest.
    Orders(u64),
    /// The number of further days needed by the group with the fewest.
    Days(u64),
}

/// The conclusion from the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The counts exclude neither more nor fewer orders.
    NotYet,
    /// Suggestions increase orders.
    More,
    /// Suggestions decrease orders.
    Fewer,
}

impl Comparison {
    fn of(rows: &[Row], unit: Unit, settings: &Settings) -> Self {
        let [suggestions, held_out] = [Group::Suggestions, Group::HeldOut].map(|group| Totals::of(rows, group));
        let estimate = match unit {
            Unit::Device => estimate::by_device(rows),
            Unit::Day => estimate::by_day(rows),
        };
        let (fewest_orders, fewest_days) =
            (suggestions.orders.min(held_out.orders), suggestions.days.min(held_out.days));
        let missing = if fewest_orders < LEAST_ORDERS {
            Some(Missing::Orders(LEAST_ORDERS - fewest_orders))
        } else if unit == Unit::Day && fewest_days < LEAST_DAYS {
            Some(Missing::Days(LEAST_DAYS - fewest_days))
        } else {
            None
        };
        let sequence = settings.sequence();
        Self {
            suggestions,
            held_out,
            days: rows.iter().filter(|row| row.visits > 0).map(|row| row.day).collect::<BTreeSet<_>>().len() as u32,
            lift: estimate.map(|estimate| estimate.value.exp_m1()),
            interval: estimate.filter(|_| missing.is_none()).map(|estimate| sequence.interval(estimate)),
            missing,
            estimate,
            sequence,
        }
    }

    /// The conclusion from the interval.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.interval {
            Some(Interval { from, .. }) if from > 0.0 => Verdict::More,
            Some(Interval { to, .. }) if to < 0.0 => Verdict::Fewer,
            _ => Verdict::NotYet,
        }
    }

    /// The number of further days until four of five tests detect an effect of `lift` (above 0), if the daily counts
    /// stay the same; 0 if enough days have passed. `None` if there is no estimate yet, or beyond ten years.
    #[must_use]
    pub fn further_days(&self, lift: f64) -> Option<u32> {
        let daily = self.estimate?.variance * f64::from(self.days);
        Some(days_until(&self.sequence, lift, daily)?.saturating_sub(self.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    /// `days` days of 9,000 visits with suggestions and 1,000 without.
    fn rows(days: i64, unit: Unit, orders: u64, held_orders: u64) -> Vec<Row> {
        let first = date(2026, 11, 1);
        (0..days)
            .flat_map(|at| {
                let day = first + at.days();
                [
                    Row { day, unit, group: Group::Suggestions, visits: 9_000, orders },
                    Row { day, unit, group: Group::HeldOut, visits: 1_000, orders: held_orders },
                ]
            })
            .collect()
    }

    #[test]
    fn nothing_is_said_of_few_orders_and_the_missing_ones_are_named() {
        let analysis = Analysis::of(&rows(2, Unit::Device, 270, 20), &Settings::default());
        let found = analysis.by_device.expect("devices");
        assert_eq!(
            (found.interval, found.missing, found.verdict()),
            (None, Some(Missing::Orders(10)), Verdict::NotYet)
        );
        assert_eq!(analysis.by_day, None);
    }

    #[test]
    fn a_large_effect_is_told_in_its_direction_and_none_is_not() {
        let verdict = |orders, held| {
            let analysis = Analysis::of(&rows(60, Unit::Device, orders, held), &Settings::default());
            analysis.by_device.expect("devices").verdict()
        };
        assert_eq!(verdict(270, 20), Verdict::More);
        assert_eq!(verdict(180, 30), Verdict::Fewer);
        assert_eq!(verdict(180, 20), Verdict::NotYet);
    }

    #[test]
    fn days_that_were_drawn_wait_for_two_weeks_of_each_group() {
        let found = Analysis::of(&rows(13, Unit::Day, 270, 20), &Settings::default()).by_day.expect("days");
        assert_eq!((found.interval, found.missing), (None, Some(Missing::Days(1))));
    }

    #[test]
    fn a_longer_comparison_has_fewer_days_to_wait() {
        let waits = [10, 40].map(|days| {
            let analysis = Analysis::of(&rows(days, Unit::Device, 180, 20), &Settings::default());
            analysis.by_device.expect("devices").further_days(0.1).expect("some day")
        });
        assert_eq!(waits[0] - waits[1], 30);
    }
}
