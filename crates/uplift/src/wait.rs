//! The time that a holdout test needs to detect an effect.

use crate::sequence::Sequence;

/// The standard normal quantile of .8: four of five tests detect the effect by then.
const POWER_QUANTILE: f64 = 0.841_621_233_572_914_2;

/// The maximum number of days: ten years.
const MOST_DAYS: u32 = 3_650;

/// The number of days until four of five tests exclude that there is no effect, if the effect is `lift` (0.05 for five
/// percent more, above 0) and a single day gives an estimate of variance `daily_variance`. `None` beyond ten years.
///
/// An approximation: it considers the estimate on the last day only, although the interval may exclude 0 earlier.
#[must_use]
pub fn days_until(sequence: &Sequence, lift: f64, daily_variance: f64) -> Option<u32> {
    let effect = lift.ln_1p();
    let is_seen = |days: &u32| {
        let variance = daily_variance / f64::from(*days);
        sequence.half_width(variance) + POWER_QUANTILE * variance.sqrt() <= effect
    };
    // The half-width decreases with every day, so a binary search finds the first day.
    let (mut unseen, mut seen) = (0, MOST_DAYS);
    if !is_seen(&seen) {
        return None;
    }
    while seen - unseen > 1 {
        let middle = unseen.midpoint(seen);
        if is_seen(&middle) {
            seen = middle;
        } else {
            unseen = middle;
        }
    }
    Some(seen)
}

/// The variance of an estimate from one day of `visits` visits, of which the share `holdout` is held out and the share
/// `rate` ends in an order (each above 0 and below 1). `None` for any other values.
#[must_use]
pub fn daily_variance(visits: f64, rate: f64, holdout: f64) -> Option<f64> {
    let open = |share: f64| share > 0.0 && share < 1.0;
    let variance = (1.0 - rate) / (visits * rate) * (1.0 / holdout + 1.0 / (1.0 - holdout));
    (open(rate) && open(holdout) && visits > 0.0 && variance.is_finite()).then_some(variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEQUENCE: Sequence = Sequence { alpha: 0.05, expected: 0.05 };

    #[test]
    fn the_named_day_sees_the_effect_and_the_day_before_does_not() {
        let daily = daily_variance(20_000.0, 0.02, 0.1).expect("a variance");
        let days = days_until(&SEQUENCE, 0.05, daily).expect("some day");
        let margin = |days: u32| {
            let variance = daily / f64::from(days);
            0.05f64.ln_1p() - SEQUENCE.half_width(variance) - POWER_QUANTILE * variance.sqrt()
        };
        assert!(margin(days) >= 0.0 && margin(days - 1) < 0.0, "{days}");
    }

    #[test]
    fn half_held_out_or_a_larger_effect_takes_fewer_days() {
        let [ten, fifty] = [0.1, 0.5].map(|share| daily_variance(20_000.0, 0.02, share).expect("a variance"));
        let days = |lift, daily| days_until(&SEQUENCE, lift, daily).expect("some day");
        assert!(days(0.05, fifty) < days(0.05, ten));
        assert!(days(0.10, ten) < days(0.05, ten));
    }

    #[test]
    fn what_takes_longer_than_ten_years_has_no_day() {
        assert_eq!(days_until(&SEQUENCE, 0.01, daily_variance(50.0, 0.01, 0.1).expect("a variance")), None);
        assert_eq!(daily_variance(50.0, 0.0, 0.1), None);
        assert_eq!(daily_variance(50.0, 0.1, 1.0), None);
    }
}
