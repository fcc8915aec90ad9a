//! Ids as pages speak them. Most are of no stated kind: a feed's id, a variant, a SKU, or a GTIN or manufacturer's number where
//! those mean one item. Structured data says which kind it has: a manufacturer's number is then no shop's id, although both may
//! be the number 1001.

use super::key::ShardIndex;

/// What stands between the name of a kind and the id. No id has one.
const BEHIND_KIND: char = '\n';

/// What kind of id a page says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// It does not say.
    Any,
    /// A GTIN.
    Gtin,
    /// A manufacturer's number.
    Mpn,
}

/// An id with its kind. Written `4006381333931` where the kind is not said, else with it in front: `gtin`, a line feed and the
/// id, `mpn`, a line feed and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpokenId<'a> {
    /// Its kind.
    pub kind: IdKind,
    /// The id itself.
    pub text: &'a str,
}

impl<'a> SpokenId<'a> {
    /// Reads what is written so.
    #[must_use]
    pub fn of(written: &'a str) -> Self {
        let (kind, text) = match written.split_once(BEHIND_KIND) {
            Some(("gtin", text)) => (IdKind::Gtin, text),
            Some(("mpn", text)) => (IdKind::Mpn, text),
            _ => (IdKind::Any, written),
        };
        Self { kind, text }
    }

    /// The shard in which it lives, of `shards` shards: the same whatever its kind.
    #[must_use]
    pub fn shard(self, shards: u32) -> ShardIndex {
        ShardIndex::of(self.text, shards)
    }
}

/// As which kinds of id a text means an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AliasKinds(u8);

impl AliasKinds {
    /// It means the item where no kind is said, and no other.
    pub const ANY: Self = Self(1 << IdKind::Any as u8);
    const ALL: u8 = 0b111;

    /// With this kind too.
    #[must_use]
    pub const fn with(self, kind: IdKind) -> Self {
        Self(self.0 | (1 << kind as u8))
    }

    /// Whether it means the item as an id of this kind.
    #[must_use]
    pub const fn has(self, kind: IdKind) -> bool {
        (self.0 >> kind as u8) & 1 == 1
    }

    /// Whether it does as any.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Bit 0: where no kind is said. Bit 1: as a GTIN. Bit 2: as a manufacturer's number.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The kinds of these bits; higher bits are ignored.
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
        assert_eq!(SpokenId::of("mpn\n1001").shard(97), ShardIndex::of("1001", 97), "it lives where its text does");
    }

    #[test]
    fn kinds_are_bits() {
        let both = AliasKinds::default().with(IdKind::Gtin).with(IdKind::Any);
        assert_eq!((both.bits(), AliasKinds::from_bits(0b1111_1011)), (0b11, both));
        assert!(both.has(IdKind::Any) && both.has(IdKind::Gtin) && !both.has(IdKind::Mpn));
        assert!(AliasKinds::from_bits(8).is_empty());
    }
}
