//! What every file but the manifest begins with.

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// First bytes of every file but the manifest.
pub const MAGIC: [u8; 4] = *b"PSRL";

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The house, its divisions and types, the ranking tables: what every page needs.
    Core = 1,
    /// Eight items or so with their neighbours and cards, of a large catalogue more.
    Shard = 2,
    /// The set of what was offered lately and cannot be bought now.
    Unavailable = 3,
    /// What earlier builds offered: read by the next build, never by a browser.
    Offered = 4,
    /// What suits half a month, division by division.
    Season = 5,
    /// What is bought now more than before, division by division.
    Trending = 6,
}

impl Kind {
    /// The largest uncompressed payload a reader takes memory for, in bytes.
    #[must_use]
    pub const fn raw_cap(self) -> u32 {
        match self {
            Self::Core | Self::Unavailable => 4 << 20,
            Self::Shard | Self::Season | Self::Trending => 512 << 10,
            Self::Offered => 1 << 30,
        }
    }
}

/// How a payload is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Codec {
    /// As it is.
    Stored = 0,
    /// One gzip member (RFC 1952).
    Gzip = 1,
}

/// The first 48 bytes of a file.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`]
    pub magic: [u8; 4],
    /// [`super::MAJOR`]
    pub major: U16,
    /// [`super::MINOR`]
    pub minor: U16,
    /// [`Kind`]
    pub kind: u8,
    /// [`Codec`]
    pub codec: u8,
    /// Zero.
    pub reserved: U16,
    /// The shard's number, or the half-month's; 0 in other files.
    pub index: U32,
    /// The build the file belongs to.
    pub build: [u8; 16],
    /// Length of the payload before compression, in bytes.
    pub raw_len: U32,
    /// Length of the payload as stored, in bytes: all that follows the header.
    pub stored_len: U32,
    /// XXH64 (seed 0) of the 40 bytes before this field followed by the XXH64 of the stored payload.
    pub checksum: U64,
}

/// Length of [`Header`] in bytes.
pub const HEADER_LEN: usize = size_of::<Header>();
/// How many bytes of the header the checksum covers.
pub const HEADER_CHECKED: usize = HEADER_LEN - size_of::<U64>();
