//! Whether suggestions bring orders: a comparison of two groups, one that saw them and one that was held out.
//!
//! The house's own analytics counts visits and orders by day and group ([`counts`]). [`estimate`] makes of them the relative
//! difference of the order rates and its variance, [`sequence`] an interval that holds however often it is read, [`wait`] the
//! days that an effect of a given size takes. No step reads anything of a shopper.
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

pub mod counts;
pub mod estimate;
pub mod sequence;
pub mod wait;

mod analysis;

pub use analysis::{Analysis, Comparison, LEAST_DAYS, LEAST_ORDERS, Missing, Settings, Verdict};
pub use counts::{CountsError, Group, Row, Unit};
