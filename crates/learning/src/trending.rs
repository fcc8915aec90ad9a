//! Finds the items bought more now than before. Not for items that suit the season: see [`crate::demand`]. Not for best
//! sellers: a constant best seller does not rise.
//!
//! The distinct shoppers of an item in the last days ([`Settings::trending_days`]) are compared with those in the
//! `BEFORE` windows of the same length before. Shoppers who buy the same item every month count alike in each window.
//! The ratio is relative to the ratio of the whole shop: in a month in which everything sells twice as often, no item
//! rises by that alone.
//!
//! The ratio is shrunk toward 1 by a gamma-Poisson model (W. DuMouchel, "Bayesian data mining in large frequency
//! tables", The American Statistician 53(3), 1999). With `n` shoppers now, `e` expected from before and the prior
//! Gamma(`PRIOR`, `PRIOR`), whose mean is 1, the ratio is distributed as Gamma(`n` + `PRIOR`, `e` + `PRIOR`). An item
//! rises if the lower end of this distribution (`LOWER_END`) is above 1. Rising items are ordered by this lower end.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;

use passerelle::history::EventKind;
use passerelle::pack::layout::MAX_NEIGHBOURS;
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;
use rayon::prelude::*;

use crate::learnable::learnable;
use crate::settings::Settings;

/// Most windows before the last one that count, if the log reaches back as far.
const BEFORE: i64 = 3;
/// Strength of the prior, in shoppers who buy at the usual pace.
const PRIOR: f64 = 2.0;
/// The 1 in 100 quantile of the standard normal distribution. An item rises by chance as rarely.
const LOWER_END: f64 = -2.326_347_874;

const DAY: i64 = 86_400;

/// The items bought more now than before, or why there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trending {
    /// For each item, the lower end of its ratio of purchases now to before: above 1 if the item rises, else 0. Empty
    /// if nothing could be compared.
    pub rises: Vec<f64>,
    /// The outcome of the comparison.
    pub outcome: Outcome,
}

/// The outcome of comparing now with before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// There are no orders.
    #[default]
    NotCounted,
    /// The orders have no dates.
    Undated,
    /// The log has no purchase in the last window, or none in those before.
    NothingBought,
    /// The log reaches back fewer days than are needed.
    TooShort {
        /// Days from its first order to its last.
        has: i64,
        /// Days needed: two windows.
        needs: i64,
    },
    /// The last order is older than the length of the window.
    Stale {
        /// Days from the last order to the build.
        days: i64,
    },
    /// Now was compared with before.
    Compared {
        /// Items that rise.
        rising: usize,
        /// Items that too few shoppers bought in the last days to be compared.
        below_floor: usize,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCounted => write!(f, "none: it needs orders; give them with --orders or --counts"),
            Self::Undated => write!(f, "none: the orders have no dates; export them with a column timestamp"),
            Self::NothingBought => write!(f, "none: there are no purchases in the compared days"),
            Self::TooShort { has, needs } => write!(
                f,
                "none: the orders reach back {has} days, and {needs} are needed; give more of them, or fewer days in \
                 [trending]"
            ),
            Self::Stale { days } => {
                write!(f, "none: the last order is {days} days old; give newer ones, or more days in [trending]")
            }
            Self::Compared { rising: 0, below_floor } => write!(
                f,
                "none: no item rises; {below_floor} items have too few shoppers in the last days to be compared"
            ),
            Self::Compared { rising, .. } => write!(f, "{rising} items"),
        }
    }
}

impl Trending {
    /// Compares the last days of `log` with those before.
    #[must_use]
    pub fn new(log: &Log, catalogue: &Catalogue, settings: &Settings) -> Self {
        let none = |outcome| Self { rises: Vec::new(), outcome };
        let (Some(first), Some(last)) = (log.sessions.first(), log.sessions.last()) else {
            return none(Outcome::NotCounted);
        };
        if !settings.dated {
            return none(Outcome::Undated);
        }
        match Windows::new(first.time..=last.time, settings.trending_days, settings.now) {
            Ok(windows) => {
                Self::from_counts(&windows.count(log, catalogue, settings.floor), catalogue.items.len(), settings.floor)
            }
            Err(outcome) => none(outcome),
        }
    }

    /// Compares counts. `items` is the number of items of the catalogue.
    #[must_use]
    pub fn from_counts(counts: &WindowCounts, items: usize, floor: u32) -> Self {
        let WindowCounts { all, below_floor, .. } = *counts;
        if all.now == 0 || all.before == 0 {
            return Self { rises: Vec::new(), outcome: Outcome::NothingBought };
        }
        let pace = all.now as f64 / all.before as f64;
        let mut rises = vec![0.0; items];
        for (item, of_item) in &counts.items {
            if let Some(rise) = rises.get_mut(*item as usize) {
                *rise = of_item.rise(pace, floor);
            }
        }
        let rising = rises.iter().filter(|rise| **rise > 0.0).count();
        Self { rises, outcome: Outcome::Compared { rising, below_floor } }
    }

    /// For each division, the available items that rise, those that rise most first. Empty if no item rises.
    #[must_use]
    pub fn lists(&self, catalogue: &Catalogue) -> Vec<Vec<Neighbour>> {
        if !self.rises.iter().any(|rise| *rise > 0.0) {
            return Vec::new();
        }
        let mut lists: Vec<Vec<Neighbour>> = vec![Vec::new(); catalogue.divisions.len()];
        for ((item, weight), index) in catalogue.items.iter().zip(&self.rises).zip(0..) {
            if let Some(list) = lists.get_mut(usize::from(item.division)).filter(|_| *weight > 0.0 && item.available) {
                list.push(Neighbour { item: index, weight: *weight, support: Some(NonZeroU32::MIN) });
            }
        }
        for list in &mut lists {
            list.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
            list.truncate(MAX_NEIGHBOURS);
        }
        lists
    }
}

