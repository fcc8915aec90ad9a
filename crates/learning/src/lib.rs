//! From a log and a catalogue to neighbour lists.
//!
//! Counting pairs is the only step that grows with the log ([`count`]); everything after it grows with the catalogue.
//! Formula and measurements: docs/RANKING.md.

pub mod arrivals;
pub mod audience;
pub mod backoff;
pub mod calibrate;
pub mod careers;
pub mod count;
pub mod demand;
pub mod groups;
mod hops;
mod lists;
pub mod onward;
pub mod pair_table;
pub mod pool;
pub mod popularity;
mod recipe;
pub mod rest;
pub mod season_slates;
pub mod smooth;
pub mod sparse;
pub mod stated;
pub mod tables;
mod transitions;
pub mod validation;
pub mod visits;
pub mod weigh;

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

pub use calibrate::Calibration;
pub use lists::lists_of;
use passerelle::pack::quantise::scale_of;
use passerelle::rank::{RankTables, RepurchaseInterval};
pub use recipe::Recipe;

use audience::audience;
use careers::Careers;
use count::{Count, Kernel};
use demand::Demand;
use pair_table::PairTable;
use passerelle::discretion::Audience;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;
use pool::Pool;
use popularity::Popularity;
use smooth::Residual;
use visits::{Groups, Postings, VisitWeights, Visits};

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
    /// How shoppers go on from division to division: (from, to, distinct shoppers), floored, ascending.
    pub onward: Vec<(u16, u16, u32)>,
    /// For each type how long it rests after a purchase.
    pub rest: Vec<RepurchaseInterval>,
    /// For each item whether the log met it first of late.
    pub arrived: Vec<bool>,
    /// Demand over the year, by item.
    pub demand: Demand,
    /// How much each item sells, of late above all: 0 below the floor.
    pub selling: Vec<f64>,
    /// Of how many shoppers reasons would be true.
    pub audience: Audience,
    /// What learning found, in numbers.
    pub report: Report,
    /// What calibration chose; `None` where it was not asked for or the log is too small.
    pub calibration: Option<Calibration>,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.sessions == 0 {
            writeln!(
                f,
                "no log: every list comes from types and attributes. Expect far fewer suggestions to be followed; \
                 docs/RANKING.md has the figures"
            )?;
        } else {
            writeln!(
                f,
                "learned from {} sessions with {} events: {} items met often enough, {} pairs above the floor",
                self.sessions, self.events, self.known, self.pairs
            )?;
        }
        if self.stated > 0 {
            writeln!(f, "{} places come from pairs that the house states (upsells, cross-sells)", self.stated)?;
        }
        writeln!(
            f,
            "{} places in {} lists come from types and attributes; {} lists have nothing else, {} items have no list",
            self.filled.places, self.filled.lists, self.filled.alone, self.empty
        )
    }
}

/// What a sale of any time counts beside one of late: last winter's best sellers are there when it is winter again.
const EVER: f64 = 0.1;

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
    /// Memory that counting should keep to, in bytes; beyond it pairs go to a temporary file.
    pub memory: Option<u64>,
    /// Whether free places are filled through types and attributes.
    pub backoff: bool,
    /// Whether to fit the recipe to the log's own tail first.
    pub calibrate: bool,
    /// Whether the log's times are dates: without dates nothing is learned of intervals and arrivals.
    pub dated: bool,
    /// Days that a device keeps its history: what audiences are counted over.
    pub retention_days: u16,
    /// The moment that new items are new at, in seconds since 1970-01-01 UTC; the log's end where it is `None`.
    pub now: Option<i64>,
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
            dated: true,
            retention_days: 90,
            now: None,
            backoff: true,
            memory: None,
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

