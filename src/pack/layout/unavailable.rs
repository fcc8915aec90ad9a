//! The set of what cannot be bought now, and the sizes that are left of the rest.

use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A Golomb-coded set: sorted hashes in `0..count << bits`, as differences, each a unary quotient (ones, then a
/// zero) and `bits` low bits, least significant bit of each byte first.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RiceHeader {
    /// Members of the set.
    pub count: U32,
    /// Low bits of each difference, 1 to 20. A stranger is taken for a member once in `2^bits` times.
    pub bits: u8,
    /// Zero.
    pub reserved: [u8; 3],
}

/// In which sizes of its range an item can be bought.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SizesLeftRecord {
    /// Position of the range in `SizeRanges`.
    pub range: u8,
    /// Bit by bit in the order of the range, the sizes that can be bought.
    pub left: U32,
}
