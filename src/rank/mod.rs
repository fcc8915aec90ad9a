//! From a history and a pack to a slate: candidates, their scores, the choice.
//!
//! All query arithmetic is additions, multiplications and shifts on integers, so that the browser and the native
//! tool agree to the bit.

mod context;
mod purchase_filter;
mod score;
mod slate;

pub use crate::model::{
    Action, ActiveRule, ActiveTarget, DEFAULT_THRESHOLD, Fallback, Handle, ItemFeatures, MAX_SOURCES, MAX_SUGGESTIONS,
    NEVER_AGAIN, Placement, PlacementSettings, RankTables, RepurchaseInterval, Rule, Scope, Target, Tuning,
    threshold_of,
};
pub use context::{Absence, Items, Part, PartName, RankingContext};
pub use purchase_filter::{Interaction, PurchaseFilter};
pub use score::{List, Scorer, Source};
pub use slate::{Candidate, RankSource, RankedItem, SlateConfig, fill};
