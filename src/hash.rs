//! The one hash of the pack format. XXH3 would be quicker over long inputs, and its code is three times as long: 1 kB of the
//! module, compressed. Not for the build's id, which only the writer computes.

use xxhash_rust::xxh64::xxh64;

/// XXH64 with seed 0: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    xxh64(bytes, 0)
}

#[cfg(test)]
mod tests {
    use super::hash;

    /// The specification's own examples.
    #[test]
    fn the_known_values_hold() {
        assert_eq!(hash(b""), 0xef46_db37_51d8_e999);
        assert_eq!(hash(b"abc"), 0x44bc_2cf5_ad77_0999);
    }
}
