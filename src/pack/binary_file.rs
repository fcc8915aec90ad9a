//! The files of a build that have a header. Not for the text files, nor for the manifest.

use super::layout::FileKind;
use crate::model::{HalfMonth, ShardIndex};

/// A file with a header, within its build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BinaryFile {
    /// The core.
    Core,
    /// A shard.
    Shard(ShardIndex),
    /// The set of items that cannot be bought now.
    Unavailable,
    /// The items that earlier builds offered.
    Offered,
    /// The items that suit a half-month.
    Season(HalfMonth),
    /// The trending items.
    Trending,
}

impl BinaryFile {
    /// The kind of the file, as its header states it.
    #[must_use]
    pub const fn kind(self) -> FileKind {
        match self {
            Self::Core => FileKind::Core,
            Self::Shard(_) => FileKind::Shard,
            Self::Unavailable => FileKind::Unavailable,
            Self::Offered => FileKind::Offered,
            Self::Season(_) => FileKind::Season,
            Self::Trending => FileKind::Trending,
        }
    }

    /// The number that the file's header states: that of the shard or the half-month, 0 in other files.
    #[must_use]
    pub fn header_index(self) -> u32 {
        match self {
            Self::Shard(shard) => shard.0,
            Self::Season(half_month) => half_month.number().into(),
            Self::Core | Self::Unavailable | Self::Offered | Self::Trending => 0,
        }
    }
}
