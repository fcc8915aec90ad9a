//! The floored counts that learning starts from. Keeps to a memory limit while counting.

use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use passerelle_catalogue::orders::{LogEvent, Session};

use crate::count::{self, Count, Kernel, ROW_CAP};
use crate::pair_table::PairTable;
use crate::popularity::{self, Popularity};
use crate::progress::Progress;
use crate::repeats::Repeats;
use crate::scratch_pool::ScratchPool;
use crate::settings::Settings;
use crate::smooth::Residual;
use crate::visits::{Groups, Postings, VisitWeights, Visits};

/// The floored counts that learning starts from.
#[derive(Debug, Default)]
pub struct Counted {
    /// Pairs by row.
    pub pairs: PairTable,
    /// Counts by item.
    pub popularity: Vec<Popularity>,
    /// For each grouping of items, the pairs below the floor, counted as pairs of an item and a group.
    pub residuals: Vec<Residual>,
    /// How often shoppers returned to an item.
    pub repeats: Repeats,
}

/// Rows counted before their pairs go into the table, which checks its memory budget.
const ROWS_AT_ONCE: usize = 16 * 1024;

impl Counted {
    /// Counts items, their pairs, and the pairs below the floor by `groups`.
    ///
    /// # Errors
    /// If the pairs need more than the memory limit and the temporary file cannot be made or written.
    pub fn new(
        visits: &Visits,
        items: usize,
        groups: &[Vec<u32>],
        kernel: &Kernel,
        settings: &Settings,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> io::Result<Self> {
        let plan = Plan::new(visits, items, settings);
        let weights = VisitWeights::new(settings.hyperparameters.length_power, settings.hyperparameters.age_scale);
        let done = AtomicU64::new(0);
        let report = |stage: &'static str, rounds: u64| {
            let done = &done;
            move |rows: usize| {
                let done = done.fetch_add(rows as u64, Ordering::Relaxed) + rows as u64;
                progress(Progress { stage, step: "", done, total: items as u64 * rounds });
            }
        };
        let count = |postings: &Postings,
                     rows: Range<usize>,
                     column_of: Groups<'_>,
                     columns: usize,
                     except: Option<&PairTable>,
                     pool: &mut ScratchPool<count::Scratch>,
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
                row_cap: ROW_CAP,
                except,
                pool: std::mem::take(pool),
            };
            let counted = count.run(rows, progress);
            *pool = count.pool;
            counted
        };

        progress(Progress::begins("pairs"));
        let mut pairs = PairTable::new(plan.pair_bytes);
        let mut popularity = Vec::with_capacity(items);
        let mut repeats = Repeats { met: visits.events() as u64, distinct: 0 };
        let mut pool = ScratchPool::default();
        for part in plan.parts(items) {
            let postings = visits.index(part.clone(), Groups::Items);
            for first in part.clone().step_by(ROWS_AT_ONCE) {
                let rows = first..(first + ROWS_AT_ONCE).min(part.end);
                pairs.push(count(&postings, rows, Groups::Items, items, None, &mut pool, &report("pairs", 1)))?;
            }
            let (rows, distinct) = popularity::count(visits, &postings, &settings.hyperparameters, settings.floor);
            popularity.extend(rows);
            repeats.distinct += distinct;
        }
        drop(pool);
        progress(Progress::begins("rare pairs"));
        let mut residuals = Vec::new();
        done.store(0, Ordering::Relaxed);
        for group in groups {
            let mut residual = Residual::new(group, &popularity, plan.pair_bytes / 4);
            let mut pool = ScratchPool::default();
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
        Ok(Self { pairs, popularity, residuals, repeats })
    }
}

/// How counting divides the memory.
struct Plan {
    /// Items whose visits are indexed at once.
    items_at_once: usize,
    /// Bytes of memory for pairs; a table that needs more goes to disk.
    pair_bytes: u64,
}

impl Plan {
    /// The log, its visits and the dense memory of the threads are needed in any case. Of the remaining memory, or of a
    /// sixteenth of the limit if that is more, a third is for the index of items and a third for the pairs.
    fn new(visits: &Visits, items: usize, settings: &Settings) -> Self {
        let Some(memory) = settings.memory else {
            return Self { items_at_once: items.max(1), pair_bytes: u64::MAX };
        };
        let log =
            visits.events() as u64 * size_of::<LogEvent>() as u64 + visits.len() as u64 * size_of::<Session>() as u64;
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
