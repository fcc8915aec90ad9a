//! Chooses the number of shards: the smallest that keeps each shard small. An attempt is written to a spool, with a few
//! shards in memory at a time, unless its fullest shards are too large already. Not for the content of a shard: see
//! [`super::shards`].

use super::build_id::BuildId;
use super::compressed::{CompressedFile, compress_with};
use super::content::Content;
use super::error::WriteError;
use super::homes::Homes;
use super::shards::{self, CardCount};
use super::spool::{Parts, Span, Spool};
use crate::model::{ShardCount, ShardIndex};
use crate::pack::BinaryFile;
use crate::pack::core::Core;
use crate::pack::layout::{FileKind, HEADER_LEN};
use flate2::Compression;
use rayon::prelude::*;

/// The size of a shard's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardSize {
    /// The shard.
    pub shard: ShardIndex,
    /// Size of its file in bytes.
    pub bytes: usize,
}

/// Average number of lists per shard, for a catalogue of up to 202,499 lists.
const LISTS: usize = 8;
/// In a larger catalogue, the average number of lists per shard is the square root of (lists / this number), so that
/// both the number of files and their size grow with the square root. Ten million items, one in eight of them with an
/// alias, give 168,000 shards of 67 lists.
const LISTS_PER_SQUARE: usize = 2_500;
/// Maximum number of shards, unless one would be larger than [`ShardLimits::largest`]: a pack without details has fewer
/// than 200,000 files.
const MOST_SHARDS: usize = 199_000;
/// Level of gzip for the shards of a catalogue of more than 202,499 lists: level 9 takes longer and makes them
/// less than 1 % smaller.
const FASTER: u32 = 6;
/// Maximum of the 99th percentile of the shards' stored sizes, in bytes per list of the average shard.
const P99_BYTES_PER_LIST: usize = 1_500;
/// Maximum of the 99th percentile in bytes, for any number of lists but the fewest that keep to [`MOST_SHARDS`].
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
    /// Average number of lists per shard with [`MOST_SHARDS`].
    fewest_lists: usize,
    /// Maximum of the 99th percentile of the stored sizes, in bytes.
    p99: usize,
    /// Maximum stored size in bytes.
    largest: usize,
    level: Compression,
}

impl ShardLimits {
    /// The limits of a catalogue of `lists` lists. An alias counts as a list, because its shard repeats the item's
    /// list.
    #[must_use]
    pub fn of(lists: usize) -> Self {
        let fewest_lists = lists.div_ceil(MOST_SHARDS).max(1);
        let lists_per_shard = (lists / LISTS_PER_SQUARE).isqrt().max(LISTS).max(fewest_lists);
        Self {
            lists_per_shard,
            fewest_lists,
            p99: (lists_per_shard * P99_BYTES_PER_LIST).min(P99_BYTES),
            largest: (lists_per_shard * LIMIT_BYTES_PER_LIST).min(LIMIT_BYTES),
            level: if lists_per_shard > LISTS { Compression::new(FASTER) } else { Compression::best() },
        }
    }

    /// Numbers of lists per shard to try, from the largest to one, each about an eighth smaller than the previous. The
    /// fewest lists that keep to [`MOST_SHARDS`] are among them.
    fn tries(self) -> impl Iterator<Item = usize> {
        let fewer = move |lists: usize| {
            let fewer = lists * 7 / 8;
            if lists > self.fewest_lists { fewer.max(self.fewest_lists) } else { fewer }
        };
        std::iter::successors(Some(self.lists_per_shard), move |lists| (*lists > 1).then(|| fewer(*lists)))
    }

    /// The rule for `count` shards with this average number of lists.
    fn rule(self, per_shard: usize, count: ShardCount) -> AttemptRule {
        let one_in_100 = (count.number() as usize - 1).div_ceil(100);
        match per_shard {
            1 => AttemptRule { usual: self.largest, allowed: usize::MAX, trims: false, is_last: true },
            _ if per_shard == self.fewest_lists => {
                AttemptRule { usual: self.largest, allowed: one_in_100, trims: true, is_last: false }
            }
            _ => AttemptRule { usual: self.p99, allowed: one_in_100, trims: false, is_last: false },
        }
    }
}

