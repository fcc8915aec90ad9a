//! The tool's output for people: lines and tables in a terminal, and text in HTML pages. Not for machine-readable
//! output.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

pub mod html;
mod percentile;
mod print;
pub mod table;

pub use percentile::percentile;
pub use print::plain;
