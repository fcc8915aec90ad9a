//! What may be said, how often, and when: pure functions of the pack, of what this device remembers of earlier
//! invitations, of the page and the clock. Not for what is worth suggesting: that is ranking. docs/discretion.md,
//! "Discretion", has the table of reasons and argues the numbers.

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
pub use ledger::{Entry, Invitation};
pub use notice::{Notice, Prominence, prominence};
pub use page_context::{DISSATISFACTION_REST, PageContext, REFUSALS};
pub use page_impressions::{Argument, Draft, DraftItem, PageImpressions};
pub use permission::Permission;
pub use reason::{Reason, ReasonCode, Weather};
pub use reason_evidence::ReasonEvidence;
