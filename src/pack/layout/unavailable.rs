//! The set of items that cannot be bought now, and the sizes in stock of the others.

use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A Golomb-coded set: sorted hashes in `0..count << bits`, as differences, each a unary quotient (ones, then a zero)
/// and `bits` low bits, least significant bit of each byte first.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RiceHeader {
    /// Number of members.
    pub count: U32,
    /// Number of low bits of each difference, 1 to 20. The rate of false positives is one in `2^bits`.
    pub bits: u8,
    /// Zero.
    pub reserved: [u8; 3],
}

/// The sizes of its range in which an item can be bought.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SizesLeftRecord {
    /// Position of the range in `SizeRanges`.
    pub range: u8,
    /// One bit per size in the order of the range: whether the size can be bought.
    pub left: U32,
}
