//! The header of a file, as it is and with a correct checksum: a file other than the expected one must be refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::layout::{Codec, Kind};
use passerelle::pack::{Envelope, Expected};
use passerelle_fuzz::seal;

const KINDS: [Kind; 6] = [Kind::Core, Kind::Shard, Kind::Season, Kind::Unavailable, Kind::Offered, Kind::Trending];

fuzz_target!(|bytes: &[u8]| {
    let Some((header, file)) = seal::file(bytes) else { return };
    for kind in KINDS {
        let expected = Expected { kind, build: header.build, index: header.index.get(), checksum: None };
        let _ = Envelope::open(bytes, &expected);
        if let Ok(envelope) = Envelope::open(&file, &expected) {
            assert_eq!(header.kind, kind as u8, "a file of another kind was accepted");
            assert!(envelope.codec != Codec::Stored || envelope.raw_len == envelope.stored.len());
        }
        let other = Expected { index: header.index.get() ^ 1, ..expected };
        assert!(Envelope::open(&file, &other).is_err(), "a file of another number was accepted");
    }
});
