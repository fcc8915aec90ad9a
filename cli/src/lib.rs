//! The native half of Passerelle: it turns a product feed and past orders into a static pack, and measures the
//! code that ships.

pub mod catalogue;
pub mod commands;
mod date;
mod delimited;
pub mod error;
pub mod evaluate;
pub mod feed;
pub mod house;
mod html;
pub mod learn;
pub mod log;
mod messages;
mod output;
pub mod pack_dir;
mod parquet;
mod percentile;
pub mod problems;
pub mod publish;
pub mod season;
mod source;
pub mod words;
