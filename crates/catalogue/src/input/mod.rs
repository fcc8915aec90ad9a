//! Opens, unpacks and checks input files, and reads tables row by row.

pub mod delimited;
mod ga4;
mod guarded;
mod lines;
mod parquet;
mod quotes;
mod quoting_habit;
mod record;
mod rows;
mod separated;
pub mod source;
mod step;
mod tab_separated;
pub(crate) mod values;

use std::path::Path;

use indicatif::ProgressBar;

pub use record::Record;
pub use rows::{Input, Rows};

use source::{Source, SourceError};

/// Opens `path`: text, plain or gzip, or Parquet. GA4's export to BigQuery, nested in Parquet or as lines of JSON,
/// gives one row for each item of an event. Adds the file's size to the length of `progress`, then counts the bytes
/// read from the disk.
///
/// # Errors
/// The file cannot be read at all; the message says what to do.
pub fn open(path: &Path, progress: &ProgressBar) -> Result<Input, SourceError> {
    if let Some(input) = parquet::open(path, progress)? {
        return Ok(input);
    }
    let source = Source::open(path, progress)?;
    match source.head().trim_ascii_start() {
        [b'{' | b'[', ..] => ga4::lines_of_json(source),
        _ => Ok(Input::Text(source)),
    }
}
