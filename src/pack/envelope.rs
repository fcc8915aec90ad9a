//! Validates a file's header and checksum before anything is decompressed. Not for the content of a payload: see
//! `sections`.

use super::binary_file::BinaryFile;
use super::error::{PackError, file_name};
use super::layout::{Codec, HEADER_CHECKED, HEADER_LEN, Header, MAGIC, MAJOR};
use crate::hash::hash;
use zerocopy::{FromBytes, IntoBytes};

/// The expected header of a file, by which a valid file in the wrong place is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The file.
    pub file: BinaryFile,
    /// The build that the manifest names.
    pub build: [u8; 16],
    /// The checksum from the manifest, if it has one.
    pub checksum: Option<u64>,
}

/// A file with a valid header, length and checksum. Its payload may still be compressed.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// How the payload is stored.
    pub codec: Codec,
    /// Length of the payload before compression, in bytes; at most [`FileKind::raw_cap`](super::layout::FileKind::raw_cap).
    pub raw_len: usize,
    /// The payload as stored.
    pub stored: &'a [u8],
    /// XXH64 of header and stored payload.
    pub checksum: u64,
}

impl<'a> Envelope<'a> {
    /// Validates a complete file against `expected`.
    ///
    /// # Errors
    /// The first difference from the written or the expected file: see [`PackError`].
    pub fn open(bytes: &'a [u8], expected: &Expected) -> Result<Self, PackError> {
        let (kind, index) = (expected.file.kind(), expected.file.header_index());
        let file = file_name(kind);
        let (header, stored) = Header::read_from_prefix(bytes).map_err(|_| PackError::Length {
            file,
            expected: HEADER_LEN as u64,
            got: bytes.len() as u64,
        })?;
        if header.magic != MAGIC {
            return Err(PackError::NotAPack);
        }
        if header.major.get() != MAJOR {
            return Err(PackError::Version { expected: u32::from(MAJOR), got: u32::from(header.major.get()) });
        }
        if stored.len() as u64 != u64::from(header.stored_len.get()) {
            return Err(PackError::Length {
                file,
                expected: HEADER_LEN as u64 + u64::from(header.stored_len.get()),
                got: bytes.len() as u64,
            });
        }
        let checksum = checksum(&header, stored);
        if checksum != header.checksum.get() || expected.checksum.is_some_and(|wanted| wanted != checksum) {
            return Err(PackError::Checksum { file });
        }
        if header.kind != kind as u8 {
            return Err(PackError::Misplaced { file, what: "its kind" });
        }
        if header.build != expected.build {
            return Err(PackError::Misplaced { file, what: "its build" });
        }
        if header.index.get() != index {
            return Err(PackError::Misplaced { file, what: "its number" });
        }
        let codec = match header.codec {
            0 => Codec::Stored,
            1 => Codec::Gzip,
            _ => return Err(PackError::malformed("header", "unknown compression")),
        };
        let cap = kind.raw_cap();
        if header.raw_len.get() > cap {
            return Err(PackError::TooLarge { file, declared: u64::from(header.raw_len.get()), cap: u64::from(cap) });
        }
        if codec == Codec::Stored && header.raw_len != header.stored_len {
            return Err(PackError::malformed("header", "two lengths for one payload"));
        }
        Ok(Self { codec, raw_len: header.raw_len.get() as usize, stored, checksum })
    }
}

/// The checksum of a file: XXH64 of the header up to the checksum, followed by the XXH64 of the stored payload.
pub(super) fn checksum(header: &Header, stored: &[u8]) -> u64 {
    let mut covered = [0; HEADER_LEN];
    for (to, from) in covered.iter_mut().zip(header.as_bytes().iter().take(HEADER_CHECKED)) {
        *to = *from;
    }
    for (to, from) in covered.iter_mut().skip(HEADER_CHECKED).zip(hash(stored).to_le_bytes()) {
        *to = from;
    }
    hash(&covered)
}
