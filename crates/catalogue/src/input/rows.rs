//! An open file: text of any form, or rows from another reader. Not for reading them.

use std::io;

use super::record::Record;
use super::source::Source;

/// An open file.
pub enum Input {
    /// Text of any form.
    Text(Source),
    /// Rows of named columns.
    Rows {
        /// The rows.
        rows: Box<dyn Rows>,
        /// The names of their columns.
        columns: Vec<String>,
        /// The form of the file, for people.
        form: &'static str,
    },
}

/// Rows from a source other than text with separators.
pub trait Rows {
    /// Reads the next row; returns false at the end.
    fn read(&mut self, record: &mut Record) -> io::Result<bool>;
}
