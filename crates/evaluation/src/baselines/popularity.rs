//! The most popular items, whatever the shopper saw.

use passerelle_catalogue::orders::Log;
use passerelle_learning::validation::protocol::Query;
use passerelle_learning::validation::recommender::Recommender;

/// The most popular items.
pub struct Popular {
    ranked: Vec<u32>,
}

impl Popular {
    /// Counts the events of a log of `items` items.
    #[must_use]
    pub fn new(log: &Log, items: usize) -> Self {
        let mut counts = vec![0u64; items];
        log.events.iter().for_each(|event| counts[event.item as usize] += 1);
        let mut ranked: Vec<u32> = (0..items as u32).filter(|&item| counts[item as usize] > 0).collect();
        ranked.sort_by_key(|&item| std::cmp::Reverse(counts[item as usize]));
        Self { ranked }
    }
}

impl Recommender for Popular {
    fn recommend(&self, _query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        ranked.clear();
        ranked.extend(self.ranked.iter().copied().filter(|&item| allowed(item)).take(count));
    }
}
