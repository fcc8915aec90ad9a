//! What may be said, how often, and when: pure functions of the pack, of what this device remembers of earlier
//! invitations, of the page and the clock. Not for what is worth suggesting: that is ranking. docs/DESIGN.md,
//! "Discretion", has the table of reasons and argues the numbers.

mod audience;
mod caps;
mod fatigue;
mod ledger;
mod moment;
mod notes;
mod notice;
mod offers;
mod policy;
mod reason;

pub use crate::model::{Audience, Cap, Caps, DAY, Floor, Pace, PageKind, Policy, What};
pub use caps::{OFFER_SECONDS, holds, may_offer, spent};
pub use fatigue::{DIVISION_REST, Fatigue, ITEM_REST, TYPE_REST};
pub use ledger::{Entry, Invitation};
pub use moment::{Moment, Permission, REFUSALS};
pub use notes::{Notes, NoticeEvent, NoticeState};
pub use notice::{Prominence, prominence};
pub use offers::{Draft, Offers};
pub use reason::{Grounds, Reason, ReasonCode, Weather};
