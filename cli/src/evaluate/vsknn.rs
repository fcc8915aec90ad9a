//! VS-kNN (Ludewig and Jannach, 2018) with the choices that session-rec publishes for Diginetica.

use super::protocol::Query;
use super::recommender::{Recommender, best};
use super::session_index::{ItemMap, SessionIndex};
use crate::learn::pool::Pool;

/// Neighbour sessions.
const NEIGHBOURS: usize = 100;
/// Most recent sessions that are compared.
const SAMPLE: usize = 1_000;
/// Weight of the inverse frequency.
const IDF: f64 = 10.0;

/// The method over a log.
pub struct VsKnn<'a> {
    index: &'a SessionIndex,
    scratch: Pool<Scratch>,
}

struct Scratch {
    seen: Vec<bool>,
    sessions: Vec<u32>,
    neighbours: Vec<(u32, f64)>,
    weights: ItemMap<f64>,
    steps: ItemMap<u32>,
    scores: ItemMap<f64>,
    scored: Vec<(u32, f64)>,
}

impl<'a> VsKnn<'a> {
    /// The method over `index`.
    #[must_use]
    pub fn new(index: &'a SessionIndex) -> Self {
        Self { index, scratch: Pool::default() }
    }
}

impl Recommender for VsKnn<'_> {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let items = self.index.item_count();
        let mut scratch = self.scratch.take(|| Scratch {
            seen: vec![false; self.index.sessions()],
            sessions: Vec::new(),
            neighbours: Vec::new(),
            weights: ItemMap::new(items),
            steps: ItemMap::new(items),
            scores: ItemMap::new(items),
            scored: Vec::new(),
        });
        let Scratch { seen, sessions, neighbours, weights, steps, scores, scored } = &mut scratch;
        let length = query.seen.len();
        for (position, event) in query.seen.iter().enumerate() {
            let share = (position + 1) as f64 / length as f64;
            weights.set(event.item, share * share);
            steps.set(event.item, (length - position) as u32);
        }
        let distinct = weights.touched().len().max(1) as f64;
        self.index.recent(weights.touched().iter().copied(), SAMPLE, seen, sessions);
        neighbours.clear();
        neighbours.extend(sessions.iter().map(|&session| {
            let common: f64 = self.index.items(session).iter().map(|&(item, _)| weights.get(item)).sum();
            (session, common / distinct)
        }));
        // Stable: of two sessions as similar, the more recent one.
        neighbours.sort_by(|a, b| b.1.total_cmp(&a.1));
        neighbours.truncate(NEIGHBOURS);
        for &(session, similarity) in neighbours.iter() {
            let known = self.index.items(session).iter().map(|&(item, _)| steps.get(item)).filter(|&step| step > 0);
            let step = known.min().unwrap_or(1);
            let decay = 1.0 - 0.1 * f64::from(step);
            for &(item, _) in self.index.items(session) {
                let idf = self.index.idf[item as usize];
                scores.set(item, scores.get(item) + similarity * (1.0 + idf * IDF) * decay);
            }
        }
        scored.clear();
        scored.extend(scores.touched().iter().map(|&item| (item, scores.get(item))));
        scored.retain(|&(item, score)| score > 0.0 && allowed(item));
        best(scored, count, ranked);
        weights.clear();
        steps.clear();
        scores.clear();
        self.scratch.put(scratch);
    }
}
