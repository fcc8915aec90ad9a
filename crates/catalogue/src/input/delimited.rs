//! Tables: text with separators or the rows of a Parquet file, read record by record, with names of columns in one form.
//! Shared by feeds and logs; what the columns mean is theirs.
//!
//! In comma- and semicolon-separated text a field may stand in quotes and hold line ends. A quote that is never closed is
//! found by what it swallows: lines that are rows of this table. It costs its own line, and reading goes on with the next.
//! In tab-separated text a quote is text, except around a field as spreadsheets write it.

use std::io;

use csv_core::ReadRecordResult;

use super::lines::{Line, Lines};
use super::record::Record;
use super::rows::{Input, Rows};
use crate::problems::Kind;

/// Most lines that one quoted field may take.
const MAX_OPEN_LINES: usize = 2000;
/// The separators that are tried; the last of equals wins.
const DELIMITERS: [u8; 4] = [b'|', b';', b',', b'\t'];

/// A table whose header has been read.
pub struct Table {
    reader: Reader,
    /// Names of the columns as [`column_name`] writes them.
    pub columns: Vec<String>,
    /// Names of the columns as the file writes them.
    pub titles: Vec<String>,
    /// What the file is: "comma-separated text", "Parquet".
    pub form: &'static str,
}

enum Reader {
    Text(Box<Text>),
    Rows(Box<dyn Rows>, u64),
}

/// What came of reading a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// A record with as many fields as the header.
    Row,
    /// A record with another number of fields.
    BadRow,
    /// A line that cannot be read as a record, and why; the next one can.
    Lost(Kind, String),
    /// The table is over.
    End,
    /// The table cannot be read further.
    Stop(Kind, String),
}

impl Table {
    /// Reads the header of `input`. `known` tells the names that are read (in the form of [`column_name`]): the
    /// delimiter is the one that yields most of them, then the one that occurs most.
    ///
    /// # Errors
    /// The first line cannot be read.
    pub fn open(input: Input, known: impl Fn(&str) -> bool) -> io::Result<Self> {
        let (reader, titles, form) = match input {
            Input::Text(source) => {
                let (text, titles) = Text::open(Lines::new(source), known)?;
                let form = text.form();
                (Reader::Text(Box::new(text)), titles, form)
            }
            Input::Rows { rows, columns, form } => (Reader::Rows(rows, 0), columns, form),
        };
        let columns = titles.iter().map(|title| column_name(title)).collect();
        Ok(Self { reader, columns, titles, form })
    }

    /// Reads the next record. Records without any text are passed over.
    pub fn read(&mut self, record: &mut Record) -> Step {
        loop {
            let step = match &mut self.reader {
                Reader::Text(text) => text.read(self.columns.len(), record),
                Reader::Rows(rows, number) => {
                    record.clear();
                    *number += 1;
                    record.line = *number;
                    match rows.read(record) {
                        Ok(true) => Step::Row,
                        Ok(false) => Step::End,
                        Err(error) => stop(&error),
                    }
                }
            };
            let blank = matches!(step, Step::Row | Step::BadRow) && record.is_blank();
            if !blank {
                return match step {
                    Step::Row if record.len() != self.columns.len() => Step::BadRow,
                    step => step,
                };
            }
        }
    }

    /// Whether a bad row only lacks fields at its end, as exports leave out empty ones.
    #[must_use]
    pub fn is_cut_short(&self, record: &Record) -> bool {
        record.len() < self.columns.len() && record.len() > 1 && !record.spans_lines
    }

    /// Line of the next record, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        match &self.reader {
            Reader::Text(text) => text.lines.next_number(),
            Reader::Rows(_, number) => *number + 1,
        }
    }
}

/// What an error of the source means for its reader.
pub fn stop_kind(error: &io::Error) -> (Kind, String) {
    let kind = if error.kind() == io::ErrorKind::UnexpectedEof { Kind::Truncated } else { Kind::Broken };
    (kind, error.to_string())
}

fn stop(error: &io::Error) -> Step {
    let (kind, text) = stop_kind(error);
    Step::Stop(kind, text)
}

/// The name of a column in one form: small letters, underscores for spaces and hyphens, straight apostrophes.
#[must_use]
pub fn column_name(text: &str) -> String {
    let plain = text.trim().trim_matches('"').trim().to_lowercase();
    plain.replace([' ', '-', '\u{a0}', '\u{202f}'], "_").replace('\u{2019}', "'")
}

/// Text with separators.
struct Text {
    lines: Lines,
    core: csv_core::Reader,
    delimiter: u8,
    /// Each row is one quoted field that holds the row.
    wrapped: bool,
    line: Line,
}

