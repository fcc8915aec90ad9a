//! The figures of whole slates: sums over slates, rates, and the table.

use std::collections::HashSet;

use serde::Serialize;

use super::slate_placement::SlatePlacement;
use passerelle_learning::validation::measure::Alikeness;
use passerelle_output::table::print_columns;

/// The figures of one variant with slates of one length.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SlateFigures {
    /// The variant.
    pub variant: &'static str,
    /// Places of a slate.
    pub limit: usize,
    /// Slates filled.
    pub slates: u64,
    /// Share of slates with at least one target.
    pub hit_rate: f64,
    /// Share of slates with at least one of the first five targets.
    pub next_hit_rate: f64,
    /// Mean intra-list similarity over slates of at least two items: how alike the items of a slate are by their words.
    pub alike: f64,
    /// Share of slates without any item.
    pub empty: f64,
    /// Share of places filled.
    pub filled: f64,
    /// Share of filled places in divisions that the shopper had not seen.
    pub untouched: f64,
    /// Mean Kullback-Leibler divergence of the slate's divisions from the shopper's target shares, in nats, over slates
    /// that are not empty.
    pub calibration_kl: f64,
    /// Share of filled places whose item was on the same shopper's previous slate.
    pub repeat_exposure: f64,
    /// Mean of -log2 of the share of training shoppers who saw the item.
    pub novelty: f64,
    /// Share of the catalogue shown at least once.
    pub coverage: f64,
}

/// The output of `--protocol slate`.
#[derive(Clone, Debug, Serialize)]
pub struct SlateOutcome {
    /// Always `slate`.
    pub protocol: &'static str,
    /// The placement filled.
    pub placement: SlatePlacement,
    /// Slates filled for each variant and length.
    pub predictions: u64,
    /// Time to learn, in seconds.
    pub train_seconds: f64,
    /// Mean time of one slate of the shipped variant, in microseconds, on one thread.
    pub microseconds_per_suggestion: f64,
    /// The figures of each variant and length.
    pub slates: Vec<SlateFigures>,
}

/// Sums over slates.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) slates: u64,
    pub(super) hits: u64,
    pub(super) next_hits: u64,
    pub(super) alike: Alikeness,
    pub(super) empty: u64,
    pub(super) filled: u64,
    pub(super) untouched: u64,
    pub(super) repeated: u64,
    pub(super) divergence: f64,
    pub(super) novelty: f64,
    pub(super) shown: HashSet<u32>,
    pub(super) nanoseconds: u128,
}

/// Prints the outcome as a table.
pub fn print(outcome: &SlateOutcome) {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let rows: Vec<Vec<String>> = outcome
        .slates
        .iter()
        .map(|row| {
            vec![
                row.variant.to_owned(),
                row.limit.to_string(),
                format!("{:.4}", row.hit_rate),
                format!("{:.4}", row.next_hit_rate),
                format!("{:.3}", row.alike),
                percent(row.filled),
                percent(row.empty),
                percent(row.untouched),
                format!("{:.3}", row.calibration_kl),
                percent(row.repeat_exposure),
                format!("{:.2}", row.novelty),
                percent(row.coverage),
            ]
        })
        .collect();
    println!("{} slates of each kind\n", outcome.predictions);
    print_columns(
        &[
            "variant",
            "places",
            "hit rate",
            "next five",
            "alike",
            "filled",
            "empty",
            "not met",
            "KL",
            "repeated",
            "novelty",
            "coverage",
        ],
        &rows,
    );
}

impl Sums {
    pub(super) fn with(mut self, other: Self) -> Self {
        self.slates += other.slates;
        self.hits += other.hits;
        self.next_hits += other.next_hits;
        self.alike.merge(&other.alike);
        self.empty += other.empty;
        self.filled += other.filled;
        self.untouched += other.untouched;
        self.repeated += other.repeated;
        self.divergence += other.divergence;
        self.novelty += other.novelty;
        self.shown.extend(other.shown);
        self.nanoseconds += other.nanoseconds;
        self
    }

    pub(super) fn figures(&self, variant: &'static str, limit: usize, items: usize) -> SlateFigures {
        let of = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let shown = self.filled.max(1) as f64;
        SlateFigures {
            variant,
            limit,
            slates: self.slates,
            hit_rate: of(self.hits, self.slates),
            next_hit_rate: of(self.next_hits, self.slates),
            alike: self.alike.mean(),
            empty: of(self.empty, self.slates),
            filled: of(self.filled, self.slates * limit as u64),
            untouched: of(self.untouched, self.filled),
            calibration_kl: self.divergence / (self.slates - self.empty).max(1) as f64,
            repeat_exposure: of(self.repeated, self.filled),
            novelty: self.novelty / shown,
            coverage: self.shown.len() as f64 / items.max(1) as f64,
        }
    }
}
