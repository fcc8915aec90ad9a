//! Limits the length of a slate when few impressions remain, so that a small catalogue lasts for a visit instead of
//! filling the first pages and leaving later ones empty. Not for how often an item is shown: see the caps of
//! [`crate::discretion`].

use super::Handle;

/// A slate uses one in this many of the remaining impressions, rounded down, but at least one.
///
/// With two impressions per item and day, this leaves suggestions for the twelfth page of a visit if there are at least
/// eight items: docs/discretion.md, "Small catalogues".
const PART: usize = 6;

/// The remaining impressions of items. There is no ration before the first impression: a first slate is full.
#[derive(Clone, Debug)]
pub struct Ration {
    /// Number of impressions allowed for a new item.
    pub fresh: u32,
    /// By handle, the number of remaining impressions; `fresh` beyond the end.
    pub left: Vec<u32>,
    /// Number of items already in this slot, which stay.
    pub standing: usize,
}

impl Ration {
    /// The number of positions of a slate of `limit` that `candidates` may fill. Each candidate occurs once.
    #[must_use]
    pub fn places(&self, limit: usize, candidates: impl Iterator<Item = Handle>) -> usize {
        let left = |handle: Handle| self.left.get(handle.at()).copied().unwrap_or(self.fresh) as usize;
        let mut all = 0usize;
        for handle in candidates {
            all = all.saturating_add(left(handle));
            if all / PART >= limit {
                return limit;
            }
        }
        (all / PART).max(all.min(1)).max(self.standing).min(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of the slates of a visit of `pages`, among `items` that may be shown twice each; the first one is
    /// full.
    fn visit(items: u32, pages: usize) -> Vec<usize> {
        let mut ration = Ration { fresh: 2, left: Vec::new(), standing: 0 };
        let mut slates = Vec::new();
        for page in 0..pages {
            let limit = if page == 0 { 4 } else { ration.places(4, (0..items).map(Handle)) };
            ration.left.resize(items as usize, ration.fresh);
            // The items shown least are shown next, each once.
            let mut handles: Vec<usize> = (0..items as usize).filter(|handle| ration.left[*handle] > 0).collect();
            handles.sort_by_key(|handle| std::cmp::Reverse(ration.left[*handle]));
            handles.truncate(limit);
            handles.iter().for_each(|handle| ration.left[*handle] -= 1);
            slates.push(handles.len());
        }
        slates
    }

    #[test]
    fn twelve_pages_of_a_small_catalogue_show_something() {
        assert_eq!(visit(19, 12), [4, 4, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1]);
        assert_eq!(visit(8, 12), [4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        for items in 8..40 {
            let slates = visit(items, 12);
            assert!(slates.iter().all(|slate| *slate > 0), "{items}: {slates:?}");
        }
    }

    #[test]
    fn a_large_catalogue_is_not_rationed() {
        assert_eq!(visit(60, 12), [4; 12]);
        let ration = Ration { fresh: 2, left: vec![0; 3], standing: 0 };
        assert_eq!(ration.places(4, (0..15).map(Handle)), 4);
        assert_eq!(ration.places(4, (0..14).map(Handle)), 3);
        assert_eq!(ration.places(4, (0..4).map(Handle)), 1);
        assert_eq!(ration.places(4, (0..3).map(Handle)), 0, "nothing is left");
    }

    #[test]
    fn what_stands_stays() {
        let ration = Ration { fresh: 2, left: vec![0, 0, 0, 0], standing: 4 };
        assert_eq!(ration.places(4, (0..4).map(Handle)), 4);
    }
}
