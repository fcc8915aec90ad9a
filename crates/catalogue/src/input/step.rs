//! The result of reading one record of a table.

use std::io;

use crate::problems::Kind;

/// The result of reading a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// A record with as many fields as the header.
    Row,
    /// A record with another number of fields.
    BadRow,
    /// A line that cannot be read as a record, and why; the next line can be read.
    Lost(Kind, String),
    /// The end of the table.
    End,
    /// The table cannot be read further.
    Stop(Kind, String),
}

/// Returns the kind of problem and the text for an error of the source.
pub fn stop_kind(error: &io::Error) -> (Kind, String) {
    let kind = if error.kind() == io::ErrorKind::UnexpectedEof { Kind::Truncated } else { Kind::Broken };
    (kind, error.to_string())
}

/// Returns the step for an error of the source, which ends the table.
pub(super) fn stop(error: &io::Error) -> Step {
    let (kind, text) = stop_kind(error);
    Step::Stop(kind, text)
}
