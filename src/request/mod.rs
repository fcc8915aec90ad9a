//! The inputs of the API: each is declared once and read in the same way from JavaScript and from the native tool's
//! JSON.
//!
//! Reading checks kinds, ranges and names, without knowledge of the pack. Not for ranking: see [`crate::rank`].

mod event;
mod fields;
mod group;
#[cfg(not(target_arch = "wasm32"))]
mod json;
mod messages;
mod notice;
mod season;
mod suggest;

pub use event::TrackedEvent;
pub use fields::{Fields, OptionError, Reader, Unreadable, Value};
pub use group::GroupOptions;
pub use messages::{MessagePictures, MessagesRequest};
pub use season::{SeasonOptions, WeatherSource, read_weather};
#[cfg(feature = "types")]
pub use suggest::ItemIds;
pub use suggest::{Basis, Divisions, SuggestRequest};
