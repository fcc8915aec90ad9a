//! The disk operations of a publication. Tests substitute a disk that fails or disappears at any of them.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// From this number of files on, they are flushed together.
#[cfg(target_os = "linux")]
const MANY: usize = 8;

/// Operations of a publication that change a disk.
pub trait Disk: Debug {
    /// Creates a folder and its parents.
    ///
    /// # Errors
    /// The error of the system, as for every operation.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a file that nothing reads yet.
    ///
    /// # Errors
    /// The error of the system; the file may be written in part.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Renames a file, and replaces an existing one.
    ///
    /// # Errors
    /// The error of the system; nothing has changed then.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the content of these files survives a power failure.
    ///
    /// # Errors
    /// The error of the system; it is then unknown which files are safe.
    fn flush(&self, files: &[PathBuf]) -> io::Result<()>;

    /// Waits until the names in a folder survive a power failure.
    ///
    /// # Errors
    /// The error of the system.
    fn flush_names(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The error of the system.
    fn remove_file(&self, file: &Path) -> io::Result<()>;

    /// Removes a folder with its content.
    ///
    /// # Errors
    /// The error of the system; a part may be removed.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The local disk.
#[derive(Clone, Copy, Debug)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create(file)?.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn flush(&self, files: &[PathBuf]) -> io::Result<()> {
        // One by one, thousands of files take minutes; together they take one journal entry.
        #[cfg(target_os = "linux")]
        if let Some(first) = files.first().filter(|_| files.len() >= MANY) {
            return Ok(rustix::fs::syncfs(File::open(first)?)?);
        }
        // Windows flushes only files that were opened for writing.
        files.iter().try_for_each(|file| File::options().write(true).open(file)?.sync_all())
    }

    #[cfg(unix)]
    fn flush_names(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// On other systems than Unix, names are flushed with their files.
    #[cfg(not(unix))]
    fn flush_names(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }
}
