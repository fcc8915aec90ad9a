//! A spool in an unnamed temporary file, which disappears with the process, however it ends.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use passerelle::pack::write::Spool;

/// Payloads of a build, on the disk to which it is published.
#[derive(Debug)]
pub struct FileSpool(File);

impl FileSpool {
    /// Creates an empty spool on the disk of `folder`.
    ///
    /// # Errors
    /// The error of the system if the file cannot be created there.
    pub fn new(folder: &Path) -> io::Result<Self> {
        tempfile::tempfile_in(folder).map(Self)
    }
}

impl Spool for FileSpool {
    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::End(0))?;
        self.0.write_all(bytes)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn read(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = &self.0;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_is_read_back_and_nothing_is_left_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = FileSpool::new(folder.path()).unwrap();
        spool.push(b"forgotten").unwrap();
        spool.truncate(0).unwrap();
        spool.push(b"first").unwrap();
        spool.push(b"second").unwrap();
        assert_eq!(spool.read(5, 6).unwrap(), b"second");
        // Reading moves the position in the file; a push still appends at the end.
        spool.push(b"third").unwrap();
        assert_eq!((spool.read(0, 5).unwrap(), spool.read(11, 5).unwrap()), (b"first".to_vec(), b"third".to_vec()));
        assert!(spool.read(12, 5).is_err());
        #[cfg(unix)]
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
