//! Basic types: ids, units, kinds of events, placements, rules, the tables of the ranking formula, with their
//! arithmetic. Not for files, histories or pages.

mod adviser;
mod answer_key;
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
mod message_kind;
mod page_kind;
mod placement;
mod policy;
mod reason_number;
mod repurchase;
mod rules;
mod season;
mod size;
mod slug;
mod spoken_id;
mod tables;
mod units;
mod variant_key;
mod whole_number;

pub use adviser::{ADVISER_LENGTH, is_adviser_code};
pub use answer_key::AnswerKey;
pub use calendar::Date;
pub use category::Category;
pub use collection::CollectionSet;
pub use day::{Day, Days, Week};
pub use event::{Event, EventKind};
pub use feedback::FeedbackKind;
pub use fixed::{EventWeight, Factor, Fit, Fixed, ListWeight, Score};
pub use half_month::HalfMonth;
pub use index::{CategoryIndex, CollectionIndex, DivisionIndex, LanguageIndex, TypeIndex};
pub(crate) use interner::Interner;
pub use item::{AgeGroup, Gender, Handle, ItemFeatures, NOT_WORN, Traits, Wearer};
pub use key::{ItemKey, ShardIndex};
pub use message_kind::MessageKind;
pub use page_kind::PageKind;
pub use placement::{DEFAULT_THRESHOLD, Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, Scope};
pub use policy::{Audience, Cap, Caps, Floor, PROMOTIONS_PER_DAY, Pace, Policy};
pub use reason_number::ReasonNumber;
pub use repurchase::RepurchaseInterval;
pub use rules::{Action, ActiveRule, ActiveTarget, Rule, Target, leave_out};
pub use season::{Climate, HALF_MONTHS, Kind};
pub use size::{
    ItemSizes, MAX_SIZE_RANGES, MAX_SIZES, Size, SizeIndex, SizeRange, SizeRangeIndex, SizeSet, SizesLeft, folded_size,
};
pub use slug::Slug;
pub use spoken_id::{AliasKinds, IdKind, SpokenId};
pub(crate) use tables::by_times;
pub use tables::{MAX_SOURCES, RankTables, Tuning};
pub use units::{DAY, MAX_RETENTION_DAYS, WEEK};
pub use variant_key::VariantKey;
pub use whole_number::whole_number;
