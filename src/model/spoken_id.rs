//! Ids as pages write them. Most have no stated kind: a feed's id, a variant, a SKU, or a GTIN or manufacturer's part
//! number if it means one item. Structured data states the kind: a manufacturer's part number is then not confused with
//! a shop's id, even if both are 1001.

use super::key::{ShardCount, ShardIndex};

/// The separator between the kind and the id. No id contains it.
const BEHIND_KIND: char = '\n';

/// The kind of an id, as the page states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// Not stated.
    Any,
    /// A GTIN.
    Gtin,
    /// A manufacturer's part number.
    Mpn,
}

/// An id with its kind. Written form: the id alone if the kind is not stated, such as `4006381333931`; otherwise `gtin`
/// or `mpn`, a line feed and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpokenId<'a> {
    /// Its kind.
    pub kind: IdKind,
    /// The id without its kind.
    pub text: &'a str,
}

impl<'a> SpokenId<'a> {
    /// Parses the written form.
    #[must_use]
    pub fn of(written: &'a str) -> Self {
        let (kind, text) = match written.split_once(BEHIND_KIND) {
            Some(("gtin", text)) => (IdKind::Gtin, text),
            Some(("mpn", text)) => (IdKind::Mpn, text),
            _ => (IdKind::Any, written),
        };
        Self { kind, text }
    }

    /// The shard of the id, out of `shards` shards: it does not depend on the kind.
    #[must_use]
    pub fn shard(self, shards: ShardCount) -> ShardIndex {
        ShardIndex::of(self.text, shards)
    }
}

/// The kinds of id with which a text refers to an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AliasKinds(u8);

impl AliasKinds {
    /// The text refers to the item only if no kind is stated.
    pub const ANY: Self = Self(1 << IdKind::Any as u8);
    const ALL: u8 = 0b111;

    /// Adds a kind.
    #[must_use]
    pub const fn with(self, kind: IdKind) -> Self {
        Self(self.0 | (1 << kind as u8))
    }

    /// Whether the text refers to the item as an id of this kind.
    #[must_use]
    pub const fn has(self, kind: IdKind) -> bool {
        (self.0 >> kind as u8) & 1 == 1
    }

    /// Whether there is no kind.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Bit 0: no kind stated. Bit 1: GTIN. Bit 2: manufacturer's part number.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Creates the set from bits; higher bits are ignored.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_where_one_is_written() {
        for (written, kind, text) in [
            ("1001", IdKind::Any, "1001"),
            ("mpn\n1001", IdKind::Mpn, "1001"),
            ("gtin\n4006381333931", IdKind::Gtin, "4006381333931"),
            ("mpn:1001", IdKind::Any, "mpn:1001"),
            ("isbn\n1", IdKind::Any, "isbn\n1"),
        ] {
            assert_eq!(SpokenId::of(written), SpokenId { kind, text }, "{written:?}");
        }
        let shards = ShardCount::new(97).unwrap();
        assert_eq!(
            SpokenId::of("mpn\n1001").shard(shards),
            ShardIndex::of("1001", shards),
            "it lives where its text does"
        );
    }

    #[test]
    fn kinds_are_bits() {
        let both = AliasKinds::default().with(IdKind::Gtin).with(IdKind::Any);
        assert_eq!((both.bits(), AliasKinds::from_bits(0b1111_1011)), (0b11, both));
        assert!(both.has(IdKind::Any) && both.has(IdKind::Gtin) && !both.has(IdKind::Mpn));
        assert!(AliasKinds::from_bits(8).is_empty());
    }
}
