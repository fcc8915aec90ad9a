//! From a history and a pack to a slate: candidates, their scores, the choice.
//!
//! All query arithmetic is additions, multiplications and shifts on integers, so that the browser and the native
//! tool agree to the bit.

mod bought;
mod brief;
mod score;
mod slate;

pub use crate::model::{
    Action, ActiveRule, ActiveTarget, DEFAULT_THRESHOLD, Facts, Fallback, Handle, MAX_SOURCES, MAX_SUGGESTIONS,
    NEVER_AGAIN, Placement, PlacementSettings, RankTables, Rest, Rule, Scope, Target, Tuning, threshold_of,
};
pub use bought::{Bought, Deed};
pub use brief::{Absence, Brief, Items, Part, PartName};
pub use score::{List, Scorer, Source};
pub use slate::{Candidate, Place, RankSource, Shape, fill};
