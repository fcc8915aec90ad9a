//! What the build knows of seasons: when occasions fall, where time zones lie, how warm things are. Not for the
//! settings of a house (see [`crate::house`]), nor for what a page makes of them.

mod garments;
pub mod occasions;
pub mod pack;
pub mod place;
mod rule;
pub mod slate;
mod table;
pub mod warmth;
pub(crate) mod words;
