//! Runs a recommender over a protocol and adds up what it got right.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::protocol::{Protocol, allowed, predictions};
use super::recommender::Recommender;
use crate::catalogue::Catalogue;
use crate::log::Log;

/// Sums over the predictions of one session.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Predictions made.
    pub predictions: f64,
    /// Targets among the first k.
    pub hits: f64,
    /// Sum of 1/rank of the targets among the first k.
    pub reciprocal: f64,
    /// Sum of 1/log2(rank + 1).
    pub gain: f64,
}

impl Sums {
    /// Counts one prediction whose target came at `rank` (0 is the first place), if it came at all.
    pub fn add(&mut self, rank: Option<usize>) {
        self.predictions += 1.0;
        if let Some(rank) = rank {
            self.hits += 1.0;
            self.reciprocal += 1.0 / (rank as f64 + 1.0);
            self.gain += 1.0 / libm::log2(rank as f64 + 2.0);
        }
    }

    /// Adds the sums of another session.
    pub fn merge(&mut self, other: &Self) {
        self.predictions += other.predictions;
        self.hits += other.hits;
        self.reciprocal += other.reciprocal;
        self.gain += other.gain;
    }

    /// Share of targets among the first k.
    #[must_use]
    pub fn hit_rate(&self) -> f64 {
        self.hits / self.predictions.max(1.0)
    }

    /// Mean reciprocal rank within the first k.
    #[must_use]
    pub fn mrr(&self) -> f64 {
        self.reciprocal / self.predictions.max(1.0)
    }
}

/// What a run gives.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Sums by session, in the order of the log.
    pub sessions: Vec<Sums>,
    /// How often each item was recommended.
    pub shown: Vec<u64>,
    /// Time spent in the recommender, over all threads.
    pub time: Duration,
}

impl Run {
    /// The sums of all sessions.
    #[must_use]
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        self.sessions.iter().for_each(|session| total.merge(session));
        total
    }
}

/// Where and how to measure.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// Sessions to predict in.
    pub log: &'a Log,
    /// The items and their divisions.
    pub catalogue: &'a Catalogue,
    /// What is predicted.
    pub protocol: Protocol,
    /// Length of a slate.
    pub k: usize,
    /// Whether to count what was shown, and time each prediction.
    pub detailed: bool,
}

/// Measures `recommender`. The result does not depend on the number of threads, its time apart.
#[must_use]
pub fn run(task: &Task<'_>, recommender: &dyn Recommender) -> Run {
    const SESSIONS_PER_TASK: usize = 64;
    let division = |item: u32| task.catalogue.items.get(item as usize).map_or(u16::MAX, |item| item.division);
    let parts: Vec<(Vec<Sums>, Vec<u32>, Duration)> = task
        .log
        .sessions
        .par_chunks(SESSIONS_PER_TASK)
        .map(|sessions| {
            let mut ranked = Vec::new();
            let (mut shown, mut time) = (Vec::new(), Duration::ZERO);
            let mut sums = Vec::with_capacity(sessions.len());
            for session in sessions {
                let mut sum = Sums::default();
                predictions(task.log, session, task.protocol, &division, |query, target| {
                    let start = task.detailed.then(Instant::now);
                    let may = |item: u32| allowed(task.protocol, &query, item, &division);
                    recommender.recommend(&query, &may, task.k, &mut ranked);
                    if let Some(start) = start {
                        time += start.elapsed();
                        shown.extend_from_slice(&ranked);
                    }
                    sum.add(ranked.iter().position(|&item| item == target));
                });
                sums.push(sum);
            }
            (sums, shown, time)
        })
        .collect();
    let mut run = Run { shown: vec![0; task.catalogue.items.len()], ..Run::default() };
    for (sums, shown, time) in parts {
        run.sessions.extend(sums);
        shown.into_iter().for_each(|item| run.shown[item as usize] += 1);
        run.time += time;
    }
    run
}
