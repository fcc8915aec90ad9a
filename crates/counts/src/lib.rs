//! Counting an order log on an engine of its own (engines/spark/): what its job reads ([`inputs`]), and what it gives back
//! ([`counts`]). The tables are Parquet, their columns whole numbers; docs/scale.md lists them. Not for the rules of
//! counting: natively they are those of `passerelle-learning`, in SQL those of engines/spark/counts.sql.

mod about;
pub mod counts;
mod error;
pub mod inputs;
mod table_reader;
mod table_writer;

pub use about::{About, FORMAT};
pub use error::CountsError;
