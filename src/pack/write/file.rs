//! A published file of a pack, and the path of the only file that no page fetches. Not for the file's content.

use crate::pack::manifest::Manifest;

/// A file of a pack: its path relative to the manifest, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative path with `/`.
    pub path: String,
    /// Header and stored payload; for translations, messages, questionnaires and details, the text itself.
    pub bytes: Vec<u8>,
}

/// Path of the list of offered items, relative to the manifest.
#[must_use]
pub fn offered_path(manifest: &Manifest) -> String {
    format!("{}/offered.psr", manifest.folder())
}