/// The windows of a log that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Day of the last order, since 1970-01-01 UTC.
    last: i64,
    /// Days of a window.
    length: i64,
    /// Windows before the last one, at least 1.
    before: i64,
}

impl Windows {
    /// The windows of a log whose first and last session have these `times`. Times are in seconds since 1970-01-01 UTC;
    /// if `now` is `None`, the log ends now.
    ///
    /// # Errors
    /// Why nothing can be compared.
    pub fn new(times: RangeInclusive<i64>, trending_days: u16, now: Option<i64>) -> Result<Self, Outcome> {
        let day = |time: i64| time.div_euclid(DAY);
        let (length, last) = (i64::from(trending_days.max(1)), day(*times.end()));
        let has = last - day(*times.start()) + 1;
        let stale = now.map_or(0, |now| day(now) - last);
        if stale > length {
            return Err(Outcome::Stale { days: stale });
        }
        // Leave out a window that began before the log: its counts are incomplete.
        let before = (has / length - 1).min(BEFORE);
        if before < 1 {
            return Err(Outcome::TooShort { has, needs: 2 * length });
        }
        Ok(Self { last, length, before })
    }

    /// Counts the distinct shoppers of each item in these windows.
    fn count(self, log: &Log, catalogue: &Catalogue, floor: u32) -> WindowCounts {
        let learnable = learnable(catalogue);
        let keep = |item: u32| learnable.get(item as usize) == Some(&true);
        let mut bought: Vec<(u32, u8, u32)> = Vec::new();
        for session in log.sessions.iter().rev() {
            let window = (self.last - session.time.div_euclid(DAY)) / self.length;
            if window > self.before {
                break;
            }
            let purchases = log.events_of(session).iter().filter(|event| event.kind == EventKind::Purchase);
            let items = purchases.map(|event| event.item).filter(|item| keep(*item));
            bought.extend(items.map(|item| (item, window as u8, session.shopper)));
        }
        bought.par_sort_unstable();
        bought.dedup();
        let mut counts = WindowCounts::default();
        for of_item in bought.chunk_by(|a, b| a.0 == b.0) {
            let now = of_item.iter().filter(|(_, window, _)| *window == 0).count() as u64;
            let shoppers = ShopperCounts { now, before: of_item.len() as u64 - now };
            counts.all.now += shoppers.now;
            counts.all.before += shoppers.before;
            match of_item.first() {
                Some((item, ..)) if now >= u64::from(floor) => counts.items.push((*item, shoppers.floored(floor))),
                _ => counts.below_floor += usize::from(now > 0),
            }
        }
        counts
    }
}

/// Numbers of distinct shoppers in the compared windows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WindowCounts {
    /// The items that as many shoppers as the floor bought in the last window.
    pub items: Vec<(u32, ShopperCounts)>,
    /// The sums over all items, also of those below the floor.
    pub all: ShopperCounts,
    /// Number of items that shoppers bought in the last window, but fewer than the floor.
    pub below_floor: usize,
}

/// Numbers of distinct shoppers of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShopperCounts {
    /// In the last window.
    pub now: u64,
    /// In each window before, added up. A count below the floor is not known: it is the largest such count.
    pub before: u64,
}

impl ShopperCounts {
    fn floored(self, floor: u32) -> Self {
        Self { before: self.before.max(u64::from(floor.saturating_sub(1))), ..self }
    }

    /// The lower end of the ratio of purchases now to before if it is above 1, else 0. `pace`: the shop's shoppers in
    /// the last window for each shopper in the windows before.
    fn rise(self, pace: f64, floor: u32) -> f64 {
        if self.now < u64::from(floor) {
            return 0.0;
        }
        let Self { now, before } = self.floored(floor);
        let (shape, rate) = (now as f64 + PRIOR, before as f64 * pace + PRIOR);
        let lower = gamma_quantile(shape, LOWER_END) / rate;
        if lower > 1.0 { lower } else { 0.0 }
    }
}

/// The quantile of Gamma(`shape`, 1) at the probability that `z` has in the standard normal distribution, by the cube
/// root transformation (E. B. Wilson and M. M. Hilferty, "The distribution of chi-square", PNAS 17(12), 1931).
fn gamma_quantile(shape: f64, z: f64) -> f64 {
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    shape * root.max(0.0).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half of the quantiles of the chi-square distribution at 1 in 100 with 14, 20 and 40 degrees of freedom, from tables.
    #[test]
    fn the_quantile_is_near_that_of_tables() {
        for (shape, chi_square) in [(7.0, 4.660), (10.0, 8.260), (20.0, 22.164)] {
            let exact = chi_square / 2.0;
            let found = gamma_quantile(shape, LOWER_END);
            assert!((found - exact).abs() < 0.01 * exact, "{shape}: {found}, {exact}");
        }
    }

    #[test]
    fn a_rise_takes_as_many_shoppers_as_the_floor_and_more_than_chance() {
        let rise = |now, before| ShopperCounts { now, before }.rise(1.0 / 3.0, 3);
        assert_eq!(rise(2, 0), 0.0, "below the floor");
        assert_eq!(rise(1_000, 3_000), 0.0, "a constant best seller");
        assert_eq!(rise(1_040, 3_000), 0.0, "within chance");
        assert!(rise(1_200, 3_000) > 1.0);
        assert!(rise(60, 30) > rise(20, 10), "the more shoppers, the surer");
        assert_eq!(rise(8, 0), rise(8, 2), "counts below the floor are alike");
        assert!(rise(8, 0) > 1.0 && rise(8, 6) < rise(8, 0));
    }
}
