//! Errors of writing inputs and reading counts.

use std::path::PathBuf;

use crate::about::FORMAT;

/// Why inputs cannot be written or counts cannot be used. Each message says how to proceed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CountsError {
    /// The folder has no counts.json, which the job writes last.
    #[error(
        "{}: holds no finished counts: counts.json is missing. Run engines/spark/count_orders.py to its end with \
         --out {}, or name another folder with --counts",
        dir.display(),
        dir.display()
    )]
    Unfinished {
        /// The folder.
        dir: PathBuf,
    },
    /// A table is missing.
    #[error("{}: the table is missing: count again, or copy the whole folder of the counts", path.display())]
    MissingTable {
        /// The table.
        path: PathBuf,
    },
    /// A column is missing, or does not contain whole numbers.
    #[error(
        "{}: has no column `{column}` of whole numbers (it has {found}): count again with the engines/spark/ of this \
         version of passerelle",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The columns of the file.
        found: String,
    },
    /// A value outside the range of its column.
    #[error("{}: row {row}: {what}: count again", path.display())]
    BadRow {
        /// The table.
        path: PathBuf,
        /// The row, from 1.
        row: u64,
        /// The problem.
        what: String,
    },
    /// counts.json cannot be decoded.
    #[error("{}: cannot be understood ({source}): count again", path.display())]
    BadAbout {
        /// The file.
        path: PathBuf,
        /// The decoder's error.
        source: serde_json::Error,
    },
    /// The counts have another version of the tables.
    #[error(
        "{}: the counts have format {got}, this passerelle reads format {FORMAT}: run `passerelle prepare-counts` and \
         engines/spark/count_orders.py of this version again",
        dir.display()
    )]
    Format {
        /// The folder.
        dir: PathBuf,
        /// The version of the counts.
        got: u64,
    },
    /// The counts were made for another feed or other settings.
    #[error(
        "{}: the counts are for {counted}, this build is for {built}: run `passerelle prepare-counts` with this house.toml \
         and this feed, and count again",
        dir.display()
    )]
    Mismatch {
        /// The folder.
        dir: PathBuf,
        /// The feed or the setting of the counts.
        counted: String,
        /// The feed or the setting of the build.
        built: String,
    },
    /// A file cannot be read.
    #[error("{}: cannot be read ({why}): copy the counts again, or count again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error message.
        why: String,
    },
    /// A file cannot be written.
    #[error("{}: cannot be written ({why}): check that the disk has room, and that you may write to the folder", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's error message.
        why: String,
    },
}
