//! From a history and a pack to a slate: candidates, their scores, the choice.
//!
//! All query arithmetic is additions, multiplications and shifts on integers, so that the browser and the native
//! tool agree to the bit.

mod bought;
mod brief;
mod known;
mod placement;
pub mod quantise;
mod rules;
mod score;
mod slate;
pub mod stored;
mod tables;
mod texts;

pub use bought::{Bought, Deed, NEVER_AGAIN, Rest};
pub use brief::{Absence, Brief, Items, Part, PartName};
pub use known::{Card, Known, KnownItem, MAX_LISTS};
pub use placement::{DEFAULT_THRESHOLD, Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, Scope, threshold_of};
pub use rules::{Action, ActiveRule, ActiveTarget, Rule, Target};
pub use score::{List, Scorer, Source};
pub use slate::{Candidate, Place, RankSource, Shape, fill};
pub use tables::{MAX_SOURCES, RankTables, Tuning};
pub use texts::Texts;

use crate::season::Traits;

/// A small number that stands for an item: on a page an item it has met, in the native tool a place in the catalogue.
pub type Handle = u32;

/// What ranking needs to know of an item besides its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Position of its division.
    pub division: u16,
    /// Position of its type.
    pub item_type: u16,
    /// Whether it came into the house lately.
    pub is_new: bool,
    /// The collections it belongs to, bit by bit in the order of house.toml.
    pub collections: u64,
    /// What it is for the season.
    pub traits: Traits,
}
