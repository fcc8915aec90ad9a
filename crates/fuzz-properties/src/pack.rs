//! The packs with which fuzzing starts.

#[path = "../../../tests/common/mod.rs"]
pub(crate) mod common;

use common::{rules, synthetic};
use passerelle::model::{Day, DivisionIndex, ItemSizes, Placement, Scope, SizeRange, SizeRangeIndex, SizeSet};
use passerelle::pack::write::{self, Alias, Content, Neighbour, OfferedItem};
use std::num::NonZeroU32;

pub use common::Published;

/// Enough items for more than one shard.
const ITEMS: usize = 1_200;
/// Few enough items for a pack of one file.
const FEW_ITEMS: usize = 12;
/// The time of the packs and of the history: 2026-11-01.
pub const TIME: i64 = 1_793_491_200;

/// A small pack with everything that a file can hold: its files are the seeds, and shards are read with its core.
#[must_use]
pub fn published() -> Published {
    publish(synthetic::with_season(synthetic::content(ITEMS, 1)))
}

/// A pack of one file.
#[must_use]
pub fn small() -> Published {
    publish(synthetic::content(FEW_ITEMS, 1))
}

fn publish(mut content: Content) -> Published {
    let sizes = ["38", "39", "40"].map(str::to_owned).to_vec();
    content.core.size_ranges = vec![SizeRange { group: "shoes".to_owned(), sizes }];
    let range = SizeRangeIndex(0);
    content.items.iter_mut().step_by(3).for_each(|item| item.size_range = Some(range));
    content.aliases = (0..content.items.len())
        .step_by(2)
        .map(|item| Alias {
            size: content.items[item].size_range.map(|_| 1),
            ..Alias::any(format!("S{item:07}"), item as u32)
        })
        .collect();
    content.core.rules = rules();
    content.core.placements[Placement::Product as usize].scope = Scope::Only(vec![DivisionIndex(1), DivisionIndex(4)]);
    let gone = |id: &str, day| OfferedItem { id: id.to_owned(), last_offered: Day::from_number(day) };
    content.offered = vec![gone("gone", 20_000), gone("lost", 20_001)];
    content.trending =
        vec![vec![Neighbour { item: 3, weight: 1.5, support: NonZeroU32::new(5) }]; content.core.divisions.len()];
    let left = SizeSet::default().with(1);
    let (sold_out, of_a_size) = (synthetic::id(1), synthetic::id(3));
    Published::stocked(
        write::build(&content, TIME).expect("the content is sound"),
        &[&sold_out, "gone", "lost"],
        &[(&of_a_size, ItemSizes { range, left })],
    )
}
