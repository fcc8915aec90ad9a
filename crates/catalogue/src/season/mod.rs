//! What the build knows of seasons: when occasions fall, where time zones lie, how warm things are. Not for the
//! settings of a house (see [`crate::house`]), nor for what a page makes of them.

mod garments;
pub mod occasions;
pub mod place;
mod rule;
mod table;
pub mod warmth;
pub(crate) mod words;
