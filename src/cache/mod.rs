//! A cache of neighbour lists and cards that this page has read or the device has stored, keyed by item id so that they
//! stay valid across builds. Not for scoring them: see [`crate::rank`].

mod items;
pub mod record;
mod texts;

pub use items::{CachedItem, Card, ItemCache};
pub use texts::CardText;
