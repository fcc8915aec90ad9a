//! Counts pairs of items and applies the privacy floor exactly.
//!
//! A row is an item or a group of items. The visits of a row are read shopper by shopper into dense memory, so that
//! distinct shoppers are counted exactly and without hash tables. Rows are independent and all sums are sums of
//! integers, so the result does not depend on the number of threads. engines/spark/counts.sql has the same rules in
//! SQL.

use std::ops::Range;

use rayon::prelude::*;

use super::Hyperparameters;
use super::fixed_weight::{FixedWeight, WeightSum};
use super::pair::Pair;
use super::pair_table::PairTable;
use super::scratch_pool::ScratchPool;
use super::visits::{Groups, Postings, Visit, VisitWeights, Visits};
use passerelle_catalogue::orders::Log;

/// Most days on which one shopper counts for a pair. It limits the effect of a shopper who comes back often.
pub const SHOPPER_DAYS: u16 = 3;

/// Most columns kept of a row: those with the largest counts. It bounds the memory on logs with very popular items.
pub const ROW_CAP: usize = 4_000;

/// Bytes of dense memory that a thread needs per column.
pub const COLUMN_BYTES: u64 = size_of::<Cell>() as u64 + 1;

const ROWS_PER_TASK: usize = 256;
/// Visits of a row that are copied at once.
const VISITS_AT_ONCE: usize = 32;

/// The weight of a pair by its distance in a session: `[visits, similar]`.
#[derive(Clone, Debug)]
pub struct Kernel {
    forward: Vec<[FixedWeight; 2]>,
    backward: Vec<[FixedWeight; 2]>,
}

impl Kernel {
    /// Steps after which the weight no longer changes.
    const STEPS: usize = 32;

    /// The kernel for the kind of log: ordered events or baskets.
    #[must_use]
    pub fn of(log: &Log, hyperparameters: &Hyperparameters) -> Self {
        if log.ordered { Self::ordered(hyperparameters) } else { Self::flat() }
    }

    /// The kernel of sessions whose events have an order.
    #[must_use]
    pub fn ordered(hyperparameters: &Hyperparameters) -> Self {
        let fall = |far: f64, scale: f64, step: usize| far + (1.0 - far) * libm::exp(-(step as f64) / scale);
        let table = |direction: f64, scale: f64| {
            (0..Self::STEPS)
                .map(|step| {
                    let visits = direction * fall(hyperparameters.far, scale, step);
                    [visits, fall(hyperparameters.similarity_far, scale, step)].map(FixedWeight::new)
                })
                .collect()
        };
        Self {
            forward: table(1.0, hyperparameters.forward_scale),
            backward: table(hyperparameters.backward, hyperparameters.backward_scale),
        }
    }

    /// The kernel of baskets, whose events have no order.
    #[must_use]
    pub fn flat() -> Self {
        Self { forward: vec![[FixedWeight::ONE; 2]], backward: vec![[FixedWeight::ONE; 2]] }
    }

    /// The weight of a pair whose row is at position `from` of a session and whose column is at position `to`. The
    /// positions must differ.
    #[must_use]
    pub fn at(&self, from: usize, to: usize) -> [FixedWeight; 2] {
        let table = if to > from { &self.forward } else { &self.backward };
        table.get(to.abs_diff(from) - 1).or(table.last()).copied().unwrap_or_default()
    }
}

/// A count of pairs: its rows, its columns and the items it leaves out.
pub struct Count<'a> {
    /// The visits to count.
    pub visits: &'a Visits,
    /// Weight of each visit.
    pub weights: &'a VisitWeights,
    /// The visits of each row.
    pub postings: &'a Postings,
    /// The rows.
    pub row_of: Groups<'a>,
    /// The columns.
    pub column_of: Groups<'a>,
    /// Number of columns.
    pub columns: usize,
    /// The weight of a pair by its distance.
    pub kernel: &'a Kernel,
    /// Distinct shoppers that a pair needs to be kept, at least 1.
    pub floor: u32,
    /// Most columns kept of a row: [`ROW_CAP`], or `usize::MAX` for all.
    pub row_cap: usize,
    /// For each row, the items that do not count in it.
    pub except: Option<&'a PairTable>,
    /// Memory that the runs of a count share.
    pub pool: ScratchPool<Scratch>,
}

impl Count<'_> {
    /// Returns the pairs of each of the rows, in ascending order of their columns. Calls `progress` with the number of
    /// rows of each task that is done.
    pub fn run(&self, rows: Range<usize>, progress: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Pair>> {
        let mut counted = vec![Vec::new(); rows.len()];
        counted.par_chunks_mut(ROWS_PER_TASK).enumerate().for_each(|(task, chunk)| {
            let first = rows.start + task * ROWS_PER_TASK;
            let mut scratch = self.pool.take(|| Scratch::new(self.columns));
            let except = self.except.map(|except| except.chunk(first..first + chunk.len()));
            for (offset, row) in chunk.iter_mut().enumerate() {
                let except = except.as_ref().and_then(|except| except.get(offset));
                *row = self.row(first + offset, except.map_or(&[][..], Vec::as_slice), &mut scratch);
            }
            progress(chunk.len());
            self.pool.put(scratch);
        });
        counted
    }

    fn row(&self, row: usize, except: &[Pair], scratch: &mut Scratch) -> Vec<Pair> {
        let postings = self.postings.of(row);
        if (postings.len() as u64) < u64::from(self.floor) {
            return Vec::new();
        }
        scratch.except(except, true);
        let all = except.is_empty();
        let mut near = std::mem::take(&mut scratch.near);
        for indices in postings.chunks(VISITS_AT_ONCE) {
            near.read(self.visits, indices);
            for (visit, items) in near.visits() {
                for (from, &source) in items.iter().enumerate() {
                    if self.row_of.of(source) as usize != row {
                        continue;
                    }
                    for (to, &item) in items.iter().enumerate() {
                        if item != source && (all || !scratch.is_except(item)) {
                            scratch.meet(self.column_of.of(item), self.kernel.at(from, to));
                        }
                    }
                }
                scratch.close(visit.shopper, visit.day, self.weights.of(visit));
            }
        }
        scratch.near = near;
        scratch.except(except, false);
        scratch.finish(self.floor, self.row_cap)
    }
}

