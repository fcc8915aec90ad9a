//! The one hash of the pack format. XXH3 would be quicker over long inputs, and its code is three times as long: 1 kB of the
//! module, compressed. Not for the build's id, which only the writer computes.

use xxhash_rust::xxh64::xxh64;

/// XXH64 with seed 0: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    xxh64(bytes, 0)
}
