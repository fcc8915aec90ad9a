//! A record of a table. Not for its source.

use csv_core::ReadRecordResult;

/// The fields of a row. It is created once and filled again for each row.
#[derive(Clone, Debug, Default)]
pub struct Record {
    bytes: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    fields: usize,
    /// The start of the row, from 1: its line in a text, its number in a Parquet file.
    pub line: u64,
    /// Whether a field of the row contains a line end.
    pub(super) spans_lines: bool,
}

impl Record {
    /// Empties the record.
    pub(super) fn clear(&mut self) {
        self.written = 0;
        self.fields = 0;
        self.spans_lines = false;
    }

    /// Appends a field.
    pub fn push(&mut self, field: &[u8]) {
        self.bytes.truncate(self.written);
        self.bytes.extend_from_slice(field);
        self.written = self.bytes.len();
        self.ends.truncate(self.fields);
        self.ends.push(self.written);
        self.fields += 1;
    }

    /// Number of fields.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.fields
    }

    /// Whether there is no field.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fields == 0
    }

    /// The field at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(..self.fields)?.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.bytes.get(start..end)
    }

    /// The fields in their order.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.fields).filter_map(|index| self.get(index))
    }

    /// Returns the row as text for people: its fields with `separator` between them.
    #[must_use]
    pub fn shown(&self, separator: char) -> String {
        let fields: Vec<_> = self.iter().map(String::from_utf8_lossy).collect();
        fields.join(&separator.to_string())
    }

    /// Keeps the first `count` fields.
    pub(super) fn truncate(&mut self, count: usize) {
        self.fields = self.fields.min(count);
        self.written =
            count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0).min(self.written);
    }

    pub(super) fn is_blank(&self) -> bool {
        self.iter().all(|field| field.trim_ascii().is_empty())
    }

    /// Replaces fields by the results of `change`; `None` keeps a field.
    pub(super) fn map(&mut self, change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
        let changed: Vec<Option<Vec<u8>>> = self.iter().map(change).collect();
        if changed.iter().all(Option::is_none) {
            return;
        }
        let old = std::mem::take(self);
        (self.line, self.spans_lines) = (old.line, old.spans_lines);
        for (field, changed) in old.iter().zip(&changed) {
            self.push(changed.as_deref().unwrap_or(field));
        }
    }

    /// Lets the parser write into the record. Returns its result and the number of bytes that it read.
    pub(super) fn fill(&mut self, core: &mut csv_core::Reader, input: &[u8]) -> (ReadRecordResult, usize) {
        if self.bytes.len() == self.written || self.ends.len() == self.fields {
            self.grow();
        }
        let (Some(bytes), Some(ends)) = (self.bytes.get_mut(self.written..), self.ends.get_mut(self.fields..)) else {
            return (ReadRecordResult::End, 0);
        };
        let (result, read, written, ended) = core.read_record(input, bytes, ends);
        self.written += written;
        self.fields += ended;
        (result, read)
    }

    /// Enlarges the buffers.
    pub(super) fn grow(&mut self) {
        self.bytes.resize((self.bytes.len() * 2).max(1024), 0);
        self.ends.resize((self.ends.len() * 2).max(64), 0);
    }

    pub(super) const fn has_begun(&self) -> bool {
        self.written > 0 || self.fields > 0
    }
}
