//! Makes lists from weighed pairs: two hops, the quota inside and outside the item's own division, and one scale for
//! all lists.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::random_walk::RandomWalk;
use super::scratch_pool::ScratchPool;
use super::smooth::Spread;
use super::sparse::Entry;
use super::weigh::{Weights, weigh};
use crate::counted::Counted;
use crate::progress::Progress;
use crate::settings::Settings;
use passerelle::pack::quantise::scale_of;
use passerelle::pack::write::Neighbour;
use passerelle::rank::ListWeight;

/// Candidates found for each place of a list, so that the quota can be met.
const CANDIDATES_PER_PLACE: usize = 8;
/// Candidates kept of each row for learning from words.
const FOUND: usize = 128;
const ROWS_PER_TASK: usize = 256;

/// Weighs the pairs, walks two hops, chooses the lists and scales them. Lists of rows that are not `wanted` are empty.
#[must_use]
pub fn lists_of(
    counted: &Counted,
    divisions: &[u16],
    settings: &Settings,
    wanted: &(dyn Fn(usize) -> bool + Sync),
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Vec<Neighbour>> {
    let mut lists = walk(&weights(counted, settings), counted, divisions, settings, wanted, progress).lists;
    scale(&mut lists, settings.hyperparameters.list_power);
    lists
}

/// Weighs the counted pairs and those spread from below the floor.
#[must_use]
pub fn weights(counted: &Counted, settings: &Settings) -> Weights {
    let pairs = Spread::new(&counted.pairs, &counted.residuals, &settings.hyperparameters);
    weigh(&pairs, &counted.popularity, &settings.hyperparameters)
}

/// The result of [`walk`], before [`scale`].
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// The neighbours chosen.
    pub lists: Vec<Vec<Neighbour>>,
    /// All candidates, the strongest first, of any division; learning from words uses them. Empty if
    /// [`Settings::words`] is off.
    pub found: Vec<Vec<Entry>>,
}

/// The neighbours of the wanted rows.
#[must_use]
pub fn walk(
    weights: &Weights,
    counted: &Counted,
    divisions: &[u16],
    settings: &Settings,
    wanted: &(dyn Fn(usize) -> bool + Sync),
    progress: &(dyn Fn(Progress) + Sync),
) -> Walked {
    progress(Progress::begins("lists"));
    let items = counted.pairs.rows();
    let division = |item: u32| divisions.get(item as usize).copied().unwrap_or(0);
    let pool = ScratchPool::default();
    let done = AtomicU64::new(0);
    let mut lists: Vec<Vec<Neighbour>> = vec![Vec::new(); items];
    let mut all: Vec<Vec<Entry>> = vec![Vec::new(); items];
    let tasks = lists.par_chunks_mut(ROWS_PER_TASK).zip(all.par_chunks_mut(ROWS_PER_TASK));
    tasks.enumerate().for_each(|(task, (chunk, all))| {
        let first = task * ROWS_PER_TASK;
        let pairs = counted.pairs.chunk(first..first + chunk.len());
        let (mut walk, mut found) = pool.take(|| (RandomWalk::new(items), Vec::new()));
        for (offset, list) in chunk.iter_mut().enumerate() {
            let row = first + offset;
            if !wanted(row) {
                continue;
            }
            let candidates = settings.neighbours.saturating_mul(CANDIDATES_PER_PLACE);
            walk.candidates(row, weights, &settings.hyperparameters, candidates, &mut found);
            let home = division(row as u32);
            let chosen = choose(&found, settings.neighbours, settings.outside, |item| division(item) != home);
            if settings.words {
                all[offset] = found[..found.len().min(FOUND)].to_vec();
            }
            let pairs = &pairs[offset];
            let shoppers = |item: u32| {
                let at = pairs.binary_search_by_key(&item, |pair| pair.column).ok()?;
                NonZeroU32::new(pairs[at].shoppers)
            };
            *list = chosen
                .into_iter()
                .map(|(item, weight)| Neighbour { item, weight: f64::from(weight), support: shoppers(item) })
                .collect();
        }
        pool.put((walk, found));
        let done = done.fetch_add(chunk.len() as u64, Ordering::Relaxed) + chunk.len() as u64;
        progress(Progress { stage: "lists", step: "", done, total: items as u64 });
    });
    Walked { lists, found: all }
}

/// Raises every weight to `power` and divides it by the largest weight of all lists.
pub fn scale(lists: &mut [Vec<Neighbour>], power: f64) {
    lists.par_chunks_mut(ROWS_PER_TASK).flatten().flatten().for_each(|neighbour| {
        neighbour.weight = libm::pow(neighbour.weight, power);
    });
    let first = lists.iter().filter_map(|list| list.first());
    let largest = first.fold(0.0, |largest: f64, first| largest.max(first.weight));
    if largest > 0.0 {
        lists.iter_mut().flatten().for_each(|neighbour| neighbour.weight /= largest);
    }
}

/// Chooses `size` of the `candidates` (strongest first). At least `outside` of them are from other divisions, if there
/// are as many. Places that one side cannot fill go to the other.
#[must_use]
pub fn choose(candidates: &[Entry], size: usize, outside: usize, is_outside: impl Fn(u32) -> bool) -> Vec<Entry> {
    let there = candidates.iter().filter(|entry| is_outside(entry.0)).count();
    let reserved = outside.min(there).min(size);
    let (mut left, mut reserved_left) = (size, reserved);
    let mut chosen = Vec::with_capacity(size.min(candidates.len()));
    for &entry in candidates {
        if left == 0 {
            break;
        }
        let out = is_outside(entry.0);
        if out {
            reserved_left = reserved_left.saturating_sub(1);
        } else if left <= reserved_left {
            continue;
        }
        left -= 1;
        chosen.push(entry);
    }
    chosen
}

/// The median, over the lists that are not empty, of a list's largest weight, as a share of the largest weight of all
/// lists; above 0.
#[must_use]
pub fn typical(lists: &[Vec<Neighbour>]) -> ListWeight {
    let mut firsts: Vec<f64> = lists.iter().filter_map(|list| list.first()).map(|first| first.weight).collect();
    firsts.sort_unstable_by(f64::total_cmp);
    let (largest, median) = (firsts.last(), firsts.get(firsts.len() / 2));
    median.zip(largest).map_or(ListWeight::from_bits(1), |(median, largest)| scale_of(*median, *largest))
}
