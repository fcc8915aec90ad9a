//! The pack: the contract between the native build and the browser.
//!
//! `docs/pack-format.md` is the normative text; [`layout`] is the only schema in code, used by the readers here and by
//! the writer (feature `write`). Not for fetching, for decompression in the browser, or for ranking.

pub mod layout;

mod alias_check;
mod binary_file;
mod core;
mod discretion;
mod envelope;
mod error;
mod manifest;
pub mod quantise;
mod rice;
mod season;
mod sections;
mod settings;
mod shard;
mod unavailable;
#[cfg(feature = "write")]
pub mod write;

pub use self::core::{Address, Core, Division, ItemType, PICTURE_WIDTHS, Transition};
pub use crate::model::{AliasKinds, IdKind, ItemKey, ShardCount, ShardIndex, SpokenId};
pub use binary_file::BinaryFile;
pub use envelope::{Envelope, Expected};
pub use error::PackError;
pub use manifest::Manifest;
pub use season::{Season, Window, Zone};
pub use sections::Column;
pub use shard::{AliasRef, CardRef, ItemRef, NeighbourRef, Shard};
pub use unavailable::Unavailable;
