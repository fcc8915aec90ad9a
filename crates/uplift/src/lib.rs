//! Measures whether suggestions increase orders, by comparing a group that could see them with a held-out group.
//!
//! The house's own analytics counts visits and orders by day and group ([`counts`]). [`estimate`] computes the relative
//! difference of the order rates and its variance, [`sequence`] an interval that is valid however often it is read, and
//! [`wait`] the number of days needed to detect an effect of a given size. Not for individual shoppers: no step uses
//! data about them.
//!
//! ```
//! use passerelle_uplift::{Analysis, Settings, counts};
//!
//! let file = "day,group,visits,orders\n\
//!             2026-11-01,suggestions,9000,210\n\
//!             2026-11-01,held_out,1000,18\n";
//! let days = counts::read(file.as_bytes())?;
//! let analysis = Analysis::of(&days, &Settings::default());
//! assert!(analysis.by_device.is_some_and(|found| found.interval.is_none()), "18 orders say nothing yet");
//! # Ok::<(), passerelle_uplift::CountsError>(())
//! ```

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod counts;
pub mod estimate;
pub mod sequence;
pub mod wait;

mod analysis;

pub use analysis::{Analysis, Comparison, LEAST_DAYS, LEAST_ORDERS, Missing, Settings, Verdict};
pub use counts::{CountsError, Group, Row, Unit};
