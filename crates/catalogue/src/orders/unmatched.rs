//! Counts the ids of a log that have no item, in bounded memory.

use super::intern::Interner;
use crate::problems::printable;

/// Most distinct ids counted separately. Later ids are counted together.
const MAX_IDS: usize = 100_000;
/// Longest id kept, in bytes.
const MAX_ID: usize = 256;

#[derive(Default)]
pub(super) struct Unmatched {
    ids: Interner,
    counts: Vec<u64>,
    /// The text in messages, by the number of the id.
    shown: Vec<String>,
    /// Number of lines whose id was not counted separately.
    pub(super) uncounted: u64,
}

impl Unmatched {
    /// Counts an id, which messages show as `shown`.
    pub(super) fn count(&mut self, id: &[u8], shown: &str) {
        let id = id.get(..MAX_ID).unwrap_or(id);
        // If all places are taken, a new id could only be recognised by storing it.
        if self.counts.len() >= MAX_IDS && self.ids.find(id).is_none() {
            self.uncounted += 1;
            return;
        }
        match self.ids.number(id) {
            Some((_, true)) => {
                self.counts.push(1);
                self.shown.push(printable(shown.as_bytes()));
            }
            Some((number, false)) => {
                if let Some(count) = self.counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
            None => self.uncounted += 1,
        }
    }

    /// Returns the `most` frequent ids with their counts, ties in byte order.
    pub(super) fn top(&self, most: usize) -> Vec<(String, u64)> {
        let mut all: Vec<_> = self.counts.iter().zip(0u32..).collect();
        all.sort_unstable_by(|(a, x), (b, y)| b.cmp(a).then_with(|| self.ids.text(*x).cmp(self.ids.text(*y))));
        let id = |number: u32| self.shown.get(number as usize).cloned().unwrap_or_default();
        all.into_iter().take(most).map(|(count, number)| (id(number), *count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unmatched_ids_are_listed_by_how_often_they_came() {
        let mut unmatched = Unmatched::default();
        for id in ["b", "a", "c", "c", "b", "d", "c"] {
            unmatched.count(id.as_bytes(), id);
        }
        assert_eq!(unmatched.top(3), [("c".into(), 3), ("b".into(), 2), ("a".into(), 1)]);
    }

    #[test]
    fn memory_is_bounded() {
        let mut unmatched = Unmatched::default();
        for n in 0..MAX_IDS + 500 {
            unmatched.count(n.to_string().as_bytes(), &n.to_string());
        }
        unmatched.count(b"7", "7");
        assert_eq!((unmatched.uncounted, unmatched.counts.len()), (500, MAX_IDS));
        assert_eq!(unmatched.top(1), [("7".into(), 2)]);
        unmatched.count(&[b'x'; 1 << 20], "x");
        assert!(unmatched.ids.len() <= MAX_IDS);
    }
}
