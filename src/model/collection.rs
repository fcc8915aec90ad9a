//! Sets of the collections and occasions that an item belongs to.

use std::ops::{BitAnd, BitOr, BitOrAssign, Sub};

use super::CollectionIndex;

/// A set of collections and occasions of one build: one bit each, in the order of house.toml, at most 64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CollectionSet(u64);

impl CollectionSet {
    /// The empty set.
    pub const EMPTY: Self = Self(0);

    /// Creates a set from the bits stored in a pack.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits stored in a pack.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of members.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether the set contains this collection; always false for positions of 64 and above.
    #[must_use]
    pub fn contains(self, collection: CollectionIndex) -> bool {
        !(self & collection.into()).is_empty()
    }

    /// The members in ascending order.
    pub fn iter(self) -> impl Iterator<Item = CollectionIndex> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let lowest = rest.trailing_zeros() as u16;
            rest &= rest.checked_sub(1)?;
            Some(CollectionIndex(lowest))
        })
    }
}

impl From<CollectionIndex> for CollectionSet {
    /// The set with this member alone; the empty set for positions of 64 and above.
    fn from(collection: CollectionIndex) -> Self {
        Self(1u64.checked_shl(collection.0.into()).unwrap_or(0))
    }
}

impl FromIterator<CollectionIndex> for CollectionSet {
    fn from_iter<T: IntoIterator<Item = CollectionIndex>>(all: T) -> Self {
        all.into_iter().fold(Self::EMPTY, |set, collection| set | collection.into())
    }
}

impl BitAnd for CollectionSet {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for CollectionSet {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for CollectionSet {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

impl Sub for CollectionSet {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_beyond_64() {
        let ends = [CollectionIndex(0), CollectionIndex(63)];
        let set: CollectionSet = ends.into_iter().chain([CollectionIndex(64), CollectionIndex(u16::MAX)]).collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), ends);
        assert_eq!((set.bits(), set.len()), (1 | 1 << 63, 2));
        assert!(set.contains(ends[1]) && !set.contains(CollectionIndex(64)) && !set.contains(CollectionIndex(1)));
        assert_eq!((set - ends[0].into()).iter().collect::<Vec<_>>(), [ends[1]]);
        assert!((set - set).is_empty());
    }
}
