//! The name of a build: the hash of all that is in it. Not for the checksum of a single file.

use xxhash_rust::xxh3::Xxh3;

use super::stored::Stored;
use crate::pack::layout::Kind;

/// The build id of files that are named in the order in which they are written: docs/pack-format.md.
#[derive(Clone, Default)]
pub struct BuildId(Xxh3);

impl BuildId {
    /// The next file.
    pub(super) fn stored(&mut self, file: &Stored) {
        self.file(file.kind, file.index, file.raw_len, &file.bytes);
    }

    /// The next file, by its header's fields and its stored payload.
    pub fn file(&mut self, kind: Kind, index: u32, raw_len: u32, stored: &[u8]) {
        self.0.update(&[kind as u8]);
        self.0.update(&index.to_le_bytes());
        self.0.update(&raw_len.to_le_bytes());
        self.text(stored);
    }

    /// After all other files the next text: translations and messages by the tag of their language, then questionnaires by
    /// the names of their files.
    pub fn texts(&mut self, name: &str, text: &[u8]) {
        self.text(name.as_bytes());
        self.text(text);
    }

    /// The id.
    #[must_use]
    pub fn finish(&self) -> [u8; 16] {
        self.0.digest128().to_be_bytes()
    }

    fn text(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u32).to_le_bytes());
        self.0.update(bytes);
    }
}
