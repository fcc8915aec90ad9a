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

pub use crate::model::{Audience, Cap, Caps, DAY, FeedbackKind, Floor, Pace, PageKind, Policy, ReasonNumber};
pub use caps::{OFFER_SECONDS, holds, left, left_of_new, may_offer};
pub use fatigue::{DIVISION_REST_SECONDS, Extent, Fatigue, ITEM_REST_SECONDS, TYPE_REST_SECONDS};
pub use impression_log::{
    ImpressionLog, ItemAnswer, KIND_REST_SECONDS, LoggedMessage, MessageAnswer, MessageState, NoticeEvent, NoticeState,
    SoldOut,
};
pub use ledger::{CappedSubject, LogEntry, LoggedDivision, LoggedItem};
pub use notice::{Notice, Prominence, prominence};
pub use page_context::{DISSATISFACTION_REST_SECONDS, PageContext, REFUSALS};
pub use page_impressions::{Argument, DraftItem, PageImpressions, SlateDraft};
pub use permission::Permission;
pub use reason::{Reason, ReasonBasis, ReasonCode, WeatherReason};
pub use reason_evidence::ReasonEvidence;
