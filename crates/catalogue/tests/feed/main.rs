//! Feeds in every form, whole and damaged.

mod damaged;
mod fixture;
mod items;
