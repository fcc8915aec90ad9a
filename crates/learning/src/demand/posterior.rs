//! Estimates demand from counts, and how sure the estimate is.
//!
//! The counts of a row are Poisson with the mean `rate x exposure x r`. `r` is the demand of a half-month relative to
//! the row's usual demand; it is drawn from a gamma distribution around the profile of the coarser level. Most rows
//! stay close to that profile, and a few depart far from it. So the strength of the gamma is one of `STRENGTHS`, with
//! weights fitted to the whole level (empirical Bayes): a row that looks flat stays close to the profile, another row
//! follows its own counts.
//!
//! Where feasts move, the coming year is a mixture of both clocks, the calendar's and the feast's ([`FeastClock`]). The
//! fall of the row's demand at the feast determines their shares.

use rayon::prelude::*;

use super::count::{Counts, RowCounts};
use super::days::{HALVES, Year};
use super::feast_clock::{FOLLOWS, FeastClock};
use super::scale::{Certainty, LIFT};

/// Strengths of the gamma prior, in shoppers.
const STRENGTHS: [f64; 7] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0];
/// Rows of each strength before any row is read. The strongest has more, for shops with few rows.
const BEFORE: [f64; 7] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 4.0];
/// Rounds of fitting the weights.
const ROUNDS: usize = 50;
/// Weight of a half-month in the circular smoothing.
const OWN: f64 = 0.5;
/// Weight of each of its two neighbours in the circular smoothing.
const BESIDE: f64 = 0.25;
/// Worth of a smoothed count in counts: 1 / sum of the squares of the weights.
const WORTH: f64 = 1.0 / (OWN * OWN + 2.0 * BESIDE * BESIDE);

/// The relative demand of a row without a season.
pub const EVEN: Year = [1.0; HALVES];

/// Demand of a row over the year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Base-2 logarithm of the expected demand relative to the row's mean half-month.
    pub lift: [f32; HALVES],
    /// The half-months in which demand is surely at least [`LIFT`] times the mean, one bit each.
    pub sure: u32,
}

impl Profile {
    /// A profile without a season.
    pub const FLAT: Self = Self { lift: [0.0; HALVES], sure: 0 };

    /// Whether demand is surely high in the half-month `half`.
    #[must_use]
    pub const fn is_sure(&self, half: usize) -> bool {
        self.sure >> half & 1 == 1
    }

    /// Whether the profile has no season.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.sure == 0 && self.lift.iter().all(|lift| lift.abs() < 0.01)
    }
}

/// The weights of the strengths of one level.
#[derive(Clone, Debug)]
pub struct Prior<'c> {
    weights: [f64; STRENGTHS.len()],
    certainty: Certainty,
    /// Feasts that rows may follow into the coming year.
    clocks: &'c [FeastClock],
}

impl<'c> Prior<'c> {
    /// Fits the weights to all rows of `counts`. `parent` returns the relative demand toward which a row is drawn.
    /// Profiles are those of the log's year, except where rows follow one of `clocks`.
    #[must_use]
    pub fn learn<'p>(
        counts: &Counts,
        parent: &(dyn Fn(usize) -> &'p Year + Sync),
        certainty: Certainty,
        clocks: &'c [FeastClock],
    ) -> Self {
        let likelihoods: Vec<[f64; STRENGTHS.len()]> = (0..counts.len())
            .into_par_iter()
            .filter_map(|row| counts.row(row).map(|(met, exposure, _)| likelihoods(met, &exposure, parent(row))))
            .collect();
        let before: f64 = BEFORE.iter().sum();
        let mut weights = BEFORE.map(|rows| rows / before);
        for _ in 0..ROUNDS {
            let mut rows = BEFORE;
            for likelihoods in &likelihoods {
                let shares = shares(&weights, likelihoods);
                rows.iter_mut().zip(shares).for_each(|(rows, share)| *rows += share);
            }
            weights = rows.map(|rows| rows / (before + likelihoods.len() as f64));
        }
        Self { weights, certainty, clocks }
    }

