//! Errors of writing a pack.

use crate::model::ShardIndex;

/// Why a content cannot be written as a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The content violates the format, because of an error in the caller.
    #[error("the pack's {what} cannot be written: {why}")]
    Content {
        /// The part of the pack.
        what: &'static str,
        /// The rule that is violated.
        why: String,
    },
    /// A shard exceeds the hard limit.
    #[error(
        "shard {shard} would take {bytes} bytes, more than the {limit} a page may be asked to load: shorten titles and addresses (set [house] url and image templates), or split item groups with very many aliases"
    )]
    ShardTooLarge {
        /// The number of the shard.
        shard: ShardIndex,
        /// The shard's stored size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The spool cannot be written or read.
    #[error(
        "the pack cannot be kept on disk while it is made ({why}): make room where it is published, then build again"
    )]
    Spool {
        /// The system's error message.
        why: String,
    },
}

impl WriteError {
    /// Creates the error for a spool that cannot be written or read.
    pub(super) fn spool(error: std::io::Error) -> Self {
        Self::Spool { why: error.to_string() }
    }
}
