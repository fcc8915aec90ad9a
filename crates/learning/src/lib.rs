//! From a log and a catalogue to neighbour lists.
//!
//! Counting pairs is the only step that grows with the log ([`count`]); everything after it grows with the catalogue.
//! Formula and measurements: docs/RANKING.md.

pub mod arrivals;
pub mod audience;
pub mod backoff;
pub mod calibrate;
pub mod careers;
pub mod count;
mod counted;
pub mod demand;
pub mod groups;
mod hops;
mod learn;
mod learned;
mod lists;
pub mod onward;
mod pair;
pub mod pair_table;
pub mod pool;
pub mod popularity;
mod progress;
mod recipe;
pub mod rest;
pub mod season_slates;
mod settings;
pub mod smooth;
pub mod sparse;
pub mod stated;
pub mod tables;
mod transitions;
pub mod validation;
pub mod visits;
pub mod weigh;

pub use calibrate::Calibration;
pub use counted::Counted;
pub use learn::learn;
pub use learned::{Learned, Report};
pub use lists::{lists_of, typical};
pub use pair::Pair;
pub use passerelle::pack::write::Neighbour;
pub use progress::Progress;
pub use recipe::Recipe;
pub use settings::Settings;
