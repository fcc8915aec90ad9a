//! Why a command failed, and what to do.

use passerelle::pack::write::WriteError;
use passerelle_catalogue::error::{FeedError, HouseError, LogError};
use passerelle_catalogue::problems::StrictFailure;
use passerelle_counts::CountsError;
use passerelle_evaluation::EvaluateError;

use crate::pack::pack_dir::PackDirError;
use crate::pack::publish::PublishError;

/// Why a command failed. The message says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// `house.toml`
    #[error(transparent)]
    House(#[from] HouseError),
    /// The product feed.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The order log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Problems under `--strict`.
    #[error(transparent)]
    Strict(#[from] StrictFailure),
    /// The content does not fit the format.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The pack on disk.
    #[error(transparent)]
    Pack(#[from] PackDirError),
    /// Publication.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// Counts that were made elsewhere.
    #[error(transparent)]
    Counts(#[from] CountsError),
    /// Evaluation.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// Messages that would single out a few clients; each with its place in the house file.
    #[error("{}", .0.join("\n"))]
    Audience(Vec<String>),
    /// Counts go to disk and cannot.
    #[error("pairs cannot be put into a temporary file ({0}): give --memory more, or TMPDIR another folder")]
    Spill(std::io::Error),
    /// An option or an argument.
    #[error("{0}")]
    Usage(String),
}
