//! A reader that knows the line it is at and refuses single tokens that would not fit the memory.

use std::io::{self, BufRead, Read};

/// Largest piece of markup or text between markup, in bytes.
const MAX_TOKEN: usize = 8 << 20;

pub(super) struct Lines<R> {
    inner: R,
    line: u64,
    left: usize,
}

impl<R> Lines<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, line: 1, left: MAX_TOKEN }
    }

    /// The line of the next byte, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// A new token begins.
    pub(super) const fn begin_token(&mut self) {
        self.left = MAX_TOKEN;
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let read = available.len().min(out.len());
        if let (Some(from), Some(to)) = (available.get(..read), out.get_mut(..read)) {
            to.copy_from_slice(from);
        }
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("a single tag, comment or text of more than 8 MB"));
        }
        let left = self.left;
        let available = self.inner.fill_buf()?;
        Ok(available.get(..left).unwrap_or(available))
    }

    fn consume(&mut self, amount: usize) {
        // Filled already: this reads nothing.
        if let Ok(available) = self.inner.fill_buf() {
            let used = available.get(..amount).unwrap_or(available);
            self.line += memchr::memchr_iter(b'\n', used).count() as u64;
        }
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}
