//! Compresses payloads and adds file headers. Not for the content of payloads.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use zerocopy::IntoBytes;

use super::error::WriteError;
use crate::pack::envelope;
use crate::pack::layout::{Codec, Header, Kind, MAGIC, MAJOR, MINOR};

/// A compressed payload without header.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) kind: Kind,
    pub(super) index: u32,
    pub(super) raw_len: u32,
    pub(super) bytes: Vec<u8>,
}

/// Compresses a payload as much as gzip can, unless it exceeds the reader's limit.
pub(super) fn compress(kind: Kind, index: u32, raw: &[u8]) -> Result<Stored, WriteError> {
    compress_with(Compression::best(), kind, index, raw)
}

/// Compresses a payload with a level of gzip, unless it exceeds the reader's limit.
pub(super) fn compress_with(level: Compression, kind: Kind, index: u32, raw: &[u8]) -> Result<Stored, WriteError> {
    let failed = |why: String| WriteError::Content { what: "payload", why };
    if raw.len() as u64 > u64::from(kind.raw_cap()) {
        return Err(failed(format!("{} bytes are more than a reader accepts ({})", raw.len(), kind.raw_cap())));
    }
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(raw).map_err(|error| failed(error.to_string()))?;
    let bytes = encoder.finish().map_err(|error| failed(error.to_string()))?;
    Ok(Stored { kind, index, raw_len: raw.len() as u32, bytes })
}

/// The file of a payload in the build with this id, and its checksum.
pub(super) fn seal(stored: &Stored, build: [u8; 16]) -> (Vec<u8>, u64) {
    let codec = if stored.kind == Kind::Unavailable { Codec::Stored } else { Codec::Gzip };
    let mut header = Header {
        magic: MAGIC,
        major: MAJOR.into(),
        minor: MINOR.into(),
        kind: stored.kind as u8,
        codec: codec as u8,
        reserved: 0.into(),
        index: stored.index.into(),
        build,
        raw_len: stored.raw_len.into(),
        stored_len: (stored.bytes.len() as u32).into(),
        checksum: 0.into(),
    };
    let checksum = envelope::checksum(&header, &stored.bytes);
    header.checksum = checksum.into();
    ([header.as_bytes(), &stored.bytes].concat(), checksum)
}
