//! The files of a pack.

use std::hint::black_box;
use std::sync::LazyLock;

use passerelle::model::{HalfMonth, ShardIndex};
use passerelle::pack::layout::Codec;
use passerelle::pack::write::parse_offered;
use passerelle::pack::{BinaryFile, Core, Envelope, Expected, Manifest, Shard, Unavailable};

use crate::{pack, seal};

static CORE: LazyLock<Core> = LazyLock::new(|| pack::published().core());

/// The manifest, with a correct checksum: one that can be read is the same after writing and reading it again.
pub fn manifest(bytes: &[u8]) {
    let _ = Manifest::parse(bytes);
    if let Ok(manifest) = Manifest::parse(&seal::manifest(bytes)) {
        assert_eq!(Manifest::parse(&manifest.to_bytes()).as_ref(), Ok(&manifest));
    }
}

/// The header of a file, as it is and with a correct checksum: a file other than the expected one must be refused.
pub fn envelope(bytes: &[u8]) {
    let Some((header, file)) = seal::file(bytes) else { return };
    let index = header.index.get();
    let half_month = u8::try_from(index).ok().and_then(HalfMonth::from_number);
    let single = [BinaryFile::Core, BinaryFile::Unavailable, BinaryFile::Offered, BinaryFile::Trending];
    let shards = [index, index ^ 1].map(|index| BinaryFile::Shard(ShardIndex(index)));
    for expected in single.into_iter().chain(shards).chain(half_month.map(BinaryFile::Season)) {
        let expected = Expected { file: expected, build: header.build, checksum: None };
        let _ = Envelope::open(bytes, &expected);
        if let Ok(envelope) = Envelope::open(&file, &expected) {
            assert_eq!(header.kind, expected.file.kind() as u8, "a file of another kind was accepted");
            assert_eq!(index, expected.file.header_index(), "a file of another number was accepted");
            assert!(envelope.codec != Codec::Stored || envelope.raw_len == envelope.stored.len());
        }
    }
}

/// The core.
pub fn core(payload: &[u8]) {
    let _ = Core::parse(payload);
}

/// A shard, and a half-month of the season, which has the same form: reads every item, card and alias.
pub fn shard(payload: &[u8]) {
    let Ok(shard) = Shard::parse(payload, &CORE) else { return };
    for item in shard.items() {
        black_box(item);
    }
    for card in shard.cards() {
        black_box(card);
    }
    for alias in shard.aliases() {
        black_box(alias);
    }
}

/// The set of unavailable items.
pub fn unavailable(payload: &[u8]) {
    if let Ok(set) = Unavailable::parse(payload) {
        black_box((set.len(), set.contains("P0000001")));
    }
}

/// The list of items that earlier builds offered.
pub fn offered(payload: &[u8]) {
    if let Ok(offered) = parse_offered(payload) {
        assert!(offered.is_sorted_by(|one, other| one.id < other.id));
    }
}
