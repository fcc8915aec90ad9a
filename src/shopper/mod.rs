//! What a history says of its shopper: where they are at home, how faithful they are, and how open to divisions they
//! have not met. Counted in visits and looks, never in money: no price is read here.
//!
//! Everything is integer arithmetic with 16 fractional bits, so that the browser and the native tool agree to the
//! bit. docs/ranking.md argues the formulas.

mod attachment;
mod logarithm;
mod potential;
mod sizes;

pub use attachment::attachment;
pub use potential::{Onward, Potential, potential};
pub use sizes::ShopperSizes;

use crate::history::Tally;
use crate::model::{DivisionIndex, Factor, Week};

/// What was met counts half after this many weeks.
const HALF_LIFE_WEEKS: i64 = 8;

/// A shopper as ranking sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    /// By division, the share of what was met: together at most 1, all 0 for a stranger.
    pub affinity: Vec<Factor>,
    /// By division, the share that shoppers with these affinities go on to give it; 0 for those already met.
    pub onward: Vec<Factor>,
    /// How open to divisions not yet met: the sum of `onward`, 0 to 1.
    pub potential: Factor,
    /// How faithful, 0 to 1.
    pub attachment: Factor,
}

/// By division, how much of it was met. Weights are whole numbers of no unit.
#[derive(Clone, Debug)]
pub struct DivisionCounts {
    weights: Vec<u64>,
}

impl DivisionCounts {
    /// Nothing met yet of `divisions` divisions.
    #[must_use]
    pub fn new(divisions: usize) -> Self {
        Self { weights: vec![0; divisions] }
    }

    /// A week of a division: an event counts once, a purchase twice more, and both fade over the weeks.
    pub fn tally(&mut self, division: DivisionIndex, tally: &Tally, this_week: Week) {
        let age = this_week.since(tally.week).max(0) / HALF_LIFE_WEEKS;
        let weight = (u64::from(tally.events) + 2 * u64::from(tally.purchases)) << 8;
        self.add(division, weight >> age.min(63));
    }

    /// Something of a division met just now.
    pub fn now(&mut self, division: DivisionIndex) {
        self.add(division, 1 << 8);
    }

    fn add(&mut self, division: DivisionIndex, weight: u64) {
        if let Some(place) = self.weights.get_mut(division.at()) {
            *place = place.saturating_add(weight).min(1 << 40);
        }
    }

    /// The shares: weight over the sum of weights, rounded down but never to 0 for what was met.
    #[must_use]
    pub fn affinity(&self) -> Vec<Factor> {
        let total: u64 = self.weights.iter().sum();
        let share = |weight: u64| if weight == 0 { 0 } else { ((weight << 16) / total).max(1) as u32 };
        self.weights.iter().map(|weight| Factor::from_bits(share(*weight))).collect()
    }
}

impl Shopper {
    /// Reads what was met and the weeks of the last thirteen months. `onward` is the house's.
    #[must_use]
    pub fn new(met: &DivisionCounts, tallies: &[Tally], onward: &Onward<'_>, this_week: Week) -> Self {
        let affinity = met.affinity();
        let Potential { shares, total } = potential(&affinity, onward);
        let attachment = attachment(&affinity, tallies, this_week);
        Self { affinity, onward: shares, potential: total, attachment }
    }

    /// How the places of a slate should be shared out over the divisions that `allowed` lets through: to
    /// divisions met by affinity, shortened by the potential; to the others what shoppers go on to give
    /// them. All 0 when nothing is known of the allowed ones.
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
