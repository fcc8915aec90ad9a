//! Chooses the number of shards: the smallest that keeps each shard small. Each attempt is written to a spool, with a
//! few shards in memory at a time. Not for the content of a shard: see [`super::shards`].

use super::build_id::BuildId;
use super::content::Content;
use super::error::WriteError;
use super::homes::Homes;
use super::shards;
use super::spool::{Parts, Span, Spool};
use super::stored::{Stored, compress};
use crate::model::ShardIndex;
use crate::pack::core::Core;
use crate::pack::layout::{HEADER_LEN, Kind};
use rayon::prelude::*;

/// Average number of lists per shard, for a catalogue of up to 202,499 lists.
const LISTS: usize = 8;
/// In a larger catalogue, the average number of lists per shard is the square root of (lists / this number), so that
/// both the number of files and their size grow with the square root. Ten million items, one in eight of them with an
/// alias, give 168,000 shards of 67 lists.
const LISTS_PER_SQUARE: usize = 2_500;
/// Maximum of the 99th percentile of the shards' stored sizes, in bytes per list of the average shard.
const P99_BYTES_PER_LIST: usize = 1_500;
/// Maximum of the 99th percentile in bytes, for any number of lists.
const P99_BYTES: usize = 48_000;
/// Maximum size of a shard, in bytes per list of the average shard.
const LIMIT_BYTES_PER_LIST: usize = 2_500;
/// Maximum size of a shard in bytes, for any number of lists.
const LIMIT_BYTES: usize = 64_000;
/// Number of shards in memory at once.
const AT_ONCE: usize = 256;

/// The compressed shards of a pack, in a spool.
pub(super) struct Shards {
    /// The shards, in the order of their numbers.
    pub(super) spooled: Vec<SpooledShard>,
    /// The build's hash, including the shards.
    pub(super) id: BuildId,
}

/// A shard in a spool.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpooledShard {
    pub(super) raw_len: u32,
    pub(super) span: Span,
}

impl SpooledShard {
    /// Size of the shard's file in bytes.
    pub(super) const fn file_len(&self) -> usize {
        self.span.length + HEADER_LEN
    }
}

/// The size limits of a catalogue's shards.
#[derive(Clone, Copy, Debug)]
pub struct ShardLimits {
    /// Average number of lists per shard, if shards stay small.
    lists_per_shard: usize,
    /// Stored size in bytes.
    p99: usize,
    largest: usize,
}

impl ShardLimits {
    /// The limits of a catalogue of `lists` lists. An alias counts as a list, because its shard repeats the item's
    /// list.
    #[must_use]
    pub fn of(lists: usize) -> Self {
        let lists_per_shard = (lists / LISTS_PER_SQUARE).isqrt().max(LISTS);
        Self {
            lists_per_shard,
            p99: (lists_per_shard * P99_BYTES_PER_LIST).min(P99_BYTES),
            largest: (lists_per_shard * LIMIT_BYTES_PER_LIST).min(LIMIT_BYTES),
        }
    }

    /// Numbers of lists per shard to try, from the largest to one, each about an eighth smaller than the previous.
    fn tries(self) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.lists_per_shard), |lists| (*lists > 1).then(|| lists * 7 / 8))
    }
}

/// Writes the compressed shards to `parts`, in the smallest number that keeps the percentile; if none does, in the
/// largest number. `id` is the build's hash of the preceding files.
pub(super) fn choose<S: Spool>(
    content: &Content,
    core: &Core,
    limits: ShardLimits,
    id: &BuildId,
    parts: &mut Parts<S>,
) -> Result<Shards, WriteError> {
    shards::check(content)?;
    let lists = content.items.len() + content.aliases.len();
    for per_shard in limits.tries() {
        let count = lists.div_ceil(per_shard).max(1) as u32;
        // With one list per shard, only the hard limit applies.
        let allowed = if per_shard > 1 { (count as usize - 1).div_ceil(100) } else { usize::MAX };
        if let Some(shards) = attempt(content, core, count, limits, allowed, id.clone(), parts)? {
            return Ok(shards);
        }
    }
    Err(WriteError::Content { what: "shards", why: "there is no number of them".to_owned() })
}

/// Tries a number of shards, of which `allowed` may exceed the percentile's limit; `None` if too many do.
fn attempt<S: Spool>(
    content: &Content,
    core: &Core,
    count: u32,
    limits: ShardLimits,
    allowed: usize,
    mut id: BuildId,
    parts: &mut Parts<S>,
) -> Result<Option<Shards>, WriteError> {
    let is_last = allowed == usize::MAX;
    parts.clear().map_err(WriteError::spool)?;
    let homes = Homes::new(content, count);
    let largest_weight = shards::largest_weight(content);
    let (mut spooled, mut above, mut largest) = (Vec::with_capacity(count as usize), 0, (0, 0));
    for first in (0..count).step_by(AT_ONCE) {
        let last = first.saturating_add(AT_ONCE as u32).min(count);
        let stored: Vec<Option<Stored>> = (first..last)
            .into_par_iter()
            .map(|index| {
                let raw = shards::payload(content, core, &homes, index, largest_weight)?;
                // The payload exceeds the reader's limit: fewer lists per shard may help.
                let fits = raw.len() as u64 <= u64::from(Kind::Shard.raw_cap()) || is_last;
                fits.then(|| compress(Kind::Shard, index, &raw)).transpose()
            })
            .collect::<Result<_, WriteError>>()?;
        for stored in stored {
            let Some(stored) = stored else { return Ok(None) };
            let bytes = stored.bytes.len() + HEADER_LEN;
            largest = largest.max((bytes, stored.index));
            above += usize::from(bytes > limits.p99);
            id.file(Kind::Shard, stored.index, stored.raw_len, &stored.bytes);
            let span = parts.push(&stored.bytes).map_err(WriteError::spool)?;
            spooled.push(SpooledShard { raw_len: stored.raw_len, span });
        }
        if !is_last && (above > allowed || largest.0 > limits.largest) {
            return Ok(None);
        }
    }
    if largest.0 > limits.largest {
        let (bytes, shard) = largest;
        return Err(WriteError::ShardTooLarge { shard: ShardIndex(shard), bytes, limit: limits.largest });
    }
    Ok(Some(Shards { spooled, id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_a_shard_grow_with_the_root_of_the_catalogue() {
        let of = |lists: usize| ShardLimits::of(lists).lists_per_shard;
        assert_eq!([0, 1, 112_610, 202_499].map(of), [8; 4]);
        assert_eq!([202_500, 1_000_000, 1_126_000, 11_260_000].map(of), [9, 20, 21, 67]);
        // With aliases for one item in eight, as in docs/scale.md.
        assert!(11_260_000_usize.div_ceil(of(11_260_000)) < 200_000);
    }

    #[test]
    fn no_limit_is_above_64_kilobytes() {
        let of = |lists: usize| (ShardLimits::of(lists).p99, ShardLimits::of(lists).largest);
        assert_eq!(of(100_000), (12_000, 20_000));
        assert_eq!(of(100_000_000), (48_000, 64_000));
    }

    #[test]
    fn the_tries_go_down_to_one_list() {
        assert_eq!(ShardLimits::of(1).tries().collect::<Vec<_>>(), [8, 7, 6, 5, 4, 3, 2, 1]);
        let many: Vec<usize> = ShardLimits::of(11_260_000).tries().collect();
        assert!(many.is_sorted_by(|a, b| a > b) && many.last() == Some(&1) && many.len() < 25, "{many:?}");
    }
}
