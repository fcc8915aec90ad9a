//! What publication asks of a disk, step by step. Tests put one in its place that fails, or is gone, at any of these steps.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// From so many files on they are flushed together.
#[cfg(target_os = "linux")]
const MANY: usize = 8;

/// The steps of a publication that change a disk.
pub trait Disk: Debug {
    /// Makes a folder and those that it lies in.
    ///
    /// # Errors
    /// What the system says, as for every step.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a file that nothing reads yet.
    ///
    /// # Errors
    /// What the system says; the file may be there in part.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file its name, in place of what had it.
    ///
    /// # Errors
    /// What the system says; then nothing has changed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until these files are where a power failure leaves them.
    ///
    /// # Errors
    /// What the system says; then nobody knows which of them are.
    fn flush(&self, files: &[PathBuf]) -> io::Result<()>;

    /// Waits until the names in a folder are where a power failure leaves them.
    ///
    /// # Errors
    /// What the system says.
    fn flush_names(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove_file(&self, file: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    ///
    /// # Errors
    /// What the system says; a part of it may be gone.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
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
        // One after the other, thousands of files take minutes; together they take one journal entry.
        #[cfg(target_os = "linux")]
        if let Some(first) = files.first().filter(|_| files.len() >= MANY) {
            return Ok(rustix::fs::syncfs(File::open(first)?)?);
        }
        // Windows flushes only what was opened for writing.
        files.iter().try_for_each(|file| File::options().write(true).open(file)?.sync_all())
    }

    #[cfg(unix)]
    fn flush_names(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Elsewhere than on Unix, names are flushed with their files.
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
