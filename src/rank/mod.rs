//! Ranking: from the sources of a history to scored candidates and a slate. Not for preparing a request: see
//! [`crate::engine::prepare`].
//!
//! Query arithmetic consists of integer additions, multiplications and shifts, so that the browser and the native tool
//! agree to the bit.

mod context;
mod purchase_filter;
mod ration;
mod score;
mod slate;

pub use crate::model::{
    Action, ActiveRule, ActiveTarget, AgeGroup, DEFAULT_THRESHOLD, EventWeight, Factor, Fallback, Gender, Handle,
    ItemFeatures, ListWeight, MAX_SOURCES, MAX_SUGGESTIONS, Placement, PlacementSettings, RankTables,
    RepurchaseInterval, Rule, Scope, Score, Target, Tuning, Wearer,
};
pub use context::{Absence, Account, Filled, Items, Part, PartName, RankingContext, ScorePart};
pub use purchase_filter::{Interaction, PurchaseFilter};
pub use ration::Ration;
pub use score::{List, Reminder, Scorer, Source, SourcePart};
pub use slate::{Candidate, RankSource, RankedItem, SlateConfig, fill};
