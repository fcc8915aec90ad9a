//! Estimates the relative difference of two order rates, as a logarithm with its variance. Not for intervals: see
//! [`crate::sequence`].

use crate::counts::{Group, Row};
use std::collections::BTreeMap;

/// Totals of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Number of visits.
    pub visits: u64,
    /// Number of visits that ended in an order.
    pub orders: u64,
    /// Number of days with a visit.
    pub days: u64,
}

impl Totals {
    /// Adds up the rows of a group.
    #[must_use]
    pub fn of(rows: &[Row], group: Group) -> Self {
        let of_group = rows.iter().filter(|row| row.group == group && row.visits > 0);
        of_group.fold(Self::default(), |sum, row| Self {
            visits: sum.visits + row.visits,
            orders: sum.orders + row.orders,
            days: sum.days + 1,
        })
    }

    /// Orders per visit, 0 to 1; 0 without visits.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.visits == 0 { 0.0 } else { self.orders as f64 / self.visits as f64 }
    }
}

/// The logarithm of the ratio of the order rates, suggestions to held out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLift {
    /// The logarithm: 0 if both rates are equal, ln 1.05 for five percent more.
    pub value: f64,
    /// The variance of the logarithm, above 0.
    pub variance: f64,
}

/// The estimate if devices were randomised. Days are strata, so that neither a day with many orders nor a change of the
/// held-out share during the test appears as an effect. `None` while a group has no order.
///
/// Ratio of Mantel and Haenszel (1959), variance by S. Greenland and J. M. Robins, "Estimation of a common effect
/// parameter from sparse follow-up data", Biometrics 41 (1985), 55-68.
#[must_use]
pub fn by_device(rows: &[Row]) -> Option<LogLift> {
    let mut strata: BTreeMap<_, [Arm; 2]> = BTreeMap::new();
    for row in rows {
        let arms = strata.entry(row.day).or_default();
        let arm = &mut arms[usize::from(row.group == Group::HeldOut)];
        *arm = Arm { visits: row.visits as f64, orders: row.orders as f64 };
    }
    let (mut suggestions, mut held_out, mut spread) = (0.0, 0.0, 0.0);
    for [shown, held] in strata.values() {
        let visits = shown.visits + held.visits;
        if visits > 0.0 {
            suggestions += shown.orders * held.visits / visits;
            held_out += held.orders * shown.visits / visits;
            let orders = shown.orders + held.orders;
            spread += (orders * shown.visits * held.visits / visits - shown.orders * held.orders) / visits;
        }
    }
    log_lift((suggestions / held_out).ln(), spread / (suggestions * held_out))
}

/// The estimate if days were randomised: the ratio of the groups' rates, with the variance between the days of a group,
/// because all visits of a day share its weather and campaigns. `None` while a group has fewer than two days or no
/// order.
///
/// A ratio estimator over clusters: W. G. Cochran, Sampling Techniques, 3rd edition (1977), formula 6.13.
#[must_use]
pub fn by_day(rows: &[Row]) -> Option<LogLift> {
    let [shown, held] = [Group::Suggestions, Group::HeldOut].map(|group| Clusters::of(rows, group));
    log_lift((shown.rate() / held.rate()).ln(), shown.relative_variance()? + held.relative_variance()?)
}

fn log_lift(value: f64, variance: f64) -> Option<LogLift> {
    (value.is_finite() && variance.is_finite() && variance > 0.0).then_some(LogLift { value, variance })
}

/// The counts of one group on one day.
#[derive(Clone, Copy, Debug, Default)]
struct Arm {
    visits: f64,
    orders: f64,
}

/// Sums over the days of a group.
#[derive(Clone, Copy, Debug, Default)]
struct Clusters {
    days: f64,
    visits: f64,
    orders: f64,
    visits_squared: f64,
    orders_squared: f64,
    product: f64,
}

