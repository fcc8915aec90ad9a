//! Definitions shared by the feed and the log of a made-up shop.

use std::io::Write;

use anyhow::Result;

use super::random;

/// Start of the log in seconds since 1970-01-01 UTC (2024-07-01), and its length in seconds.
pub const START: i64 = 1_719_792_000;
pub const LENGTH: i64 = 730 * 86_400;
pub const DIVISIONS: u64 = 8;
/// Minimum number of types of a division.
const TYPES: u64 = 20;
/// One item in this number has variants.
const WITH_VARIANTS: u64 = 20;

/// The size of a made-up shop.
#[derive(Clone, Copy, Debug)]
pub struct MadeShop {
    pub items: u64,
    pub sessions: u64,
    pub shoppers: u64,
    /// Whether the log has ordered events, with views and carts; if false, it has orders.
    pub events: bool,
    /// Whether two items sell far more in the last ten days than before.
    pub rises: bool,
    /// Another seed gives another shop of the same size.
    pub seed: u64,
}

impl MadeShop {
    /// The type of the item with this id.
    pub fn type_of(self, id: u64) -> u64 {
        self.hash(id, 0x7e9e) % (DIVISIONS * self.types_per_division())
    }

    /// The cube root of the number of items, 20 at least: larger shops have more types, and more items of each.
    pub fn types_per_division(self) -> u64 {
        ((self.items as f64).cbrt() as u64).max(TYPES)
    }

    /// The number of variants of an item; 0 if it has none.
    pub fn variants(self, id: u64) -> u64 {
        let hash = self.hash(id, 0x7a81);
        if hash.is_multiple_of(WITH_VARIANTS) { 2 + hash / WITH_VARIANTS % 2 } else { 0 }
    }

    /// A pseudo-random number for an item (or another number) and a purpose.
    pub fn hash(self, id: u64, purpose: u64) -> u64 {
        random::mix(random::mix(id ^ (purpose << 48)) ^ self.seed)
    }
}

/// The id of the item at a rank.
pub fn id(rank: u64, items: u64) -> u64 {
    // This is a permutation: the multiplier is a prime above any number of items.
    rank * 4_294_967_291 % items
}

/// Writes a line; `text` already has tabs or commas between the cells.
pub fn line(out: &mut dyn Write, text: std::fmt::Arguments<'_>) -> Result<()> {
    out.write_fmt(text)?;
    out.write_all(b"\n").map_err(Into::into)
}
