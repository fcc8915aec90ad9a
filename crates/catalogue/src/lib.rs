//! What a house sells and what was ordered there: house.toml, product feeds, orders, and the catalogue that they make.

mod catalogue;
pub mod date;
pub mod error;
pub mod feed;
pub mod house;
pub mod identity;
pub mod input;
mod messages;
pub mod orders;
pub mod problems;
pub mod season;

pub use catalogue::{Catalogue, Division, Item, ItemIndex, ItemType, NEW_DAYS};
