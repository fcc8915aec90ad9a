//! From a history and a pack to a slate: candidates, their scores, the choice.
//!
//! All query arithmetic is additions, multiplications and shifts on integers, so that the browser and the native
//! tool agree to the bit.

mod score;
mod tables;

pub use score::{List, Scorer, Source};
pub use tables::{MAX_SOURCES, RankTables};
