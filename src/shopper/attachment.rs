//! Attachment: how loyal a shopper is, computed from the dates and divisions of their visits, never from spending. Not
//! for its use in ranking: see [`crate::rank`].

use std::collections::BTreeSet;

use super::logarithm::log2;
use crate::history::{TALLY_WEEKS, Tally};
use crate::model::{Factor, Week};

/// The tenure in weeks at which its part reaches one half.
const TENURE_WEEKS: u64 = 26;
/// The weights of tenure, regularity and breadth, in tenths.
const WEIGHTS: [u64; 3] = [4, 3, 3];

/// Computes the attachment, 0 to 1: tenure, regularity and breadth, weighted 4 : 3 : 3.
///
/// - tenure = t / (t + 26), t the weeks since the first recorded one (saturation as in Michaelis and Menten);
/// - regularity = 1 / (1 + CV), CV the coefficient of variation of the gaps between weeks with a visit; 0 with fewer
///   than two gaps, which do not show a rhythm;
/// - breadth = the entropy of the affinities divided by that of an equal spread (Pielou's evenness over all divisions).
#[must_use]
pub fn attachment(affinity: &[Factor], tallies: &[Tally], this_week: Week) -> Factor {
    let parts = [tenure(tallies, this_week), regularity(tallies, this_week), breadth(affinity)];
    let sum: u64 = parts.iter().zip(WEIGHTS).map(|(part, weight)| u64::from(part.bits()) * weight).sum();
    Factor::from_bits((sum / WEIGHTS.iter().sum::<u64>()) as u32)
}

/// The weeks that count.
fn recent(tallies: &[Tally], this_week: Week) -> impl Iterator<Item = &Tally> {
    tallies.iter().filter(move |tally| tally.is_recent(this_week))
}

fn tenure(tallies: &[Tally], this_week: Week) -> Factor {
    let first = recent(tallies, this_week).map(|tally| tally.week).min().unwrap_or(this_week);
    // The clock may jump, so tenure is limited to the retention.
    let weeks = this_week.since(first).clamp(0, TALLY_WEEKS) as u64;
    Factor::from_bits(((weeks << 16) / (weeks + TENURE_WEEKS)) as u32)
}

fn regularity(tallies: &[Tally], this_week: Week) -> Factor {
    let weeks: BTreeSet<Week> = recent(tallies, this_week).map(|tally| tally.week).collect();
    let gaps = weeks.iter().zip(weeks.iter().skip(1)).map(|(week, next)| next.since(*week).unsigned_abs().min(1 << 12));
    let (mut count, mut sum, mut squares) = (0u64, 0u64, 0u64);
    for gap in gaps {
        count += 1;
        sum += gap;
        squares += gap * gap;
    }
    if count < 2 {
        return Factor::ZERO;
    }
    // CV = sqrt(n Q - S^2) / S. 32 fractional bits below the root give 16 in the result. The radicand is below 2^31
    // before the shift: gaps add up to at most 57 weeks.
    let spread = (count * squares).saturating_sub(sum * sum).min((1 << 32) - 1);
    let variation = (spread << 32).isqrt() / sum.max(1);
    Factor::from_bits(((1u64 << 32) / (u64::from(Factor::ONE.bits()) + variation)) as u32)
}

fn breadth(affinity: &[Factor]) -> Factor {
    if affinity.len() < 2 {
        return Factor::ZERO;
    }
    let entropy: u64 = affinity
        .iter()
        .filter(|share| **share > Factor::ZERO)
        .map(|share| share.of(log2(share.bits()).unsigned_abs()))
        .sum();
    let most = log2((affinity.len() as u32).min(1 << 15) << 16);
    Factor::from_bits(((entropy << 16) / most.max(1) as u64).min(Factor::ONE.bits().into()) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Factor = Factor::ZERO;
    const ONE: Factor = Factor::ONE;

    fn weeks(weeks: &[i64]) -> Vec<Tally> {
        let tally =
            |week: &i64| Tally { week: Week::from_number(*week), division: "shoes".into(), events: 1, purchases: 0 };
        weeks.iter().map(tally).collect()
    }

    fn close(fixed: Factor, value: f64) -> bool {
        (fixed.to_f64() - value).abs() < 0.001
    }

    #[test]
    fn tenure_saturates() {
        assert_eq!(tenure(&[], Week::from_number(100)), NONE);
        assert!(close(tenure(&weeks(&[74, 100]), Week::from_number(100)), 0.5));
        assert!(close(tenure(&weeks(&[48]), Week::from_number(100)), 52.0 / 78.0));
        assert_eq!(tenure(&weeks(&[500]), Week::from_number(100)), NONE, "a week to come");
        assert!(tenure(&weeks(&[-5_000]), Week::from_number(100)) < ONE);
    }

    #[test]
    fn a_steady_rhythm_is_regular() {
        assert_eq!(regularity(&weeks(&[1, 5]), Week::from_number(13)), NONE, "one gap is no rhythm");
        assert_eq!(
            regularity(&weeks(&[9, 1, 5, 5, 13]), Week::from_number(13)),
            ONE,
            "order and repetition make no difference"
        );
        // Gaps 1, 1, 10: mean 4, standard deviation sqrt(18).
        assert!(close(regularity(&weeks(&[0, 1, 2, 12]), Week::from_number(13)), 1.0 / (1.0 + 18f64.sqrt() / 4.0)));
    }

    #[test]
    fn breadth_is_an_entropy() {
        assert_eq!(breadth(&[ONE]), NONE);
        assert_eq!(breadth(&[ONE, NONE, NONE]), NONE);
        assert!(close(breadth(&[ONE / 2, ONE / 2]), 1.0));
        assert!(close(breadth(&[ONE / 2, ONE / 2, NONE, NONE]), 0.5));
        let [a, b] = [0.75f64, 0.25];
        let entropy = -(a * a.log2() + b * b.log2()) / 6f64.log2();
        assert!(close(breadth(&[ONE / 4 + ONE / 2, ONE / 4, NONE, NONE, NONE, NONE]), entropy));
    }

    #[test]
    fn faithful_clients_are_told_from_strangers() {
        let stranger = attachment(&[NONE; 4], &[], Week::from_number(100));
        let once = attachment(&[ONE, NONE, NONE, NONE], &weeks(&[100]), Week::from_number(100));
        let faithful = attachment(&[ONE / 4; 4], &weeks(&[48, 61, 74, 87, 100]), Week::from_number(100));
        assert_eq!((stranger, once), (NONE, NONE));
        assert!(close(faithful, 0.4 * 52.0 / 78.0 + 0.6), "{faithful:?}");
    }
}
