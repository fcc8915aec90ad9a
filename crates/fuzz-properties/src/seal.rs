//! Correct checksums for mutated bytes. Without them, a decoder would refuse almost every input at its first check, and
//! nothing behind the check would be tested.

use passerelle::hash::hash;
use passerelle::pack::layout::{Header, MANIFEST_LEN};
use zerocopy::FromBytes;

use crate::pack::common::resealed;

/// The text after the checksum of a manifest.
const MANIFEST_END: &str = "\"}\n";
/// The digits of the checksum of a manifest.
const DIGITS: usize = 16;
/// The fields of a record before its body: checksum, length of the body, version, kind.
const RECORD_HEADER: usize = 8;
/// The last version whose records have a CRC-32C.
const CRC_VERSION: u8 = 2;

/// The manifest that begins with `bytes`, which are cut or filled with spaces.
#[must_use]
pub fn manifest(bytes: &[u8]) -> Vec<u8> {
    let mut text = bytes.to_vec();
    text.resize(MANIFEST_LEN - DIGITS - MANIFEST_END.len(), b' ');
    let end = format!("{:016x}{MANIFEST_END}", hash(&text));
    text.extend_from_slice(end.as_bytes());
    text
}

/// The header of a file of a pack, and the file with a correct checksum; `None` if the bytes are too short.
#[must_use]
pub fn file(bytes: &[u8]) -> Option<(Header, Vec<u8>)> {
    let (header, _) = Header::read_from_prefix(bytes).ok()?;
    Some((header, resealed(bytes, |_| ())))
}

/// The records of a log, each with a correct checksum, as far as their lengths fit.
#[must_use]
pub fn records(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = bytes.to_vec();
    let mut rest = sealed.as_mut_slice();
    while let Some([_, _, _, _, low, high, version, _]) = rest.first_chunk::<RECORD_HEADER>().copied() {
        let length = RECORD_HEADER + usize::from(u16::from_le_bytes([low, high]));
        let Some((record, later)) = rest.split_at_mut_checked(length) else { break };
        let covered = &record[4..];
        let sum = if version <= CRC_VERSION { crc32c::crc32c(covered) } else { hash(covered) as u32 };
        record[..4].copy_from_slice(&sum.to_le_bytes());
        rest = later;
    }
    sealed
}