    /// The profile of a row that was for sale for `years` years.
    #[must_use]
    pub fn profile(&self, met: &RowCounts, exposure: &Year, years: f64, parent: &Year) -> Profile {
        let shares = shares(&self.weights, &likelihoods(met, exposure, parent));
        let rate = rate(met, exposure, parent);
        let expected: Year = std::array::from_fn(|half| exposure[half] * parent[half]);
        let low = low_sum(met, &expected);
        // Spread the shoppers below the floor as the coarser level expects them.
        let counts: Year = std::array::from_fn(|half| match met.low >> half & 1 {
            0 => f64::from(met.shoppers[half]),
            _ if low > 0.0 => f64::from(met.rest) * expected[half] / low,
            _ => 0.0,
        });
        let evidence = Evidence { counts, exposure: exposure.map(|share| share * rate), years: years.max(1.0) };
        self.mix(&shares, &evidence, parent)
    }

    /// The profile of a row without counts.
    #[must_use]
    pub fn alone(&self, parent: &Year) -> Profile {
        let nothing = Evidence { counts: [0.0; HALVES], exposure: [0.0; HALVES], years: 1.0 };
        self.mix(&self.weights, &nothing, parent)
    }

    fn mix(&self, shares: &[f64; STRENGTHS.len()], evidence: &Evidence, parent: &Year) -> Profile {
        let (counts, exposure) = (smooth(&evidence.counts), smooth(&evidence.exposure));
        let yearly = self.certainty.yearly.powi(2) / evidence.years;
        let (mut lift, mut sure) = ([0.0; HALVES], [0.0; HALVES]);
        let mut falls = vec![0.0; self.clocks.len()];
        for (&strength, &share) in STRENGTHS.iter().zip(shares).filter(|(_, share)| **share > 1e-6) {
            let shape: Year = std::array::from_fn(|half| strength * parent[half] + WORTH * counts[half]);
            let demand: Year = std::array::from_fn(|half| shape[half] / (strength + WORTH * exposure[half]));
            let mean = demand.iter().sum::<f64>() / HALVES as f64;
            for half in 0..HALVES {
                lift[half] += share * demand[half] / mean;
                // If the row was not for sale, only the coarser level can say that it is in demand. And the month must
                // be high without smoothing, not only through its neighbours.
                let seen = evidence.exposure[half] > 0.0 || parent[half] >= LIFT;
                if seen && evidence.month(half, strength, parent) >= LIFT * mean {
                    let shape = shape[half] / (1.0 + yearly * shape[half]);
                    sure[half] += share * gamma_above(shape, LIFT * mean * shape / demand[half]);
                }
            }
            for (fall, clock) in falls.iter_mut().zip(self.clocks) {
                *fall += share * evidence.fall(clock, strength, parent);
            }
        }
        let likeliest = falls.iter().zip(self.clocks).max_by(|a, b| a.0.total_cmp(b.0));
        if let Some((fall, clock)) = likeliest {
            let follows = FOLLOWS * fall;
            for year in [&mut lift, &mut sure] {
                let moved = clock.moved(year);
                year.iter_mut().zip(moved).for_each(|(value, moved)| *value += follows * (moved - *value));
            }
        }
        Profile {
            lift: lift.map(|lift: f64| libm::log2(lift) as f32),
            sure: (0..HALVES).filter(|half| sure[*half] >= self.certainty.sure).fold(0, |bits, half| bits | 1 << half),
        }
    }
}

/// Counts, and the counts expected without a season.
struct Evidence {
    counts: Year,
    exposure: Year,
    years: f64,
}

impl Evidence {
    /// Expected relative demand of the whole month, without smoothing.
    fn month(&self, half: usize, strength: f64, parent: &Year) -> f64 {
        let halves = [half & !1, half | 1];
        let sum = |year: &Year| halves.iter().map(|half| year[*half]).sum::<f64>();
        (strength * sum(parent) / 2.0 + sum(&self.counts)) / (strength + sum(&self.exposure))
    }

    /// The probability that demand halved after a feast, and had not halved before it.
    fn fall(&self, clock: &FeastClock, strength: f64, parent: &Year) -> f64 {
        let [even, parent, counts, exposure] =
            [&EVEN, parent, &self.counts, &self.exposure].map(|year| clock.spans(year));
        let shape = |span: usize| strength * parent[span] / even[span] + counts[span];
        let demand = |span: usize| shape(span) / (strength + exposure[span]);
        // Both demands are gamma. The logarithm of their ratio is approximated as normal.
        let halved = |from: usize, to: usize| {
            let ratio = libm::log(demand(from) / demand(to)) - libm::log(LIFT);
            let spread = libm::sqrt(1.0 / shape(from) + 1.0 / shape(to));
            0.5 * libm::erfc(-ratio / (spread * std::f64::consts::SQRT_2))
        };
        halved(1, 2) * (1.0 - halved(0, 1))
    }
}

