//! Reads text with separators, record by record.
//!
//! In comma- and semicolon-separated text, a field may be in quotes and contain line ends. A quote that is never closed
//! is detected by the lines within it that are rows of this table. Only its own line is lost; reading continues with
//! the next. Tab-separated text has other rules: see [`super::tab_separated`].

use std::io;

use csv_core::ReadRecordResult;

use super::lines::{Line, Lines};
use super::quotes::closing_quote;
use super::quoting_habit::{SAMPLE_LINES, quotes_by_habit};
use super::record::Record;
use super::step::{Step, stop};
use crate::problems::Kind;

/// Most lines that a quoted field may span.
pub(super) const MAX_OPEN_LINES: usize = 2000;
/// The separators to try; of equally good ones the last wins.
const DELIMITERS: [u8; 4] = [b'|', b';', b',', b'\t'];

/// Text with separators.
pub(super) struct SeparatedText {
    pub(super) lines: Lines,
    pub(super) core: csv_core::Reader,
    delimiter: u8,
    /// Whether each row is one quoted field that contains the row.
    wrapped: bool,
    /// Whether fields of tab-separated text are in quotes by habit.
    pub(super) quoted: bool,
    line: Line,
    /// Whether the last line read has no line end.
    unended: bool,
}

impl SeparatedText {
    /// Finds the header: the first line that is not blank, a spreadsheet's `sep=;`, or a remark (`# ...`).
    pub(super) fn open(mut lines: Lines, known: impl Fn(&str) -> bool) -> io::Result<(Self, Vec<String>)> {
        let mut line = Line::default();
        let mut declared = None;
        loop {
            if !lines.read(&mut line)? {
                return Ok((Self::new(lines, b','), Vec::new()));
            }
            let text = line.bytes.trim_ascii();
            match text {
                [] => {}
                [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => declared = Some(*delimiter),
                // A tab, which trimming removes.
                [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => declared = Some(b'\t'),
                [b'#', b' ', ..] => {}
                _ => break,
            }
        }
        let delimiter = declared.unwrap_or_else(|| delimiter(&line.bytes, known));
        let mut text = Self::new(lines, delimiter);
        let mut sample = vec![line];
        if delimiter == b'\t' {
            text.lines.read_ahead(&mut sample, SAMPLE_LINES);
            text.quoted = quotes_by_habit(&sample);
        }
        text.lines.put_back(sample.into_iter());
        let mut header = Record::default();
        if let Step::Stop(_, why) | Step::Lost(_, why) = text.read(0, &mut header) {
            return Err(io::Error::other(why));
        }
        if header.len() == 1 && header.get(0).is_some_and(|field| field.contains(&delimiter)) {
            text.wrapped = true;
            text.unwrap(&mut header);
        }
        let titles = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        Ok((text, titles))
    }

    fn new(lines: Lines, delimiter: u8) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).quoting(delimiter != b'\t').build();
        Self { lines, core, delimiter, wrapped: false, quoted: false, line: Line::default(), unended: false }
    }

    /// Whether the last line read has no line end, and so is the last of the file.
    pub(super) const fn ends_without_line_end(&self) -> bool {
        self.unended
    }

