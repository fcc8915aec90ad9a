//! Runs a recommender over a protocol and adds up what it got right.

use std::time::Instant;

use rayon::prelude::*;

use super::protocol::Cases;
use super::recommender::Recommender;

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
    /// Sums by division of the target.
    pub divisions: Vec<Sums>,
    /// Time of each slate in microseconds, ascending.
    pub microseconds: Vec<f32>,
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
    /// What is predicted.
    pub cases: Cases<'a>,
    /// Length of a slate.
    pub k: usize,
    /// Whether to count what was shown, and time each prediction.
    pub detailed: bool,
}

/// What one chunk of sessions gives.
#[derive(Default)]
struct Part {
    sessions: Vec<Sums>,
    /// By division of the target, in the order in which they came.
    divisions: Vec<(u16, Sums)>,
    shown: Vec<u32>,
    microseconds: Vec<f32>,
}

/// Measures `recommender`. The result does not depend on the number of threads, its time apart.
#[must_use]
pub fn run(task: &Task<'_>, recommender: &dyn Recommender) -> Run {
    const SESSIONS_PER_TASK: usize = 64;
    let parts: Vec<Part> = task
        .cases
        .log
        .sessions
        .par_chunks(SESSIONS_PER_TASK)
        .map(|sessions| {
            let mut ranked = Vec::new();
            let mut part = Part::default();
            for session in sessions {
                let mut sum = Sums::default();
                task.cases.each(session, |query, targets| {
                    let admits = task.cases.admits(query);
                    let start = task.detailed.then(Instant::now);
                    recommender.recommend(query, &admits, task.k, &mut ranked);
                    if let Some(start) = start {
                        part.microseconds.push(start.elapsed().as_secs_f32() * 1e6);
                        part.shown.extend_from_slice(&ranked);
                    }
                    let rank = ranked.iter().position(|item| targets.contains(item));
                    sum.add(rank);
                    if let Some(&division) = targets.first().and_then(|&item| task.cases.divisions.get(item as usize)) {
                        match part.divisions.iter_mut().find(|known| known.0 == division) {
                            Some((_, sums)) => sums.add(rank),
                            None => {
                                let mut sums = Sums::default();
                                sums.add(rank);
                                part.divisions.push((division, sums));
                            }
                        }
                    }
                });
                part.sessions.push(sum);
            }
            part
        })
        .collect();
    let mut run = Run { shown: vec![0; task.cases.divisions.len()], ..Run::default() };
    for part in parts {
        run.sessions.extend(part.sessions);
        for (division, sums) in part.divisions {
            let place = usize::from(division);
            if place >= run.divisions.len() {
                run.divisions.resize(place + 1, Sums::default());
            }
            run.divisions[place].merge(&sums);
        }
        part.shown.into_iter().for_each(|item| run.shown[item as usize] += 1);
        run.microseconds.extend(part.microseconds);
    }
    run.microseconds.sort_unstable_by(f32::total_cmp);
    run
}
