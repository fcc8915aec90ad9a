//! A published file of a pack, and the paths of files with a header. Not for the file's content.

use crate::pack::{BinaryFile, Manifest};

/// A file of a pack: its path relative to the manifest, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedFile {
    /// Relative path with `/`.
    pub path: String,
    /// Header and stored payload; for translations, messages, questionnaires and details, the text itself.
    pub bytes: Vec<u8>,
}

/// Path of a file with a header, relative to the manifest. It includes the list of offered items, which no page fetches.
#[must_use]
pub fn binary_path(manifest: &Manifest, file: BinaryFile) -> String {
    match file {
        BinaryFile::Core => manifest.core_path(),
        BinaryFile::Shard(shard) => manifest.shard_path(shard),
        BinaryFile::Unavailable => manifest.unavailable_path(),
        BinaryFile::Offered => format!("{}/offered.psr", manifest.folder()),
        BinaryFile::Season(half_month) => manifest.season_path(half_month),
        BinaryFile::Trending => manifest.trending_path(),
    }
}
