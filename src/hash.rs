//! The hash of the pack format (XXH64). XXH3 is faster for long inputs, but its code is three times as long and would
//! add 1 kB to the compressed module. Not for the build's id, which only the writer computes.

use xxhash_rust::xxh64::xxh64;

/// XXH64 with seed 0: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    xxh64(bytes, 0)
}

#[cfg(test)]
mod tests {
    use super::hash;

    /// The specification's test vectors.
    #[test]
    fn the_known_values_hold() {
        assert_eq!(hash(b""), 0xef46_db37_51d8_e999);
        assert_eq!(hash(b"abc"), 0x44bc_2cf5_ad77_0999);
    }
}
