//! What comes of reading one record of a table.

use std::io;

use crate::problems::Kind;

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

/// What an error of the source means for its reader.
pub fn stop_kind(error: &io::Error) -> (Kind, String) {
    let kind = if error.kind() == io::ErrorKind::UnexpectedEof { Kind::Truncated } else { Kind::Broken };
    (kind, error.to_string())
}

/// An error of the source as the end of its table.
pub(super) fn stop(error: &io::Error) -> Step {
    let (kind, text) = stop_kind(error);
    Step::Stop(kind, text)
}
