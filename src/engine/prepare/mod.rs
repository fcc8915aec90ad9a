//! Prepares a request for ranking: the inputs from the history, the items that may be shown, and the division targets.
//! Pure: the same state, request and clock give the same [`RankingContext`](crate::rank::RankingContext).

mod history;
mod impressions;
mod inputs;
mod item_source;
mod prepared;
mod recently_viewed;
mod request;

pub(super) use history::counts_of_weeks;
pub use inputs::{Earlier, Local, RequestInputs};
pub use item_source::{ItemSource, ListedItem, Lists};
pub use prepared::{Prepared, StrongestSource};
pub(super) use recently_viewed::RecentlyViewed;
