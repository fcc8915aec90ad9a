//! Scores: the sum, over the sources of a history, of position weight x event weight x neighbour weight. Not for
//! choosing from scores: see [`super::fill`].

use super::{EventWeight, Factor, Handle, ListWeight, RankTables, Score};
use crate::model::{EventKind, by_times};

/// The maximum factor of a source, whatever the tables contain.
const MOST: Factor = Factor::from_bits(1 << 30);

/// A neighbour list in the form that ranking reads: parallel slices of item handles and quantisation levels.
///
/// Handles are small dense numbers that are defined by the caller (an index into a catalogue, or into the cache of a
/// browser).
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The list's largest weight.
    pub scale: ListWeight,
    /// The neighbours' handles.
    pub items: &'a [Handle],
    /// The neighbours' quantisation levels, indices into [`RankTables::levels`].
    pub levels: &'a [u8],
}

/// One item of a history: its list and its strongest event.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The item's neighbours.
    pub list: List<'a>,
    /// The strongest event of the item in this history.
    pub event: EventKind,
}

impl Source<'_> {
    /// The part that this source, at `distance` from the most recent one among `sources`, adds to the score of
    /// `handle`; `None` if the list does not contain it.
    #[must_use]
    pub fn part(&self, tables: &RankTables, sources: usize, distance: usize, handle: Handle) -> Option<SourcePart> {
        let place = self.list.items.iter().position(|item| *item == handle)?;
        let level = self.list.levels.get(place).copied().unwrap_or(0);
        let factor = source_factor(tables, sources, distance, self.event);
        Some(SourcePart { place, value: contribution(tables, factor, self.list.scale, level) })
    }
}

/// The part of an item's score from one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePart {
    /// Position of the item in the source's list.
    pub place: usize,
    /// The amount added.
    pub value: Score,
}

/// A viewed item that may be shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The item.
    pub handle: Handle,
    /// Number of its events.
    pub times: u32,
}

/// Computes scores. Reused between calls, so that its memory is too.
///
/// Memory: 8 bytes for each handle up to the highest one scored.
#[derive(Debug, Default)]
pub struct Scorer {
    scores: Vec<Score>,
    touched: Vec<Handle>,
}

impl Scorer {
    /// Creates a scorer without allocating memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Scores the neighbours of `sources`, most recent source first. Read the result with [`Scorer::touched`] and
    /// [`Scorer::score`].
    pub fn accumulate(&mut self, tables: &RankTables, sources: &[Source<'_>]) {
        for &handle in &self.touched {
            if let Some(score) = self.scores.get_mut(handle.at()) {
                *score = Score::ZERO;
            }
        }
        self.touched.clear();
        for (distance, source) in sources.iter().enumerate() {
            let factor = source_factor(tables, sources.len(), distance, source.event);
            if factor == Factor::ZERO {
                continue;
            }
            self.touched.reserve(source.list.items.len());
            for (&handle, &level) in source.list.items.iter().zip(source.list.levels) {
                let part = contribution(tables, factor, source.list.scale, level);
                self.add(handle, part);
            }
        }
    }

    /// Adds lists that are the same for everybody, as one more source that is less recent than the `sources`
    /// accumulated before.
    pub fn add_lists(&mut self, tables: &RankTables, sources: usize, lists: &[List<'_>]) {
        let factor = lists_factor(tables, sources);
        for list in lists {
            for (&handle, &level) in list.items.iter().zip(list.levels) {
                self.add(handle, contribution(tables, factor, list.scale, level));
            }
        }
    }

    /// The handles with a score, in the order in which they were first scored.
    #[must_use]
    pub fn touched(&self) -> &[Handle] {
        &self.touched
    }

    /// The score of `handle`; 0 if the last [`Scorer::accumulate`] did not touch it.
    #[must_use]
    pub fn score(&self, handle: Handle) -> Score {
        self.scores.get(handle.at()).copied().unwrap_or_default()
    }

    /// A score that at least `count` of the touched items reach, and not many more do; the lowest score if there are
    /// few items in all.
    pub(super) fn score_of_the_best(&self, count: usize) -> Score {
        if self.touched.len() <= 2 * count {
            return Score::LEAST;
        }
        // Four steps for each power of two: the two bits after the leading one.
        let step = |score: Score| {
            let score = score.units();
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
        last.map_or(Score::LEAST, |step| Score::from_units(((4 | (step & 3) as i64) << (step >> 2)) >> 2))
    }

    /// Adds reminder scores to items already viewed: a share of the best score. Call it after [`Scorer::accumulate`],
    /// with the handles of the sources in the same order. Items beyond [`MAX_SOURCES`](super::MAX_SOURCES) count as the
    /// last of them.
    pub fn remind(&mut self, tables: &RankTables, viewed: &[Reminder]) {
        if viewed.is_empty() {
            return;
        }
        let sources = viewed.len().min(super::MAX_SOURCES);
        // If nothing has a score, this minimum keeps reminders in order.
        let best = self.touched.iter().map(|&handle| self.score(handle)).max().unwrap_or_default();
        let best = best.max(Score::from_units(1 << 16));
        for (distance, &Reminder { handle, times }) in viewed.iter().enumerate() {
            let share = tables.reminder(sources, distance.min(super::MAX_SOURCES - 1));
            self.add(handle, best.times(weighed(share, by_times(&tables.remind_times, times))));
        }
    }

    #[inline(always)]
    fn add(&mut self, handle: Handle, part: Score) {
        let index = handle.at();
        if index >= self.scores.len() {
            self.make_room(index);
        }
        if let Some(score) = self.scores.get_mut(index).filter(|_| part > Score::ZERO) {
            if *score == Score::ZERO {
                self.touched.push(handle);
            }
            *score = (*score + part).min(Score::HIGHEST);
        }
    }

    #[inline(never)]
    fn make_room(&mut self, index: usize) {
        self.scores.resize(index + 1, Score::ZERO);
    }
}

/// The factor of a source: position weight x event weight.
fn source_factor(tables: &RankTables, sources: usize, distance: usize, event: EventKind) -> Factor {
    weighed(tables.position(sources, distance), tables.event(event))
}

/// Multiplies a factor of at most 16 by a weight of at most 16: the result is at most 256.
fn weighed(factor: Factor, weight: EventWeight) -> Factor {
    Factor::from_bits(weight.of(factor.bits().into()) as u32)
}

/// The factor of the lists for everybody, after `sources`.
fn lists_factor(tables: &RankTables, sources: usize) -> Factor {
    let last = sources.min(super::MAX_SOURCES - 1);
    source_factor(tables, last + 1, last, EventKind::View)
}

/// The amount that the lists for everybody add to the score of `handle`, after `sources`.
pub(super) fn lists_part(tables: &RankTables, sources: usize, lists: &[List<'_>], handle: Handle) -> Score {
    let factor = lists_factor(tables, sources);
    let of_list = |list: &List<'_>| {
        let place = list.items.iter().position(|item| *item == handle)?;
        Some(contribution(tables, factor, list.scale, list.levels.get(place).copied()?))
    };
    lists.iter().filter_map(of_list).sum()
}

/// The amount that one neighbour entry adds to a score. Exact: every step is an integer product and a shift. `factor`
/// is the result of [`source_factor`], `scale` is the list's.
#[inline(always)]
fn contribution(tables: &RankTables, factor: Factor, scale: ListWeight, level: u8) -> Score {
    let weight = tables.level(level).of(scale.bits().into());
    // The weight is below 2^32 and the factor is capped below 2^31, so the product is below 2^63.
    Score::from_units(factor.min(MOST).of(weight) as i64)
}