/// Learns lists from a whole log.
///
/// # Errors
/// Counts that do not fit the memory and cannot be put on disk.
pub fn learn(
    log: &Log,
    catalogue: &Catalogue,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> io::Result<Learned> {
    let mut settings = settings.clone();
    if !log.ordered && settings.recipe == Recipe::default() {
        settings.recipe = Recipe::baskets();
    }
    let sensitive: Vec<bool> = catalogue
        .items
        .iter()
        .map(|item| catalogue.types.get(usize::from(item.item_type)).is_some_and(|kind| kind.sensitive))
        .collect();
    let keep = |item: u32| sensitive.get(item as usize) == Some(&false);
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    let calibration = if settings.calibrate {
        calibrate::calibrate(log, &divisions, &keep, &settings, &|done, total| {
            progress(Progress { stage: "calibration", done, total });
        })?
    } else {
        None
    };
    if let Some(calibration) = &calibration {
        settings.recipe = calibration.recipe.clone();
    }
    let visits = Visits::new(log, 0..log.sessions.len(), keep);
    let items = catalogue.items.len();
    let kernel = kernel(log, &settings.recipe);
    let counted =
        Counted::new(&visits, items, &groups(&visits, items, &kernel, &settings), &kernel, &settings, progress)?;
    let mut neighbours = lists_of(&counted, &divisions, &settings, &|_| true, progress);
    let transitions = transitions::count(&visits, catalogue, settings.floor);
    let stated = stated::add(&mut neighbours, catalogue, &settings);
    let filled = if settings.backoff && catalogue.types.len() > 1 {
        backoff::fill(&mut neighbours, catalogue, &counted.popularity, &transitions, &settings)
    } else {
        backoff::Filled::default()
    };
    let report = Report {
        sessions: log.sessions.len(),
        events: log.events.len(),
        pairs: counted.pairs.pairs() / 2,
        known: counted.popularity.iter().filter(|item| item.shoppers > 0).count(),
        stated,
        filled,
        empty: neighbours.iter().filter(|list| list.is_empty()).count(),
    };
    let careers = Careers::new(log);
    let kept = |of: u16, item: u32| Some(of).filter(|_| keep(item));
    let division = |item: u32| divisions.get(item as usize).and_then(|division| kept(*division, item));
    let item_type = |item: u32| catalogue.items.get(item as usize).and_then(|found| kept(found.item_type, item));
    let dated = if settings.dated { log } else { &Log::default() };
    let nothing = Visits::default();
    let demand = demand::learn(if settings.dated { &visits } else { &nothing }, catalogue, settings.floor);
    Ok(Learned {
        neighbours,
        onward: onward::count(&careers, log.ordered, catalogue.divisions.len(), division, settings.floor),
        rest: rest::learn(&Careers::new(dated), catalogue.types.len(), item_type, settings.floor),
        arrived: arrivals::from_log(dated, items, settings.now),
        audience: audience(log, catalogue, settings.dated.then_some(settings.retention_days), settings.floor),
        tables: tables::tables(&settings.recipe, settings.bits),
        demand,
        selling: counted.popularity.iter().map(|found| found.recent + EVER * found.all).collect(),
        transitions,
        calibration,
        report,
    })
}

/// The median, over the items that have a list, of the largest weight of a list, in units of 2^-30 of the largest of all
/// lists; at least 1.
#[must_use]
pub fn typical(lists: &[Vec<Neighbour>]) -> u32 {
    let mut firsts: Vec<f64> = lists.iter().filter_map(|list| list.first()).map(|first| first.weight).collect();
    firsts.sort_unstable_by(f64::total_cmp);
    let (largest, median) = (firsts.last(), firsts.get(firsts.len() / 2));
    median.zip(largest).map_or(1, |(median, largest)| scale_of(*median, *largest))
}

/// What learning found, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sessions read.
    pub sessions: usize,
    /// Events read.
    pub events: usize,
    /// Pairs of items that passed the floor.
    pub pairs: u64,
    /// Items that at least as many shoppers as the floor met.
    pub known: usize,
    /// Places of pairs that the house states itself.
    pub stated: usize,
    /// Lists and places derived from types and attributes.
    pub filled: backoff::Filled,
    /// Items without any neighbour.
    pub empty: usize,
}

/// The floored counts that learning starts from.
#[derive(Debug, Default)]
pub struct Counted {
    /// Pairs by row.
    pub pairs: PairTable,
    /// Counts by item.
    pub popularity: Vec<Popularity>,
    /// What fell below the floor, counted by groups.
    pub residuals: Vec<Residual>,
}

/// Rows counted between two looks at the memory.
const ROWS_AT_ONCE: usize = 16 * 1024;

