//! CRC-32C (Castagnoli), according to RFC 3720: the checksum of records of version 2, which are read once and
//! rewritten.

/// A table for one nibble at a time: 64 bytes.
const TABLE: [u32; 16] = {
    let mut table = [0; 16];
    let mut index = 0;
    while index < 16 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 4 {
            value = if value & 1 == 1 { (value >> 1) ^ 0x82f6_3b78 } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
};

/// The checksum of `bytes`.
#[must_use]
pub fn crc32c(bytes: &[u8]) -> u32 {
    let step = |sum: u32, nibble: u32| (sum >> 4) ^ TABLE[((sum ^ nibble) & 15) as usize];
    !bytes.iter().fold(u32::MAX, |sum, byte| step(step(sum, u32::from(*byte)), u32::from(byte >> 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 3720, B.4, and the usual check value.
    #[test]
    fn the_standard_s_examples_hold() {
        assert_eq!(crc32c(b"123456789"), 0xe306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8a91_36aa);
        assert_eq!(crc32c(&[0xff; 32]), 0x62a8_ab43);
        let up: Vec<u8> = (0..32).collect();
        assert_eq!(crc32c(&up), 0x46dd_794e);
    }
}
