//! A file of a pack as it is published, and the path of the one that no page asks for. Not for what is in it.

use crate::pack::manifest::Manifest;

/// A file of a pack: its path relative to the manifest, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative path with `/`.
    pub path: String,
    /// Header and stored payload; of translations, messages and questionnaires the text itself.
    pub bytes: Vec<u8>,
}

/// Path of the list of what earlier builds offered, relative to the manifest.
#[must_use]
pub fn offered_path(manifest: &Manifest) -> String {
    format!("{}/offered.psr", manifest.folder())
}
