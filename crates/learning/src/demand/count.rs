//! Counts an item's, a type's or a division's distinct shoppers by half-month, while it was for sale.
//!
//! A shopper counts once in a half-month of a year, however often they come. An item can only sell while it is in the
//! house: the time before its first sale and after its last sale says nothing about it, except near the ends of the
//! log, where its absence cannot be seen. The first days of an arrived item say nothing either: it sells because it is
//! new.
//!
//! An item that came and left within a few months has shown a whole season: the rest of the log then counts as time
//! without demand. A type or a division that has left is out of season, however long it was there. A type or a division
//! that came and stayed may be new.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::days::{Days, HALVES, Rhythm, Year};
use crate::visits::{Groups, Visits};
use passerelle_catalogue::NEW_DAYS;

/// Mean gaps between sales within which a rarely sold item may have been there before its first sale or after its last.
const GAPS: usize = 2;
/// Least number of days of this.
const EDGE_DAYS: usize = 15;
/// Events whose positions are held at once, to bound the memory.
const INDEXED_AT_ONCE: usize = 64 << 20;
const YEAR_DAYS: f64 = 365.25;
/// An item that was there for fewer days than this, and far from both ends of the log, has shown a season.
const SEASON_DAYS: usize = 120;
/// Least distance from both ends of the log, in days, for this.
const AWAY_DAYS: usize = 60;

/// The counts of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCounts {
    /// Shoppers by half-month, each once in a half-month of a year; 0 if fewer distinct shoppers than the floor.
    pub shoppers: [u32; HALVES],
    /// The half-months below the floor, one bit each.
    pub low: u32,
    /// All shoppers of these half-months together, each once in each; 0 if fewer distinct shoppers than the floor.
    pub rest: u32,
    /// First day that counts, from the first day of the log.
    pub from: u32,
    /// Last day that counts, from the first day of the log.
    pub until: u32,
}

/// The counts of all rows of a level: divisions, types or items.
#[derive(Debug, Default)]
pub struct Counts {
    /// `None` for a row without counts, as most rows of a large catalogue are.
    rows: Vec<Option<Box<RowCounts>>>,
    days: Days,
    rhythm: Rhythm,
}

impl Counts {
    /// Counts `rows` rows by `groups`, floored.
    #[must_use]
    pub fn new(visits: &Visits, groups: Groups<'_>, rows: usize, floor: u32) -> Self {
        let days = Days::new(visits);
        if days.is_empty() {
            return Self { rows: vec![None; rows], ..Self::default() };
        }
        let lifetimes = Lifetimes { visits, days: &days };
        let step = rows.div_ceil(visits.events().div_ceil(INDEXED_AT_ONCE).max(1)).max(1);
        let parts = || (0..rows).step_by(step).map(|first| first..(first + step).min(rows));
        // Sums of integers: the order of the threads makes no difference.
        let totals: Vec<AtomicU64> = (0..days.len()).map(|_| AtomicU64::new(0)).collect();
        let mut lives = Vec::with_capacity(rows);
        for part in parts() {
            let postings = visits.index(part, groups);
            lives.par_extend(postings.rows().into_par_iter().map(|row| lifetimes.life(postings.of(row), &totals)));
        }
        let totals: Vec<u64> = totals.into_iter().map(AtomicU64::into_inner).collect();
        let rhythm = Rhythm::new(&totals);
        let mut counted = Vec::with_capacity(rows);
        for part in parts() {
            let postings = visits.index(part, groups);
            counted.par_extend(postings.rows().into_par_iter().map(|row| {
                let (from, until) = lives.get(row).copied().flatten()?.window(rhythm.span, comes_back(groups));
                lifetimes.met(postings.of(row), from, until, floor).map(Box::new)
            }));
        }
        Self { rows: counted, days, rhythm }
    }

    /// Takes counts made elsewhere, for the rows that have counts, of a level with `rows` rows. `first`: the first day
    /// of the log since 1970-01-01 UTC. `totals`: the sales of each of its days.
    #[must_use]
    pub fn from_rows(rows: usize, counts: Vec<(u32, RowCounts)>, first: i32, totals: &[u64]) -> Self {
        let mut all =
            Self { rows: vec![None; rows], days: Days::from(first, totals.len()), rhythm: Rhythm::new(totals) };
        for (row, counts) in counts {
            if let Some(held) = all.rows.get_mut(row as usize) {
                *held = Some(Box::new(counts));
            }
        }
        all
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The days of the log.
    #[must_use]
    pub fn days(&self) -> &Days {
        &self.days
    }

    /// The counts of `row`, the share of the shop's sales in each half-month while the row was for sale, and for how
    /// many years it was for sale. `None` if its distinct shoppers are below the floor.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<(&RowCounts, Year, f64)> {
        let met = self.rows.get(row)?.as_deref()?;
        let (from, until) = (met.from as usize, met.until as usize);
        let exposure = self.rhythm.exposure(&self.days, from, until);
        Some((met, exposure, (until + 1 - from) as f64 / YEAR_DAYS))
    }
}

