//! Measures the product's own ranking on a log: learns from the training part only and predicts the test part.
//!
//! Protocols, figures and their commands: docs/research/results.md.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

mod args;
pub mod baselines;
pub mod data;
pub mod discretion_protocol;
mod error;
mod evaluate;
pub mod figures;
mod interval;
pub mod new_item_protocol;
mod report;
pub mod scored_on;
pub mod season_figures;
pub mod season_protocol;
mod slate_case;
pub mod slate_figures;
mod slate_house;
pub mod slate_model;
pub mod slate_placement;
pub mod slate_protocol;
mod slate_session;
mod slate_variants;

pub use args::{Args, Measure};
pub use baselines::Baseline;
pub use error::EvaluateError;
pub use evaluate::{evaluate, evaluate_each, new_items, read, reasons, run, seasons, settings, slates};
pub use report::REPORT;