/// Which shards an attempt accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct AttemptRule {
    /// Size in bytes that only `allowed` shards may exceed.
    usual: usize,
    allowed: usize,
    /// Whether a shard above the largest size has cards of fewer neighbours instead.
    trims: bool,
    /// Whether no attempt follows: then a shard above the largest size is an error.
    is_last: bool,
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
    let largest_weight = shards::largest_weight(content);
    let lists = content.items.len() + content.aliases.len();
    for per_shard in limits.tries() {
        let count = ShardCount::new(lists.div_ceil(per_shard) as u32).unwrap_or(ShardCount::ONE);
        let attempt = Attempt {
            content,
            core,
            homes: Homes::new(content, count),
            largest_weight,
            limits,
            count,
            rule: limits.rule(per_shard, count),
        };
        if let Some(shards) = attempt.run(id.clone(), parts)? {
            return Ok(shards);
        }
    }
    Err(WriteError::Content { what: "shards", why: "there is no number of them".to_owned() })
}

/// An attempt with a number of shards.
struct Attempt<'a> {
    content: &'a Content,
    core: &'a Core,
    homes: Homes<'a>,
    largest_weight: f64,
    limits: ShardLimits,
    count: ShardCount,
    rule: AttemptRule,
}

/// A compressed shard.
struct EncodedShard {
    shard: ShardIndex,
    compressed: CompressedFile,
    /// Whether it has cards of fewer neighbours than usual.
    is_trimmed: bool,
}

