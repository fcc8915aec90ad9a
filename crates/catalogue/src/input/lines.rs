//! Reads the lines of a text and counts them as an editor does: LF, CRLF and a lone CR each end a line. Not for their
//! content.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};

use super::source::Source;

const BUFFER: usize = 256 * 1024;
/// Longest line kept, in bytes. The rest of a longer line is skipped.
pub(super) const MAX_LINE: usize = 32 << 20;

/// A line with its line end, and its number from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
    /// Whether the line is longer than [`MAX_LINE`]: only its beginning is kept.
    pub(super) overlong: bool,
}

impl Line {
    /// Whether the line has a line end; the last line of a file may have none.
    pub(super) fn has_end(&self) -> bool {
        self.overlong || matches!(self.bytes.last(), Some(b'\n' | b'\r'))
    }
}

/// The lines of a source. Lines that were read can be put back.
pub(super) struct Lines {
    source: BufReader<Source>,
    read: u64,
    back: VecDeque<Line>,
    /// An error to return after the lines that were put back.
    failed: Option<io::Error>,
}

impl Lines {
    pub(super) fn new(source: Source) -> Self {
        Self { source: BufReader::with_capacity(BUFFER, source), read: 0, back: VecDeque::new(), failed: None }
    }

    /// The number of the line that is read next, from 1.
    pub(super) fn next_number(&self) -> u64 {
        self.back.front().map_or(self.read + 1, |line| line.number)
    }

    /// Puts `lines` before those still to be read.
    pub(super) fn put_back(&mut self, lines: impl DoubleEndedIterator<Item = Line>) {
        for line in lines.rev() {
            self.back.push_front(line);
        }
    }

    /// Makes the next read from the source fail with this error, for a caller who met it and put lines back.
    pub(super) fn fail_next(&mut self, error: io::Error) {
        self.failed = Some(error);
    }

    /// Adds lines until there are `count` or the text ends. The caller must put them back.
    pub(super) fn read_ahead(&mut self, lines: &mut Vec<Line>, count: usize) {
        while lines.len() < count {
            let mut line = Line::default();
            match self.read(&mut line) {
                Ok(true) => lines.push(line),
                Ok(false) => break,
                Err(error) => {
                    self.fail_next(error);
                    break;
                }
            }
        }
    }

    /// Reads the next line into `line`; returns false at the end.
    pub(super) fn read(&mut self, line: &mut Line) -> io::Result<bool> {
        if let Some(back) = self.back.pop_front() {
            *line = back;
            return Ok(true);
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        line.bytes.clear();
        line.overlong = false;
        let mut any = false;
        loop {
            let available = self.source.fill_buf()?;
            if available.is_empty() {
                break;
            }
            any = true;
            let end = memchr::memchr2(b'\n', b'\r', available);
            let taken = end.map_or(available.len(), |end| end + 1);
            let carriage_return = end.is_some_and(|end| available.get(end) == Some(&b'\r'));
            let room = MAX_LINE.saturating_sub(line.bytes.len());
            line.overlong |= taken > room;
            line.bytes.extend_from_slice(available.get(..taken.min(room)).unwrap_or_default());
            self.source.consume(taken);
            if carriage_return && self.source.fill_buf()?.first() == Some(&b'\n') {
                line.bytes.push(b'\n');
                self.source.consume(1);
            }
            if end.is_some() {
                break;
            }
        }
        self.read += u64::from(any);
        line.number = self.read;
        Ok(any)
    }
}
