//! Checks the path of a file that a command is asked to write: it must neither replace an input nor lie in a pack. Not
//! for the folders of packs: see `pack::publish`.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::error::CommandError;

/// Refuses `file`, the value of `option`, if it would replace one of `read` or lies in `pack`.
pub(crate) fn check(option: &str, file: &Path, read: &[&Path], pack: Option<&Path>) -> Result<(), CommandError> {
    let place = place(file);
    let why = if let Some(input) = read.iter().find(|input| self::place(input) == place) {
        format!("would replace {}, an input", input.display())
    } else if let Some(pack) = pack.filter(|pack| place.starts_with(self::place(pack))) {
        format!("lies in {}, the published folder of the pack", pack.display())
    } else {
        return Ok(());
    };
    Err(CommandError::Usage(format!(
        "{option} {}: {why}: name another place with {option}. Nothing was written",
        file.display()
    )))
}

/// The canonical path of a file or folder, which may not exist yet.
fn place(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing: Vec<&OsStr> = Vec::new();
    for there in path.ancestors() {
        if let Ok(known) = there.canonicalize() {
            return missing.iter().rev().fold(known, |place, name| place.join(name));
        }
        match there.components().next_back() {
            Some(Component::Normal(name)) => missing.push(name),
            // A `..` in the part of the path that does not exist yet is resolved by name.
            Some(Component::ParentDir) => return self::place(&plain(&path)),
            _ => {}
        }
    }
    path
}

/// `path` with `..` resolved by name.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        if component == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(component);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(file: &Path, read: &Path, pack: &Path) -> Option<String> {
        check("--report", file, &[read], Some(pack)).err().map(|error| error.to_string())
    }

    #[test]
    fn a_file_is_known_by_any_of_its_names() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("feed.tsv"), "").unwrap();
        let (feed, pack) = (at("feed.tsv"), at("pack"));
        for name in ["feed.tsv", "./feed.tsv", "pack/../feed.tsv", "pack/a/../../feed.tsv"] {
            let why = refused(&at(name), &feed, &pack).unwrap_or_default();
            assert!(why.contains("feed.tsv, an input: name another place with --report"), "{name}: {why}");
        }
        for name in ["pack", "pack/report.html", "pack/new/report.html", "other/../pack/report.html"] {
            let why = refused(&at(name), &feed, &pack).unwrap_or_default();
            assert!(why.contains("published folder of the pack"), "{name}: {why}");
        }
        for name in ["report.html", "pack.html", "pack/../report.html", "reports/feed.tsv"] {
            assert_eq!(refused(&at(name), &feed, &pack), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_or_folder_is_that_file_or_folder() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("feed.tsv"), "").unwrap();
        std::fs::create_dir(at("pack")).unwrap();
        std::os::unix::fs::symlink(at("feed.tsv"), at("link.html")).unwrap();
        std::os::unix::fs::symlink(at("pack"), at("www")).unwrap();
        assert!(refused(&at("link.html"), &at("feed.tsv"), &at("pack")).is_some());
        assert!(refused(&at("www/report.html"), &at("feed.tsv"), &at("pack")).is_some());
    }
}
