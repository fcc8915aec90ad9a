//! Compressed copies of files, as a CDN keeps them. Not for files of a pack: a build compresses those.

use std::collections::HashMap;
use std::io::{Result, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The gzip copies made so far, by file.
#[derive(Default)]
pub(crate) struct GzipCache {
    copies: Mutex<HashMap<PathBuf, Copy>>,
}

/// The copy of a file as it was at a time.
struct Copy {
    modified: SystemTime,
    bytes: Arc<[u8]>,
}

impl GzipCache {
    /// Returns the gzip copy of `file`, which has the content `bytes` since `modified`.
    ///
    /// # Errors
    /// The encoder fails.
    pub(crate) fn copy_of(&self, file: &Path, modified: SystemTime, bytes: &[u8]) -> Result<Arc<[u8]>> {
        let locked = || self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(copy) = locked().get(file).filter(|copy| copy.modified == modified) {
            return Ok(Arc::clone(&copy.bytes));
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        let bytes: Arc<[u8]> = encoder.finish()?.into();
        locked().insert(file.to_owned(), Copy { modified, bytes: Arc::clone(&bytes) });
        Ok(bytes)
    }
}

/// Whether files of this content type become smaller.
pub(crate) fn is_compressible(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || ["application/json", "application/wasm", "image/svg+xml"].contains(&content_type)
}
