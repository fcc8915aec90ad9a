//! Errors of a pack's files.

use super::layout::FileKind;

/// Why a file of a pack cannot be used. The previous pack stays in use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The file's length differs from its header.
    #[error("{file} is {got} bytes, not {expected}: it was cut or mixed up on the way; publish the pack again")]
    Length {
        /// The file.
        file: &'static str,
        /// Expected length in bytes.
        expected: u64,
        /// Actual length in bytes.
        got: u64,
    },
    /// The file does not start like a file of a pack.
    #[error(
        "this is not a file of a Passerelle pack: check the pack's address, or that the server does not answer with a \
         page of its own"
    )]
    NotAPack,
    /// The file was written by a tool with an incompatible format version.
    #[error(
        "the pack has format version {got}, this module reads {expected}: build the pack and ship the module from the \
         same release"
    )]
    Version {
        /// The version that the reader supports.
        expected: u32,
        /// The version of the file.
        got: u32,
    },
    /// A valid file in the wrong place: another kind, build or shard.
    #[error("{file} belongs to another place of the pack ({what} differs): publish every file of the build again")]
    Misplaced {
        /// The expected file.
        file: &'static str,
        /// The property that differs.
        what: &'static str,
    },
    /// The stored bytes do not match the checksum.
    #[error("{file} does not match its checksum: it was damaged on the way; publish the pack again")]
    Checksum {
        /// The file.
        file: &'static str,
    },
    /// A declared size above the limit; nothing was allocated for it.
    #[error("{file} declares {declared} bytes, more than the {cap} that a reader accepts: build the pack again")]
    TooLarge {
        /// The file.
        file: &'static str,
        /// The declared size in bytes.
        declared: u64,
        /// The maximum size in bytes.
        cap: u64,
    },
    /// The checksum is valid, but the content violates the format.
    #[error("the pack's {section} section is malformed ({what}): build the pack again")]
    Malformed {
        /// The section.
        section: &'static str,
        /// The rule that is violated.
        what: &'static str,
    },
}

impl PackError {
    /// Creates the error for a section that violates a rule.
    pub(crate) const fn malformed(section: &'static str, what: &'static str) -> Self {
        Self::Malformed { section, what }
    }

    /// The stable code, for `error.code` in JavaScript.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Version { .. } => "pack_version",
            Self::NotAPack => "pack_not_found",
            _ => "pack_damaged",
        }
    }
}

/// The name of a kind of file in error messages.
pub(super) const fn file_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Core => "the core",
        FileKind::Shard => "a shard",
        FileKind::Unavailable => "the list of unavailable items",
        FileKind::Offered => "the list of offered items",
        FileKind::Season => "a list of the season",
        FileKind::Trending => "the list of what is trending",
    }
}
