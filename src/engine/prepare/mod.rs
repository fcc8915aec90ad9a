//! From what is known and a request to what ranking reads: what is read of the history, what may be shown, and how it is
//! shared out. Pure: the same state, request and clock give the same brief.

mod history;
mod invitations;
mod item_source;
mod prepared;
mod recently_viewed;
mod request;
mod state;

pub(super) use history::counts_of_weeks;
pub use item_source::{ItemSource, ListedItem, Lists};
pub use prepared::{Prepared, StrongestSource};
pub(super) use recently_viewed::RecentlyViewed;
pub use state::{Earlier, Local, State};