impl Counted {
    /// Counts items, their pairs, and what the floor takes by `groups`.
    ///
    /// # Errors
    /// Counts that do not fit the memory and cannot be put on disk.
    pub fn new(
        visits: &Visits,
        items: usize,
        groups: &[Vec<u32>],
        kernel: &Kernel,
        settings: &Settings,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> io::Result<Self> {
        let plan = Plan::new(visits, items, settings);
        let weights = VisitWeights::new(settings.recipe.length_power, settings.recipe.age_scale);
        let done = AtomicU64::new(0);
        let report = |stage: &'static str, rounds: u64| {
            let done = &done;
            move |rows: usize| {
                let done = done.fetch_add(rows as u64, Ordering::Relaxed) + rows as u64;
                progress(Progress { stage, done, total: items as u64 * rounds });
            }
        };
        let count = |postings: &Postings,
                     rows: Range<usize>,
                     column_of: Groups<'_>,
                     columns: usize,
                     except: Option<&PairTable>,
                     pool: &mut Pool<count::Scratch>,
                     progress: &(dyn Fn(usize) + Sync)| {
            let count = Count {
                visits,
                weights: &weights,
                postings,
                row_of: Groups::Items,
                column_of,
                columns,
                kernel,
                floor: settings.floor,
                except,
                pool: std::mem::take(pool),
            };
            let counted = count.run(rows, progress);
            *pool = count.pool;
            counted
        };

        let mut pairs = PairTable::new(plan.pair_bytes);
        let mut popularity = Vec::with_capacity(items);
        let mut pool = Pool::default();
        for part in plan.parts(items) {
            let postings = visits.index(part.clone(), Groups::Items);
            for first in part.clone().step_by(ROWS_AT_ONCE) {
                let rows = first..(first + ROWS_AT_ONCE).min(part.end);
                pairs.push(count(&postings, rows, Groups::Items, items, None, &mut pool, &report("pairs", 1)))?;
            }
            popularity.extend(popularity::count(visits, &postings, &settings.recipe, settings.floor));
        }
        drop(pool);
        let mut residuals = Vec::new();
        done.store(0, Ordering::Relaxed);
        for group in groups {
            let mut residual = Residual::new(group, &popularity, plan.pair_bytes / 4);
            let mut pool = Pool::default();
            for part in plan.parts(items) {
                let postings = visits.index(part.clone(), Groups::Items);
                for first in part.clone().step_by(ROWS_AT_ONCE) {
                    let rows = first..(first + ROWS_AT_ONCE).min(part.end);
                    let progress = report("rare pairs", groups.len() as u64);
                    let columns = residual.groups();
                    residual.push(count(
                        &postings,
                        rows,
                        Groups::Of(group),
                        columns,
                        Some(&pairs),
                        &mut pool,
                        &progress,
                    ))?;
                }
            }
            residuals.push(residual);
        }
        Ok(Self { pairs, popularity, residuals })
    }
}

/// How counting keeps within the memory it is given.
struct Plan {
    /// Items whose sessions are indexed at once.
    items_at_once: usize,
    /// Memory for pairs; what is above goes to disk.
    pair_bytes: u64,
}

impl Plan {
    /// The log, its layout and the dense memory of the threads have to fit in any case; what is left is shared by the
    /// index of items (a third) and the pairs.
    fn new(visits: &Visits, items: usize, settings: &Settings) -> Self {
        let Some(memory) = settings.memory else {
            return Self { items_at_once: items.max(1), pair_bytes: u64::MAX };
        };
        let log = visits.events() as u64 * size_of::<passerelle_catalogue::orders::LogEvent>() as u64
            + visits.len() as u64 * size_of::<passerelle_catalogue::orders::Session>() as u64;
        let scratch = rayon::current_num_threads() as u64 * items as u64 * count::COLUMN_BYTES;
        let left = memory.saturating_sub(log + visits.bytes() + scratch).max(memory / 16);
        let index = visits.events() as u64 * 4;
        let parts = index.div_ceil((left / 3).max(1)).max(1);
        Self { items_at_once: items.div_ceil(parts as usize).max(1), pair_bytes: left / 3 }
    }

    fn parts(&self, items: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let step = self.items_at_once;
        (0..items).step_by(step).map(move |first| first..(first + step).min(items))
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
