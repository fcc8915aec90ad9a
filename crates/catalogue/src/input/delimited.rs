//! Tables of text: the delimiter found from the header, names of columns in one form, records of bounded size. Shared
//! by feeds and logs; what the columns mean is theirs.

use std::io::{self, Read};

use csv::ByteRecord;

use crate::input::source::Source;
use crate::problems::Kind;

/// Largest record, in bytes: an unclosed quote must not swallow the memory.
const MAX_RECORD: usize = 8 << 20;
const BUFFER: usize = 256 * 1024;

/// A table whose header has been read.
pub struct Table {
    reader: csv::Reader<Budget>,
    /// Names of the columns as [`column_name`] writes them.
    pub columns: Vec<String>,
}

/// What came of reading a record.
pub enum Step {
    /// A record with as many fields as the header.
    Row,
    /// One with more or fewer fields, or a blank one.
    BadRow,
    /// The table is over.
    End,
    /// The table cannot be read further.
    Stop(Kind, String),
}

impl Table {
    /// Reads the header of `source`. `known` tells the names that are read (in the form of [`column_name`]): the
    /// delimiter is the one that yields most of them, then the one that occurs most.
    pub fn open(source: Source, known: impl Fn(&str) -> bool) -> io::Result<Self> {
        let first = source.head().split(|b| matches!(b, b'\n' | b'\r')).find(|line| !line.is_empty());
        let delimiter = delimiter(first.unwrap_or_default(), known);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(Budget { source, left: MAX_RECORD });
        let header = reader.byte_headers().map_err(|error| io::Error::other(error.to_string()))?;
        let columns = header.iter().map(|name| column_name(&String::from_utf8_lossy(name))).collect();
        Ok(Self { reader, columns })
    }

    /// Reads the next record.
    pub fn read(&mut self, record: &mut ByteRecord) -> Step {
        self.reader.get_mut().left = MAX_RECORD;
        match self.reader.read_byte_record(record) {
            Ok(true) if record.len() == self.columns.len() => Step::Row,
            Ok(true) => Step::BadRow,
            Ok(false) => Step::End,
            Err(error) => {
                let text = error.to_string();
                match error.into_kind() {
                    csv::ErrorKind::Io(error) => stop(&error),
                    _ => Step::Stop(Kind::Broken, text),
                }
            }
        }
    }

    /// Whether a bad row only lacks fields at its end, as exports leave out empty ones; not what an unclosed quote makes.
    pub fn is_cut_short(&self, record: &ByteRecord) -> bool {
        record.len() < self.columns.len() && record.len() > 1 && !record.as_slice().contains(&b'\n')
    }

    /// Line of the next record, from 1.
    pub fn line(&self) -> u64 {
        self.reader.position().line()
    }
}

/// The line on which `record` begins.
pub fn line_of(record: &ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
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

/// The name of a column in one form: small letters, underscores for spaces and hyphens.
pub fn column_name(text: &str) -> String {
    text.trim().trim_matches('"').trim().to_lowercase().replace([' ', '-'], "_")
}

fn delimiter(header: &[u8], known: impl Fn(&str) -> bool) -> u8 {
    let header = String::from_utf8_lossy(header);
    let score = |delimiter: char| {
        let names = header.split(delimiter);
        (names.clone().filter(|name| known(&column_name(name))).count(), names.count())
    };
    // The last of equals wins.
    [';', ',', '\t'].into_iter().max_by_key(|delimiter| score(*delimiter)).map_or(b',', |c| c as u8)
}

/// A source that refuses to yield more than the budget left for this record.
struct Budget {
    source: Source,
    left: usize,
}

impl Read for Budget {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("a record of more than 8 MB: look for an unclosed quote"));
        }
        let read = self.source.read(out)?;
        self.left = self.left.saturating_sub(read);
        Ok(read)
    }
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
            ("session_id\titem_id,x,y,z", b'\t'),
            ("\"Session ID\";\"Item-Id\";a,b,c", b';'),
            ("a,b", b','),
            ("item_id", b'\t'),
        ] {
            assert_eq!(delimiter(header.as_bytes(), known), expected, "{header}");
        }
    }
}
