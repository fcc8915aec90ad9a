//! The header of a file: a file other than the one that the manifest names must be refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::layout::Kind;
use passerelle::pack::{Envelope, Expected};

fuzz_target!(|bytes: &[u8]| {
    let build = bytes.first_chunk().copied().unwrap_or_default();
    for kind in [Kind::Core, Kind::Shard, Kind::Season, Kind::Unavailable] {
        let _ = Envelope::open(bytes, &Expected { kind, build, index: 0, checksum: None });
    }
});