impl Attempt<'_> {
    /// Writes all shards to `parts`; `None` if they are too large and another attempt follows.
    fn run<S: Spool>(&self, mut id: BuildId, parts: &mut Parts<S>) -> Result<Option<Shards>, WriteError> {
        if self.is_hopeless()? {
            return Ok(None);
        }
        parts.clear().map_err(WriteError::spool)?;
        let shards: Vec<ShardIndex> = self.count.indices().collect();
        let mut spooled = Vec::with_capacity(shards.len());
        let mut above = 0;
        let mut largest = ShardSize { shard: ShardIndex(0), bytes: 0 };
        for batch in shards.chunks(AT_ONCE) {
            let encoded: Vec<Option<EncodedShard>> =
                batch.par_iter().map(|shard| self.shard(*shard)).collect::<Result<_, WriteError>>()?;
            for encoded in encoded {
                let Some(encoded) = encoded else { return Ok(None) };
                above += usize::from(self.is_above(&encoded));
                let size = ShardSize { shard: encoded.shard, bytes: encoded.compressed.file_len() };
                largest = if size.bytes >= largest.bytes { size } else { largest };
                id.compressed(&encoded.compressed);
                let CompressedFile { raw_len, bytes, .. } = encoded.compressed;
                let span = parts.push(&bytes).map_err(WriteError::spool)?;
                spooled.push(SpooledShard { raw_len, span });
            }
            if !self.rule.is_last && (above > self.rule.allowed || largest.bytes > self.limits.largest) {
                return Ok(None);
            }
        }
        if largest.bytes > self.limits.largest {
            let ShardSize { shard, bytes } = largest;
            return Err(WriteError::ShardTooLarge { shard, bytes, limit: self.limits.largest });
        }
        Ok(Some(Shards { spooled, id }))
    }

    /// Whether the fullest shards alone show that the attempt fails. Without this, the attempts of a large catalogue
    /// would compress almost all shards before they fail. An attempt of one batch has nothing to save.
    fn is_hopeless(&self) -> Result<bool, WriteError> {
        let count = self.count.number() as usize;
        if self.rule.is_last || count <= AT_ONCE {
            return Ok(false);
        }
        // Twice as many as may be too large, since the fullest shards are not always the largest.
        let fullest = self.homes.fullest(2 * (count.div_ceil(100) + 1));
        let encoded: Vec<Option<EncodedShard>> =
            fullest.into_par_iter().map(|shard| self.shard(shard)).collect::<Result<_, WriteError>>()?;
        let is_too_large = |shard: &Option<EncodedShard>| {
            shard.as_ref().is_none_or(|encoded| encoded.compressed.file_len() > self.limits.largest)
        };
        let above = encoded.iter().flatten().filter(|encoded| self.is_above(encoded)).count();
        Ok(above > self.rule.allowed || encoded.iter().any(is_too_large))
    }

    /// Whether a shard is one of the few that may be larger than usual, or would be if it were not trimmed.
    const fn is_above(&self, encoded: &EncodedShard) -> bool {
        encoded.is_trimmed || encoded.compressed.file_len() > self.rule.usual
    }

    /// The compressed shard; `None` if its payload exceeds the reader's limit and another attempt follows.
    fn shard(&self, shard: ShardIndex) -> Result<Option<EncodedShard>, WriteError> {
        let mut cards = CardCount::ALL;
        loop {
            let raw = shards::payload(self.content, self.core, &self.homes, shard, self.largest_weight, cards)?;
            if raw.len() as u64 > u64::from(FileKind::Shard.raw_cap()) && !self.rule.is_last {
                return Ok(None);
            }
            let compressed = compress_with(self.limits.level, BinaryFile::Shard(shard), &raw)?;
            let encoded = EncodedShard { shard, compressed, is_trimmed: cards != CardCount::ALL };
            match cards.fewer() {
                Some(fewer) if self.rule.trims && encoded.compressed.file_len() > self.limits.largest => cards = fewer,
                _ => return Ok(Some(encoded)),
            }
        }
    }
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
    fn a_pack_stays_below_200_000_files_as_long_as_no_shard_exceeds_its_limit() {
        for lists in [15_000_000, 15_840_000, 16_000_000, 50_000_000_usize] {
            assert!(lists.div_ceil(ShardLimits::of(lists).lists_per_shard) <= MOST_SHARDS, "{lists}");
        }
        // From here on, the square root would give more shards.
        assert_eq!([15_522_000, 15_522_001].map(|lists| ShardLimits::of(lists).lists_per_shard), [78, 79]);
        assert_eq!((15_522_001_usize / LISTS_PER_SQUARE).isqrt(), 78);
        let limits = ShardLimits::of(11_260_000);
        let tries: Vec<usize> = limits.tries().take(4).collect();
        assert_eq!(tries, [67, 58, 57, 49]);
        let count = |per_shard: usize| 11_260_000_usize.div_ceil(per_shard) as u32;
        assert_eq!([168_060, 194_138, 197_544], [67, 58, 57].map(count));
        // With the most shards the percentile does not apply, and a few are trimmed; more shards follow otherwise.
        let rule = |lists: usize| limits.rule(lists, ShardCount::new(count(lists)).unwrap());
        let usual = |allowed: usize| AttemptRule { usual: 48_000, allowed, trims: false, is_last: false };
        assert_eq!([67, 58, 49].map(rule), [1_681, 1_942, 2_298].map(usual));
        assert_eq!(rule(57), AttemptRule { usual: 64_000, allowed: 1_976, trims: true, is_last: false });
        assert_eq!(rule(1), AttemptRule { usual: 64_000, allowed: usize::MAX, trims: false, is_last: true });
        // A catalogue of fewer lists is never trimmed.
        let small = ShardLimits::of(199_000);
        assert!(small.tries().all(|lists| !small.rule(lists, ShardCount::new(1_000).unwrap()).trims));
    }

    #[test]
    fn only_a_large_catalogue_is_compressed_faster() {
        let level = |lists: usize| ShardLimits::of(lists).level.level();
        assert_eq!([1, 202_499, 202_500, 11_260_000].map(level), [9, 9, 6, 6]);
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
