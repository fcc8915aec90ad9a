//! VSTAN (Ludewig et al., 2021): session neighbours with decays for position, recency and distance, as session-rec
//! writes it, with that code's default parameters.

use super::protocol::Query;
use super::recommender::{Recommender, best};
use super::session_index::{ItemMap, SessionIndex};
use crate::learn::pool::Pool;

/// Neighbour sessions.
const NEIGHBOURS: usize = 100;
/// Most recent sessions that are compared.
const SAMPLE: usize = 5_000;
/// Fall with the position in the current session, in steps.
const POSITION: f64 = 1.02;
/// Fall with the age of a neighbour session, in seconds.
const AGE: f64 = 5.0 * 86_400.0;
/// Fall with the distance from the common item in the neighbour session, in steps.
const DISTANCE: f64 = 2.05;
/// Weight of the inverse frequency.
const IDF: f64 = 5.0;

/// The method over a log.
pub struct Vstan<'a> {
    index: &'a SessionIndex,
    /// Whether the log has times; without them no session is older than another.
    dated: bool,
    scratch: Pool<Scratch>,
}

struct Scratch {
    seen: Vec<bool>,
    sessions: Vec<u32>,
    neighbours: Vec<(u32, f64)>,
    weights: ItemMap<f64>,
    scores: ItemMap<f64>,
    scored: Vec<(u32, f64)>,
}

impl<'a> Vstan<'a> {
    /// The method over `index`.
    #[must_use]
    pub fn new(index: &'a SessionIndex) -> Self {
        // Row numbers instead of times stay far below a year of seconds.
        let dated = index.sessions() > 0 && index.time(0) > 300_000_000;
        Self { index, dated, scratch: Pool::default() }
    }
}

impl Recommender for Vstan<'_> {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let items = self.index.item_count();
        let mut scratch = self.scratch.take(|| Scratch {
            seen: vec![false; self.index.sessions()],
            sessions: Vec::new(),
            neighbours: Vec::new(),
            weights: ItemMap::new(items),
            scores: ItemMap::new(items),
            scored: Vec::new(),
        });
        let Scratch { seen, sessions, neighbours, weights, scores, scored } = &mut scratch;
        let length = query.seen.len();
        for (position, event) in query.seen.iter().enumerate() {
            weights
                .set(event.item, libm::exp((position as f64 + 1.0 - length as f64) / POSITION).max(f64::MIN_POSITIVE));
        }
        let norm: f64 = weights.touched().iter().map(|&item| weights.get(item) * weights.get(item)).sum();
        self.index.recent(weights.touched().iter().copied(), SAMPLE, seen, sessions);
        neighbours.clear();
        neighbours.extend(sessions.iter().map(|&session| {
            let items = self.index.items(session);
            let common: f64 = items.iter().map(|&(item, _)| weights.get(item)).sum();
            let age = if self.dated { (query.time - self.index.time(session)) as f64 } else { 0.0 };
            (session, common / (norm.sqrt() * (items.len() as f64).sqrt()) * libm::exp(-age / AGE))
        }));
        neighbours.sort_by(|a, b| b.1.total_cmp(&a.1));
        neighbours.truncate(NEIGHBOURS);
        for &(session, similarity) in neighbours.iter() {
            let items = self.index.items(session);
            let common = items.iter().filter(|&&(item, _)| weights.get(item) > 0.0);
            // The last common item in the neighbour session, and the most recent one of this session.
            let (mut place, mut latest) = (0, 0.0f64);
            for &(item, position) in common {
                place = place.max(position);
                latest = latest.max(weights.get(item));
            }
            for &(item, position) in items {
                let near = libm::exp(-f64::from(position.abs_diff(place)) / DISTANCE);
                let score = similarity * near * (1.0 + self.index.idf[item as usize] * IDF) * latest;
                scores.set(item, scores.get(item) + score);
            }
        }
        scored.clear();
        scored.extend(scores.touched().iter().map(|&item| (item, scores.get(item))));
        scored.retain(|&(item, score)| score > 0.0 && allowed(item));
        best(scored, count, ranked);
        weights.clear();
        scores.clear();
        self.scratch.put(scratch);
    }
}
