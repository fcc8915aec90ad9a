//! The header of every file but the manifest.

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The first bytes of every file but the manifest.
pub const MAGIC: [u8; 4] = *b"PSRL";

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum FileKind {
    /// The core: settings, divisions, types and ranking tables, which every page needs.
    Core = 1,
    /// A shard: about eight items with their neighbours and cards, more in a large catalogue.
    Shard = 2,
    /// The set of items that were recently offered and cannot be bought now.
    Unavailable = 3,
    /// The items that earlier builds offered: read by the next build, never by a browser.
    Offered = 4,
    /// Items that suit a half-month, by division.
    Season = 5,
    /// Trending items, by division.
    Trending = 6,
}

impl FileKind {
    /// The maximum size of an uncompressed payload that a reader accepts, in bytes.
    #[must_use]
    pub const fn raw_cap(self) -> u32 {
        match self {
            Self::Core | Self::Unavailable => 4 << 20,
            Self::Shard | Self::Season | Self::Trending => 512 << 10,
            Self::Offered => 1 << 30,
        }
    }
}

/// The compression of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Codec {
    /// Uncompressed.
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
    /// [`FileKind`]
    pub kind: u8,
    /// [`Codec`]
    pub codec: u8,
    /// Zero.
    pub reserved: U16,
    /// The number of the shard or the half-month; 0 in other files.
    pub index: U32,
    /// The id of the file's build.
    pub build: [u8; 16],
    /// Length of the uncompressed payload in bytes.
    pub raw_len: U32,
    /// Length of the stored payload in bytes: the rest of the file after the header.
    pub stored_len: U32,
    /// XXH64 (seed 0) of the 40 bytes before this field followed by the XXH64 of the stored payload.
    pub checksum: U64,
}

/// Length of [`Header`] in bytes.
pub const HEADER_LEN: usize = size_of::<Header>();
/// Number of header bytes that the checksum covers.
pub const HEADER_CHECKED: usize = HEADER_LEN - size_of::<U64>();
