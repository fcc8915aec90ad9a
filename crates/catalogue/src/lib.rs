//! Reads a house's files (house.toml, product feeds and orders) and builds the catalogue from them.

#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used))]

mod attribute;
mod catalogue;
pub mod clo;
pub mod date;
pub mod error;
pub mod feed;
mod fold;
pub mod house;
pub mod identity;
pub mod input;
pub mod item_tags;
mod normalized_words;
pub mod occasions;
pub mod orders;
pub mod problems;
pub mod proposal;
pub mod sizes;
pub mod time_zones;
mod translations;
pub mod warmth;
pub mod web_address;
mod yes_no;

pub use catalogue::{
    Alias, Catalogue, CuratedPair, Details, Division, Item, ItemIndex, ItemType, NEW_DAYS, Texts, VariantSize,
};