    pub(super) const fn form(&self) -> &'static str {
        match self.delimiter {
            b'\t' => "tab-separated text",
            b';' => "semicolon-separated text",
            b'|' => "text separated by vertical bars",
            _ => "comma-separated text",
        }
    }

    /// Reads the next record of a table with this many columns; 0 if the number is not known yet.
    pub(super) fn read(&mut self, columns: usize, record: &mut Record) -> Step {
        record.clear();
        let mut line = std::mem::take(&mut self.line);
        let step = match self.lines.read(&mut line) {
            Ok(false) => Step::End,
            Err(error) => {
                record.line = self.lines.next_number();
                stop(&error)
            }
            Ok(true) => {
                record.line = line.number;
                self.unended = !line.has_end();
                if line.overlong {
                    Step::Lost(Kind::BadRow, "a line of more than 32 MB".to_owned())
                } else if self.delimiter == b'\t' {
                    self.tabs(columns, &line, record)
                } else {
                    self.separated(columns, &line, record)
                }
            }
        };
        self.line = line;
        if self.wrapped && step == Step::Row {
            self.unwrap(record);
        }
        step
    }

    fn separated(&mut self, columns: usize, line: &Line, record: &mut Record) -> Step {
        self.core.reset();
        if self.feed(&line.bytes, record) {
            return Step::Row;
        }
        // A quoted field continues in the next line, or its quote is never closed.
        record.spans_lines = true;
        let mut swallowed: Vec<Line> = Vec::new();
        let mut in_rhythm = 0;
        let mut last_has_end = line.has_end();
        let unclosed = loop {
            let mut next = Line::default();
            match self.lines.read(&mut next) {
                Err(error) => return stop(&error),
                Ok(false) => break true,
                Ok(true) => {}
            }
            last_has_end = next.has_end();
            let rows_of_this_table = columns >= 3 && self.fields(&next.bytes, true).len() == columns;
            in_rhythm += usize::from(rows_of_this_table);
            if !next.overlong && self.feed(&next.bytes, record) {
                let whole = record.len() == columns || columns == 0;
                let proper = self.closes_properly(&next.bytes);
                swallowed.push(next);
                let begins_as_row = columns >= 4 && self.fields(&line.bytes, false).len() >= columns;
                let all_in_rhythm = in_rhythm == swallowed.len() && begins_as_row;
                break in_rhythm >= 2 || !proper || all_in_rhythm || (!whole && in_rhythm > 0);
            }
            let overlong = next.overlong;
            swallowed.push(next);
            if in_rhythm >= 2 || overlong || swallowed.len() >= MAX_OPEN_LINES {
                break true;
            }
        };
        if !unclosed {
            return Step::Row;
        }
        if !last_has_end && in_rhythm == 0 {
            return Step::Stop(Kind::Truncated, "the last line ends inside quotes".to_owned());
        }
        let resumes = line.number + 1;
        self.lines.put_back(swallowed.into_iter());
        self.core.reset();
        Step::Lost(
            Kind::UnclosedQuote,
            format!("1 line lost: a quote in it is not closed; reading goes on with line {resumes}"),
        )
    }

    /// Passes a line to the parser. Returns true if the line ends the record, false if it ends within quotes.
    pub(super) fn feed(&mut self, bytes: &[u8], record: &mut Record) -> bool {
        // The parser needs a line end, which the last line of a file may lack.
        let ended = matches!(bytes.last(), Some(b'\n' | b'\r'));
        let ends = if ended { &b""[..] } else { b"\n" };
        for mut part in [bytes, ends] {
            while !part.is_empty() {
                let (result, read) = record.fill(&mut self.core, part);
                part = part.get(read..).unwrap_or_default();
                match result {
                    ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => record.grow(),
                    ReadRecordResult::Record => return true,
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                }
            }
        }
        // A blank line is not a record and opens no quote.
        !record.has_begun()
    }

    /// Returns the fields of a single line; a quote that the line does not close is text.
    fn fields<'l>(&self, line: &'l [u8], quotes: bool) -> Vec<&'l [u8]> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (mut fields, mut start, mut at) = (Vec::new(), 0, 0);
        while let Some(byte) = line.get(at) {
            if *byte == self.delimiter {
                fields.push(line.get(start..at).unwrap_or_default());
                start = at + 1;
            } else if quotes && *byte == b'"' && at == start {
                let rest = line.get(at + 1..).unwrap_or_default();
                if let Some(length) = closing_quote(rest) {
                    at += 1 + length;
                }
            }
            at += 1;
        }
        fields.push(line.get(start..).unwrap_or_default());
        fields
    }

    /// Whether the first quote of a line closes a field: a delimiter or the line's end follows it.
    pub(super) fn closes_properly(&self, line: &[u8]) -> bool {
        closing_quote(line).is_none_or(|at| {
            line.get(at + 1).is_none_or(|next| *next == self.delimiter || matches!(next, b'\r' | b'\n'))
        })
    }

    /// Reads the only field of a record as a record.
    fn unwrap(&mut self, record: &mut Record) {
        if record.len() != 1 {
            return;
        }
        let row = record.get(0).unwrap_or_default().to_vec();
        let (line, spans_lines) = (record.line, record.spans_lines);
        record.clear();
        (record.line, record.spans_lines) = (line, spans_lines);
        self.core.reset();
        self.feed(&row, record);
        self.core.reset();
    }
}

fn delimiter(header: &[u8], known: impl Fn(&str) -> bool) -> u8 {
    let header = String::from_utf8_lossy(header);
    let score = |delimiter: u8| {
        let names = header.split(char::from(delimiter));
        (names.clone().filter(|name| known(name)).count(), names.count())
    };
    DELIMITERS.into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::delimited::column_name;
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_finds_known_columns() {
        let known = |name: &str| ["session_id", "item_id", "timestamp"].contains(&column_name(name).as_str());
        for (header, expected) in [
            ("session_id,item_id", b','),
            ("session_id;item_id", b';'),
            ("session_id|item_id", b'|'),
            ("session_id\titem_id,x,y,z", b'\t'),
            ("\"Session ID\";\"Item-Id\";a,b,c", b';'),
            ("a,b", b','),
            ("item_id", b'\t'),
        ] {
            assert_eq!(delimiter(header.as_bytes(), known), expected, "{header}");
        }
    }
}
