//! What can be wrong with a file of a pack.

use super::layout::Kind;
use crate::digits::decimal;
use crate::prelude::*;
use core::fmt::{Display, Formatter};

/// A file of a pack that cannot be used. The pack that was in use before stays in use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackError {
    /// Shorter or longer than it says of itself.
    Length {
        /// Which file.
        file: &'static str,
        /// Bytes it should have.
        expected: u64,
        /// Bytes it has.
        got: u64,
    },
    /// Does not begin as a file of a pack does.
    NotAPack,
    /// Written by a tool this module does not understand.
    Version {
        /// The version the reader knows.
        expected: u32,
        /// The version of the file.
        got: u32,
    },
    /// A sound file in the wrong place: another kind, build or shard.
    Misplaced {
        /// Which file was expected.
        file: &'static str,
        /// What differs.
        what: &'static str,
    },
    /// The stored bytes are not those that were written.
    Checksum {
        /// Which file.
        file: &'static str,
    },
    /// A declared size that no pack has; nothing was allocated for it.
    TooLarge {
        /// Which file.
        file: &'static str,
        /// The declared size, in bytes.
        declared: u64,
        /// The largest accepted, in bytes.
        cap: u64,
    },
    /// The checksum holds but the content breaks a rule of the format.
    Malformed {
        /// Which section. The browser's module does not know: the names and rules would make it 1 kB larger.
        section: &'static str,
        /// Which rule.
        what: &'static str,
    },
}

impl PackError {
    /// A rule of the format that a section breaks.
    pub(crate) const fn malformed(section: &'static str, what: &'static str) -> Self {
        if cfg!(target_arch = "wasm32") {
            Self::Malformed { section: "", what: "" }
        } else {
            Self::Malformed { section, what }
        }
    }

    /// What is wrong and what to do. `Display` says the same; without the formatting machinery the module is smaller.
    #[must_use]
    pub fn message(&self) -> String {
        match *self {
            Self::NotAPack => "this is not a file of a Passerelle pack: check the pack's address, or that the server \
                               does not answer with a page of its own"
                .to_owned(),
            Self::Version { expected, got } => [
                "the pack has format version ",
                &decimal(got.into()),
                ", this module reads ",
                &decimal(expected.into()),
                ": build the pack and ship the module from the same release",
            ]
            .concat(),
            // Which file it is, and what about it, would make the browser's module 1 kB larger.
            _ if cfg!(target_arch = "wasm32") => {
                "a file of the pack was damaged on the way, stands in another's place or \
                                                  breaks a rule of the format: `passerelle verify` says which; publish \
                                                  the pack again"
                    .to_owned()
            }
            Self::Length { file, expected, got } => [
                file,
                " is ",
                &decimal(got),
                " bytes, not ",
                &decimal(expected),
                ": it was cut or mixed up on the way; publish the pack again",
            ]
            .concat(),
            Self::Misplaced { file, what } => [
                file,
                " belongs to another place of the pack (",
                what,
                " differs): publish every file of the build again",
            ]
            .concat(),
            Self::Checksum { file } => {
                [file, " does not match its checksum: it was damaged on the way; publish the pack again"].concat()
            }
            Self::TooLarge { file, declared, cap } => {
                [file, " declares ", &decimal(declared), " bytes, more than the ", &decimal(cap), " a reader accepts"]
                    .concat()
            }
            Self::Malformed { section, what } => {
                ["the pack's ", section, " section is malformed (", what, "): build the pack again"].concat()
            }
        }
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

impl Display for PackError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl core::error::Error for PackError {}

/// The name of a kind of file in messages.
pub(super) const fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Core => "the core",
        Kind::Shard => "a shard",
        Kind::Unavailable => "the list of unavailable items",
        Kind::Offered => "the list of offered items",
        Kind::Season => "a list of the season",
    }
}
