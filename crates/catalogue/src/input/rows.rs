//! An open file: text of whatever form, or rows that are made elsewhere. Not for how they are read.

use std::io;

use super::record::Record;
use super::source::Source;

/// An open file.
pub enum Input {
    /// Text in whatever form.
    Text(Source),
    /// Rows of named columns.
    Rows {
        /// The rows.
        rows: Box<dyn Rows>,
        /// The names of their columns.
        columns: Vec<String>,
        /// What the file is, for people.
        form: &'static str,
    },
}

/// Rows that are made elsewhere than from text with separators.
pub trait Rows {
    /// Reads the next row; false at the end.
    fn read(&mut self, record: &mut Record) -> io::Result<bool>;
}
