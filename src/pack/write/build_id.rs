//! The id of a build: the hash of its whole content. Not for the checksum of a single file.

use xxhash_rust::xxh3::Xxh3;

use super::compressed::CompressedFile;
use crate::pack::BinaryFile;

/// Computes the build id from the files, in the order in which they are written: see docs/pack-format.md.
#[derive(Clone, Default)]
pub struct BuildId(Xxh3);

impl BuildId {
    /// Adds the next file.
    pub(super) fn compressed(&mut self, file: &CompressedFile) {
        self.file(file.file, file.raw_len, &file.bytes);
    }

    /// Adds the next file, with the length of its payload before compression, in bytes, and its stored payload.
    pub fn file(&mut self, file: BinaryFile, raw_len: u32, stored: &[u8]) {
        self.0.update(&[file.kind() as u8]);
        self.0.update(&file.header_index().to_le_bytes());
        self.0.update(&raw_len.to_le_bytes());
        self.text(stored);
    }

    /// Adds the next text, after all other files: translations and messages by their language tag, questionnaires by
    /// their file name, then details by the number of their shard.
    pub fn texts(&mut self, name: &str, text: &[u8]) {
        self.text(name.as_bytes());
        self.text(text);
    }

    /// The build id.
    #[must_use]
    pub fn finish(&self) -> [u8; 16] {
        self.0.digest128().to_be_bytes()
    }

    fn text(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u32).to_le_bytes());
        self.0.update(bytes);
    }
}
