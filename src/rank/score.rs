//! Scores: the sum, over the sources of a history, of position x event x neighbour weight.

use super::RankTables;
use crate::model::EventKind;
use crate::model::by_times;

/// No score is above this, so that no sum of them overflows.
const HIGHEST: i64 = 1 << 52;

/// A neighbour list as ranking reads it: parallel slices of item handles and quantisation levels.
///
/// Handles are small dense numbers that only mean something to the caller (an index into a catalogue, or into the
/// items a browser has met so far).
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The list's largest weight, in units of 2^-30.
    pub scale: u32,
    /// The neighbours' handles.
    pub items: &'a [u32],
    /// The neighbours' quantisation levels, indices into [`RankTables::levels`].
    pub levels: &'a [u8],
}

/// One item of a history: its list and what was done with the item.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The neighbours of the item.
    pub list: List<'a>,
    /// The strongest event of the item in this history.
    pub event: EventKind,
}

impl Source<'_> {
    /// What this source, at `distance` from the most recent one among `sources`, adds to the score of `handle`, in
    /// units of 2^-30: with the place of the entry in its list, or `None` when the list does not mention it.
    #[must_use]
    pub fn part(&self, tables: &RankTables, sources: usize, distance: usize, handle: u32) -> Option<(usize, i64)> {
        let place = self.list.items.iter().position(|item| *item == handle)?;
        let level = self.list.levels.get(place).copied().unwrap_or(0);
        let factor = source_factor(tables, sources, distance, self.event);
        Some((place, contribution(tables, factor, self.list.scale, level)))
    }
}

/// Adds up scores. Kept between calls so that its memory is reused.
///
/// Memory: 8 bytes for each handle up to the highest one scored.
#[derive(Debug, Default)]
pub struct Scorer {
    scores: Vec<i64>,
    touched: Vec<u32>,
}

