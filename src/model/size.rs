//! Sizes: what is compared with what, and in which of its sizes an item can be bought. Not for what a history says of a
//! shopper's size: see [`crate::shopper`].

use super::key::ItemKey;
use std::sync::Arc;

/// A size range has at most this many sizes: one bit for each.
pub const MAX_SIZES: usize = 31;
/// A house has at most this many size ranges.
pub const MAX_SIZE_RANGES: usize = 255;

/// Sizes that are compared with one another: an item comes in some of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizeRange {
    /// What it is sizes of, in words: kind of thing, size system, size type, gender and age group, as far as the feed says them.
    /// Several ranges may share a group; then they have no size in common.
    pub group: String,
    /// The sizes as the feed writes them, at most [`MAX_SIZES`], each once.
    pub sizes: Vec<String>,
}

/// A size range, by its position in the core: below [`MAX_SIZE_RANGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeRangeIndex(pub u8);

/// A size, by its range and its position in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeIndex {
    /// Its range.
    pub range: SizeRangeIndex,
    /// Its position in the range: below [`MAX_SIZES`].
    pub at: u8,
}

/// A size by the names that outlive a build.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// [`SizeRange::group`].
    pub group: Arc<str>,
    /// The size as the feed writes it.
    pub name: Arc<str>,
}

/// Sizes of one range, bit by bit in the order of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizeSet(pub u32);

impl SizeRange {
    /// The size that a page means by `text`, what it calls a variant: the whole of it or one of its parts, `black / 38` or
    /// `38, black`. `None` where that is no size of the range, or several.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u8> {
        // Without the tables of all of Unicode, which every page would load: sizes are letters and digits.
        let at = |part: &str| self.sizes.iter().position(|size| size.eq_ignore_ascii_case(part.trim()));
        let mut parts = text.split(['/', ',', '|', ';']).flat_map(|part| part.split(" - ")).filter_map(at);
        let found = at(text).or_else(|| {
            let first = parts.next()?;
            parts.all(|other| other == first).then_some(first)
        });
        found.and_then(|at| u8::try_from(at).ok())
    }
}

impl SizeRangeIndex {
    /// The range at this position.
    #[must_use]
    pub fn of(self, ranges: &[SizeRange]) -> Option<&SizeRange> {
        ranges.get(usize::from(self.0))
    }
}

impl SizeIndex {
    /// The size of these names, if one of the `ranges` has it.
    #[must_use]
    pub fn find(ranges: &[SizeRange], size: &Size) -> Option<Self> {
        let in_range = |(range, number): (&SizeRange, u8)| {
            let at = range.sizes.iter().position(|name| **name == *size.name)?;
            Some(Self { range: SizeRangeIndex(number), at: u8::try_from(at).ok()? })
        };
        let of_group = ranges.iter().zip(0..).filter(|(range, _)| *range.group == *size.group);
        of_group.filter_map(in_range).next()
    }

    /// Its names.
    #[must_use]
    pub fn size(self, ranges: &[SizeRange]) -> Option<Size> {
        let range = self.range.of(ranges)?;
        let name = range.sizes.get(usize::from(self.at))?;
        Some(Size { group: range.group.as_str().into(), name: name.as_str().into() })
    }
}

impl SizeSet {
    /// With this size too.
    #[must_use]
    pub const fn with(self, at: u8) -> Self {
        Self(self.0 | 1 << (at as u32 % MAX_SIZES as u32))
    }

    /// Whether this size is one of them.
    #[must_use]
    pub const fn has(self, at: u8) -> bool {
        self.0 >> (at as u32 % MAX_SIZES as u32) & 1 == 1
    }

    /// Whether both have a size in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// In which sizes of its range an item can be bought now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemSizes {
    /// The range.
    pub range: SizeRangeIndex,
    /// The sizes that are left.
    pub left: SizeSet,
}

/// The items that can be bought, but not in every size of their range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizesLeft {
    /// Keys are scaled to this range.
    range: u64,
    /// The scaled keys of the items, ascending.
    keys: Vec<u64>,
    /// Beside them.
    sizes: Vec<ItemSizes>,
}

impl SizesLeft {
    /// `keys` are keys scaled to `range`, ascending, `sizes` stands beside them.
    #[must_use]
    pub fn new(range: u64, keys: Vec<u64>, sizes: Vec<ItemSizes>) -> Self {
        Self { range, keys, sizes }
    }

    /// The sizes in which the item with this id can be bought; `None` where that is every size of its range, or it has none.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<ItemSizes> {
        if self.range == 0 {
            return None;
        }
        let at = self.keys.binary_search(&ItemKey::of(id).scaled(self.range)).ok()?;
        self.sizes.get(at).copied()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether every item can be bought in every size.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shoes() -> SizeRange {
        let sizes = ["37", "38", "38.5", "XL"].map(str::to_owned).to_vec();
        SizeRange { group: "shoes EU adult".to_owned(), sizes }
    }

    #[test]
    fn what_a_page_calls_a_variant_names_one_size_or_none() {
        for (text, expected) in [
            ("38", Some(1)),
            (" 38.5 ", Some(2)),
            ("Black / 38", Some(1)),
            ("38, black", Some(1)),
            ("Calf - xl", Some(3)),
            ("38 / 38", Some(1)),
            ("37 / 38", None),
            ("380", None),
            ("black", None),
            ("", None),
        ] {
            assert_eq!(shoes().find(text), expected, "{text:?}");
        }
    }

    #[test]
    fn names_lead_to_the_size_and_back() {
        let clothes = SizeRange { group: "clothes EU adult".to_owned(), sizes: vec!["38".to_owned()] };
        let ranges = [clothes, shoes()];
        let size = SizeIndex { range: SizeRangeIndex(1), at: 1 }.size(&ranges).unwrap();
        assert_eq!((&*size.group, &*size.name), ("shoes EU adult", "38"));
        assert_eq!(SizeIndex::find(&ranges, &size), Some(SizeIndex { range: SizeRangeIndex(1), at: 1 }));
        assert_eq!(SizeIndex::find(&ranges, &Size { name: "41".into(), ..size }), None);
    }
}
