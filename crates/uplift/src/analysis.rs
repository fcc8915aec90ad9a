//! What counts say, for each way of drawing lots.

use crate::counts::{Group, Row, Unit};
use crate::estimate::{self, LogLift, Totals};
use crate::sequence::{Interval, Sequence};
use crate::wait::days_until;
use std::collections::BTreeSet;

/// What is decided before the counts are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The probability with which the interval may miss the effect at any reading; above 0, below 1.
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
    /// The sequence of intervals with these settings.
    #[must_use]
    pub fn sequence(&self) -> Sequence {
        Sequence { alpha: self.alpha, expected: self.expected_lift.ln_1p() }
    }
}

/// Orders that each group needs before an interval is named: below, the logarithm of a rate is not yet normal.
pub const LEAST_ORDERS: u64 = 50;

/// Days that each group needs before an interval is named where days were drawn: from fewer their spread is not known.
pub const LEAST_DAYS: u64 = 14;

/// What the counts of each unit say; `None` for a unit of which there is no row.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Shoppers who agreed to a history.
    pub by_device: Option<Comparison>,
    /// All others.
    pub by_day: Option<Comparison>,
}

impl Analysis {
    /// Reads the rows of both units.
    #[must_use]
    pub fn of(rows: &[Row], settings: &Settings) -> Self {
        let comparison = |unit| {
            let of_unit: Vec<Row> = rows.iter().filter(|row| row.unit == unit).copied().collect();
            (!of_unit.is_empty()).then(|| Comparison::of(&of_unit, unit, settings))
        };
        Self { by_device: comparison(Unit::Device), by_day: comparison(Unit::Day) }
    }
}

/// Two groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Those who could see suggestions.
    pub suggestions: Totals,
    /// Those who saw the page's own content.
    pub held_out: Totals,
    /// Calendar days of both.
    pub days: u32,
    /// The relative difference of the order rates that fits best; `None` while nothing can be said.
    pub lift: Option<f64>,
    /// The relative differences that the counts do not exclude, at this reading and every other; `None` while counts miss.
    pub interval: Option<Interval>,
    /// What misses for an interval.
    pub missing: Option<Missing>,
    estimate: Option<LogLift>,
    sequence: Sequence,
}

/// What an interval waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// So many orders in the group that has the fewest.
    Orders(u64),
    /// So many days of the group that has the fewest.
    Days(u64),
}

/// What may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The counts exclude neither more nor fewer orders.
    NotYet,
    /// Suggestions bring orders.
    More,
    /// Suggestions cost orders.
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

    /// What may be said.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.interval {
            Some(Interval { from, .. }) if from > 0.0 => Verdict::More,
            Some(Interval { to, .. }) if to < 0.0 => Verdict::Fewer,
            _ => Verdict::NotYet,
        }
    }

    /// Further days until four of five comparisons see an effect of `lift` (above 0), if days go on as they were; 0 where
    /// enough have passed. `None` where nothing can be said yet, or it takes more than ten years.
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
