//! The interface of everything that can be measured: it ranks items for a query.

use super::protocol::Query;

/// A ranking method. Called from several threads.
pub trait Recommender: Sync {
    /// Puts the `count` best `allowed` items for `query`, or fewer, into `ranked`, best first.
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>);
}

/// Puts the items of the `count` best of `scored` into `ranked`, in descending order of score, ties by item.
pub fn best<S: Copy + PartialOrd>(scored: &mut Vec<(u32, S)>, count: usize, ranked: &mut Vec<u32>) {
    let order =
        |a: &(u32, S), b: &(u32, S)| b.1.partial_cmp(&a.1).unwrap_or(std::cmp::Ordering::Equal).then(a.0.cmp(&b.0));
    if count > 0 && scored.len() > count {
        scored.select_nth_unstable_by(count - 1, order);
        scored.truncate(count);
    }
    scored.sort_unstable_by(order);
    ranked.clear();
    ranked.extend(scored.iter().map(|scored| scored.0));
}
