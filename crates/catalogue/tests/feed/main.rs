//! Feeds in every form, intact and damaged.

mod damaged;
mod fixture;
mod items;
