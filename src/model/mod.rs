//! What everything else speaks of: ids, units, kinds of event, placements, rules, the numbers of the ranking formula. Data
//! with the arithmetic that belongs to it; no file, no history, no page.

mod calendar;
mod category;
mod collection;
mod day;
mod event;
mod feedback;
mod fixed;
mod half_month;
mod index;
mod interner;
mod item;
mod key;
mod page_kind;
mod placement;
mod policy;
mod repurchase;
mod rules;
mod season;
mod spoken_id;
mod tables;
mod units;
mod whole_number;

pub use calendar::Date;
pub use category::Category;
pub use collection::CollectionSet;
pub use day::{Day, Days, Week};
pub use event::{Event, EventKind};
pub use feedback::FeedbackKind;
pub use fixed::{EventWeight, Factor, Fit, Fixed, ListWeight, Score};
pub use half_month::HalfMonth;
pub use index::{CategoryIndex, CollectionIndex, DivisionIndex, TypeIndex};
pub(crate) use interner::Interner;
pub use item::{AgeGroup, Gender, Handle, ItemFeatures, NOT_WORN, Traits, Wearer};
pub use key::{ItemKey, shard_of};
pub use page_kind::PageKind;
pub use placement::{DEFAULT_THRESHOLD, Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, Scope};
pub use policy::{Audience, Cap, Caps, Floor, Pace, Policy};
pub use repurchase::{NEVER_AGAIN, RepurchaseInterval};
pub use rules::{Action, ActiveRule, ActiveTarget, Rule, Target};
pub use season::{Climate, HALF_MONTHS, Kind};
pub use spoken_id::{AliasKinds, IdKind, SpokenId};
pub(crate) use tables::by_times;
pub use tables::{MAX_SOURCES, RankTables, Tuning};
pub use units::{DAY, MAX_RETENTION_DAYS, WEEK};
pub use whole_number::whole_number;
