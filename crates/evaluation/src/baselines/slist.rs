//! SLIST (Choi et al., *Session-aware Linear Item-Item Models for Session-based Recommendation*, WWW 2021), for
//! evaluation only. It is a ridge regression from the items of a session to its items and the items that come next, in
//! closed form, as in the authors' code with `direction: sr`.
//!
//! `B = (G + reg I)^-1 C`. A session of n distinct items adds `alpha / n^2` to each pair of G and `alpha / n` to each
//! pair of C. Each of its steps adds `1 - alpha` to the diagonal of G, and to C the items that follow, less with their
//! distance.
//!
//! G has tens of thousands of items and does not fit the memory as a dense matrix. But it is sparse, and its diagonal
//! outweighs the rest of each row. So a row of the inverse is found by correcting the remainder, item by item, until
//! the remainder is negligible (`Inverse`). All items take part.

use passerelle_catalogue::orders::Log;
use passerelle_learning::scratch_pool::ScratchPool;
use passerelle_learning::validation::protocol::Query;
use passerelle_learning::validation::recommender::{Recommender, best};
use rayon::prelude::*;

use super::session_index::{ItemMap, SessionIndex};

/// An entry of a row of the inverse that is smaller than this share of the row's diagonal is negligible.
const LEAST: f64 = 1e-4;
/// Entries kept of a row of B: the largest.
const KEPT: usize = 1_000;

/// The numbers of the method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlistSettings {
    /// Weight of a session's own items against the items that come next; below 1.
    pub alpha: f64,
    /// The number added to the diagonal.
    pub reg: f64,
    /// How slowly the weight of the items that come next falls with their distance, in steps.
    pub train: f64,
    /// How slowly the weight of the current session's items falls with their distance from the last one, in steps.
    pub predict: f64,
    /// How slowly the weight of a session falls with its age, in days.
    pub age_days: f64,
}

impl SlistSettings {
    /// The settings published for Diginetica.
    pub const DIGINETICA: Self = Self { alpha: 0.8, reg: 10.0, train: 1.0, predict: 2.0, age_days: 256.0 };
}

/// The learned method.
pub struct Slist {
    /// The largest entries of each row of B.
    rows: Vec<Vec<(u32, f32)>>,
    predict: f64,
    scratch: ScratchPool<Scratch>,
}

/// The memory of one thread.
struct Scratch {
    scores: ItemMap<f64>,
    scored: Vec<(u32, f64)>,
}

/// One row of G and C, sparse.
struct Row {
    diagonal: f64,
    /// The row of G without the diagonal.
    gram: Vec<(u32, f32)>,
    /// The row of C.
    cross: Vec<(u32, f32)>,
}

impl Slist {
    /// Learns from `log`; `index` must be its index.
    #[must_use]
    pub fn new(log: &Log, index: &SessionIndex, settings: SlistSettings) -> Self {
        let items = index.item_count();
        let matrices = Matrices { log, index, settings, newest: newest(index) };
        let pool = ScratchPool::default();
        let with_sums = |work: &dyn Fn(u32, &mut [ItemMap<f64>; 2]) -> Row, item: u32| {
            let mut sums = pool.take(|| [ItemMap::new(items), ItemMap::new(items)]);
            let row = work(item, &mut sums);
            pool.put(sums);
            row
        };
        let rows: Vec<Row> = (0..items as u32)
            .into_par_iter()
            .map(|item| with_sums(&|item, sums| matrices.row(item, sums), item))
            .collect();
        let pool = ScratchPool::default();
        let rows = (0..items as u32)
            .into_par_iter()
            .map(|item| {
                if rows[item as usize].cross.is_empty() {
                    return Vec::new();
                }
                let mut inverse = pool.take(|| Inverse::new(items));
                let row = inverse.solve(item, &rows);
                pool.put(inverse);
                row
            })
            .collect();
        Self { rows, predict: settings.predict, scratch: ScratchPool::default() }
    }
}

