//! Plain counts of pairs of items seen together.

use super::session_index::{ItemMap, SessionIndex};
use passerelle_learning::scratch_pool::ScratchPool;
use passerelle_learning::validation::protocol::Query;
use passerelle_learning::validation::recommender::{Recommender, best};

/// Memory of one thread.
struct Scratch {
    /// Scores by item.
    sums: ItemMap<f64>,
    /// The same, ranked.
    scored: Vec<(u32, f64)>,
}

/// Counts of pairs, divided by the root of the product of both items' frequencies, summed over the items seen.
pub struct Pairs<'a> {
    index: &'a SessionIndex,
    rows: Vec<Vec<(u32, f32)>>,
    scratch: ScratchPool<Scratch>,
}

impl<'a> Pairs<'a> {
    /// Counts the pairs of the sessions of `index`.
    #[must_use]
    pub fn new(index: &'a SessionIndex) -> Self {
        use rayon::prelude::*;
        let items = index.item_count();
        let mut frequency = vec![0u32; items];
        let mut of_item = vec![Vec::new(); items];
        for session in 0..index.sessions() as u32 {
            // Larger baskets are of wholesale buyers: count their first 300 items only.
            for &(item, _) in index.items(session).iter().take(300) {
                frequency[item as usize] += 1;
                of_item[item as usize].push(session);
            }
        }
        let pool = ScratchPool::default();
        let rows = of_item
            .par_iter()
            .enumerate()
            .map(|(item, sessions)| {
                let mut counts = pool.take(|| ItemMap::<u32>::new(items));
                for &session in sessions {
                    for &(other, _) in index.items(session).iter().take(300) {
                        counts.set(other, counts.get(other) + 1);
                    }
                }
                let norm = |other: u32| (f64::from(frequency[item]) * f64::from(frequency[other as usize])).sqrt();
                let others = counts.touched().iter().filter(|&&other| other as usize != item);
                let row = others.map(|&other| (other, (f64::from(counts.get(other)) / norm(other)) as f32)).collect();
                counts.clear();
                pool.put(counts);
                row
            })
            .collect();
        Self { index, rows, scratch: ScratchPool::default() }
    }
}

impl Recommender for Pairs<'_> {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let new = || Scratch { sums: ItemMap::new(self.index.item_count()), scored: Vec::new() };
        let Scratch { mut sums, mut scored } = self.scratch.take(new);
        let mut seen: Vec<u32> = query.seen.iter().map(|event| event.item).collect();
        seen.sort_unstable();
        seen.dedup();
        for item in seen {
            for &(other, weight) in self.rows.get(item as usize).map_or(&[][..], Vec::as_slice) {
                sums.set(other, sums.get(other) + f64::from(weight));
            }
        }
        scored.clear();
        scored.extend(sums.touched().iter().filter(|&&item| allowed(item)).map(|&item| (item, sums.get(item))));
        best(&mut scored, count, ranked);
        sums.clear();
        self.scratch.put(Scratch { sums, scored });
    }
}