impl Scorer {
    /// A scorer with no memory taken yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Scores the neighbours of `sources`, the most recent source first. Read the result with [`Scorer::touched`] and
    /// [`Scorer::score`].
    pub fn accumulate(&mut self, tables: &RankTables, sources: &[Source<'_>]) {
        for &handle in &self.touched {
            self.scores[handle as usize] = 0;
        }
        self.touched.clear();
        for (distance, source) in sources.iter().enumerate() {
            let factor = source_factor(tables, sources.len(), distance, source.event);
            if factor == 0 {
                continue;
            }
            self.touched.reserve(source.list.items.len());
            for (&handle, &level) in source.list.items.iter().zip(source.list.levels) {
                let part = contribution(tables, factor, source.list.scale, level);
                self.add(handle, part);
            }
        }
    }

    /// Adds the lists of the season, as if they were one more source, less recent than the `sources` accumulated before.
    pub fn add_season(&mut self, tables: &RankTables, sources: usize, lists: &[List<'_>]) {
        let factor = season_factor(tables, sources);
        for list in lists {
            for (&handle, &level) in list.items.iter().zip(list.levels) {
                self.add(handle, contribution(tables, factor, list.scale, level));
            }
        }
    }

    /// The handles that have a score, in order of first contact.
    #[must_use]
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// The score of `handle`, in units of 2^-30; 0 where the last [`Scorer::accumulate`] did not touch it.
    #[must_use]
    pub fn score(&self, handle: u32) -> i64 {
        self.scores.get(handle as usize).copied().unwrap_or(0)
    }

    /// A score that at least `count` of the touched items reach, and not many more; 1 when there are not many in all.
    pub(super) fn score_of_the_best(&self, count: usize) -> i64 {
        if self.touched.len() <= 2 * count {
            return 1;
        }
        // Four steps for each power of two: the two bits behind the first.
        let step = |score: i64| {
            let zeros = score.leading_zeros();
            ((63 - zeros) << 2) as usize | ((score << zeros) as u64 >> 61 & 3) as usize
        };
        let mut counts = [0u32; 4 * 64];
        for &handle in &self.touched {
            if let Some(reached) = counts.get_mut(step(self.score(handle))) {
                *reached += 1;
            }
        }
        let mut reached = 0;
        let last = counts.iter().rposition(|met| {
            reached += *met as usize;
            reached >= count
        });
        last.map_or(1, |step| ((4 | (step & 3) as i64) << (step >> 2)) >> 2)
    }

    /// Adds to the scores of items already viewed what they are worth as reminders: a share of the best score. Call it
    /// after [`Scorer::accumulate`], with the sources' own handles in their order, each with how often it was met.
    /// Items beyond [`MAX_SOURCES`](super::MAX_SOURCES) count as the last of them.
    pub fn remind(&mut self, tables: &RankTables, viewed: &[(u32, u32)]) {
        if viewed.is_empty() {
            return;
        }
        let sources = viewed.len().min(super::MAX_SOURCES);
        // Without any score, reminders still have an order.
        let best = self.touched.iter().map(|&handle| self.score(handle)).max().unwrap_or(0).max(1 << 16);
        for (distance, &(handle, met)) in viewed.iter().enumerate() {
            let share = u64::from(tables.reminder(sources, distance.min(super::MAX_SOURCES - 1)));
            let share = (share * by_times(&tables.remind_times, met)) >> 8;
            self.add(handle, times(best, share as u32));
        }
    }

    #[inline(always)]
    fn add(&mut self, handle: u32, part: i64) {
        let index = handle as usize;
        if index >= self.scores.len() {
            self.make_room(index);
        }
        if let Some(score) = self.scores.get_mut(index).filter(|_| part > 0) {
            if *score == 0 {
                self.touched.push(handle);
            }
            *score = (*score + part).min(HIGHEST);
        }
    }

    #[inline(never)]
    fn make_room(&mut self, index: usize) {
        self.scores.resize(index + 1, 0);
    }
}

/// Position weight x event weight of a source, with 16 fractional bits.
fn source_factor(tables: &RankTables, sources: usize, distance: usize, event: EventKind) -> u64 {
    (u64::from(tables.position(sources, distance)) * u64::from(tables.event(event))) >> 8
}

/// The factor of the season's lists behind `sources`.
fn season_factor(tables: &RankTables, sources: usize) -> u64 {
    let last = sources.min(super::MAX_SOURCES - 1);
    source_factor(tables, last + 1, last, EventKind::View)
}

/// What the season's lists add to the score of `handle` behind `sources`.
pub(super) fn season_part(tables: &RankTables, sources: usize, lists: &[List<'_>], handle: u32) -> i64 {
    let factor = season_factor(tables, sources);
    let of_list = |list: &List<'_>| {
        let place = list.items.iter().position(|item| *item == handle)?;
        Some(contribution(tables, factor, list.scale, list.levels.get(place).copied()?))
    };
    lists.iter().filter_map(of_list).sum()
}

/// What one neighbour entry adds to a score, in units of 2^-30. Exact: every step is an integer product and shift.
/// `factor` is [`source_factor`]'s, `scale` the list's.
#[inline(always)]
fn contribution(tables: &RankTables, factor: u64, scale: u32, level: u8) -> i64 {
    let share = u64::from(tables.levels.get(usize::from(level)).copied().unwrap_or(0));
    let weight = (u64::from(scale) * share) >> 16;
    // Weight below 2^32, factor capped below 2^31: the product stays below 2^63.
    ((weight * factor.min(1 << 30)) >> 16) as i64
}

/// `score x factor / 2^16`, rounded down, at most [`HIGHEST`]; exact for factors of at most 256.
pub(super) fn times(score: i64, factor: u32) -> i64 {
    let (score, factor) = (score as u64, u64::from(factor));
    let product = (score >> 16) * factor + (((score & 0xffff) * factor) >> 16);
    (product as i64).min(HIGHEST)
}
