//! What can be wrong with a file of a pack.

use super::layout::Kind;

/// A file of a pack that cannot be used. The pack that was in use before stays in use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// Shorter or longer than it says of itself.
    #[error("{file} is {got} bytes, not {expected}: it was cut or mixed up on the way; publish the pack again")]
    Length {
        /// Which file.
        file: &'static str,
        /// Bytes it should have.
        expected: u64,
        /// Bytes it has.
        got: u64,
    },
    /// Does not begin as a file of a pack does.
    #[error(
        "this is not a file of a Passerelle pack: check the pack's address, or that the server does not answer with a \
         page of its own"
    )]
    NotAPack,
    /// Written by a tool this module does not understand.
    #[error(
        "the pack has format version {got}, this module reads {expected}: build the pack and ship the module from the \
         same release"
    )]
    Version {
        /// The version the reader knows.
        expected: u32,
        /// The version of the file.
        got: u32,
    },
    /// A sound file in the wrong place: another kind, build or shard.
    #[error("{file} belongs to another place of the pack ({what} differs): publish every file of the build again")]
    Misplaced {
        /// Which file was expected.
        file: &'static str,
        /// What differs.
        what: &'static str,
    },
    /// The stored bytes are not those that were written.
    #[error("{file} does not match its checksum: it was damaged on the way; publish the pack again")]
    Checksum {
        /// Which file.
        file: &'static str,
    },
    /// A declared size that no pack has; nothing was allocated for it.
    #[error("{file} declares {declared} bytes, more than the {cap} that a reader accepts: build the pack again")]
    TooLarge {
        /// Which file.
        file: &'static str,
        /// The declared size, in bytes.
        declared: u64,
        /// The largest accepted, in bytes.
        cap: u64,
    },
    /// The checksum holds but the content breaks a rule of the format.
    #[error("the pack's {section} section is malformed ({what}): build the pack again")]
    Malformed {
        /// Which section.
        section: &'static str,
        /// Which rule.
        what: &'static str,
    },
}

impl PackError {
    /// A rule of the format that a section breaks.
    pub(crate) const fn malformed(section: &'static str, what: &'static str) -> Self {
        Self::Malformed { section, what }
    }

    /// The stable code, as JavaScript sees it in `error.code`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Version { .. } => "pack_version",
            Self::NotAPack => "pack_not_found",
            _ => "pack_damaged",
        }
    }
}

/// The name of a kind of file in messages.
pub(super) const fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Core => "the core",
        Kind::Shard => "a shard",
        Kind::Unavailable => "the list of unavailable items",
        Kind::Offered => "the list of offered items",
        Kind::Season => "a list of the season",
        Kind::Trending => "the list of what is trending",
    }
}
