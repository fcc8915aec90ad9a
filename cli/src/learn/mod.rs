//! From a log and a catalogue to neighbour lists.
//!
//! Counting pairs is the only step that grows with the log ([`count`]); everything after it grows with the catalogue.
//! Formula and measurements: docs/RANKING.md.

pub mod backoff;
pub mod calibrate;
pub mod count;
pub mod groups;
mod hops;
mod lists;
pub mod pool;
pub mod popularity;
mod recipe;
pub mod smooth;
pub mod sparse;
pub mod tables;
mod transitions;
pub mod visits;
pub mod weigh;

use std::sync::atomic::{AtomicU64, Ordering};

use passerelle::rank::RankTables;
use rayon::prelude::*;

pub use calibrate::Calibration;
pub use recipe::Recipe;

use crate::catalogue::Catalogue;
use crate::log::Log;
use count::{Count, Kernel, Pair};
use pool::Pool;
use popularity::Popularity;
use visits::Visits;

/// What an item's list says of one neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// Index of the neighbour in the catalogue.
    pub item: u32,
    /// How strongly it goes with the item; above 0, at most 1, comparable between the lists of one build.
    pub weight: f64,
    /// Distinct shoppers behind the pair, at least the floor; 0 for a neighbour that was derived from others.
    pub support: u32,
}

/// Everything that a build learns from a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// For each item of the catalogue its neighbours, strongest first, ties by item index.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// The tables of the ranking formula.
    pub tables: RankTables,
    /// How often shoppers of one type also met another: (from, to, distinct shoppers), floored, ascending.
    pub transitions: Vec<(u16, u16, u32)>,
    /// What learning found, in numbers.
    pub report: Report,
    /// What calibration chose; `None` where it was not asked for or the log is too small.
    pub calibration: Option<Calibration>,
}

/// What a house may choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Distinct shoppers that a pair or a count needs to exist, at least 1.
    pub floor: u32,
    /// Neighbours per item.
    pub neighbours: usize,
    /// Room in a list for neighbours of other divisions, where there are that many.
    pub outside: usize,
    /// Bits of a quantised weight, 4 to 8.
    pub bits: u32,
    /// The formula's parameters.
    pub recipe: Recipe,
    /// Whether free places are filled through types and attributes.
    pub backoff: bool,
    /// Whether to fit the recipe to the log's own tail first.
    pub calibrate: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            floor: 3,
            neighbours: 32,
            outside: 12,
            bits: 6,
            recipe: Recipe::default(),
            calibrate: false,
            backoff: true,
        }
    }
}

/// How far learning has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// Rows done of this stage.
    pub done: u64,
    /// Rows in all of this stage.
    pub total: u64,
}

/// Rounds of calibration.
const SWEEPS: usize = 2;

/// Learns lists from a whole log.
#[must_use]
pub fn learn(log: &Log, catalogue: &Catalogue, settings: &Settings, progress: &(dyn Fn(Progress) + Sync)) -> Learned {
    let sensitive: Vec<bool> = catalogue
        .items
        .iter()
        .map(|item| catalogue.types.get(usize::from(item.item_type)).is_some_and(|kind| kind.sensitive))
        .collect();
    let keep = |item: u32| sensitive.get(item as usize) == Some(&false);
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    let calibration = if settings.calibrate {
        calibrate::calibrate(log, &divisions, &keep, settings, SWEEPS, &|done, total| {
            progress(Progress { stage: "calibration", done, total });
        })
    } else {
        None
    };
    let mut settings = settings.clone();
    if let Some(calibration) = &calibration {
        settings.recipe = calibration.recipe.clone();
    }
    let visits = Visits::new(log, 0..log.sessions.len(), keep);
    let items = catalogue.items.len();
    let kernel = kernel(log, &settings.recipe);
    let counted =
        Counted::new(&visits, items, &groups(&visits, items, &kernel, &settings), &kernel, &settings, progress);
    let mut neighbours = lists_of(&counted, &divisions, &settings, &|_| true, progress);
    let transitions = transitions::count(&visits, catalogue, settings.floor);
    let filled = if settings.backoff && catalogue.types.len() > 1 {
        backoff::fill(&mut neighbours, catalogue, &counted.popularity, &transitions, &settings)
    } else {
        backoff::Filled::default()
    };
    let report = Report {
        sessions: log.sessions.len(),
        events: log.events.len(),
        pairs: counted.pairs.iter().map(Vec::len).sum::<usize>() / 2,
        known: counted.popularity.iter().filter(|item| item.shoppers > 0).count(),
        filled,
        empty: neighbours.iter().filter(|list| list.is_empty()).count(),
    };
    Learned { neighbours, tables: tables::tables(&settings.recipe, settings.bits), transitions, calibration, report }
}

