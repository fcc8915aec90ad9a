//! The shopper's profile from a history: affinity to divisions, attachment, and potential for divisions that are new to
//! them. Counted in visits and events, never in money: no price is read. Not for ranking: see [`crate::rank`].
//!
//! All arithmetic is on integers with 16 fractional bits, so that the browser and the native tool agree to the bit.
//! docs/ranking.md explains the formulas.

mod attachment;
mod logarithm;
mod potential;
mod sizes;

pub use attachment::attachment;
pub use potential::{Onward, Potential, potential};
pub use sizes::ShopperSizes;

use crate::history::Tally;
use crate::model::{DivisionIndex, Factor, Week};

/// The half-life of an event's weight in weeks.
const HALF_LIFE_WEEKS: i64 = 8;

/// The shopper's profile, as ranking uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    /// By division, the share of the shopper's events: the sum is at most 1; all 0 for an unknown shopper.
    pub affinity: Vec<Factor>,
    /// By division, the expected share of future interest, from shoppers with these affinities; 0 for divisions already
    /// visited.
    pub onward: Vec<Factor>,
    /// Openness to divisions not yet visited: the sum of `onward`, 0 to 1.
    pub potential: Factor,
    /// Loyalty, 0 to 1.
    pub attachment: Factor,
}

/// The weight of events by division. Weights are whole numbers without a unit.
#[derive(Clone, Debug)]
pub struct DivisionCounts {
    weights: Vec<u64>,
}

impl DivisionCounts {
    /// Creates the counts for a number of divisions, all 0.
    #[must_use]
    pub fn new(divisions: usize) -> Self {
        Self { weights: vec![0; divisions] }
    }

    /// Adds a week of a division: an event counts once, a purchase two more, and the weight halves every 8 weeks.
    pub fn tally(&mut self, division: DivisionIndex, tally: &Tally, this_week: Week) {
        let age = this_week.since(tally.week).max(0) / HALF_LIFE_WEEKS;
        let weight = (u64::from(tally.events) + 2 * u64::from(tally.purchases)) << 8;
        self.add(division, weight >> age.min(63));
    }

    /// Adds one current event of a division.
    pub fn now(&mut self, division: DivisionIndex) {
        self.add(division, 1 << 8);
    }

    fn add(&mut self, division: DivisionIndex, weight: u64) {
        if let Some(place) = self.weights.get_mut(division.at()) {
            *place = place.saturating_add(weight).min(1 << 40);
        }
    }

    /// The shares: weight divided by the sum of weights, rounded down, but never to 0 for a division with events.
    #[must_use]
    pub fn affinity(&self) -> Vec<Factor> {
        let total: u64 = self.weights.iter().sum();
        let share = |weight: u64| if weight == 0 { 0 } else { ((weight << 16) / total).max(1) as u32 };
        self.weights.iter().map(|weight| Factor::from_bits(share(*weight))).collect()
    }
}

impl Shopper {
    /// Computes the profile from the division counts and the weeks of the last thirteen months. `onward` has the
    /// house's counts.
    #[must_use]
    pub fn new(met: &DivisionCounts, tallies: &[Tally], onward: &Onward<'_>, this_week: Week) -> Self {
        let affinity = met.affinity();
        let Potential { shares, total } = potential(&affinity, onward);
        let attachment = attachment(&affinity, tallies, this_week);
        Self { affinity, onward: shares, potential: total, attachment }
    }

    /// The target share of each division in a slate, among those that `allowed` accepts: affinity, reduced by the
    /// potential, for divisions already visited; `onward` for the others. All 0 if nothing is known about the allowed
    /// divisions.
    #[must_use]
    pub fn targets(&self, allowed: impl Fn(DivisionIndex) -> bool) -> Vec<Factor> {
        let known = Factor::from_bits(Factor::ONE.bits().saturating_sub(self.potential.bits()));
        let mut targets: Vec<u32> = self
            .affinity
            .iter()
            .zip(&self.onward)
            .zip(0..)
            .map(|((affinity, onward), division)| {
                let share = known.of(affinity.bits().into()) as u32 + onward.bits();
                if allowed(DivisionIndex(division)) { share } else { 0 }
            })
            .collect();
        let total: u64 = targets.iter().map(|share| u64::from(*share)).sum();
        if total > 0 {
            targets.iter_mut().for_each(|share| *share = ((u64::from(*share) << 16) / total) as u32);
        }
        targets.into_iter().map(Factor::from_bits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::WEEK;
    use crate::pack::Transition;

    fn close(fixed: Factor, value: f64) -> bool {
        (fixed.to_f64() - value).abs() < 0.001
    }

    #[test]
    fn what_was_met_fades_and_a_purchase_counts_three_times() {
        let mut met = DivisionCounts::new(3);
        let week = |week, purchases| Tally { week, division: String::new(), events: 4, purchases };
        met.tally(DivisionIndex(0), &week(Week::from_number(100), 0), Week::from_number(100));
        met.tally(DivisionIndex(1), &week(Week::from_number(92), 4), Week::from_number(100));
        met.tally(DivisionIndex(7), &week(Week::from_number(100), 0), Week::from_number(100));
        let affinity = met.affinity();
        assert!(
            close(affinity[0], 4.0 / 10.0) && close(affinity[1], 6.0 / 10.0) && affinity[2] == Factor::ZERO,
            "{affinity:?}"
        );
        assert_eq!(DivisionCounts::new(2).affinity(), [Factor::ZERO; 2]);
        met.tally(DivisionIndex(2), &week(Week::from_number(-4_000), 1), Week::from_number(100));
        assert_eq!(met.affinity()[2], Factor::ZERO, "what faded away counts nothing");
    }

    #[test]
    fn targets_are_shared_between_what_was_met_and_what_comes_next() {
        let onward = [
            Transition { from: DivisionIndex(0), to: DivisionIndex(0), support: 60 },
            Transition { from: DivisionIndex(0), to: DivisionIndex(1), support: 30 },
            Transition { from: DivisionIndex(0), to: DivisionIndex(2), support: 10 },
        ];
        let mut met = DivisionCounts::new(3);
        met.now(DivisionIndex(0));
        let shopper = Shopper::new(&met, &[], &Onward::new(&onward, 3), Week::from_number(0));
        assert!(close(shopper.potential, 0.4), "{shopper:?}");
        let all = shopper.targets(|_| true);
        assert!(close(all[0], 0.6) && close(all[1], 0.3) && close(all[2], 0.1), "{all:?}");
        let elsewhere = shopper.targets(|division| division != DivisionIndex(0));
        assert!(
            elsewhere[0] == Factor::ZERO && close(elsewhere[1], 0.75) && close(elsewhere[2], 0.25),
            "{elsewhere:?}"
        );
        assert_eq!(shopper.targets(|_| false), [Factor::ZERO; 3]);
        assert_eq!(WEEK, 604_800);
    }
}
