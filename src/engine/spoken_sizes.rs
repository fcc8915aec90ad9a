//! Size ranges of the items that pages of this document have used, and the sizes that their ids refer to. Not for the
//! shopper's sizes: see [`crate::shopper`].

use crate::model::{SizeIndex, SizeRange, SizeRangeIndex};

/// Maximum number of ids; the oldest is evicted.
const MAX_IDS: usize = 200;

/// The ids that pages have used, oldest first.
#[derive(Debug, Default)]
pub(super) struct SpokenSizes(Vec<SpokenSize>);

#[derive(Debug)]
struct SpokenSize {
    /// The id as the page writes it.
    id: String,
    /// The size range of its item.
    range: SizeRangeIndex,
    /// The one size that the id refers to, if any.
    size: Option<SizeIndex>,
}

impl SpokenSizes {
    /// Stores the size range of an id's item, and the one size that the id refers to, if any.
    pub(super) fn keep(&mut self, id: &str, range: SizeRangeIndex, size: Option<SizeIndex>) {
        let again = self.0.iter().position(|known| known.id == id);
        let oldest = (self.0.len() >= MAX_IDS).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.0.remove(gone);
        }
        self.0.push(SpokenSize { id: id.to_owned(), range, size });
    }

    /// The size that the page refers to with this id, or with `variant`, its name of the variant.
    pub(super) fn size(&self, id: &str, variant: Option<&str>, ranges: &[SizeRange]) -> Option<SizeIndex> {
        let SpokenSize { range, size, .. } = self.0.iter().rfind(|known| known.id == id)?;
        size.or_else(|| {
            let at = range.of(ranges)?.find(variant?)?;
            Some(SizeIndex { range: *range, at })
        })
    }

    /// Keeps the ids for which `wanted` returns true.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|known| wanted(&known.id));
    }

    /// Removes all ids, because positions belong to another build.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
