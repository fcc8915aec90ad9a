//! Counting an order log on an external engine (engines/spark/): the inputs of its job ([`inputs`]), and its results
//! ([`counts`]). The tables are Parquet files with columns of whole numbers; docs/scale.md lists them. Not for the
//! rules of counting: see `passerelle-learning` for the native ones, engines/spark/counts.sql for those in SQL.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

mod about;
pub mod counts;
mod error;
pub mod inputs;
mod table_reader;
mod table_writer;

pub use about::{About, FORMAT};
pub use error::CountsError;
