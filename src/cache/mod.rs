//! Neighbour lists and cards that this page has read or the device has kept, keyed by item id, so that they outlive their
//! build. Not for what they are worth: that is ranking.

mod items;
pub mod record;
mod texts;

pub use items::{CachedItem, Card, ItemCache};
pub use texts::CardText;
