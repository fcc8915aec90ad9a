//! From a history and a pack to a slate: candidates, their scores, the choice.
//!
//! All query arithmetic is additions, multiplications and shifts on integers, so that the browser and the native
//! tool agree to the bit.

mod known;
mod names;
#[cfg(not(target_arch = "wasm32"))]
pub mod quantise;
mod score;
mod slate;
mod tables;

pub use known::{Card, Handle, Known, KnownItem, MAX_LISTS};
pub use score::{List, Scorer, Source};
pub use slate::{MAX_SUGGESTIONS, Placement, choose};
pub use tables::{MAX_SOURCES, RankTables};
