//! An interval that is valid at every reading at once: a house may check every day, and stop at any time.
//!
//! The mixture sequential probability ratio test over normal effects: H. Robbins, "Statistical methods related to the
//! law of the iterated logarithm", Annals of Mathematical Statistics 41 (1970), 1397-1409; as an interval for monitored
//! experiments: R. Johari, P. Koomen, L. Pekelis and D. Walsh, "Always valid inference: continuous monitoring of A/B
//! tests", Operations Research 70 (2022), 1806-1821. It is valid asymptotically, for estimates whose information grows
//! as a sum of independent parts: hence the minimum counts [`LEAST_ORDERS`](crate::LEAST_ORDERS) and
//! [`LEAST_DAYS`](crate::LEAST_DAYS).

use crate::estimate::LogLift;

/// A sequence of intervals, one for each reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    /// The probability that any interval misses the effect; above 0, below 1.
    pub alpha: f64,
    /// The standard deviation of the mixture, a size of effects in logarithms: the interval is narrowest for effects of
    /// about this size. It must be chosen before the counts are seen.
    pub expected: f64,
}

impl Sequence {
    /// Half the width of the interval around an estimate with this variance.
    #[must_use]
    pub fn half_width(&self, variance: f64) -> f64 {
        let ratio = self.expected * self.expected / variance;
        (variance * (1.0 + 1.0 / ratio) * (ratio.ln_1p() - 2.0 * self.alpha.ln())).sqrt()
    }

    /// The interval in relative terms, 0.05 for five percent more.
    #[must_use]
    pub fn interval(&self, estimate: LogLift) -> Interval {
        let half = self.half_width(estimate.variance);
        Interval { from: (estimate.value - half).exp_m1(), to: (estimate.value + half).exp_m1() }
    }
}

/// An interval of relative effects that the counts do not exclude.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The lower bound, above -1.
    pub from: f64,
    /// The upper bound.
    pub to: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEQUENCE: Sequence = Sequence { alpha: 0.05, expected: 0.1 };

    #[test]
    fn the_bound_is_where_the_mixed_likelihood_ratio_reaches_one_over_alpha() {
        for variance in [1e-5, 1e-3, 0.1] {
            let (effect, mixture) = (SEQUENCE.half_width(variance), SEQUENCE.expected.powi(2));
            // The ratio of the densities of the estimate: normal with variance V + mixture, to normal with variance V.
            let whole: f64 = variance + mixture;
            let ratio = (variance / whole).sqrt() * (effect * effect * mixture / (2.0 * variance * whole)).exp();
            assert!((ratio - 20.0).abs() < 1e-9 * ratio, "{ratio}");
        }
    }

    #[test]
    fn it_is_wider_than_an_interval_read_once_and_narrows_with_the_counts() {
        let widths = [1e-2, 1e-3, 1e-4].map(|variance| SEQUENCE.half_width(variance));
        assert!(widths[0] > widths[1] && widths[1] > widths[2]);
        assert!(widths[1] > 1.96 * 1e-3f64.sqrt());
    }
}
