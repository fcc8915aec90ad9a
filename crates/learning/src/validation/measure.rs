//! Runs a recommender over a protocol and counts its hits.

use std::time::Instant;

use rayon::prelude::*;

use super::protocol::Cases;
use super::recommender::Recommender;

/// Sums over predictions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Predictions made.
    pub predictions: f64,
    /// Targets among the first k.
    pub hits: f64,
    /// Sum of 1/rank of the targets among the first k.
    pub reciprocal: f64,
    /// Sum of 1/log2(rank + 1) of the targets among the first k. Ranks start at 1.
    pub gain: f64,
    /// Predictions whose first k hold at least one of the next events.
    pub next_hits: f64,
}

impl Sums {
    /// Counts one prediction. `rank` is the target's, from 0; `None` if it is not among the first k.
    pub fn add(&mut self, rank: Option<usize>) {
        self.predictions += 1.0;
        if let Some(rank) = rank {
            self.hits += 1.0;
            self.reciprocal += 1.0 / (rank as f64 + 1.0);
            self.gain += 1.0 / libm::log2(rank as f64 + 2.0);
        }
    }

    /// Counts whether the first k of the prediction just added hold at least one of the next events.
    pub fn add_next(&mut self, hit: bool) {
        self.next_hits += f64::from(u8::from(hit));
    }

    /// Adds the sums of another session.
    pub fn merge(&mut self, other: &Self) {
        self.predictions += other.predictions;
        self.hits += other.hits;
        self.reciprocal += other.reciprocal;
        self.gain += other.gain;
        self.next_hits += other.next_hits;
    }

    /// Share of targets among the first k.
    #[must_use]
    pub fn hit_rate(&self) -> f64 {
        self.hits / self.predictions.max(1.0)
    }

    /// Share of predictions whose first k hold at least one of the next events.
    #[must_use]
    pub fn next_hit_rate(&self) -> f64 {
        self.next_hits / self.predictions.max(1.0)
    }

    /// Mean reciprocal rank within the first k.
    #[must_use]
    pub fn mrr(&self) -> f64 {
        self.reciprocal / self.predictions.max(1.0)
    }
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Sums by session, in the order of the log.
    pub sessions: Vec<Sums>,
    /// How often each item was recommended.
    pub shown: Vec<u64>,
    /// Sums by division of the target.
    pub divisions: Vec<Sums>,
    /// The time of each slate in microseconds, ascending.
    pub microseconds: Vec<f32>,
    /// How alike the items of each slate are.
    pub alike: Alikeness,
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

/// A measurement to run.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The predictions to make.
    pub cases: Cases<'a>,
    /// Length of a slate.
    pub k: usize,
    /// Whether to count the items shown and to time each prediction.
    pub detailed: bool,
    /// How alike two items are; `None` to leave it out.
    pub alike: Option<Alike<'a>>,
}

/// How alike two items are, from 0 (nothing in common) to 1.
pub type Alike<'a> = &'a (dyn Fn(u32, u32) -> f32 + Sync);

/// Intra-list similarity: how alike the items of a slate are, pair by pair (Ziegler et al., WWW 2005, as a mean).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alikeness {
    slates: u64,
    sum: f64,
}

impl Alikeness {
    /// Adds a slate. A slate of fewer than two items has no pair and does not count.
    pub fn add(&mut self, slate: &[u32], alike: Alike<'_>) {
        let pairs = slate.len() * slate.len().saturating_sub(1) / 2;
        if pairs > 0 {
            let others = slate.iter().enumerate().flat_map(|(at, a)| slate[..at].iter().map(move |b| (*a, *b)));
            self.sum += others.map(|(a, b)| f64::from(alike(a, b))).sum::<f64>() / pairs as f64;
            self.slates += 1;
        }
    }

    /// Adds the slates of another part of the run.
    pub fn merge(&mut self, other: &Self) {
        self.slates += other.slates;
        self.sum += other.sum;
    }

    /// The mean over slates of the mean over their pairs; 0 without slates.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.slates.max(1) as f64
    }
}

/// The result of a chunk of sessions.
#[derive(Default)]
struct Part {
    sessions: Vec<Sums>,
    /// Sums by division of the target, in order of first occurrence.
    divisions: Vec<(u16, Sums)>,
    shown: Vec<u32>,
    microseconds: Vec<f32>,
    alike: Alikeness,
}

/// Measures `recommender`. Apart from times, the result does not depend on the number of threads.
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
                task.cases.each(session, |query, outcome| {
                    let admits = task.cases.admits(query);
                    let start = task.detailed.then(Instant::now);
                    recommender.recommend(query, &admits, task.k, &mut ranked);
                    if let Some(start) = start {
                        part.microseconds.push(start.elapsed().as_secs_f32() * 1e6);
                        part.shown.extend_from_slice(&ranked);
                    }
                    if let Some(alike) = task.alike {
                        part.alike.add(&ranked, alike);
                    }
                    let rank = ranked.iter().position(|item| outcome.targets.contains(item));
                    sum.add(rank);
                    sum.add_next(ranked.iter().any(|item| outcome.holds(*item)));
                    if let Some(&division) =
                        outcome.targets.first().and_then(|&item| task.cases.divisions.get(item as usize))
                    {
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
        run.alike.merge(&part.alike);
    }
    run.microseconds.sort_unstable_by(f32::total_cmp);
    run
}

#[cfg(test)]
mod tests {
    use super::Alikeness;

    /// Items 1 and 2 are the same and 3 differs, so one pair of three is alike. A slate of one item does not count.
    #[test]
    fn alikeness_is_the_mean_over_pairs() {
        let alike = |a: u32, b: u32| if a.max(b) <= 2 { 1.0 } else { 0.0 };
        let mut found = Alikeness::default();
        found.add(&[1, 2, 3], &alike);
        assert!((found.mean() - 1.0 / 3.0).abs() < 1e-12);
        found.add(&[3], &alike);
        assert!((found.mean() - 1.0 / 3.0).abs() < 1e-12);
        found.add(&[1, 3], &alike);
        assert!((found.mean() - 1.0 / 6.0).abs() < 1e-12);
    }
}
