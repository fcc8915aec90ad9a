//! Repairs the bytes of an XML file for its parser: replaces bytes that are not UTF-8 and remembers their lines, and
//! cuts texts that are too long for any pack. A bad byte or a picture in a description thus affects only its own
//! element. Not for wrong markup.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// Longest text or comment between tags that is passed on, in bytes; the rest of it is skipped.
const MAX_TEXT: usize = 256 << 10;
/// Longest tag, in bytes.
const MAX_TAG: usize = 8 << 20;
/// Replaces bytes that are not UTF-8.
const REPLACEMENT: &str = "\u{fffd}";

/// A reader that knows its line.
pub(super) struct XmlText<R> {
    inner: R,
    /// Repaired bytes, and how many of them are consumed.
    out: Vec<u8>,
    at: usize,
    /// The last bytes of the input, which may be the beginning of a character.
    rest: Vec<u8>,
    place: XmlState,
    /// Length of the current text or tag so far.
    length: usize,
    /// Whether the previous character was skipped.
    cut: bool,
    /// Number of bytes that were handed out before `out`.
    before: u64,
    line: u64,
    /// Positions in the output where lines were skipped, with the number of lines.
    passed: VecDeque<(u64, u64)>,
    /// Positions in the output where bytes were replaced, with the line.
    replaced: VecDeque<(u64, u64)>,
    /// The line that is being repaired.
    mended_line: u64,
}

/// The construct that the bytes are part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum XmlState {
    Text,
    /// In a tag, after this many bytes of a possible CDATA section or comment.
    Tag(usize, Opening),
    /// In a quoted value of a tag.
    Quoted(u8),
    /// In a section, after this many bytes of its end.
    Section(Opening, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Undecided,
    Cdata,
    Comment,
    Other,
}

impl Opening {
    const fn start(self) -> &'static [u8] {
        match self {
            Self::Cdata => b"<![CDATA[",
            Self::Comment => b"<!--",
            Self::Undecided | Self::Other => b"",
        }
    }

    const fn end(self) -> &'static [u8] {
        match self {
            Self::Comment => b"-->",
            _ => b"]]>",
        }
    }
}

impl<R: BufRead> XmlText<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self {
            inner,
            out: Vec::new(),
            at: 0,
            rest: Vec::new(),
            place: XmlState::Text,
            length: 0,
            cut: false,
            before: 0,
            line: 1,
            passed: VecDeque::new(),
            replaced: VecDeque::new(),
            mended_line: 1,
        }
    }

    /// The line of the next byte, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Returns the line of the first byte before `position` (bytes handed out) that was replaced since the last call.
    pub(super) fn replaced_before(&mut self, position: u64) -> Option<u64> {
        let mut first = None;
        while let Some((_, line)) = self.replaced.front().copied().filter(|(at, _)| *at < position) {
            self.replaced.pop_front();
            first.get_or_insert(line);
        }
        first
    }

    fn mend(&mut self) -> io::Result<()> {
        self.before += self.out.len() as u64;
        self.out.clear();
        self.at = 0;
        while self.out.is_empty() {
            let available = self.inner.fill_buf()?;
            let (count, ended) = (available.len(), available.is_empty());
            let mut bytes = std::mem::take(&mut self.rest);
            bytes.extend_from_slice(available);
            self.inner.consume(count);
            if bytes.is_empty() {
                return Ok(());
            }
            self.take(&bytes, ended)?;
            if ended {
                return Ok(());
            }
        }
        Ok(())
    }

    fn take(&mut self, mut bytes: &[u8], ended: bool) -> io::Result<()> {
        loop {
            let (good, bad) = match std::str::from_utf8(bytes) {
                Ok(_) => return self.pass(bytes),
                Err(error) => (error.valid_up_to(), error.error_len()),
            };
            self.pass(bytes.get(..good).unwrap_or_default())?;
            let left = bytes.get(good..).unwrap_or_default();
            let skipped = match bad {
                Some(bad) => bad,
                None if ended => left.len(),
                None => {
                    self.rest = left.to_vec();
                    return Ok(());
                }
            };
            self.replaced.push_back((self.before + self.out.len() as u64, self.mended_line));
            self.pass(REPLACEMENT.as_bytes())?;
            bytes = left.get(skipped..).unwrap_or_default();
        }
    }

    /// Passes bytes on, without the excess of a long text.
    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        for byte in bytes {
            let before = self.place;
            self.place = self.next(*byte);
            self.mended_line += u64::from(*byte == b'\n');
            let begins = before == XmlState::Text && self.place != XmlState::Text;
            let ends = before != XmlState::Text && self.place == XmlState::Text;
            if begins {
                self.length = 0;
            }
            self.length += 1;
            let limited = match before {
                XmlState::Text => !begins,
                // The end of a section is never cut.
                XmlState::Section(opening, matched) => matched == 0 && opening.end().first() != Some(byte),
                XmlState::Tag(..) | XmlState::Quoted(_) => {
                    if self.length > MAX_TAG {
                        return Err(io::Error::other("a tag of more than 8 MB: look for a quote that is not closed"));
                    }
                    false
                }
            };
            if ends {
                self.length = 0;
            }
            // Continuation bytes are kept or skipped with their character.
            if !(0x80..0xc0).contains(byte) {
                self.cut = limited && self.length > MAX_TEXT;
            }
            if self.cut {
                if *byte == b'\n' {
                    let at = self.before + self.out.len() as u64;
                    match self.passed.back_mut() {
                        Some((same, lines)) if *same == at => *lines += 1,
                        _ => self.passed.push_back((at, 1)),
                    }
                }
            } else {
                self.out.push(*byte);
            }
        }
        Ok(())
    }

    const fn next(&self, byte: u8) -> XmlState {
        match (self.place, byte) {
            (XmlState::Text, b'<') => XmlState::Tag(1, Opening::Undecided),
            (XmlState::Text, _) => XmlState::Text,
            (XmlState::Tag(read, opening), byte) => in_tag(read, opening, byte),
            (XmlState::Quoted(quote), byte) if byte == quote => XmlState::Tag(usize::MAX, Opening::Other),
            (XmlState::Quoted(quote), _) => XmlState::Quoted(quote),
            (XmlState::Section(opening, matched), byte) => in_section(opening, matched, byte),
        }
    }
}

