//! The schema of every file of a pack: constants and fixed-size records only. Not for reading or writing.
//!
//! All numbers are little-endian and unaligned. If you change anything here, raise [`MAJOR`] (old modules must reject
//! the pack) or [`MINOR`] (old modules may read it), change `docs/pack-format.md`, and renew the golden hashes.
//!
//! `file` has the file header, `section` the sections of a payload; the records of the core, of shards and of the set
//! of unavailable items are in one file each.

mod core;
mod file;
mod section;
mod shard;
mod unavailable;

pub use self::core::{
    CapRecord, DiscretionRecord, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY, SEASON_WEATHER,
    SeasonRecord, Shop, TYPE_SENSITIVE, TransitionRecord, TuningRecord, TypeRecord, WindowRecord, ZoneRecord,
    stored_days,
};
pub use file::{Codec, FileKind, HEADER_CHECKED, HEADER_LEN, Header, MAGIC};
pub use section::{Section, SectionHeader};
pub use shard::{
    ALIAS_SIZE, BETWEEN_IMAGES, CARD_NEW, CARD_WEARER, CARDS_INSIDE, CARDS_OUTSIDE, CardRecord, ItemRecord,
    MAX_NEIGHBOURS, NO_PRICE, NeighbourRecord,
};
pub use unavailable::{RiceHeader, SizesLeftRecord};

pub use crate::model::MAX_RETENTION_DAYS;

/// The format version that a reader must support.
pub const MAJOR: u16 = 6;
/// The format version that a reader may ignore.
pub const MINOR: u16 = 4;
/// The first minor version in which a build has a messages file for each language.
pub const MINOR_WITH_MESSAGES: u16 = 1;
/// Number of placements in [`Section::Placements`], whatever the minor version; later ones are in
/// [`Section::LaterPlacements`].
pub const FIRST_PLACEMENTS: usize = 5;
/// The first minor version in which a build may have advice files: questionnaires, and details of items.
pub const MINOR_WITH_ADVICE: u16 = 2;
/// The first minor version in which a build has a file of trending items.
pub const MINOR_WITH_TRENDING: u16 = 3;
/// The version of the module's reading code. A module rejects a manifest that requires a newer one.
pub const MODULE: u32 = 6;
/// Length of `manifest.json` in bytes, for every catalogue.
pub const MANIFEST_LEN: usize = 1_024;
/// Maximum length of the list of languages in `manifest.json` in bytes, brackets included: with the longest numbers,
/// the manifest is then full.
pub const MAX_LANGUAGES_LEN: usize = 640;
/// A pack whose files are smaller than this in total is one file: the core with the only shard. In bytes.
pub const SINGLE_FILE_LEN: usize = 60_000;
/// Maximum number of collections of a house at a time.
pub const MAX_COLLECTIONS: usize = 64;
