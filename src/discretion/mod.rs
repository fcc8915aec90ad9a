//! Discretion: which reasons may be shown, how often, and when, as pure functions of the pack, the impression log, the
//! page and the clock. Not for scoring suggestions: see [`crate::rank`]. docs/discretion.md, "Discretion", has the
//! table of reasons and explains the numbers.

mod audience;
mod caps;
mod fatigue;
mod impression_log;
mod ledger;
mod notice;
mod page_context;
mod page_impressions;
mod permission;
mod policy;
mod reason;
mod reason_evidence;

pub use crate::model::{Audience, Cap, Caps, DAY, FeedbackKind, Floor, Pace, PageKind, Policy};
pub use caps::{OFFER_SECONDS, holds, left, left_of_new, may_offer};
pub use fatigue::{DIVISION_REST, Extent, Fatigue, ITEM_REST, TYPE_REST};
pub use impression_log::{ImpressionLog, KIND_REST, MessageAnswer, MessageState, NoticeEvent, NoticeState, SoldOut};
pub use ledger::{CappedSubject, LogEntry};
pub use notice::{Notice, Prominence, prominence};
pub use page_context::{DISSATISFACTION_REST, PageContext, REFUSALS};
pub use page_impressions::{Argument, DraftItem, PageImpressions, SlateDraft};
pub use permission::Permission;
pub use reason::{Reason, ReasonBasis, ReasonCode, WeatherReason};
pub use reason_evidence::ReasonEvidence;
