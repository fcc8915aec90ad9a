//! Errors of commands, and their remedies.

use passerelle::pack::write::WriteError;
use passerelle_catalogue::error::{FeedError, HouseError, LogError};
use passerelle_catalogue::problems::StrictFailure;
use passerelle_counts::CountsError;
use passerelle_evaluation::EvaluateError;

use crate::pack::pack_dir::PackDirError;
use crate::pack::publish::PublishError;

/// Error of a command. The message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// `house.toml` cannot be used.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The product feed cannot be used.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The order log cannot be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// There are problems, and `--strict` makes them errors.
    #[error(transparent)]
    Strict(#[from] StrictFailure),
    /// The content does not fit the format.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The pack on disk cannot be used.
    #[error(transparent)]
    Pack(#[from] PackDirError),
    /// The pack cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The counts that were made elsewhere cannot be used.
    #[error(transparent)]
    Counts(#[from] CountsError),
    /// The evaluation failed.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// Messages or loyalty tiers with too few shoppers, each with its place in the house file.
    #[error("{}", .0.join("\n"))]
    Audience(Vec<String>),
    /// Counts cannot be moved to a temporary file.
    #[error("pairs cannot be written to a temporary file ({0}): raise --memory, or set TMPDIR to another folder")]
    Spill(std::io::Error),
    /// An option or an argument is invalid, or a file cannot be read or written.
    #[error("{0}")]
    Usage(String),
}
