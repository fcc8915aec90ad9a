//! Sizes: which sizes are comparable, and in which sizes an item can be bought. Not for the shopper's own size: see
//! [`crate::shopper`].

use super::key::ItemKey;
use std::ops::Range;
use std::sync::Arc;

/// The maximum number of sizes in a size range: one bit each.
pub const MAX_SIZES: usize = 31;
/// The maximum number of parts of a page's name of a variant. A longer text is no such name.
const MAX_PARTS: usize = 16;
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
    /// Finds the size in a page's name of a variant: the whole text, or the longest run of its parts that is a size,
    /// such as `38` in `black / 38` and `S/M` in `S/M, black`. `None` if the text contains no size of the range, or
    /// several of the same number of parts.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u8> {
        let parts = parts(text);
        if parts.len() > MAX_PARTS {
            return None;
        }
        let size = |run: &[Range<usize>]| self.position(text.get(run.first()?.start..run.last()?.end)?.trim());
        for length in (1..=parts.len()).rev() {
            let mut found = parts.windows(length).filter_map(size);
            if let Some(first) = found.next() {
                return found.all(|other| other == first).then_some(first);
            }
        }
        None
    }

    /// The position of the size with this name.
    fn position(&self, name: &str) -> Option<u8> {
        let at = self.sizes.iter().position(|size| folded_size(size).eq(folded_size(name)))?;
        u8::try_from(at).ok()
    }
}

/// The bytes by which names of sizes are compared: `s` is `S`, and `38,5` is `38.5`.
pub fn folded_size(name: &str) -> impl Iterator<Item = u8> {
    // Without the tables of all of Unicode, which every page would load: sizes are letters and digits.
    name.bytes().map(|byte| if byte == b',' { b'.' } else { byte.to_ascii_lowercase() })
}

/// The parts of a page's name of a variant. A number such as `38,5` or `2/3` is not cut.
fn parts(text: &str) -> Vec<Range<usize>> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        let is_number = before.ends_with(is_digit)
            && rest.strip_prefix(['/', ',']).is_some_and(|after| after.starts_with(is_digit));
        let width = match rest.as_bytes() {
            _ if is_number || at < start => 0,
            [b'/' | b',' | b'|' | b';', ..] => 1,
            [b' ', b'-', b' ', ..] => 3,
            _ => 0,
        };
        if width > 0 {
            parts.push(start..at);
            start = at + width;
        }
    }
    parts.push(start..text.len());
    parts
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
            Some(Self { range: SizeRangeIndex(number), at: range.position(&size.name)? })
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
    fn a_size_with_separators_is_found_whole_and_never_in_pieces() {
        for (sizes, text, expected) in [
            (&["L / 40", "XL / 42", "XL", "42"][..], "Blue / XL / 42", Some(1)),
            (&["L", "XL"], "Blue / XL / 42", Some(1)),
            (&["XL", "42"], "Blue / XL / 42", None),
            (&["3", "38", "38 2/3"], "Black / 38 2/3", Some(2)),
            (&["3", "38"], "Black / 38 2/3", None),
            (&["S", "M", "S/M"], "Black / S/M", Some(2)),
            (&["S", "M"], "Black / S/M", None),
            (&["38", "38.5"], "38,5 / Noir", Some(1)),
            (&["38", "5"], "38,5 / Noir", None),
            (&["38,5", "39"], "Noir - 38.5", Some(0)),
            (&["37/38", "39/40"], "37/38, noir", Some(0)),
            (&["38", "40"], "Noir,38", Some(0)),
            (&["one - size", "38"], "Noir / One - Size", Some(0)),
            (&["3", "é"], "3,é", None),
        ] {
            let range = SizeRange { group: String::new(), sizes: sizes.iter().map(|&size| size.to_owned()).collect() };
            assert_eq!(range.find(text), expected, "{text:?} in {sizes:?}");
        }
    }

    #[test]
    fn a_text_of_many_parts_names_no_size() {
        assert_eq!(shoes().find(&"38/x;".repeat(MAX_PARTS)), None);
        assert_eq!(shoes().find(&"é/".repeat(100_000)), None);
    }

    #[test]
    fn names_lead_to_the_size_and_back() {
        let clothes = SizeRange { group: "clothes EU adult".to_owned(), sizes: vec!["38".to_owned()] };
        let ranges = [clothes, shoes()];
        let size = SizeIndex { range: SizeRangeIndex(1), at: 1 }.size(&ranges).unwrap();
        assert_eq!((&*size.group, &*size.name), ("shoes EU adult", "38"));
        assert_eq!(SizeIndex::find(&ranges, &size), Some(SizeIndex { range: SizeRangeIndex(1), at: 1 }));
        let lower = Size { name: "xl".into(), ..size.clone() };
        assert_eq!(SizeIndex::find(&ranges, &lower), Some(SizeIndex { range: SizeRangeIndex(1), at: 3 }));
        let comma = Size { name: "38,5".into(), ..size.clone() };
        assert_eq!(SizeIndex::find(&ranges, &comma), Some(SizeIndex { range: SizeRangeIndex(1), at: 2 }));
        assert_eq!(SizeIndex::find(&ranges, &Size { name: "41".into(), ..size }), None);
    }
}
