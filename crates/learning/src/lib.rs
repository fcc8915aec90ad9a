//! Learns neighbour lists from a log of events and a catalogue.
//!
//! Counting pairs ([`count`]) is the only step whose time grows with the log; the time of all later steps grows with
//! the catalogue. Formula and measurements: docs/learning.md.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod advisers;
pub mod arrivals;
pub mod audience;
pub mod backoff;
pub mod calibrate;
pub mod count;
mod counted;
pub mod curated_pairs;
pub mod demand;
pub mod division_transitions;
pub mod fixed_weight;
pub mod groups;
mod hyperparameters;
mod learn;
pub mod learnable;
mod learned;
mod lists;
pub mod log_counts;
pub mod message_audience;
mod pair;
pub mod pair_table;
pub mod popularity;
mod progress;
mod random_walk;
pub mod rank_tables;
mod repeats;
pub mod repurchase_intervals;
pub mod scratch_pool;
pub mod season_slates;
mod settings;
pub mod shopper_sessions;
pub mod smooth;
pub mod sparse;
pub mod trending;
pub mod type_transitions;
pub mod validation;
pub mod visits;
pub mod weigh;
pub mod words;

pub use calibrate::Calibration;
pub use counted::Counted;
pub use hyperparameters::Hyperparameters;
pub use learn::{learn, learn_from_counts};
pub use learned::{Learned, Report};
pub use lists::{lists_of, typical};
pub use log_counts::LogCounts;
pub use pair::Pair;
pub use passerelle::pack::write::Neighbour;
pub use progress::Progress;
pub use repeats::Repeats;
pub use settings::Settings;
pub use trending::Trending;