impl Clusters {
    fn of(rows: &[Row], group: Group) -> Self {
        let mut sums = Self::default();
        for row in rows.iter().filter(|row| row.group == group && row.visits > 0) {
            let (visits, orders) = (row.visits as f64, row.orders as f64);
            sums.days += 1.0;
            sums.visits += visits;
            sums.orders += orders;
            sums.visits_squared += visits * visits;
            sums.orders_squared += orders * orders;
            sums.product += visits * orders;
        }
        sums
    }

    fn rate(&self) -> f64 {
        self.orders / self.visits
    }

    /// The variance of the rate's logarithm.
    fn relative_variance(&self) -> Option<f64> {
        if self.days < 2.0 || self.orders == 0.0 {
            return None;
        }
        let rate = self.rate();
        let residuals = self.orders_squared - 2.0 * rate * self.product + rate * rate * self.visits_squared;
        Some(self.days / (self.days - 1.0) * residuals.max(0.0) / (self.orders * self.orders))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::Unit;
    use jiff::civil::date;

    fn row(day: i8, group: Group, visits: u64, orders: u64) -> Row {
        Row { day: date(2026, 11, day), unit: Unit::Device, group, visits, orders }
    }

    #[test]
    fn one_day_gives_the_ratio_and_the_variance_of_the_textbook() {
        let rows = [row(1, Group::Suggestions, 9_000, 270), row(1, Group::HeldOut, 1_000, 20)];
        let found = by_device(&rows).expect("an estimate");
        assert!((found.value - 1.5f64.ln()).abs() < 1e-12);
        // 1/a - 1/n for each group.
        let textbook = 1.0 / 270.0 - 1.0 / 9_000.0 + 1.0 / 20.0 - 1.0 / 1_000.0;
        assert!((found.variance - textbook).abs() < 1e-12, "{} {textbook}", found.variance);
    }

    #[test]
    fn a_share_changed_before_a_day_of_many_orders_is_no_effect() {
        // Both groups order alike: 1 % on the first day, 5 % on the second, when half were held out.
        let rows = [
            row(1, Group::Suggestions, 9_000, 90),
            row(1, Group::HeldOut, 1_000, 10),
            row(2, Group::Suggestions, 5_000, 250),
            row(2, Group::HeldOut, 5_000, 250),
        ];
        let crude = Totals::of(&rows, Group::Suggestions).rate() / Totals::of(&rows, Group::HeldOut).rate();
        assert!(crude < 0.6, "rates taken together would say so: {crude}");
        assert!(by_device(&rows).expect("an estimate").value.abs() < 1e-12);
    }

    #[test]
    fn days_alike_leave_little_variance_and_days_unlike_much() {
        let alike = [
            row(1, Group::Suggestions, 1_000, 21),
            row(2, Group::HeldOut, 1_000, 20),
            row(3, Group::Suggestions, 1_000, 19),
            row(4, Group::HeldOut, 1_000, 19),
        ];
        let mut unlike = alike;
        unlike[2].orders = 61;
        let [alike, unlike] = [alike, unlike].map(|rows| by_day(&rows).expect("an estimate"));
        // Calculated by hand: rate .02, residuals 1 and -1, so 2/1 * 2 / 40^2 and, for the other group, 2/1 * .5 /
        // 39^2.
        assert!((alike.variance - (4.0 / 1_600.0 + 1.0 / 1_521.0)).abs() < 1e-12, "{}", alike.variance);
        assert!(unlike.variance > 50.0 * alike.variance, "{} {}", unlike.variance, alike.variance);
    }

    #[test]
    fn a_group_without_an_order_or_a_second_day_gives_no_estimate() {
        let rows = [row(1, Group::Suggestions, 100, 3), row(1, Group::HeldOut, 100, 0)];
        assert_eq!(by_device(&rows), None);
        assert_eq!(by_device(&rows[..1]), None);
        assert_eq!(by_day(&[row(1, Group::Suggestions, 100, 3), row(2, Group::HeldOut, 100, 2)]), None);
    }
}
