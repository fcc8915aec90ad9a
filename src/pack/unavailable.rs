//! What cannot be bought now: a Golomb-coded set of item keys, and in which sizes the others can.
//!
//! A stranger is taken for a member once in 2^14 times, and is then merely not suggested.

use super::layout::{Section, SizesLeftRecord};
use super::rice::RiceSet;
use super::sections::Sections;
use super::{PackError, layout};
use crate::model::{ItemKey, ItemSizes, SizeRangeIndex, SizeSet, SizesLeft};

/// The set of items that were offered lately and cannot be bought now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unavailable {
    set: RiceSet,
    sizes: SizesLeft,
}

impl Unavailable {
    /// Reads an uncompressed payload.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when a code is cut, too long, or not in canonical form, or sizes do not stand beside their items.
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
        *range > 0 && hashes.binary_search(&ItemKey::of(id).scaled(*range)).is_ok()
    }

    /// In which sizes items can be bought that cannot be bought in all.
    #[must_use]
    pub fn sizes(&self) -> &SizesLeft {
        &self.sizes
    }

    /// Number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.set.hashes.len()
    }

    /// Whether everything can be bought.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.hashes.is_empty()
    }

    /// The content of the section `rice` for a set of ids.
    #[cfg(feature = "write")]
    pub(super) fn encode<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut keys: Vec<ItemKey> = ids.map(ItemKey::of).collect();
        keys.sort_unstable();
        keys.dedup();
        RiceSet::encode(&keys)
    }

    /// The contents of the sections `sized-items` and `sizes-left`: of each id, which sizes are left.
    #[cfg(feature = "write")]
    pub(super) fn encode_sizes<'a>(
        sizes: impl Iterator<Item = (&'a str, ItemSizes)>,
    ) -> (Vec<u8>, Vec<SizesLeftRecord>) {
        let mut keyed: Vec<(ItemKey, ItemSizes)> = sizes.map(|(id, sizes)| (ItemKey::of(id), sizes)).collect();
        keyed.sort_unstable_by_key(|(key, _)| *key);
        keyed.dedup_by_key(|(key, _)| *key);
        let record =
            |(_, sizes): &(ItemKey, ItemSizes)| SizesLeftRecord { range: sizes.range.0, left: sizes.left.0.into() };
        let records = keyed.iter().map(record).collect();
        (RiceSet::encode(&keyed.iter().map(|(key, _)| *key).collect::<Vec<_>>()), records)
    }
}

// The payload's cap bounds the set: 4 MiB at 15 bits and more each is two million members.
const _: () = assert!(layout::Kind::Unavailable.raw_cap() <= 4 << 20);
