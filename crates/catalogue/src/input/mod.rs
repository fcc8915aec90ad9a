//! Input files: opened, unpacked and checked, and read row by row where they are tables.

pub mod delimited;
mod parquet;
pub mod source;
