//! Compresses payloads and adds file headers. Not for the content of payloads.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use zerocopy::IntoBytes;

use super::error::WriteError;
use crate::pack::layout::{Codec, HEADER_LEN, Header, MAGIC, MAJOR, MINOR};
use crate::pack::{BinaryFile, envelope};

/// A compressed payload without header.
#[derive(Clone, Debug)]
pub(super) struct CompressedFile {
    pub(super) file: BinaryFile,
    /// Length of the payload before compression, in bytes.
    pub(super) raw_len: u32,
    pub(super) bytes: Vec<u8>,
}

/// A file with its header.
pub(super) struct SealedFile {
    pub(super) bytes: Vec<u8>,
    pub(super) checksum: u64,
}

impl CompressedFile {
    /// Size of the file with its header, in bytes.
    pub(super) const fn file_len(&self) -> usize {
        self.bytes.len() + HEADER_LEN
    }
}

/// Compresses a payload as much as gzip can, unless it exceeds the reader's limit.
pub(super) fn compress(file: BinaryFile, raw: &[u8]) -> Result<CompressedFile, WriteError> {
    compress_with(Compression::best(), file, raw)
}

/// Compresses a payload with a level of gzip, unless it exceeds the reader's limit.
pub(super) fn compress_with(level: Compression, file: BinaryFile, raw: &[u8]) -> Result<CompressedFile, WriteError> {
    let failed = |why: String| WriteError::Content { what: "payload", why };
    let cap = file.kind().raw_cap();
    if raw.len() as u64 > u64::from(cap) {
        return Err(failed(format!("{} bytes are more than a reader accepts ({cap})", raw.len())));
    }
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(raw).map_err(|error| failed(error.to_string()))?;
    let bytes = encoder.finish().map_err(|error| failed(error.to_string()))?;
    Ok(CompressedFile { file, raw_len: raw.len() as u32, bytes })
}

/// Adds the header of a file in the build with this id.
pub(super) fn seal(stored: &CompressedFile, build: [u8; 16]) -> SealedFile {
    let codec = if stored.file == BinaryFile::Unavailable { Codec::Stored } else { Codec::Gzip };
    let mut header = Header {
        magic: MAGIC,
        major: MAJOR.into(),
        minor: MINOR.into(),
        kind: stored.file.kind() as u8,
        codec: codec as u8,
        reserved: 0.into(),
        index: stored.file.header_index().into(),
        build,
        raw_len: stored.raw_len.into(),
        stored_len: (stored.bytes.len() as u32).into(),
        checksum: 0.into(),
    };
    let checksum = envelope::checksum(&header, &stored.bytes);
    header.checksum = checksum.into();
    SealedFile { bytes: [header.as_bytes(), &stored.bytes].concat(), checksum }
}