/// What learning found, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sessions read.
    pub sessions: usize,
    /// Events read.
    pub events: usize,
    /// Pairs of items that passed the floor.
    pub pairs: usize,
    /// Items that at least as many shoppers as the floor met.
    pub known: usize,
    /// Lists and places derived from types and attributes.
    pub filled: backoff::Filled,
    /// Items without any neighbour.
    pub empty: usize,
}

/// The floored counts that learning starts from.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Pairs by row.
    pub pairs: Vec<Vec<Pair>>,
    /// Counts by item.
    pub popularity: Vec<Popularity>,
    /// What fell below the floor, counted by groups.
    pub residuals: Vec<smooth::Residual>,
}

impl Counted {
    /// Counts items, their pairs, and what the floor takes by `groups`.
    #[must_use]
    pub fn new(
        visits: &Visits,
        items: usize,
        groups: &[Vec<u32>],
        kernel: &Kernel,
        settings: &Settings,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Self {
        let postings = visits.index(items, |item| item);
        let weights = visits.weights(&settings.recipe);
        let done = AtomicU64::new(0);
        let pairs = Count {
            visits,
            weights: &weights,
            postings: &postings,
            row_of: &|item| item,
            column_of: &|item| item,
            columns: items,
            kernel,
            floor: settings.floor,
            except: None,
        }
        .run(&|rows| {
            let done = done.fetch_add(rows as u64, Ordering::Relaxed) + rows as u64;
            progress(Progress { stage: "pairs", done, total: items as u64 });
        });
        let popularity = popularity::count(visits, &postings, &settings.recipe, settings.floor);
        let residual = |group: &Vec<u32>| {
            smooth::Residual::count(visits, &weights, &postings, group, &pairs, &popularity, kernel, settings.floor)
        };
        let residuals = groups.iter().map(residual).collect();
        Self { pairs, popularity, residuals }
    }
}

/// The kernel that suits a log.
#[must_use]
pub fn kernel(log: &Log, recipe: &Recipe) -> Kernel {
    if log.ordered { Kernel::ordered(recipe) } else { Kernel::flat() }
}

/// The groups that what the floor takes is counted by; none where it takes nothing.
#[must_use]
pub fn groups(visits: &Visits, items: usize, kernel: &Kernel, settings: &Settings) -> Vec<Vec<u32>> {
    if settings.floor > 1 { groups::grow(visits, items, kernel, &settings.recipe, settings.floor) } else { Vec::new() }
}

/// Candidates looked at for each place of a list: room for the quota.
const CANDIDATES_PER_PLACE: usize = 8;
const ROWS_PER_TASK: usize = 256;

/// Weighs, walks two hops and chooses the lists.
#[must_use]
pub fn lists_of(
    counted: &Counted,
    divisions: &[u16],
    settings: &Settings,
    wanted: &(dyn Fn(usize) -> bool + Sync),
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Vec<Neighbour>> {
    let pairs = smooth::spread(&counted.pairs, &counted.residuals, &settings.recipe);
    let weights = weigh::weigh(&pairs, &counted.popularity, &settings.recipe);
    let items = counted.pairs.len();
    let division = |item: u32| divisions.get(item as usize).copied().unwrap_or(0);
    let pool = Pool::default();
    let done = AtomicU64::new(0);
    let mut lists: Vec<Vec<Neighbour>> = vec![Vec::new(); items];
    lists.par_chunks_mut(ROWS_PER_TASK).enumerate().for_each(|(task, chunk)| {
        let (mut walk, mut found) = pool.take(|| (hops::Walk::new(items), Vec::new()));
        for (offset, list) in chunk.iter_mut().enumerate() {
            let row = task * ROWS_PER_TASK + offset;
            if !wanted(row) {
                continue;
            }
            walk.candidates(
                row,
                &weights,
                &settings.recipe,
                settings.neighbours.saturating_mul(CANDIDATES_PER_PLACE),
                &mut found,
            );
            let home = division(row as u32);
            let chosen = lists::choose(&found, settings.neighbours, settings.outside, |item| division(item) != home);
            let pairs = &counted.pairs[row];
            *list = chosen
                .into_iter()
                .map(|(item, weight)| Neighbour {
                    item,
                    weight: f64::from(weight),
                    support: pairs.binary_search_by_key(&item, |pair| pair.column).map_or(0, |at| pairs[at].shoppers),
                })
                .collect();
        }
        pool.put((walk, found));
        let done = done.fetch_add(chunk.len() as u64, Ordering::Relaxed) + chunk.len() as u64;
        progress(Progress { stage: "lists", done, total: items as u64 });
    });
    normalise(&mut lists);
    lists
}

/// Divides every weight by the largest of all lists.
fn normalise(lists: &mut [Vec<Neighbour>]) {
    let largest =
        lists.iter().filter_map(|list| list.first()).fold(0.0, |largest: f64, first| largest.max(first.weight));
    if largest > 0.0 {
        lists.iter_mut().flatten().for_each(|neighbour| neighbour.weight /= largest);
    }
}
