//! The errors of measuring, and their remedies.

use std::path::PathBuf;

use passerelle_catalogue::error::{FeedError, HouseError, LogError, SourceError};

/// Why a measurement failed.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file cannot be read.
    #[error("{path} {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: SourceError,
    },
    /// The log cannot be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A column is missing.
    #[error("{path} has no column {column}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The missing column.
        column: &'static str,
    },
    /// Neither the log nor an option separates training and test.
    #[error("the log has no column split: say --test-from DATE, the first day of the test part")]
    NoSplit,
    /// An option has an invalid value.
    #[error("--test-from {0}: expected a date such as 2026-03-01")]
    Date(String),
    /// The report cannot be written.
    #[error("{path}: cannot be written ({source}): check the folder and its permissions")]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The counts do not fit the memory and cannot be written to disk.
    #[error("pairs cannot be put into a temporary file ({0}): give --memory more, or TMPDIR another folder")]
    Spill(std::io::Error),
    /// The house file has a mistake.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The feed cannot be used.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The protocols of new items, slates, discretion and seasons have functions of their own.
    #[error(
        "--protocol new-item, slate, discretion and season are no single ranking: take next-item, product, new-only or \
         other-division here"
    )]
    NoRanking,
    /// The next year begins at `--test-from`, and validation does not use it.
    #[error(
        "--scored-on next-year learns from what comes before --test-from and scores on what comes after: name that day with \
         --test-from, and leave --validation out"
    )]
    NoNextYear,
    /// The log has no dates, which seasons need.
    #[error("the log has no column timestamp: without dates nothing can be said of seasons")]
    NoDates,
    /// The test part has nothing to predict under this protocol.
    #[error(
        "the test part holds nothing to predict under this protocol: it needs sessions of several items, for other \
         divisions also --items with a column division"
    )]
    NothingToPredict,
    /// A part of the log is empty.
    #[error("the {0} part of the log is empty; check the column split or --test-from")]
    Empty(&'static str),
}
