//! `--changed`: lists the new files of a publication, for upload. Not for the manifest, which is uploaded last.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::CommandError;
use crate::pack::publish::Published;
use crate::written_file;

/// Checks that `file` may be written, and removes the list of an earlier run: if this run fails, nobody takes that list
/// for this run's.
pub(super) fn prepare(file: Option<&Path>, read: &[&Path], pack: &Path) -> Result<(), CommandError> {
    let Some(file) = file else { return Ok(()) };
    written_file::check("--changed", file, read, Some(pack))?;
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(CommandError::Usage(format!(
            "--changed {}: the earlier list cannot be removed ({error}): name another place with --changed. Nothing was written",
            file.display()
        ))),
        _ => Ok(()),
    }
}

/// Writes the paths to `file`, if given: relative to the pack's folder, one a line, ascending. An empty file means that
/// only the manifest is new.
pub(super) fn write(file: Option<&Path>, published: &Published) -> Result<(), CommandError> {
    let Some(file) = file else { return Ok(()) };
    let lines: String = published.changed.iter().map(|path| format!("{path}\n")).collect();
    fs::write(file, lines).map_err(|error| {
        let file = file.display();
        CommandError::Usage(format!(
            "the pack is published; {file} cannot be written ({error}): upload the whole folder, and name another file with --changed"
        ))
    })
}
