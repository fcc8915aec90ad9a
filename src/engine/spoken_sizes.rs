//! In which size range the items lie that pages of this document have spoken of, and which size an id of theirs means.

use crate::model::{SizeIndex, SizeRange, SizeRangeIndex};

/// Ids are remembered up to this many: the most recent.
const MAX_IDS: usize = 200;

/// What is known of the ids that pages spoke, the oldest first.
#[derive(Debug, Default)]
pub(super) struct SpokenSizes(Vec<SpokenSize>);

#[derive(Debug)]
struct SpokenSize {
    /// As the page speaks it.
    id: String,
    /// The range of its item's sizes.
    range: SizeRangeIndex,
    /// The one size that the id means.
    size: Option<SizeIndex>,
}

impl SpokenSizes {
    /// The page speaks of an item with sizes of this range as `id`, which means this one of them, or all.
    pub(super) fn keep(&mut self, id: &str, range: SizeRangeIndex, size: Option<SizeIndex>) {
        let again = self.0.iter().position(|known| known.id == id);
        let oldest = (self.0.len() >= MAX_IDS).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.0.remove(gone);
        }
        self.0.push(SpokenSize { id: id.to_owned(), range, size });
    }

    /// The size that the page means with this id and with `variant`, what it calls the variant there.
    pub(super) fn size(&self, id: &str, variant: Option<&str>, ranges: &[SizeRange]) -> Option<SizeIndex> {
        let SpokenSize { range, size, .. } = self.0.iter().rfind(|known| known.id == id)?;
        size.or_else(|| {
            let at = range.of(ranges)?.find(variant?)?;
            Some(SizeIndex { range: *range, at })
        })
    }

    /// Forgets the ids that are not `wanted`.
    pub(super) fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.0.retain(|known| wanted(&known.id));
    }

    /// Forgets all: the numbers are of another build.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
