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
    #[error("{path} has no column {column}: add it, or give another file")]
    Column {
        /// The file.
        path: PathBuf,
        /// The missing column.
        column: &'static str,
    },
    /// Neither the log nor an option separates training and test.
    #[error("the log has no column split: give the first day of the test part with --test-from DATE")]
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
    #[error("pairs cannot be written to a temporary file ({0}): raise --memory, or set TMPDIR to another folder")]
    Spill(std::io::Error),
    /// The house file has a mistake.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The feed cannot be used.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The protocols of new items, slates, discretion and seasons have functions of their own.
    #[error(
        "--protocol new-item, slate, discretion and season do not measure one ranking: give next-item, product, new-only or \
         other-division here"
    )]
    NoRanking,
    /// The next year begins at `--test-from`, and validation does not use it.
    #[error(
        "--scored-on next-year learns from the orders before --test-from and scores on those after it: give that day with \
         --test-from, and remove --validation"
    )]
    NoNextYear,
    /// The log has no dates, which seasons need.
    #[error("the log has no column timestamp, and seasons need dates: export the orders with their times")]
    NoDates,
    /// The test part has nothing to predict under this protocol.
    #[error(
        "the test part has nothing to predict under this protocol: give sessions of several items; for other-division give \
         --items with a column division too"
    )]
    NothingToPredict,
    /// A part of the log is empty.
    #[error("the {0} part of the log is empty; check the column split or --test-from")]
    Empty(&'static str),
}
