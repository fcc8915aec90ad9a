//! The baselines that search other shoppers' sessions, for evaluation only: VS-kNN (Ludewig and Jannach, 2018) and
//! VSTAN (Ludewig et al., 2021), as in session-rec and with the settings that it publishes for Diginetica.
//!
//! Both rank the items of the nearest among the most recent sessions. They differ in their decays and in the weight of
//! the inverse frequency.

use super::session_index::{ItemMap, SessionIndex};
use passerelle_learning::scratch_pool::ScratchPool;
use passerelle_learning::validation::protocol::Query;
use passerelle_learning::validation::recommender::{Recommender, best};

/// The settings of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Neighbour sessions used.
    pub neighbours: usize,
    /// Most recent sessions that are compared.
    pub sample: usize,
    /// Weight of the inverse frequency.
    pub idf: f64,
    /// The decays.
    pub decay: Decay,
}

/// How weights fall with position, recency and distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decay {
    /// Quadratic in the position, linear in the steps since the most recent common item. Distance and age do not count.
    VsKnn,
    /// Exponential in all of them.
    Vstan {
        /// How slowly an item's weight in the comparison falls with its position in the current session, in steps.
        position: f64,
        /// How slowly a neighbour's weight falls with the steps since the most recent common item.
        latest: f64,
        /// How slowly an item's weight falls with its distance from the neighbour's last common item, in steps.
        distance: f64,
        /// How slowly a neighbour's weight falls with its age, in days.
        age_days: f64,
        /// Whether sessions are compared by cosine, so that long neighbours count less.
        cosine: bool,
    },
}

impl Style {
    /// VS-kNN with the settings published for Diginetica.
    pub const VS_KNN: Self = Self { neighbours: 100, sample: 1_000, idf: 10.0, decay: Decay::VsKnn };

    /// VSTAN with the settings published for Diginetica, those tuned for hit rate.
    pub const VSTAN: Self = Self {
        neighbours: 100,
        sample: 1_000,
        idf: 5.0,
        decay: Decay::Vstan { position: 4.9, latest: 4.9, distance: 9.8, age_days: 80.0, cosine: false },
    };
}

impl Decay {
    /// Weight of the item `back` steps before the last one of a session of `length`.
    fn position(self, back: usize, length: usize) -> f64 {
        match self {
            Self::VsKnn => {
                let share = (length - back) as f64 / length as f64;
                share * share
            }
            Self::Vstan { position, .. } => libm::exp(-(back as f64) / position).max(f64::MIN_POSITIVE),
        }
    }

    /// Weight of a neighbour whose most recent common item is `back` steps before the last one.
    fn latest(self, back: usize) -> f64 {
        match self {
            Self::VsKnn => 1.0 - 0.1 * (back as f64 + 1.0),
            Self::Vstan { latest, .. } => libm::exp(-(back as f64) / latest),
        }
    }

    /// Weight of an item this many positions from the last common one.
    fn distance(self, steps: u32) -> f64 {
        match self {
            Self::VsKnn => 1.0,
            Self::Vstan { distance, .. } => libm::exp(-f64::from(steps) / distance),
        }
    }

    /// Weight of a session this many seconds old.
    fn age(self, seconds: i64) -> f64 {
        match self {
            Self::VsKnn => 1.0,
            Self::Vstan { age_days, .. } => libm::exp(-(seconds as f64) / (age_days * 86_400.0)),
        }
    }

    fn cosine(self) -> bool {
        matches!(self, Self::Vstan { cosine: true, .. })
    }
}

/// A method over an index of sessions.
pub struct SessionKnn<'a> {
    index: &'a SessionIndex,
    style: Style,
    /// Whether the log has times. Without times no session is older than another.
    dated: bool,
    scratch: ScratchPool<Scratch>,
}

struct Scratch {
    seen: Vec<bool>,
    sessions: Vec<u32>,
    neighbours: Vec<(u32, f64)>,
    /// The weights of the current session's items.
    weights: ItemMap<f64>,
    /// The steps back to each of these items, from 1.
    back: ItemMap<u32>,
    scores: ItemMap<f64>,
    scored: Vec<(u32, f64)>,
}

impl<'a> SessionKnn<'a> {
    /// The method over `index`.
    #[must_use]
    pub fn new(index: &'a SessionIndex, style: Style) -> Self {
        Self { index, style, dated: index.dated(), scratch: ScratchPool::default() }
    }

    fn scratch(&self) -> Scratch {
        let items = self.index.item_count();
        Scratch {
            seen: vec![false; self.index.sessions()],
            sessions: Vec::new(),
            neighbours: Vec::new(),
            weights: ItemMap::new(items),
            back: ItemMap::new(items),
            scores: ItemMap::new(items),
            scored: Vec::new(),
        }
    }
}

impl Recommender for SessionKnn<'_> {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let Style { neighbours: most, sample, idf, decay } = self.style;
        let mut scratch = self.scratch.take(|| self.scratch());
        let Scratch { seen, sessions, neighbours, weights, back, scores, scored } = &mut scratch;
        let length = query.seen.len();
        for (position, event) in query.seen.iter().enumerate() {
            let steps = length - 1 - position;
            weights.set(event.item, decay.position(steps, length));
            back.set(event.item, steps as u32 + 1);
        }
        let squares: f64 = weights.touched().iter().map(|&item| weights.get(item) * weights.get(item)).sum();
        let distinct = weights.touched().len().max(1) as f64;
        self.index.recent(weights.touched().iter().copied(), sample, seen, sessions);
        neighbours.clear();
        neighbours.extend(sessions.iter().map(|&session| {
            let items = self.index.items(session);
            let common: f64 = items.iter().map(|&(item, _)| weights.get(item)).sum();
            let norm = if decay.cosine() { (squares * items.len() as f64).sqrt() } else { distinct };
            let age = if self.dated { query.time - self.index.time(session) } else { 0 };
            (session, common / norm * decay.age(age))
        }));
        // A stable sort: of equally similar sessions the more recent one comes first.
        neighbours.sort_by(|a, b| b.1.total_cmp(&a.1));
        neighbours.truncate(most);
        for &(session, similarity) in neighbours.iter() {
            let items = self.index.items(session);
            // The last common item in the neighbour session, and the most recent one in the current session.
            let common = items.iter().filter(|&&(item, _)| back.get(item) > 0);
            let (place, latest) = common.fold((0, u32::MAX), |(place, latest), &(item, position)| {
                (place.max(position), latest.min(back.get(item)))
            });
            let decayed = similarity * decay.latest(latest.saturating_sub(1) as usize);
            for &(item, position) in items {
                let near = decay.distance(position.abs_diff(place));
                let score = decayed * near * (1.0 + self.index.idf[item as usize] * idf);
                scores.set(item, scores.get(item) + score);
            }
        }
        scored.clear();
        scored.extend(scores.touched().iter().map(|&item| (item, scores.get(item))));
        scored.retain(|&(item, score)| score > 0.0 && allowed(item));
        best(scored, count, ranked);
        weights.clear();
        back.clear();
        scores.clear();
        self.scratch.put(scratch);
    }
}