fn smooth(year: &Year) -> Year {
    std::array::from_fn(|half| {
        OWN * year[half] + BESIDE * (year[(half + HALVES - 1) % HALVES] + year[(half + 1) % HALVES])
    })
}

fn low_sum(met: &RowCounts, expected: &Year) -> f64 {
    (0..HALVES).filter(|half| met.low >> half & 1 == 1).map(|half| expected[half]).sum()
}

/// Shoppers per exposure.
fn rate(met: &RowCounts, exposure: &Year, parent: &Year) -> f64 {
    let all = met.rest + met.shoppers.iter().sum::<u32>();
    let expected: f64 = exposure.iter().zip(parent).map(|(share, mean)| share * mean).sum();
    if expected > 0.0 { f64::from(all) / expected } else { 0.0 }
}

/// The likelihood of the counts under each strength, relative to the largest: negative binomial by half-month. The
/// half-months below the floor are one count together.
fn likelihoods(met: &RowCounts, exposure: &Year, parent: &Year) -> [f64; STRENGTHS.len()] {
    let rate = rate(met, exposure, parent);
    let logs = STRENGTHS.map(|strength| {
        let mut sum = 0.0;
        let (mut rest_shape, mut rest_expected) = (0.0, 0.0);
        for half in 0..HALVES {
            let (shape, expected) = (strength * parent[half], rate * exposure[half] * parent[half]);
            if expected <= 0.0 {
            } else if met.low >> half & 1 == 1 {
                rest_shape += shape;
                rest_expected += expected;
            } else {
                sum += negative_binomial(met.shoppers[half], expected, shape);
            }
        }
        if rest_expected > 0.0 {
            sum += negative_binomial(met.rest, rest_expected, rest_shape);
        }
        sum
    });
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.map(|log| libm::exp(log - most))
}

/// Logarithm of the negative binomial with mean `expected` and the given shape, without terms that depend on the count
/// only.
fn negative_binomial(count: u32, expected: f64, shape: f64) -> f64 {
    if count == 0 {
        return shape * libm::log(shape / (shape + expected));
    }
    let count = f64::from(count);
    libm::lgamma(shape + count) - libm::lgamma(shape)
        + shape * libm::log(shape / (shape + expected))
        + count * libm::log(expected / (shape + expected))
}

fn shares(weights: &[f64; STRENGTHS.len()], likelihoods: &[f64; STRENGTHS.len()]) -> [f64; STRENGTHS.len()] {
    let joint: [f64; STRENGTHS.len()] = std::array::from_fn(|at| weights[at] * likelihoods[at]);
    let sum: f64 = joint.iter().sum();
    if sum > 0.0 { joint.map(|share| share / sum) } else { *weights }
}

/// The probability that a gamma variable of the given shape and scale 1 is at least `from`, by the cube root
/// approximation (E. B. Wilson and M. M. Hilferty, 1931; see [`crate::trending`]).
fn gamma_above(shape: f64, from: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let z = (libm::cbrt(from / shape) - (1.0 - ninth)) / libm::sqrt(ninth);
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the closed form of the Erlang distribution.
    #[test]
    fn the_tail_of_a_gamma_is_near_its_closed_form() {
        for (shape, from) in [(1, 1.0), (2, 4.0), (5, 3.0), (8, 12.0), (20, 26.0)] {
            let mut term = libm::exp(-from);
            let mut exact = 0.0;
            for k in 0..shape {
                exact += term;
                term *= from / f64::from(k + 1);
            }
            assert!((gamma_above(f64::from(shape), from) - exact).abs() < 0.01, "{shape} {from}");
        }
    }

    #[test]
    fn a_row_without_counts_has_its_parent_s_profile() {
        let weights = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
        let prior = Prior { weights, certainty: Certainty::default(), clocks: &[] };
        assert!(prior.alone(&EVEN).is_flat());
        let mut parent = [0.8; HALVES];
        parent[20] = 5.0;
        let profile = prior.alone(&parent);
        assert!(profile.is_sure(20) && !profile.is_sure(0));
    }
}
