//! The schema of every file of a pack: constants and fixed records, nothing else.
//!
//! All numbers are little-endian and unaligned. When anything here changes, raise [`MAJOR`] (old modules must
//! refuse the pack) or [`MINOR`] (old modules may read it), change `docs/pack-format.md`, and renew the golden hashes.
//!
//! `file` is what every file begins with, `section` what its payload consists of; the records of the core, of shards and
//! of the set of unavailable items are in a file each.

mod core;
mod file;
mod section;
mod shard;
mod unavailable;

pub use self::core::{
    CapRecord, DiscretionRecord, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY, SEASON_WEATHER,
    SeasonRecord, Shop, TYPE_SENSITIVE, TransitionRecord, TuningRecord, TypeRecord, WindowRecord, ZoneRecord,
};
pub use file::{Codec, HEADER_CHECKED, HEADER_LEN, Header, Kind, MAGIC};
pub use section::{Section, SectionHeader};
pub use shard::{
    ALIAS_SIZE, BETWEEN_IMAGES, CARD_NEW, CARD_WEARER, CARDS_INSIDE, CARDS_OUTSIDE, CardRecord, ItemRecord,
    MAX_NEIGHBOURS, NO_PRICE, NeighbourRecord,
};
pub use unavailable::{RiceHeader, SizesLeftRecord};

pub use crate::model::MAX_RETENTION_DAYS;

/// Format version that a reader must know.
pub const MAJOR: u16 = 6;
/// Format version that a reader may ignore.
pub const MINOR: u16 = 4;
/// From this minor version on a build has a file of messages for each language.
pub const MINOR_WITH_MESSAGES: u16 = 1;
/// So many placements have their records in [`Section::Placements`], whatever the minor version; those that came later are in
/// [`Section::LaterPlacements`].
pub const FIRST_PLACEMENTS: usize = 5;
/// From this minor version on a build may have files of advice: questionnaires, and details of items.
pub const MINOR_WITH_ADVICE: u16 = 2;
/// From this minor version on a build has a file of what is bought now more than before.
pub const MINOR_WITH_TRENDING: u16 = 3;
/// The version of the module's reading code; a manifest may ask for a newer one.
pub const MODULE: u32 = 6;
/// Length of `manifest.json` in bytes, whatever the catalogue.
pub const MANIFEST_LEN: usize = 1_024;
/// The list of languages in `manifest.json` takes at most so many bytes, brackets included: with the longest numbers the
/// manifest is full then.
pub const MAX_LANGUAGES_LEN: usize = 640;
/// A pack whose files together take less than this travels as one file: the core, shard included. In bytes.
pub const SINGLE_FILE_LEN: usize = 60_000;
/// A house has at most this many collections at a time.
pub const MAX_COLLECTIONS: usize = 64;
