//! A file's header: nothing is read of one that is not what the manifest names.
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