/// Whether rows can come back after they left, as types and divisions do: one that left is out of season.
const fn comes_back(groups: Groups<'_>) -> bool {
    matches!(groups, Groups::Of(_))
}

/// The first and the last day of a row's sales, and their number.
#[derive(Clone, Copy, Debug)]
struct Life {
    first: usize,
    last: usize,
    sales: u32,
}

impl Life {
    /// The first and the last day that count, in a log of the days `span`.
    fn window(&self, span: (usize, usize), comes_back: bool) -> (usize, usize) {
        let edge = (GAPS * (self.last + 1 - self.first) / self.sales.max(1) as usize).max(EDGE_DAYS);
        let arrived = self.first > span.0 + edge;
        let left = self.last + edge < span.1;
        if comes_back && left {
            return span;
        }
        let short = self.last - self.first < SEASON_DAYS;
        if short && self.first > span.0 + edge.max(AWAY_DAYS) && self.last + edge.max(AWAY_DAYS) < span.1 {
            return span;
        }
        let from = if arrived { self.first + NEW_DAYS as usize } else { span.0 };
        (from, if left { self.last } else { span.1 })
    }
}

/// Reads the visits of a row, shopper by shopper.
struct Lifetimes<'a> {
    visits: &'a Visits,
    days: &'a Days,
}

impl Lifetimes<'_> {
    /// A row's sales between two days as (shopper, day, half-month), each shopper once in a half-month of a year.
    fn sales<'r>(
        &'r self,
        row: &'r [u32],
        from: usize,
        until: usize,
    ) -> impl Iterator<Item = (u32, usize, usize)> + 'r {
        let mut last = None;
        row.iter().filter_map(move |visit| {
            let visit = self.visits.visit(*visit as usize);
            let day = self.days.position(visit.day);
            let (slot, half) = self.days.half(day);
            if !(from..=until).contains(&day) || last == Some((visit.shopper, slot)) {
                return None;
            }
            last = Some((visit.shopper, slot));
            Some((visit.shopper, day, half))
        })
    }

    fn life(&self, row: &[u32], totals: &[AtomicU64]) -> Option<Life> {
        let mut life: Option<Life> = None;
        for visit in row {
            let day = self.days.position(self.visits.visit(*visit as usize).day);
            let life = life.get_or_insert(Life { first: day, last: day, sales: 0 });
            life.first = life.first.min(day);
            life.last = life.last.max(day);
        }
        for (_, day, _) in self.sales(row, 0, usize::MAX) {
            life.iter_mut().for_each(|life| life.sales += 1);
            totals.get(day).iter().for_each(|total| {
                total.fetch_add(1, Ordering::Relaxed);
            });
        }
        life
    }

    fn met(&self, row: &[u32], from: usize, until: usize, floor: u32) -> Option<RowCounts> {
        let mut shoppers = [0u32; HALVES];
        let mut distinct = [0u32; HALVES];
        // The half-months of each shopper, one bit each.
        let mut masks: Vec<u32> = Vec::new();
        let mut last = None;
        for (shopper, _, half) in self.sales(row, from, until) {
            if last != Some(shopper) {
                masks.push(0);
                last = Some(shopper);
            }
            shoppers[half] += 1;
            if let Some(mask) = masks.last_mut()
                && *mask & 1 << half == 0
            {
                *mask |= 1 << half;
                distinct[half] += 1;
            }
        }
        if masks.len() < floor as usize || masks.is_empty() {
            return None;
        }
        let low = (0..HALVES).filter(|half| distinct[*half] < floor).fold(0u32, |low, half| low | 1 << half);
        let enough = masks.iter().filter(|mask| **mask & low != 0).count() >= floor as usize;
        let rest = (0..HALVES).filter(|half| low & 1 << half != 0).map(|half| shoppers[half]).sum();
        for (half, count) in shoppers.iter_mut().enumerate() {
            if low & 1 << half != 0 {
                *count = 0;
            }
        }
        let met = RowCounts {
            shoppers,
            low,
            rest: if enough { rest } else { 0 },
            from: u32::try_from(from).ok()?,
            until: u32::try_from(until).ok()?,
        };
        // Without any count above the floor, the row has no counts.
        (met.rest > 0 || met.shoppers.iter().any(|count| *count > 0)).then_some(met)
    }
}
