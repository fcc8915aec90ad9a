//! Sizes: which sizes are comparable, and in which sizes an item can be bought. Not for the shopper's own size: see
//! [`crate::shopper`].

use super::key::ItemKey;
use std::sync::Arc;

/// The maximum number of sizes in a size range: one bit each.
pub const MAX_SIZES: usize = 31;
/// The maximum number of size ranges in a house.
pub const MAX_SIZE_RANGES: usize = 255;

/// A range of comparable sizes. An item comes in some of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizeRange {
    /// A description of the range: kind of item, size system, size type, gender and age group, as far as the feed
    /// states them. Several ranges may share a group; then they have no size in common.
    pub group: String,
    /// The distinct sizes as the feed writes them, at most [`MAX_SIZES`].
    pub sizes: Vec<String>,
}

/// The position of a size range in the core, below [`MAX_SIZE_RANGES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeRangeIndex(pub u8);

/// A size: its range and its position in that range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeIndex {
    /// Its range.
    pub range: SizeRangeIndex,
    /// Position in the range, below [`MAX_SIZES`].
    pub at: u8,
}

/// A size by names that stay the same across builds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// [`SizeRange::group`].
    pub group: Arc<str>,
    /// The size as the feed writes it.
    pub name: Arc<str>,
}

/// A set of sizes of one range: one bit each, in the order of the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizeSet(pub u32);

impl SizeRange {
    /// Finds the size in a page's name of a variant: the whole text or one of its parts, such as `black / 38` or `38,
    /// black`. `None` if the text contains no size of the range, or several.
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
    /// Finds the size with these names in `ranges`.
    #[must_use]
    pub fn find(ranges: &[SizeRange], size: &Size) -> Option<Self> {
        let in_range = |(range, number): (&SizeRange, u8)| {
            let at = range.sizes.iter().position(|name| **name == *size.name)?;
            Some(Self { range: SizeRangeIndex(number), at: u8::try_from(at).ok()? })
        };
        let of_group = ranges.iter().zip(0..).filter(|(range, _)| *range.group == *size.group);
        of_group.filter_map(in_range).next()
    }

    /// The names of the size.
    #[must_use]
    pub fn size(self, ranges: &[SizeRange]) -> Option<Size> {
        let range = self.range.of(ranges)?;
        let name = range.sizes.get(usize::from(self.at))?;
        Some(Size { group: range.group.as_str().into(), name: name.as_str().into() })
    }
}

impl SizeSet {
    /// Adds a size to the set.
    #[must_use]
    pub const fn with(self, at: u8) -> Self {
        Self(self.0 | 1 << (at as u32 % MAX_SIZES as u32))
    }

    /// Whether the set contains this size.
    #[must_use]
    pub const fn has(self, at: u8) -> bool {
        self.0 >> (at as u32 % MAX_SIZES as u32) & 1 == 1
    }

    /// Whether the two sets have a size in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The sizes of its range in which an item can be bought now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemSizes {
    /// The range.
    pub range: SizeRangeIndex,
    /// The sizes that are in stock.
    pub left: SizeSet,
}

/// The items that can be bought, but not in every size of their range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizesLeft {
    /// The range that keys are scaled to.
    range: u64,
    /// The scaled keys of the items, ascending.
    keys: Vec<u64>,
    /// The sizes of each item, in the order of `keys`.
    sizes: Vec<ItemSizes>,
}

impl SizesLeft {
    /// Creates the set from keys scaled to `range`, ascending, and the sizes in the same order.
    #[must_use]
    pub fn new(range: u64, keys: Vec<u64>, sizes: Vec<ItemSizes>) -> Self {
        Self { range, keys, sizes }
    }

    /// The sizes in which the item with this id can be bought; `None` if it has no sizes or every size is in stock.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<ItemSizes> {
        if self.range == 0 {
            return None;
        }
        let at = self.keys.binary_search(&ItemKey::of(id).scaled(self.range)).ok()?;
        self.sizes.get(at).copied()
    }

    /// Number of items.
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