/// The time of the last session's end, in seconds since 1970.
fn newest(index: &SessionIndex) -> i64 {
    (0..index.sessions() as u32).map(|session| index.time(session)).max().unwrap_or(0)
}

/// G and C, row by row.
struct Matrices<'a> {
    log: &'a Log,
    index: &'a SessionIndex,
    settings: SlistSettings,
    newest: i64,
}

impl Matrices<'_> {
    fn row(&self, item: u32, [gram, cross]: &mut [ItemMap<f64>; 2]) -> Row {
        let SlistSettings { alpha, reg, train, age_days, .. } = self.settings;
        let mut diagonal = reg;
        for &session in self.index.sessions_of(item) {
            let age = (self.newest - self.index.time(session)) as f64 / 86_400.0;
            let weight = if self.index.dated() { libm::exp(-age / age_days) } else { 1.0 };
            let distinct = self.index.items(session);
            let length = distinct.len() as f64;
            for &(other, _) in distinct {
                if other == item {
                    diagonal += weight * alpha / (length * length);
                } else {
                    gram.set(other, gram.get(other) + weight * alpha / (length * length));
                }
                cross.set(other, cross.get(other) + weight * alpha / length);
            }
            let Some(found) = self.log.sessions.get(session as usize) else { continue };
            let events = self.log.events_of(found);
            for (at, _) in events.iter().enumerate().filter(|(_, event)| event.item == item) {
                let after = &events[at + 1..];
                diagonal += if after.is_empty() { 0.0 } else { weight * (1.0 - alpha) };
                for (steps, event) in after.iter().enumerate() {
                    let more = weight * (1.0 - alpha) * libm::exp(-(steps as f64) / train);
                    cross.set(event.item, cross.get(event.item) + more);
                }
            }
        }
        let drain = |sums: &mut ItemMap<f64>| {
            let mut row: Vec<(u32, f32)> = sums.touched().iter().map(|&item| (item, sums.get(item) as f32)).collect();
            row.sort_unstable_by_key(|entry| entry.0);
            sums.clear();
            row
        };
        Row { diagonal, gram: drain(gram), cross: drain(cross) }
    }
}

/// Memory to find a row of `(G + reg I)^-1` and its product with C.
///
/// The remainder `e - (G + reg I) x` of an item is divided by its diagonal and added to x. This spreads the remainder
/// over the item's neighbours with the opposite sign, and makes it smaller, because the diagonal outweighs them.
struct Inverse {
    left: Vec<f64>,
    found: Vec<f64>,
    /// Items with an entry in `found`.
    met: Vec<u32>,
    sums: Vec<f64>,
    /// Items with an entry in `sums`.
    summed: Vec<u32>,
}

impl Inverse {
    fn new(items: usize) -> Self {
        let zeros = || vec![0.0; items];
        Self { left: zeros(), found: zeros(), met: Vec::new(), sums: zeros(), summed: Vec::new() }
    }

    /// The largest entries of the row of B of `item`, in descending order.
    fn solve(&mut self, item: u32, rows: &[Row]) -> Vec<(u32, f32)> {
        let least = LEAST / rows[item as usize].diagonal;
        let (mut now, mut next) = (vec![item], Vec::new());
        let mut spread = vec![item];
        self.left[item as usize] = 1.0;
        while !now.is_empty() {
            for item in now.drain(..) {
                let row = &rows[item as usize];
                let step = std::mem::take(&mut self.left[item as usize]) / row.diagonal;
                if step.abs() < least {
                    self.left[item as usize] = step * row.diagonal;
                    continue;
                }
                if self.found[item as usize] == 0.0 {
                    self.met.push(item);
                }
                self.found[item as usize] += step;
                for &(other, value) in &row.gram {
                    let left = &mut self.left[other as usize];
                    let was = left.abs();
                    *left -= step * f64::from(value);
                    spread.push(other);
                    let counts = least * rows[other as usize].diagonal;
                    if was < counts && left.abs() >= counts {
                        next.push(other);
                    }
                }
            }
            std::mem::swap(&mut now, &mut next);
        }
        spread.into_iter().for_each(|item| self.left[item as usize] = 0.0);
        for item in self.met.drain(..) {
            let weight = std::mem::take(&mut self.found[item as usize]);
            for &(other, value) in &rows[item as usize].cross {
                let sum = &mut self.sums[other as usize];
                if *sum == 0.0 {
                    self.summed.push(other);
                }
                *sum += weight * f64::from(value);
            }
        }
        self.summed.sort_unstable();
        self.summed.dedup();
        let mut row: Vec<(u32, f32)> =
            self.summed.drain(..).map(|item| (item, std::mem::take(&mut self.sums[item as usize]) as f32)).collect();
        row.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(KEPT);
        row
    }
}

