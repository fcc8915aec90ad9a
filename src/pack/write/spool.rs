//! Where the payloads of a build wait until all of them are there: its name is the hash of them all, and stands in each file.

use std::io;

/// Bytes that are appended and read back. A [`Vec`] is one in memory; a large catalogue takes a file.
pub trait Spool {
    /// Appends `bytes`.
    ///
    /// # Errors
    /// What the system says.
    fn push(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Forgets what lies behind the first `length` bytes; what is appended next begins there.
    ///
    /// # Errors
    /// What the system says.
    fn truncate(&mut self, length: u64) -> io::Result<()>;

    /// The `length` bytes from `start` on.
    ///
    /// # Errors
    /// What the system says, and fewer bytes than were asked for.
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

/// A spool, and where the parts in it are.
#[derive(Clone, Debug)]
pub(super) struct Parts<S> {
    spool: S,
    end: u64,
}

/// A part of a spool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    start: u64,
    /// In bytes.
    pub(super) length: usize,
}

impl<S: Spool> Parts<S> {
    /// An empty spool.
    pub(super) const fn new(spool: S) -> Self {
        Self { spool, end: 0 }
    }

    /// Forgets all parts.
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

    /// The bytes of a part.
    pub(super) fn read(&self, span: Span) -> io::Result<Vec<u8>> {
        self.spool.read(span.start, span.length)
    }
}
