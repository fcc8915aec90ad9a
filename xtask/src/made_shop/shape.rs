//! What the feed and the log of a made-up shop share.

use std::io::Write;

use anyhow::Result;

use super::random;

/// Seconds since 1970-01-01 UTC of the log's beginning, 2024-07-01, and its length.
pub const START: i64 = 1_719_792_000;
pub const LENGTH: i64 = 730 * 86_400;
pub const DIVISIONS: u64 = 8;
pub const TYPES_PER_DIVISION: u64 = 20;

/// The size of a made-up shop.
#[derive(Clone, Copy, Debug)]
pub struct MadeShop {
    pub items: u64,
    pub sessions: u64,
    pub shoppers: u64,
    /// Events in order, with views and carts; else orders.
    pub events: bool,
}

/// The id of the item at a rank.
pub fn id(rank: u64, items: u64) -> u64 {
    // A permutation: the multiplier is a prime above any number of items.
    rank * 4_294_967_291 % items
}

/// The type of the item with this id.
pub const fn type_of(id: u64) -> u64 {
    random::mix(id) % (DIVISIONS * TYPES_PER_DIVISION)
}

/// Writes a line, tab or comma between the cells already.
pub fn line(out: &mut dyn Write, text: std::fmt::Arguments<'_>) -> Result<()> {
    out.write_fmt(text)?;
    out.write_all(b"\n").map_err(Into::into)
}
