//! The pack with which fuzzing starts.

#[path = "../../tests/common/mod.rs"]
mod common;

use common::{Published, synthetic};

/// Enough items for more than one shard.
const ITEMS: usize = 1_200;
/// 2026-11-01.
const TIME: i64 = 1_793_491_200;

/// A small pack: its files are the seeds, and shards are read with its core.
#[must_use]
pub fn published() -> Published {
    Published::new(&synthetic::with_season(synthetic::content(ITEMS, 1)), TIME, &["P0000001", "P0000003"])
}
