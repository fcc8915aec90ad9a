//! Golomb-Rice codes of sets of item keys: sorted hashes as differences. Designed for a few hundred thousand members at
//! about 16 bits each, with a rate of false positives of one in 2^14.

use super::PackError;
use super::layout::RiceHeader;
use super::sections::malformed;
#[cfg(feature = "write")]
use crate::model::ItemKey;
use zerocopy::FromBytes;

/// The members of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RiceSet {
    /// The range that keys are scaled to: see [`ItemKey::scaled`].
    pub(super) range: u64,
    /// The scaled keys, ascending.
    pub(super) hashes: Vec<u64>,
}

impl RiceSet {
    /// Decodes the content of a section.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if the code is truncated, too long, or not in canonical form.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, PackError> {
        let (header, code) = RiceHeader::ref_from_prefix(bytes).map_err(|_| malformed("rice", "no header"))?;
        let (count, bits) = (header.count.get() as usize, u32::from(header.bits));
        if !(1..=20).contains(&bits) || header.reserved != [0; 3] {
            return Err(malformed("rice", "bits out of range"));
        }
        // Each member takes at least bits + 1 bits, so an excessive count is rejected before any allocation.
        if count.saturating_mul(bits as usize + 1) > code.len() * 8 {
            return Err(malformed("rice", "more members than bits"));
        }
        let range = (count as u64) << bits;
        let mut reader = Bits { code, position: 0 };
        let mut hashes = Vec::with_capacity(count);
        let mut last = 0u64;
        for _ in 0..count {
            let difference = (reader.unary()? << bits) | reader.low(bits)?;
            last =
                last.checked_add(difference).filter(|hash| *hash < range).ok_or(malformed("rice", "hash too large"))?;
            hashes.push(last);
        }
        if reader.position.div_ceil(8) != code.len() || reader.rest_is_not_zero() {
            return Err(malformed("rice", "bytes behind the code"));
        }
        Ok(Self { range, hashes })
    }

    /// Encodes these keys, which must be strictly ascending, as the content of a section.
    #[cfg(feature = "write")]
    pub(super) fn encode(keys: &[ItemKey]) -> Vec<u8> {
        use zerocopy::IntoBytes;
        let bits = Self::BITS;
        let range = (keys.len() as u64) << bits;
        let header = RiceHeader { count: (keys.len() as u32).into(), bits: bits as u8, reserved: [0; 3] };
        let mut bytes = header.as_bytes().to_vec();
        let (mut byte, mut filled) = (0u8, 0u32);
        let mut push = |bit: bool| {
            byte |= u8::from(bit) << filled;
            filled += 1;
            if filled == 8 {
                bytes.push(byte);
                (byte, filled) = (0, 0);
            }
        };
        let mut last = 0;
        for key in keys {
            let hash = key.scaled(range);
            let difference = hash - last;
            last = hash;
            for _ in 0..difference >> bits {
                push(true);
            }
            push(false);
            for bit in 0..bits {
                push(difference >> bit & 1 == 1);
            }
        }
        if filled > 0 {
            bytes.push(byte);
        }
        bytes
    }

    /// Number of low bits of each difference: one false positive in 2^14.
    #[cfg(feature = "write")]
    const BITS: u32 = 14;
}

/// Reads bits, least significant first.
struct Bits<'a> {
    code: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Result<bool, PackError> {
        let byte = self.code.get(self.position / 8).ok_or(malformed("rice", "code cut"))?;
        let bit = byte >> (self.position % 8) & 1 == 1;
        self.position += 1;
        Ok(bit)
    }

    fn unary(&mut self) -> Result<u64, PackError> {
        let mut ones = 0;
        while self.bit()? {
            ones += 1;
        }
        Ok(ones)
    }

    fn low(&mut self, bits: u32) -> Result<u64, PackError> {
        let mut value = 0;
        for bit in 0..bits {
            value |= u64::from(self.bit()?) << bit;
        }
        Ok(value)
    }

    fn rest_is_not_zero(&self) -> bool {
        !self.position.is_multiple_of(8) && self.code.last().is_some_and(|byte| byte >> (self.position % 8) != 0)
    }
}
