//! Protocol slate: measures whole slates filled with the product's own code, and the effect of each of its rules.

use std::collections::BTreeMap;
use std::time::Instant;

use passerelle::pack::Core;
use passerelle::rank::{Factor, Scorer};
use rayon::prelude::*;

use super::data::Data;
use super::slate_figures::{SlateOutcome, Sums};
use super::slate_model::{Aims, ListShape, SlateModel};
use super::slate_placement::SlatePlacement;
use super::slate_variants::{SHIPPED, variants};
use passerelle_catalogue::orders::{Log, Session};
use passerelle_learning::Learned;
use passerelle_learning::validation::protocol::EarlierSessions;

/// Share of the target that is mixed into the slate's shares, so that no divergence is infinite (Steck's alpha).
const SMOOTHING: f64 = 0.01;

/// The method that fills the slates.
#[derive(Clone, Copy)]
enum Method<'a> {
    /// The items with most shoppers.
    Popular,
    /// The product's ranking, with this core.
    Ranked(&'a Core),
}

/// Measures slates. `learned` must come from the training part of `data`.
#[must_use]
pub fn measure(
    data: &Data,
    learned: &Learned,
    shape: ListShape,
    placement: SlatePlacement,
    train_seconds: f64,
) -> SlateOutcome {
    let model = SlateModel::new(data, learned, shape);
    let earlier = EarlierSessions::new(&[&data.train, &data.test]);
    let shopper_sessions = shopper_sessions(&data.test);
    let mut slates = Vec::new();
    let (mut predictions, mut microseconds) = (0, 0.0);
    for variant in variants() {
        let core = model.core(&variant);
        let method = if variant.popular { Method::Popular } else { Method::Ranked(&core) };
        for limit in [4, 8] {
            let parts: Vec<Sums> = shopper_sessions
                .par_chunks(64)
                .map(|chunk| {
                    let (mut sums, mut scorer) = (Sums::default(), Scorer::new());
                    chunk.iter().for_each(|sessions| {
                        model.walk(&earlier, sessions, placement, (method, limit), &mut scorer, &mut sums)
                    });
                    sums
                })
                .collect();
            // In order, so that the sums are the same for any number of threads.
            let sums = parts.into_iter().fold(Sums::default(), Sums::with);
            if variant.name == SHIPPED && limit == 4 {
                microseconds = sums.nanoseconds as f64 / 1_000.0 / sums.slates.max(1) as f64;
                predictions = sums.slates;
            }
            slates.push(sums.figures(variant.name, limit, data.catalogue.items.len()));
        }
    }
    SlateOutcome {
        protocol: "slate",
        placement,
        predictions,
        train_seconds,
        microseconds_per_suggestion: microseconds,
        slates,
    }
}

/// The sessions of each shopper, in order of time.
pub(super) fn shopper_sessions(log: &Log) -> Vec<Vec<&Session>> {
    let mut of_shopper: BTreeMap<u32, Vec<&Session>> = BTreeMap::new();
    for session in &log.sessions {
        of_shopper.entry(session.shopper).or_default().push(session);
    }
    of_shopper.into_values().collect()
}

impl SlateModel<'_> {
    /// Measures the slates of one shopper, session after session.
    fn walk(
        &self,
        earlier: &EarlierSessions<'_>,
        sessions: &[&Session],
        placement: SlatePlacement,
        (method, limit): (Method<'_>, usize),
        scorer: &mut Scorer,
        sums: &mut Sums,
    ) {
        let mut before: Vec<u32> = Vec::new();
        for session in sessions {
            let Some(case) = self.case(earlier, session, placement) else { continue };
            let Aims { targets, touched } = self.aims(placement, &case);
            let start = Instant::now();
            let slate = match method {
                Method::Popular => self.popular(&case, limit),
                Method::Ranked(core) => self.slate(core, placement, &case, limit, scorer),
            };
            sums.nanoseconds += start.elapsed().as_nanos();
            sums.slates += 1;
            sums.empty += u64::from(slate.is_empty());
            sums.filled += slate.len() as u64;
            sums.hits += u64::from(slate.iter().any(|item| case.targets.binary_search(item).is_ok()));
            sums.next_hits += u64::from(slate.iter().any(|item| case.next.contains(item)));
            sums.alike.add(&slate, &|a, b| self.features.alike(a, b));
            sums.repeated += slate.iter().filter(|item| before.contains(item)).count() as u64;
            let met = |item: &u32| self.division(*item).of(&touched) == Some(&true);
            sums.untouched += slate.iter().filter(|item| !met(item)).count() as u64;
            if !slate.is_empty() {
                sums.divergence += self.divergence(&slate, &targets);
            }
            for &item in &slate {
                let share =
                    (f64::from(self.shoppers[item as usize]) + 1.0) / (f64::from(self.data.train.shoppers) + 1.0);
                sums.novelty -= libm::log2(share);
                sums.shown.insert(item);
            }
            before = slate;
        }
    }

    /// `sum p log(p / q)` over divisions: p are the targets, q the slate's shares with a little of p mixed in.
    fn divergence(&self, slate: &[u32], targets: &[Factor]) -> f64 {
        let total: f64 = targets.iter().map(|share| share.to_f64()).sum();
        if total == 0.0 {
            return 0.0;
        }
        let mut divergence = 0.0;
        for (division, target) in targets.iter().enumerate().filter(|(_, target)| **target > Factor::ZERO) {
            let p = target.to_f64() / total;
            let shown = slate.iter().filter(|item| self.division(**item).at() == division).count();
            let q = (1.0 - SMOOTHING) * shown as f64 / slate.len() as f64 + SMOOTHING * p;
            divergence += p * libm::log(p / q);
        }
        divergence
    }
}