/// Some visits of a row, copied side by side. Visits are far apart in memory; copied together, their loads overlap.
#[derive(Default)]
struct NearVisits {
    visits: Vec<Visit>,
    /// For each visit, the end of its items in `items`.
    ends: Vec<usize>,
    items: Vec<u32>,
}

impl NearVisits {
    /// Replaces the contents by the visits at `indices`.
    fn read(&mut self, visits: &Visits, indices: &[u32]) {
        self.visits.clear();
        self.visits.extend(indices.iter().map(|&index| *visits.visit(index as usize)));
        self.ends.clear();
        self.items.clear();
        for &index in indices {
            self.items.extend_from_slice(visits.items(index as usize));
            self.ends.push(self.items.len());
        }
    }

    /// The visits, each with its items.
    fn visits(&self) -> impl Iterator<Item = (&Visit, &[u32])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let items = starts.zip(&self.ends).map(|(start, &end)| &self.items[start..end]);
        self.visits.iter().zip(items)
    }
}

/// The state of a column while a row is counted.
#[derive(Clone, Copy)]
struct Cell {
    /// The weights in the current session.
    /// Whether the current session has the column.
    met: [FixedWeight; 2],
    open: bool,
    /// Days of the current shopper so far.
    days: u16,
    /// The current shopper.
    shopper: u32,
    /// The current day of the current shopper.
    day: i32,
    /// The weights that the current day has added to `sum`.
    today: [FixedWeight; 2],
    /// Distinct shoppers so far.
    shoppers: u32,
    sum: [WeightSum; 2],
}

impl Cell {
    const EMPTY: Self = Self {
        met: [FixedWeight::ZERO; 2],
        open: false,
        days: 0,
        shopper: 0,
        day: 0,
        today: [FixedWeight::ZERO; 2],
        shoppers: 0,
        sum: [WeightSum::of_units(0); 2],
    };
}

/// The dense memory of one thread.
pub struct Scratch {
    /// Whether an item does not count; may be shorter than the number of items, and then the others count.
    except: Vec<bool>,
    cells: Vec<Cell>,
    /// Columns of the current session.
    open: Vec<u32>,
    /// Columns of the row.
    touched: Vec<u32>,
    near: NearVisits,
}

impl Scratch {
    fn new(columns: usize) -> Self {
        Self {
            except: Vec::new(),
            cells: vec![Cell::EMPTY; columns],
            open: Vec::new(),
            touched: Vec::new(),
            near: NearVisits::default(),
        }
    }

    fn except(&mut self, items: &[Pair], except: bool) {
        for pair in items {
            let item = pair.column as usize;
            if item >= self.except.len() {
                self.except.resize(item + 1, false);
            }
            self.except[item] = except;
        }
    }

    fn is_except(&self, item: u32) -> bool {
        self.except.get(item as usize).copied().unwrap_or(false)
    }

    fn meet(&mut self, column: u32, kernel: [FixedWeight; 2]) {
        let Some(cell) = self.cells.get_mut(column as usize) else { return };
        if !cell.open {
            cell.open = true;
            cell.met = [FixedWeight::ZERO; 2];
            self.open.push(column);
        }
        // `plus` stops at 1, the weight of one step forward.
        cell.met[0] = cell.met[0].plus(kernel[0]);
        cell.met[1] = cell.met[1].plus(kernel[1]);
    }

    /// Ends a session. A pair counts once per shopper and day, with its strongest session of the day, on at most
    /// [`SHOPPER_DAYS`] days.
    fn close(&mut self, shopper: u32, day: i32, weight: FixedWeight) {
        for column in self.open.drain(..) {
            let cell = &mut self.cells[column as usize];
            cell.open = false;
            if cell.shoppers == 0 {
                self.touched.push(column);
            }
            if cell.shoppers == 0 || cell.shopper != shopper {
                (cell.shopper, cell.day, cell.days) = (shopper, day, 1);
                cell.today = [FixedWeight::ZERO; 2];
                cell.shoppers += 1;
            } else if cell.day != day {
                cell.day = day;
                cell.days = cell.days.saturating_add(1);
                cell.today = [FixedWeight::ZERO; 2];
            }
            if cell.days > SHOPPER_DAYS {
                continue;
            }
            for channel in 0..2 {
                let value = cell.met[channel].times(weight);
                cell.sum[channel].add(value.above(cell.today[channel]));
                cell.today[channel] = cell.today[channel].max(value);
            }
        }
    }

    fn finish(&mut self, floor: u32, row_cap: usize) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for column in self.touched.drain(..) {
            let cell = std::mem::replace(&mut self.cells[column as usize], Cell::EMPTY);
            if cell.shoppers >= floor.max(1) {
                let [visits, similar] = cell.sum.map(WeightSum::to_f32);
                pairs.push(Pair { column, visits, similar, shoppers: cell.shoppers });
            }
        }
        pairs.sort_unstable_by_key(|pair| pair.column);
        if pairs.len() > row_cap {
            pairs.sort_unstable_by(|a, b| b.visits.total_cmp(&a.visits).then(a.column.cmp(&b.column)));
            pairs.truncate(row_cap);
            pairs.sort_unstable_by_key(|pair| pair.column);
        }
        pairs.shrink_to_fit();
        pairs
    }
}
