//! The set of items that cannot be bought now, as a Golomb-coded set of item keys, and the sizes in stock of the
//! others.
//!
//! The set has one false positive in 2^14; such an item is only not suggested.

use super::layout::{Section, SizesLeftRecord};
use super::rice::RiceSet;
use super::sections::Sections;
use super::{PackError, layout};
use crate::model::{ItemKey, ItemSizes, SizeRangeIndex, SizeSet, SizesLeft};

/// The items that were recently offered and cannot be bought now, and the sizes in stock of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unavailable {
    set: RiceSet,
    sizes: SizesLeft,
}

/// An item that can be bought, but not in every size.
#[cfg(feature = "write")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizedItem<'a> {
    /// The item's id.
    pub id: &'a str,
    /// The sizes in stock.
    pub sizes: ItemSizes,
}

/// The sections `sized-items` and `sizes-left`.
#[cfg(feature = "write")]
pub(super) struct EncodedSizes {
    /// The body of `sized-items`.
    pub(super) items: Vec<u8>,
    /// The records of `sizes-left`.
    pub(super) left: Vec<SizesLeftRecord>,
}

impl Unavailable {
    /// Decodes an uncompressed payload.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if a code is truncated, too long, or not in canonical form, or if the numbers of sizes
    /// and items differ.
    pub fn parse(payload: &[u8]) -> Result<Self, PackError> {
        let sections = Sections::parse(payload)?;
        let rice = sections.bytes(Section::Rice);
        let sized = sections.optional(Section::SizedItems);
        let records: &[SizesLeftRecord] = sections.records_if_any(Section::SizesLeft);
        sections.sound()?;
        let RiceSet { range, hashes } = sized.map(RiceSet::decode).transpose()?.unwrap_or_default();
        sections.require(hashes.len() == records.len(), "sizes-left", "wrong count");
        sections.sound()?;
        let sizes = |record: &SizesLeftRecord| ItemSizes {
            range: SizeRangeIndex(record.range),
            left: SizeSet(record.left.get()),
        };
        let sizes = SizesLeft::new(range, hashes, records.iter().map(sizes).collect());
        Ok(Self { set: RiceSet::decode(rice)?, sizes })
    }

    /// Whether `id` cannot be bought now.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        let RiceSet { range, hashes } = &self.set;
        hashes.binary_search(&ItemKey::of(id).scaled(*range)).is_ok()
    }

    /// The sizes in stock of items that cannot be bought in every size.
    #[must_use]
    pub fn sizes(&self) -> &SizesLeft {
        &self.sizes
    }

    /// Number of unavailable items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.set.hashes.len()
    }

    /// Whether there are no unavailable items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.hashes.is_empty()
    }

    /// Encodes the section `rice` for a set of ids.
    #[cfg(feature = "write")]
    pub(super) fn encode<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut keys: Vec<ItemKey> = ids.map(ItemKey::of).collect();
        keys.sort_unstable();
        keys.dedup();
        RiceSet::encode(&keys)
    }

    /// Encodes the sections `sized-items` and `sizes-left` from ids and their sizes in stock.
    #[cfg(feature = "write")]
    pub(super) fn encode_sizes<'a>(sizes: impl Iterator<Item = SizedItem<'a>>) -> EncodedSizes {
        let mut keyed: Vec<(ItemKey, ItemSizes)> = sizes.map(|item| (ItemKey::of(item.id), item.sizes)).collect();
        keyed.sort_unstable_by_key(|(key, _)| *key);
        keyed.dedup_by_key(|(key, _)| *key);
        let record =
            |(_, sizes): &(ItemKey, ItemSizes)| SizesLeftRecord { range: sizes.range.0, left: sizes.left.0.into() };
        EncodedSizes {
            items: RiceSet::encode(&keyed.iter().map(|(key, _)| *key).collect::<Vec<_>>()),
            left: keyed.iter().map(record).collect(),
        }
    }
}

// The maximum payload size limits the set: 4 MiB at 15 bits or more per member is two million members.
const _: () = assert!(layout::FileKind::Unavailable.raw_cap() <= 4 << 20);