const fn in_tag(read: usize, opening: Opening, byte: u8) -> XmlState {
    if matches!(opening, Opening::Undecided | Opening::Cdata | Opening::Comment) {
        let candidates = [Opening::Cdata, Opening::Comment];
        let mut index = 0;
        while index < candidates.len() {
            let candidate = candidates[index];
            index += 1;
            let start = candidate.start();
            let possible = matches!(
                (opening, candidate),
                (Opening::Undecided, _) | (Opening::Cdata, Opening::Cdata) | (Opening::Comment, Opening::Comment)
            );
            if possible && read < start.len() && start[read] == byte {
                if read + 1 == start.len() {
                    return XmlState::Section(candidate, 0);
                }
                // Both begin with "<!".
                let decided = if read == 1 { Opening::Undecided } else { candidate };
                return XmlState::Tag(read + 1, decided);
            }
        }
    }
    match byte {
        b'>' => XmlState::Text,
        b'"' | b'\'' => XmlState::Quoted(byte),
        _ => XmlState::Tag(usize::MAX, Opening::Other),
    }
}

const fn in_section(opening: Opening, matched: usize, byte: u8) -> XmlState {
    let end = opening.end();
    if byte == end[matched] {
        return if matched + 1 == end.len() { XmlState::Text } else { XmlState::Section(opening, matched + 1) };
    }
    // "]]]>" and "--->" are ends as well.
    if matched == 2 && byte == end[0] {
        return XmlState::Section(opening, 2);
    }
    XmlState::Section(opening, if byte == end[0] { 1 } else { 0 })
}

impl<R: BufRead> Read for XmlText<R> {
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

impl<R: BufRead> BufRead for XmlText<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.out.len() {
            self.mend()?;
        }
        Ok(self.out.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let used = self.out.get(self.at..).map(|left| left.get(..amount).unwrap_or(left)).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', used).count() as u64;
        self.at += used.len();
        let position = self.before + self.at as u64;
        while let Some((_, lines)) = self.passed.front().copied().filter(|(at, _)| *at <= position) {
            self.passed.pop_front();
            self.line += lines;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(bytes: &[u8]) -> (String, u64, Vec<(u64, u64)>) {
        let mut reader = XmlText::new(io::BufReader::with_capacity(7, bytes));
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        (text, reader.line(), reader.replaced.into_iter().collect())
    }

    #[test]
    fn what_is_no_text_is_replaced() {
        assert_eq!(mended("<a>é</a>\n".as_bytes()), ("<a>é</a>\n".to_owned(), 2, vec![]));
        let (text, line, replaced) = mended(b"<a>\n\xe9t\xe9</a>\n\xc3");
        assert_eq!((text.as_str(), line), ("<a>\n\u{fffd}t\u{fffd}</a>\n\u{fffd}", 3));
        assert_eq!(replaced, [(4, 2), (8, 2), (16, 3)]);
    }

    #[test]
    fn long_texts_are_cut_and_their_lines_counted() {
        let long = "é\n".repeat(MAX_TEXT);
        for (before, after) in [
            ("<a>", "</a>"),
            ("<a><![CDATA[", "]]></a>"),
            ("<a><![CDATA[<b c='>", "]]]></a>"),
            ("<!--", "--><a/>"),
            ("<a b=\"<![CDATA[\">", "</a>"),
        ] {
            let (text, line, replaced) = mended(format!("{before}{long}{after}<c>d</c>").as_bytes());
            assert!(text.len() < MAX_TEXT + 100, "{before}: {}", text.len());
            assert!(text.starts_with(before) && text.ends_with(&format!("{after}<c>d</c>")), "{before}");
            assert_eq!((line, replaced.len()), (1 + MAX_TEXT as u64, 0), "{before}");
        }
        let tag = format!("<a b=\"{}\"/>", "x".repeat(MAX_TAG));
        assert!(XmlText::new(tag.as_bytes()).read_to_end(&mut Vec::new()).is_err());
        let tag = format!("<a b=\"{}\"/>", "x".repeat(MAX_TEXT * 2));
        assert_eq!(mended(tag.as_bytes()).0, tag, "an address is never cut");
    }
}
