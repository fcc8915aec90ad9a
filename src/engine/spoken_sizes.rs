//! Size ranges of the items that pages of this document have used, and the sizes that their ids refer to. Not for the
//! shopper's sizes: see [`crate::shopper`].

use super::page_ids::PageIds;
use crate::model::{SizeIndex, SizeRange, SizeRangeIndex};

/// The sizes of the ids that pages have used.
#[derive(Debug, Default)]
pub(super) struct SpokenSizes(PageIds<SpokenSize>);

#[derive(Debug)]
struct SpokenSize {
    /// The size range of the id's item.
    range: SizeRangeIndex,
    /// The one size that the id refers to, if any.
    size: Option<SizeIndex>,
}

impl SpokenSizes {
    /// Stores the size range of an id's item, and the one size that the id refers to, if any.
    pub(super) fn keep(&mut self, id: &str, range: SizeRangeIndex, size: Option<SizeIndex>) {
        self.0.put(id, SpokenSize { range, size });
    }

    /// The size that the page refers to with this id, or with `variant`, its name of the variant.
    pub(super) fn size(&self, id: &str, variant: Option<&str>, ranges: &[SizeRange]) -> Option<SizeIndex> {
        let SpokenSize { range, size } = self.0.get(id)?;
        size.or_else(|| {
            let at = range.of(ranges)?.find(variant?)?;
            Some(SizeIndex { range: *range, at })
        })
    }

    /// Keeps the ids for which `wanted` returns true.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(wanted);
    }

    /// Removes all ids, because positions belong to another build.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
