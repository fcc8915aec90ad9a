//! `--changed`: lists the files written by a publication, for upload. Not for the manifest, which is uploaded last.

use std::path::Path;

use crate::error::CommandError;
use crate::pack::publish::Published;

/// Writes the paths to `file`, if given: relative to the pack's folder, one a line, ascending. An empty file means that
/// only the manifest is new.
pub(super) fn write(file: Option<&Path>, published: &Published) -> Result<(), CommandError> {
    let Some(file) = file else { return Ok(()) };
    let lines: String = published.changed.iter().map(|path| format!("{path}\n")).collect();
    std::fs::write(file, lines).map_err(|error| {
        let file = file.display();
        CommandError::Usage(format!(
            "the pack is published; {file} cannot be written ({error}): upload the whole folder, and name another file with --changed"
        ))
    })
}
