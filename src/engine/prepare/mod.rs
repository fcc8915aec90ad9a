//! Prepares a request for ranking: the inputs from the history, the items that may be shown, and the division targets.
//! Pure: the same state, request and clock give the same [`RankingContext`](crate::rank::RankingContext).

mod history;
mod impressions;
mod item_source;
mod prepared;
mod recently_viewed;
mod request;
mod state;

pub(super) use history::counts_of_weeks;
pub use item_source::{ItemSource, ListedItem, Lists};
pub use prepared::{Prepared, StrongestSource};
pub(super) use recently_viewed::RecentlyViewed;
pub use state::{Earlier, Local, RequestInputs};