impl Text {
    /// Finds the header: the first line that is neither blank, nor a spreadsheet's `sep=;`, nor a remark (`# ...`).
    fn open(mut lines: Lines, known: impl Fn(&str) -> bool) -> io::Result<(Self, Vec<String>)> {
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
                // A tab, which trimming takes away.
                [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => declared = Some(b'\t'),
                [b'#', b' ', ..] => {}
                _ => break,
            }
        }
        let delimiter = declared.unwrap_or_else(|| delimiter(&line.bytes, known));
        let mut text = Self::new(lines, delimiter);
        text.lines.put_back(std::iter::once(line));
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
        Self { lines, core, delimiter, wrapped: false, line: Line::default() }
    }

    const fn form(&self) -> &'static str {
        match self.delimiter {
            b'\t' => "tab-separated text",
            b';' => "semicolon-separated text",
            b'|' => "text separated by vertical bars",
            _ => "comma-separated text",
        }
    }

    /// Reads the next record of a table with so many columns; 0 where that is not known yet.
    fn read(&mut self, columns: usize, record: &mut Record) -> Step {
        record.clear();
        let mut line = std::mem::take(&mut self.line);
        let step = match self.lines.read(&mut line) {
            Ok(false) => Step::End,
            Err(error) => stop(&error),
            Ok(true) => {
                record.line = line.number;
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
        // A quoted field goes on in the next line, or its quote is never closed.
        record.spans_lines = true;
        let mut swallowed: Vec<Line> = Vec::new();
        let mut in_rhythm = 0;
        let unclosed = loop {
            let mut next = Line::default();
            match self.lines.read(&mut next) {
                Err(error) => return stop(&error),
                Ok(false) => break true,
                Ok(true) => {}
            }
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
        let resumes = line.number + 1;
        self.lines.put_back(swallowed.into_iter());
        self.core.reset();
        Step::Lost(
            Kind::UnclosedQuote,
            format!("1 line lost: a quote in it is not closed; reading goes on with line {resumes}"),
        )
    }

    /// A line of tab-separated text. A field may go on in the next lines only as spreadsheets write it: in quotes, the last
    /// of its line, without a tab before the quote that closes it.
    fn tabs(&mut self, columns: usize, line: &Line, record: &mut Record) -> Step {
        self.core.reset();
        self.feed(&line.bytes, record);
        let opens = |field: &[u8]| field.starts_with(b"\"") && !is_quoted(field);
        if record.len() < columns && record.iter().last().is_some_and(opens) {
            self.join(columns, line, record);
        }
        record.map(|field| is_quoted(field).then(|| field.get(1..field.len() - 1).map(undoubled)).flatten());
        Step::Row
    }

    fn join(&mut self, columns: usize, line: &Line, record: &mut Record) {
        let mut joined = line.bytes.clone();
        let mut taken: Vec<Line> = Vec::new();
        while taken.len() < MAX_OPEN_LINES {
            let mut next = Line::default();
            if !matches!(self.lines.read(&mut next), Ok(true)) {
                break;
            }
            let closing = next.bytes.contains(&b'"') && self.closes_properly(&next.bytes);
            let tab = next.bytes.contains(&b'\t');
            joined.extend_from_slice(&next.bytes);
            taken.push(next);
            if closing {
                // Line ends within the field are not the ends of records.
                let mut whole = Record::default();
                (whole.line, whole.spans_lines) = (line.number, true);
                for field in joined.trim_ascii_end().split(|byte| *byte == b'\t') {
                    whole.push(field);
                }
                if whole.len() == columns {
                    *record = whole;
                    return;
                }
            }
            if closing || tab {
                break;
            }
        }
        self.lines.put_back(taken.into_iter());
    }

    /// Hands a line to the parser; true when it ends the record, false when it ends inside quotes.
    fn feed(&mut self, bytes: &[u8], record: &mut Record) -> bool {
        // The last line of a file needs no line end; the parser does.
        let ended = matches!(bytes.last(), Some(b'\n' | b'\r'));
        let ends = if ended { &b""[..] } else { b"\n" };
        for mut part in [bytes, ends] {
            while !part.is_empty() {
                let (result, read, written, ends) = record.fill(&mut self.core, part);
                record.filled(written, ends);
                part = part.get(read..).unwrap_or_default();
                match result {
                    ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => record.grow(),
                    ReadRecordResult::Record => return true,
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                }
            }
        }
        // A blank line is no record, and opens nothing.
        !record.has_begun()
    }

    /// The fields of a line on its own; a quote that it does not close is text.
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

    /// Whether the first quote of a line closes a field: a delimiter or the end of the line follows.
    fn closes_properly(&self, line: &[u8]) -> bool {
        closing_quote(line).is_none_or(|at| {
            line.get(at + 1).is_none_or(|next| *next == self.delimiter || matches!(next, b'\r' | b'\n'))
        })
    }

    /// Reads the one field of a record as a record.
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

/// Where the quote is that closes a field; quotes of the field are doubled.
fn closing_quote(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Whether a field stands in quotes, its own quotes doubled.
fn is_quoted(field: &[u8]) -> bool {
    let field = field.trim_ascii_end();
    field.len() >= 2 && field.first() == Some(&b'"') && closing_quote(&field[1..]) == Some(field.len() - 2)
}

fn undoubled(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    let mut after_quote = false;
    for byte in field {
        after_quote = *byte == b'"' && !after_quote;
        if !after_quote || *byte != b'"' {
            out.push(*byte);
        }
    }
    out
}

fn delimiter(header: &[u8], known: impl Fn(&str) -> bool) -> u8 {
    let header = String::from_utf8_lossy(header);
    let score = |delimiter: u8| {
        let names = header.split(char::from(delimiter));
        (names.clone().filter(|name| known(&column_name(name))).count(), names.count())
    };
    DELIMITERS.into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        let known = |name: &str| ["session_id", "item_id", "timestamp"].contains(&name);
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

    fn read(text: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("table");
        std::fs::write(&path, text).unwrap();
        let input = crate::input::open(&path, &indicatif::ProgressBar::hidden()).unwrap();
        let mut table = Table::open(input, |name| ["id", "title", "price", "link"].contains(&name)).unwrap();
        let mut record = Record::default();
        let mut rows = Vec::new();
        loop {
            let step = table.read(&mut record);
            rows.push(match step {
                Step::Row => format!("{}:{}", record.line, record.shown(char::from(b'|'))),
                Step::BadRow => format!("{}:bad {}", record.line, record.shown(char::from(b'|'))),
                Step::Lost(kind, why) => format!("{}:{} {why}", record.line, kind.code()),
                Step::Stop(_, why) => panic!("{why}"),
                Step::End => return rows,
            });
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["id,title", "a,\"one\ntwo\"", "", "b,three", "c,four"].join(end);
            assert_eq!(read(&text), ["2:a|one\ntwo", "5:b|three", "6:c|four"], "{end:?}");
        }
        assert_eq!(read("\n\nid,title\n,\na,b"), ["5:a|b"], "blank lines and rows are passed over, and counted");
    }

    #[test]
    fn what_stands_before_a_header_is_passed_over() {
        for before in ["sep=;\r\n", "# Required | An id,# Required\n", "\u{feff}", "\n"] {
            assert_eq!(read(&format!("{before}id;title\na;b")).last().unwrap().split(':').next_back(), Some("a|b"));
        }
    }

    #[test]
    fn an_unclosed_quote_costs_its_line() {
        let lost = |line: u64| {
            let next = line + 1;
            format!("{line}:unclosed-quote 1 line lost: a quote in it is not closed; reading goes on with line {next}")
        };
        for (text, expected) in [
            ("id,title,price\na,\"x,1\nb,y,2\nc,z,3\n", vec![lost(2), "3:b|y|2".into(), "4:c|z|3".into()]),
            // The last of a file.
            ("id,title,price\na,x,1\nb,\"y,2\n", vec!["2:a|x|1".into(), lost(3)]),
            // Closed by the quote of a later field.
            ("id,title,price\na,\"x,1\nb,\"y\",2\n", vec![lost(2), "3:b|y|2".into()]),
            ("id,title,price,link\na,\"x,1,l\nb,y 9\",2,l\n", vec![lost(2), "3:b|y 9\"|2|l".into()]),
            // A text of several lines.
            (
                "id,title,price,link\na,\"x, y\nand z\n\nend\",1,l\nb,y,2,l\n",
                vec!["2:a|x, y\nand z\n\nend|1|l".into(), "6:b|y|2|l".into()],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn in_tab_separated_text_a_quote_is_text() {
        assert_eq!(
            read(
                "id\ttitle\tprice\na\t\"x\t1\nb\tPoster \"y\"\t2\nc\t\"z\" and \"z\"\t3\nd\t\"4 \"\"inch\"\", flat\"\t4\n"
            ),
            ["2:a|\"x|1", "3:b|Poster \"y\"|2", "4:c|\"z\" and \"z\"|3", "5:d|4 \"inch\", flat|4"]
        );
        assert_eq!(
            read("id\ttitle\tprice\na\t\"two\nlines, long\"\t1\nb\tx\t2\n"),
            ["2:a|two\nlines, long|1", "4:b|x|2"],
            "as spreadsheets write a cell with a line end"
        );
    }

    #[test]
    fn rows_in_quotes_are_rows() {
        assert_eq!(read("\"id,title\"\n\"a,b\"\n\"c,\"\"d, e\"\"\"\n"), ["2:a|b", "3:c|d, e"]);
    }
}
