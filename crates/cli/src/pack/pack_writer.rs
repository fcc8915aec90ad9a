//! Writes files into the folder of a pack: each completely or not at all, without rewriting identical files. All files
//! are flushed to the disk before the manifest names them. Not for the choice and the order of files: see
//! [`super::publish`].

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::publish_error::PublishError;

/// The only mutable file of a pack.
pub(super) const MANIFEST: &str = "manifest.json";

/// Writes into the folder of a pack.
#[derive(Debug)]
pub(super) struct PackWriter {
    dir: PathBuf,
    disk: Box<dyn Disk>,
    /// Paths of new files that may not be flushed yet.
    unflushed: RefCell<Vec<String>>,
    /// Paths of all files that are new since the last publication.
    new: RefCell<Vec<String>>,
}

impl PackWriter {
    pub(super) fn new(dir: &Path, disk: Box<dyn Disk>) -> Self {
        Self { dir: dir.to_owned(), disk, unflushed: RefCell::default(), new: RefCell::default() }
    }

    /// Writes a new file completely or not at all. An identical file is left alone, but counts as new: an interrupted
    /// run has left it, perhaps unflushed, and nobody has uploaded it.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        if self.is_there(path, bytes) {
            self.note(path);
            return Ok(());
        }
        self.replace(path, bytes)
    }

    /// Writes a file that the published manifest names, if it is missing or damaged.
    pub(super) fn repair(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        if self.is_there(path, bytes) { Ok(()) } else { self.replace(path, bytes) }
    }

    /// Like [`PackWriter::write`], but also rewrites an identical file, so that its modification time is now.
    pub(super) fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.beside(path, bytes, &|_| Ok(()))?;
        self.note(path);
        Ok(())
    }

    /// Flushes all files in a folder with the next manifest: an interrupted run may have left them unflushed.
    pub(super) fn distrust(&self, folder: &str) -> Result<(), PublishError> {
        let unreadable = |source| PublishError::Unwritable { path: self.dir.join(folder), source };
        for entry in fs::read_dir(self.dir.join(folder)).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(unreadable)?.is_dir() {
                self.distrust(&path)?;
            } else {
                self.unflushed.borrow_mut().push(path);
            }
        }
        Ok(())
    }

    fn is_there(&self, path: &str, bytes: &[u8]) -> bool {
        fs::read(self.dir.join(path)).is_ok_and(|present| present == bytes)
    }

    fn note(&self, path: &str) {
        self.unflushed.borrow_mut().push(path.to_owned());
        self.new.borrow_mut().push(path.to_owned());
    }

    /// Writes the manifest, after every file that it names is flushed.
    pub(super) fn swap_manifest(&self, bytes: &[u8]) -> Result<(), PublishError> {
        self.flush()?;
        self.beside(MANIFEST, bytes, &|beside| self.disk.flush(&[beside.to_owned()]))?;
        self.disk
            .flush_names(&self.dir)
            .map_err(|source| PublishError::Unflushed { path: self.dir.join(MANIFEST), source })
    }

    /// Returns the paths of the new files in ascending order, without manifests.
    pub(super) fn changed(&self) -> Vec<String> {
        let is_manifest = |path: &&String| path.ends_with(&format!("/{MANIFEST}"));
        let changed: BTreeSet<String> = self.new.borrow().iter().filter(|path| !is_manifest(path)).cloned().collect();
        changed.into_iter().collect()
    }

    pub(super) fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.disk.remove_file(file)
    }

    /// Removes a build. Its manifest goes first, so that a partly removed build cannot be published again.
    pub(super) fn remove_build(&self, folder: &Path) -> io::Result<()> {
        match self.disk.remove_file(&folder.join(MANIFEST)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => self.disk.remove_folder(folder),
        }
    }

    /// Writes a file under a temporary name, calls `ready`, then renames it.
    fn beside(&self, path: &str, bytes: &[u8], ready: &dyn Fn(&Path) -> io::Result<()>) -> Result<(), PublishError> {
        let target = self.dir.join(path);
        let beside = target.with_extension("new");
        let written = (|| {
            if let Some(folder) = target.parent().filter(|folder| !folder.is_dir()) {
                self.disk.make_folder(folder)?;
            }
            self.disk.write(&beside, bytes)?;
            ready(&beside)?;
            self.disk.rename(&beside, &target)
        })();
        written.map_err(|source| {
            // The rest of the new file is useless, and the first error is the one to report.
            let _ = self.disk.remove_file(&beside);
            PublishError::Unwritable { path: target, source }
        })
    }

    /// Flushes the new files, then the folders with their names.
    fn flush(&self) -> Result<(), PublishError> {
        let files: Vec<PathBuf> = self.unflushed.take().iter().map(|path| self.dir.join(path)).collect();
        let mut folders = BTreeSet::new();
        for file in &files {
            // Each folder may be a new entry of its parent.
            folders.extend(
                file.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.dir)).map(Path::to_owned),
            );
        }
        let unwritable = |path: &Path, source| PublishError::Unwritable { path: path.to_owned(), source };
        self.disk.flush(&files).map_err(|source| unwritable(&self.dir, source))?;
        folders.iter().try_for_each(|folder| self.disk.flush_names(folder).map_err(|source| unwritable(folder, source)))
    }
}
