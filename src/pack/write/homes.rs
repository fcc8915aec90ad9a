//! Assigns items and aliases to shards. Memory: two numbers for each of them, whatever the number of shards. Not for
//! the content of a shard.

use std::cmp::Reverse;

use super::content::{Alias, Content};
use crate::model::{ShardCount, ShardIndex};

/// The items and aliases of a content, by shard.
pub(super) struct Homes<'a> {
    content: &'a Content,
    items: Rows,
    aliases: Rows,
}

impl<'a> Homes<'a> {
    /// Assigns all items and aliases of `content` to a pack of `count` shards.
    pub(super) fn new(content: &'a Content, count: ShardCount) -> Self {
        let items = Rows::new(count, content.items.iter().map(|item| item.id.as_str()));
        let aliases = Rows::new(count, content.aliases.iter().map(|alias| alias.text.as_str()));
        Self { content, items, aliases }
    }

    /// The positions of the items of a shard, ascending.
    pub(super) fn items(&self, shard: ShardIndex) -> impl Iterator<Item = usize> + '_ {
        self.items.row(shard).iter().map(|item| *item as usize)
    }

    /// The `count` shards with the most lists, those with the most first, ties ascending. An alias has a list too.
    pub(super) fn fullest(&self, count: usize) -> Vec<ShardIndex> {
        fullest(&self.items, &self.aliases, count)
    }

    /// The aliases of a shard, ascending.
    pub(super) fn aliases(&self, shard: ShardIndex) -> impl Iterator<Item = &'a Alias> + '_ {
        self.aliases.row(shard).iter().filter_map(|alias| self.content.aliases.get(*alias as usize))
    }
}

fn fullest(items: &Rows, aliases: &Rows, count: usize) -> Vec<ShardIndex> {
    let shards = items.starts.len().saturating_sub(1) as u32;
    let lists = |shard: &ShardIndex| items.row(*shard).len() + aliases.row(*shard).len();
    let mut fullest: Vec<ShardIndex> = (0..shards).map(ShardIndex).collect();
    fullest.sort_by_key(|shard| Reverse(lists(shard)));
    fullest.truncate(count);
    fullest
}

/// Positions by shard, in one list.
struct Rows {
    /// The start of each shard's positions; one entry more than there are shards.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Rows {
    fn new<'a>(count: ShardCount, ids: impl Iterator<Item = &'a str>) -> Self {
        let shards: Vec<ShardIndex> = ids.map(|id| ShardIndex::of(id, count)).collect();
        let mut starts = vec![0u32; count.number() as usize + 1];
        for shard in &shards {
            if let Some(after) = starts.get_mut(shard.at() + 1) {
                *after += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut positions = vec![0; shards.len()];
        for (shard, position) in shards.iter().zip(0u32..) {
            if let Some(next) = next.get_mut(shard.at())
                && let Some(slot) = positions.get_mut(*next as usize)
            {
                *slot = position;
                *next += 1;
            }
        }
        Self { starts, positions }
    }

    fn row(&self, shard: ShardIndex) -> &[u32] {
        let at = |shard: usize| self.starts.get(shard).map_or(0, |start| *start as usize);
        self.positions.get(at(shard.at())..at(shard.at() + 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_shards_come_first_and_an_alias_counts() {
        let rows = |starts: [u32; 5]| Rows { starts: starts.to_vec(), positions: (0..starts[4]).collect() };
        // Lists of the four shards: 2, 1 + 2, 0, 3.
        let (items, aliases) = (rows([0, 2, 3, 3, 6]), rows([0, 0, 2, 2, 2]));
        assert_eq!(fullest(&items, &aliases, 3), [1, 3, 0].map(ShardIndex));
        assert_eq!(fullest(&items, &aliases, 9), [1, 3, 0, 2].map(ShardIndex));
    }
}
