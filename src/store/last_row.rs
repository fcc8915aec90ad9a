//! The number of the last appended row in the package's format, which has a number for no row, too. Not for the rest of
//! the format: see [`super::protocol`].

/// The package's number for the last row of a store to which none was appended.
const NO_ROW: u64 = 0;

/// The package's number for the last appended row.
#[must_use]
pub fn plain_last_row(last: Option<u64>) -> u64 {
    last.unwrap_or(NO_ROW)
}

/// The last appended row with this number of the package; `None` if none was appended.
#[must_use]
pub fn last_row(number: u64) -> Option<u64> {
    Some(number).filter(|number| *number != NO_ROW)
}
