//! Turns runs into the printed figures: rates, intervals, spread, differences.

use serde::Serialize;

use super::baselines::Baseline;
use super::interval;
use passerelle_learning::validation::measure::{Run, Sums};
use passerelle_learning::validation::protocol::Protocol;

/// Figures of one method.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Predictions made.
    pub predictions: u64,
    /// Share of targets among the first k.
    pub hit_rate: f64,
    /// Mean reciprocal rank.
    pub mrr: f64,
    /// Normalised discounted gain; one target per prediction.
    pub ndcg: f64,
    /// Share of slates with at least one of the next five items; for baskets, the same as the hit rate.
    pub next_hit_rate: f64,
    /// Mean intra-list similarity: how alike the items of a slate are by their words, from 0 (nothing in common) to 1.
    pub alike: f64,
    /// Share of the items recommended at least once.
    pub coverage: f64,
    /// Gini index of how often items were recommended: 0 if all equally, near 1 if only one item.
    pub gini: f64,
    /// 95 % interval of the hit rate, by bootstrap over sessions.
    pub hit_rate_ci: [f64; 2],
    /// 95 % interval of the mean reciprocal rank, by bootstrap over sessions.
    pub mrr_ci: [f64; 2],
    /// Time to learn, in seconds.
    pub train_seconds: f64,
    /// Mean time of one slate, in microseconds, on one thread.
    pub microseconds_per_suggestion: f64,
}

/// The output of the ranking protocols.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The protocol.
    pub protocol: Protocol,
    /// The figures of the product's ranking.
    #[serde(flatten)]
    pub figures: Figures,
    /// Mean bytes of a neighbour list.
    pub bytes_per_item: f64,
    /// The method compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Comparison>,
}

/// A baseline, and the difference to it.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The baseline.
    pub name: Baseline,
    /// The baseline's figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Hit rate of the product minus that of the baseline.
    pub hit_rate_difference: f64,
    /// Its 95 % interval by bootstrap; both methods have the same draws of sessions.
    pub hit_rate_difference_ci: [f64; 2],
    /// Mean reciprocal rank of the product minus that of the baseline.
    pub mrr_difference: f64,
    /// Its 95 % interval.
    pub mrr_difference_ci: [f64; 2],
}

/// The figures of a run.
#[must_use]
pub fn figures(run: &Run, train_seconds: f64) -> Figures {
    let total = run.total();
    let [hit_rate_ci, mrr_ci] = interval::intervals(&[&run.sessions], |totals| [totals[0].hit_rate(), totals[0].mrr()]);
    let shown = run.shown.iter().filter(|&&count| count > 0).count();
    Figures {
        predictions: total.predictions as u64,
        hit_rate: total.hit_rate(),
        mrr: total.mrr(),
        ndcg: total.gain / total.predictions.max(1.0),
        next_hit_rate: total.next_hit_rate(),
        alike: run.alike.mean(),
        coverage: shown as f64 / run.shown.len().max(1) as f64,
        gini: gini(&run.shown),
        hit_rate_ci,
        mrr_ci,
        train_seconds,
        microseconds_per_suggestion: f64::from(run.microseconds.iter().sum::<f32>()) / total.predictions.max(1.0),
    }
}

/// The figures of a baseline, and the difference of the model to it.
#[must_use]
pub fn compare(name: Baseline, model: &Run, baseline: &Run, train_seconds: f64) -> Comparison {
    let difference = |totals: &[Sums]| [totals[0].hit_rate() - totals[1].hit_rate(), totals[0].mrr() - totals[1].mrr()];
    let [hit_rate_difference, mrr_difference] = difference(&[model.total(), baseline.total()]);
    let [hit_rate_difference_ci, mrr_difference_ci] =
        interval::intervals(&[&model.sessions, &baseline.sessions], difference);
    Comparison {
        name,
        figures: figures(baseline, train_seconds),
        hit_rate_difference,
        hit_rate_difference_ci,
        mrr_difference,
        mrr_difference_ci,
    }
}

/// Gini index of counts.
fn gini(counts: &[u64]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let total: f64 = sorted.iter().map(|&count| count as f64).sum();
    let items = sorted.len() as f64;
    if total == 0.0 {
        return 0.0;
    }
    let weighted: f64 = sorted.iter().enumerate().map(|(rank, &count)| (rank as f64 + 1.0) * count as f64).sum();
    2.0 * weighted / (items * total) - (items + 1.0) / items
}

/// Prints an outcome as text.
pub fn print(outcome: &Outcome) {
    let line = |name: &str, figures: &Figures| {
        println!(
            "{name:<12} hit rate {:.4} [{:.4}, {:.4}]  mrr {:.4} [{:.4}, {:.4}]  ndcg {:.4}  one of the next five {:.4}  alike {:.3}  coverage {:.3}  gini {:.3}  \
             learned in {:.1} s, {:.1} µs per slate",
            figures.hit_rate,
            figures.hit_rate_ci[0],
            figures.hit_rate_ci[1],
            figures.mrr,
            figures.mrr_ci[0],
            figures.mrr_ci[1],
            figures.ndcg,
            figures.next_hit_rate,
            figures.alike,
            figures.coverage,
            figures.gini,
            figures.train_seconds,
            figures.microseconds_per_suggestion,
        );
    };
    println!(
        "{:?}: {} predictions, {:.0} bytes per item",
        outcome.protocol, outcome.figures.predictions, outcome.bytes_per_item
    );
    line("passerelle", &outcome.figures);
    if let Some(baseline) = &outcome.baseline {
        line(&format!("{:?}", baseline.name), &baseline.figures);
        println!(
            "difference   hit rate {:+.4} [{:+.4}, {:+.4}]  mrr {:+.4} [{:+.4}, {:+.4}]",
            baseline.hit_rate_difference,
            baseline.hit_rate_difference_ci[0],
            baseline.hit_rate_difference_ci[1],
            baseline.mrr_difference,
            baseline.mrr_difference_ci[0],
            baseline.mrr_difference_ci[1],
        );
    }
}
