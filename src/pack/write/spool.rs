//! Storage for the payloads of a build until all of them exist, because the build id is the hash of all payloads and is
//! part of each file's header.

use std::io;

/// An append-only storage that can be read back. A [`Vec`] is one in memory; use a file for a large catalogue.
pub trait Spool {
    /// Appends `bytes`.
    ///
    /// # Errors
    /// The system's error.
    fn push(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Removes everything after the first `length` bytes; the next append starts there.
    ///
    /// # Errors
    /// The system's error.
    fn truncate(&mut self, length: u64) -> io::Result<()>;

    /// Reads `length` bytes from `start`.
    ///
    /// # Errors
    /// The system's error, or fewer bytes than requested.
    fn read(&self, start: u64, length: usize) -> io::Result<Vec<u8>>;
}

impl Spool for Vec<u8> {
    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(())
    }

    fn read(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let bytes = self.get(start..).and_then(|rest| rest.get(..length));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// A spool, and the end of its last part.
#[derive(Clone, Debug)]
pub(super) struct Parts<S> {
    spool: S,
    end: u64,
}

/// A part of a spool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    start: u64,
    /// Length in bytes.
    pub(super) length: usize,
}

impl<S: Spool> Parts<S> {
    /// Creates an empty list of parts.
    pub(super) const fn new(spool: S) -> Self {
        Self { spool, end: 0 }
    }

    /// Removes all parts.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.end = 0;
        self.spool.truncate(0)
    }

    /// Appends a part.
    pub(super) fn push(&mut self, bytes: &[u8]) -> io::Result<Span> {
        let span = Span { start: self.end, length: bytes.len() };
        self.spool.push(bytes)?;
        self.end += bytes.len() as u64;
        Ok(span)
    }

    /// Reads a part.
    pub(super) fn read(&self, span: Span) -> io::Result<Vec<u8>> {
        self.spool.read(span.start, span.length)
    }
}