impl Recommender for Slist {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let new = || Scratch { scores: ItemMap::new(self.rows.len()), scored: Vec::new() };
        let Scratch { mut scores, mut scored } = self.scratch.take(new);
        for (back, event) in query.seen.iter().rev().enumerate() {
            let weight = libm::exp(-(back as f64) / self.predict);
            for &(item, value) in self.rows.get(event.item as usize).map_or(&[][..], Vec::as_slice) {
                scores.set(item, scores.get(item) + weight * f64::from(value));
            }
        }
        scored.clear();
        scored.extend(scores.touched().iter().map(|&item| (item, scores.get(item))).filter(|&(item, _)| allowed(item)));
        best(&mut scored, count, ranked);
        scores.clear();
        self.scratch.put(Scratch { scores, scored });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle::history::EventKind;
    use passerelle_catalogue::orders::{LogEvent, Session};

    fn log(sessions: &[&[u32]]) -> Log {
        let mut log = Log { ordered: true, shoppers: sessions.len() as u32, ..Log::default() };
        for (number, items) in sessions.iter().enumerate() {
            let start = log.events.len() as u32;
            log.events.extend(items.iter().map(|&item| LogEvent { item, kind: EventKind::View }));
            log.sessions.push(Session { start, len: items.len() as u32, shopper: number as u32, time: number as i64 });
        }
        log
    }

    /// One session 0 -> 1, by hand with alpha 1/2 and reg 1: G + I = [1 + 1/8 + 1/2, 1/8; 1/8, 1 + 1/8] and
    /// C = [1/4, 1/4 + 1/2; 1/4, 1/4]. The determinant is 1.8125.
    #[test]
    fn a_session_of_two_by_hand() {
        let log = log(&[&[0, 1]]);
        let index = SessionIndex::new(&log, 2);
        let found = Slist::new(&log, &index, SlistSettings { alpha: 0.5, reg: 1.0, ..SlistSettings::DIGINETICA });
        let expected = [
            [(1.125 * 0.25 - 0.125 * 0.25) / 1.8125, (1.125 * 0.75 - 0.125 * 0.25) / 1.8125],
            [(1.625 * 0.25 - 0.125 * 0.25) / 1.8125, (1.625 * 0.25 - 0.125 * 0.75) / 1.8125],
        ];
        for (row, expected) in found.rows.iter().zip(expected) {
            assert_eq!(row.len(), 2);
            for &(item, value) in row {
                assert!((f64::from(value) - expected[item as usize]).abs() < 1e-3, "{row:?} {expected:?}");
            }
        }
    }

    /// Items that always follow one another: from the first, the second is suggested before items farther away.
    #[test]
    fn what_comes_next_is_suggested_first() {
        let log = log(&[&[0, 1, 2, 3], &[0, 1, 2], &[4, 5], &[0, 1, 5]]);
        let index = SessionIndex::new(&log, 6);
        let found = Slist::new(&log, &index, SlistSettings::DIGINETICA);
        let seen = [LogEvent { item: 0, kind: EventKind::View }];
        let mut ranked = Vec::new();
        found.recommend(&Query { seen: &seen, current: 0, time: 9 }, &|item| item != 0, 2, &mut ranked);
        assert_eq!(ranked, [1, 2]);
    }
}
