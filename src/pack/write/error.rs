//! Why a content cannot become a pack.

use crate::model::ShardIndex;

/// Why a content cannot become a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A rule of the format that the content breaks: a fault of the caller.
    #[error("the pack's {what} cannot be written: {why}")]
    Content {
        /// Which part.
        what: &'static str,
        /// Which rule.
        why: String,
    },
    /// A shard above the hard limit.
    #[error(
        "shard {shard} would take {bytes} bytes, more than the {limit} a page may be asked to load: shorten titles and addresses (set [house] url and image templates), or split item groups with very many aliases"
    )]
    ShardTooLarge {
        /// Its number.
        shard: ShardIndex,
        /// Its size as stored, in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The files cannot be kept until all of them are there.
    #[error(
        "the pack cannot be kept on disk while it is made ({why}): make room where it is published, then build again"
    )]
    Spool {
        /// What the system says.
        why: String,
    },
}

impl WriteError {
    /// That a spool cannot be written or read.
    pub(super) fn spool(error: std::io::Error) -> Self {
        Self::Spool { why: error.to_string() }
    }
}
