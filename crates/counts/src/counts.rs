//! Reads the counts of a job, as the input of learning. Not for counting: see [`crate::inputs`].
//!
//! No count of the shoppers of an item, of a pair or of a label is below the privacy floor. Three tables have no floor,
//! since they say nothing of how many shoppers an item has: `demand_days` (sales of a whole level by day), `first_met`
//! (the first time of each item) and the totals in counts.json. The tables are valid only for the feed and the settings
//! that they were counted for, because items are identified by position.

use std::fs;
use std::path::Path;

use passerelle::discretion::Audience;
use passerelle::model::DivisionIndex;
use passerelle::pack::Transition;
use passerelle_catalogue::Catalogue;
use passerelle_learning::demand::LevelCounts;
use passerelle_learning::demand::count::{Counts, RowCounts};
use passerelle_learning::demand::days::HALVES;
use passerelle_learning::fixed_weight::WeightSum;
use passerelle_learning::pair_table::PairTable;
use passerelle_learning::popularity::Popularity;
use passerelle_learning::repurchase_intervals::{Habits, Returning};
use passerelle_learning::smooth::Residual;
use passerelle_learning::trending::{Outcome, ShopperCounts, WindowCounts, Windows};
use passerelle_learning::type_transitions::TypeTransition;
use passerelle_learning::{Counted, LogCounts, Pair, Repeats, Trending, arrivals};
use serde::Deserialize;

use crate::about::{About, FORMAT};
use crate::error::CountsError;
use crate::table_reader::for_each;

/// Number of rows passed to a table of pairs at once.
const ROWS_AT_ONCE: usize = 16 * 1024;
/// Number of levels of demand in the tables.
const LEVELS: usize = 3;

/// The job's description of its log.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CountsAbout {
    /// The feed and settings that the counts were made for.
    #[serde(flatten)]
    pub about: About,
    /// Whether the log has events in order, rather than baskets.
    pub ordered: bool,
    /// Number of sessions.
    pub sessions: u64,
    /// Number of events.
    pub events: u64,
    /// Time of the first session, in seconds since 1970-01-01 UTC.
    pub start: i64,
    /// Time of the last session, in seconds since 1970-01-01 UTC.
    pub end: i64,
    /// Day of the first session that may be learned from, since 1970-01-01 UTC.
    pub first_day: i32,
    /// Day of the last session that may be learned from, since 1970-01-01 UTC.
    pub last_day: i32,
    /// Number of events that show interest.
    pub met: u64,
    /// Number of distinct pairs of a shopper and an item among them.
    pub met_distinct: u64,
    /// Distinct shoppers of each item in the last window of trending items, summed over all items.
    pub trending_now: u64,
    /// The same in the windows before, added up.
    pub trending_before: u64,
    /// Number of items that shoppers bought in the last window, but fewer than the floor.
    pub trending_below_floor: u64,
}

impl CountsAbout {
    /// Reads counts.json in `dir`.
    ///
    /// # Errors
    /// [`CountsError`]: unfinished counts, or another version of the tables.
    pub fn read(dir: &Path) -> Result<Self, CountsError> {
        #[derive(Deserialize)]
        struct Version {
            format: u64,
        }
        let path = dir.join("counts.json");
        let Ok(bytes) = fs::read(&path) else { return Err(CountsError::Unfinished { dir: dir.to_owned() }) };
        let bad = |source| CountsError::BadAbout { path: path.clone(), source };
        let Version { format } = serde_json::from_slice(&bytes).map_err(bad)?;
        if format != u64::from(FORMAT) {
            return Err(CountsError::Format { dir: dir.to_owned(), got: format });
        }
        serde_json::from_slice(&bytes).map_err(bad)
    }

    /// Checks that these counts were made for the same feed and settings as the build.
    ///
    /// # Errors
    /// [`CountsError::Mismatch`]
    pub fn check(&self, dir: &Path, built: &About) -> Result<(), CountsError> {
        let differ = |counted: String, built: String| {
            if counted == built { Ok(()) } else { Err(CountsError::Mismatch { dir: dir.to_owned(), counted, built }) }
        };
        differ(format!("the feed {}", self.about.feed), format!("the feed {}", built.feed))?;
        differ(format!("privacy.k = {}", self.about.floor), format!("privacy.k = {}", built.floor))?;
        differ(
            format!("privacy.retention_days = {}", self.about.retention_days),
            format!("privacy.retention_days = {}", built.retention_days),
        )?;
        differ(
            format!("[trending] days = {}", self.about.trending_days),
            format!("[trending] days = {}", built.trending_days),
        )
    }
}

/// Reads all counts in `dir`, which `said` describes. `now` is the time relative to which items are new, in seconds
/// since 1970-01-01 UTC; `memory` is the maximum size of the pairs in memory in bytes, beyond which they are written to
/// a temporary file.
///
/// # Errors
/// [`CountsError`]: a table that is missing, has other columns or contradicts the catalogue.
pub fn read(
    dir: &Path,
    said: &CountsAbout,
    catalogue: &Catalogue,
    now: i64,
    memory: Option<u64>,
) -> Result<LogCounts, CountsError> {
    let tables = Tables { dir, said, catalogue, floor: said.about.floor, memory: memory.unwrap_or(u64::MAX) };
    Ok(LogCounts {
        sessions: usize::try_from(said.sessions).unwrap_or(usize::MAX),
        events: usize::try_from(said.events).unwrap_or(usize::MAX),
        counted: tables.counted()?,
        arrived: tables.arrived(now)?,
        type_transitions: tables.type_transitions()?,
        division_transitions: tables.division_transitions()?,
        repurchase_intervals: tables.repurchase_intervals()?,
        demand: tables.demand()?,
        trending: tables.trending(now)?,
        audience: tables.audience()?,
    })
}

/// The tables of one folder.
struct Tables<'a> {
    dir: &'a Path,
    said: &'a CountsAbout,
    catalogue: &'a Catalogue,
    floor: u32,
    memory: u64,
}

impl Tables<'_> {
    fn counted(&self) -> Result<Counted, CountsError> {
        let items = self.catalogue.items.len();
        let mut popularity = vec![Popularity::default(); items];
        for_each(self.dir, "items", ["item", "shoppers", "visits", "recent"], |[item, shoppers, all, recent]| {
            let [all, recent] = [sum("visits", all)?.to_f64(), sum("recent", recent)?.to_f64()];
            *at(&mut popularity, "item", item)? =
                Popularity { shoppers: self.count("shoppers", shoppers)?, all, recent };
            Ok(())
        })?;
        let mut pairs = PairTable::new(self.memory / 2);
        self.pairs("pairs", items, items, |rows| pairs.push(rows))?;
        let residuals = if self.floor > 1 { self.residuals(&popularity)? } else { Vec::new() };
        let repeats = Repeats { met: self.said.met, distinct: self.said.met_distinct };
        Ok(Counted { pairs, popularity, residuals, repeats })
    }

    /// The parts of counts that the floor removes: by small groups, then by large ones.
    fn residuals(&self, popularity: &[Popularity]) -> Result<Vec<Residual>, CountsError> {
        let items = self.catalogue.items.len();
        let tables = [("groups_fine", "pairs_fine"), ("groups_coarse", "pairs_coarse")];
        let mut residuals = Vec::with_capacity(tables.len());
        for (groups, pairs) in tables {
            let mut group = vec![u32::MAX; items];
            for_each(self.dir, groups, ["item", "label"], |[item, label]| {
                *at(&mut group, "item", item)? = below("label", label, items)?;
                Ok(())
            })?;
            if let Some(item) = group.iter().position(|group| *group == u32::MAX) {
                let path = self.dir.join(format!("{groups}.parquet"));
                return Err(CountsError::BadRow { path, row: 0, what: format!("item {item} has no group") });
            }
            let mut residual = Residual::new(&group, popularity, self.memory / 8);
            let count = residual.groups();
            self.pairs(pairs, items, count, |rows| residual.push(rows))?;
            residuals.push(residual);
        }
        Ok(residuals)
    }

    /// Reads a table of pairs by row; each row must be in ascending order of its columns.
    fn pairs(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
        mut push: impl FnMut(Vec<Vec<Pair>>) -> std::io::Result<()>,
    ) -> Result<(), CountsError> {
        let mut open: Vec<Vec<Pair>> = vec![Vec::new()];
        let mut first = 0;
        let names = ["from_label", "to_label", "visits", "similarity", "shoppers"];
        for_each(self.dir, name, names, |[from, to, visits, similar, shoppers]| {
            let row = below("from_label", from, rows)? as usize;
            let pair = Pair {
                column: below("to_label", to, columns)?,
                visits: sum("visits", visits)?.to_f32(),
                similar: sum("similarity", similar)?.to_f32(),
                shoppers: self.count("shoppers", shoppers)?,
            };
            let last = first + open.len() - 1;
            let held = open.last().and_then(|row| row.last());
            if row < last || row == last && held.is_some_and(|held| held.column >= pair.column) {
                return Err("is not in ascending order of from_label and to_label".to_owned());
            }
            for _ in last..row {
                if open.len() >= ROWS_AT_ONCE {
                    first += open.len();
                    push(std::mem::take(&mut open)).map_err(|error| error.to_string())?;
                }
                open.push(Vec::new());
            }
            if let Some(row) = open.last_mut() {
                row.push(pair);
            }
            Ok(())
        })?;
        open.resize(rows - first, Vec::new());
        let path = self.dir.join(format!("{name}.parquet"));
        push(open).map_err(|error| CountsError::Unwritable { path, why: error.to_string() })
    }

    fn arrived(&self, now: i64) -> Result<Vec<bool>, CountsError> {
        let mut first = vec![i64::MAX; self.catalogue.items.len()];
        if !self.said.about.dated {
            return Ok(vec![false; first.len()]);
        }
        for_each(self.dir, "first_met", ["item", "seconds"], |[item, seconds]| {
            *at(&mut first, "item", item)? = seconds;
            Ok(())
        })?;
        Ok(arrivals::arrived(&first, self.said.start..=self.said.end, Some(now)))
    }

    fn type_transitions(&self) -> Result<Vec<TypeTransition>, CountsError> {
        let types = self.catalogue.types.len();
        let mut found = Vec::new();
        for_each(self.dir, "type_transitions", ["from_label", "to_label", "shoppers"], |[from, to, shoppers]| {
            let (from, to) = (below("from_label", from, types)? as u16, below("to_label", to, types)? as u16);
            found.push(TypeTransition { from, to, shoppers: self.count("shoppers", shoppers)? });
            Ok(())
        })?;
        found.sort_unstable_by_key(|found| (found.from, found.to));
        Ok(found)
    }

    fn division_transitions(&self) -> Result<Vec<Transition>, CountsError> {
        let divisions = self.catalogue.divisions.len();
        let mut found = Vec::new();
        let names = ["from_label", "to_label", "shoppers"];
        for_each(self.dir, "division_transitions", names, |[from, to, shoppers]| {
            let division = |name, label| Ok(DivisionIndex(below(name, label, divisions)? as u16));
            let support = self.count("shoppers", shoppers)?;
            let (from, to): (DivisionIndex, DivisionIndex) =
                (division("from_label", from)?, division("to_label", to).map_err(|what: String| what)?);
            found.push(Transition { from, to, support });
            Ok(())
        })?;
        found.sort_unstable_by_key(|found| (found.from, found.to));
        Ok(found)
    }

    fn repurchase_intervals(&self) -> Result<Vec<passerelle::rank::RepurchaseInterval>, CountsError> {
        let mut habits = vec![Habits::default(); self.catalogue.types.len()];
        let names = ["item_type", "buyers", "side_by_side", "item_shoppers", "item_days", "type_shoppers", "type_days"];
        for_each(
            self.dir,
            "repurchases",
            names,
            |[kind, buyers, side_by_side, items, item_days, types, type_days]| {
                let number = |name, value: i64| u32::try_from(value).map_err(|_| format!("{name} is {value}"));
                let returning = |shoppers: i64, days: i64| -> Result<Returning, String> {
                    let days = u16::try_from(days).map_err(|_| format!("{days} days"))?;
                    Ok(Returning { shoppers: number("shoppers", shoppers)?, days: (shoppers > 0).then_some(days) })
                };
                *at(&mut habits, "item_type", kind)? = Habits {
                    buyers: self.count("buyers", buyers)?,
                    side_by_side: number("side_by_side", side_by_side)?,
                    of_item: returning(items, item_days)?,
                    of_type: returning(types, type_days)?,
                };
                Ok(())
            },
        )?;
        Ok(habits.iter().map(|habits| habits.interval(self.floor)).collect())
    }

    fn demand(&self) -> Result<LevelCounts, CountsError> {
        let sizes = [self.catalogue.divisions.len(), self.catalogue.types.len(), self.catalogue.items.len()];
        if !self.said.about.dated || self.said.last_day < self.said.first_day {
            let [divisions, types, items] = sizes.map(|rows| Counts::from_rows(rows, Vec::new(), 0, &[]));
            return Ok(LevelCounts { divisions, types, items });
        }
        let days = usize::try_from(self.said.last_day - self.said.first_day).unwrap_or(0) + 1;
        let mut totals: [Vec<u64>; LEVELS] = std::array::from_fn(|_| vec![0; days]);
        for_each(self.dir, "demand_days", ["level", "day", "sales"], |[level, day, sales]| {
            let totals = at(&mut totals, "level", level)?;
            *at(totals, "day", day)? = u64::try_from(sales).map_err(|_| format!("{sales} sales"))?;
            Ok(())
        })?;
        let mut rows: [Vec<(u32, RowCounts)>; LEVELS] = Default::default();
        let names = ["level", "label", "from_day", "until_day", "rest"];
        for_each(self.dir, "demand_rows", names, |[level, label, from, until, rest]| {
            let size = *sizes.get(usize::try_from(level).unwrap_or(usize::MAX)).ok_or("an unknown level")?;
            let number = |name, value: i64| u32::try_from(value).map_err(|_| format!("{name} is {value}"));
            let counts = RowCounts {
                shoppers: [0; HALVES],
                low: (1 << HALVES) - 1,
                rest: number("rest", rest)?,
                from: number("from_day", from)?,
                until: number("until_day", until)?,
            };
            at(&mut rows, "level", level)?.push((below("label", label, size)?, counts));
            Ok(())
        })?;
        rows.iter_mut().for_each(|rows| rows.sort_unstable_by_key(|row| row.0));
        let names = ["level", "label", "half", "shoppers"];
        for_each(self.dir, "demand_halves", names, |[level, label, half, shoppers]| {
            let rows = at(&mut rows, "level", level)?;
            let row = rows.binary_search_by_key(&label, |row| i64::from(row.0));
            let row = row.ok().and_then(|row| rows.get_mut(row)).ok_or("a row that demand_rows does not have")?;
            let half = below("half", half, HALVES)? as usize;
            *at(&mut row.1.shoppers, "half", half as i64)? = self.count("shoppers", shoppers)?;
            row.1.low &= !(1 << half);
            Ok(())
        })?;
        let level = |rows: Vec<(u32, RowCounts)>, size: usize, totals: &[u64]| {
            Counts::from_rows(size, rows, self.said.first_day, totals)
        };
        let [divisions, types, items] = rows;
        Ok(LevelCounts {
            divisions: level(divisions, sizes[0], &totals[0]),
            types: level(types, sizes[1], &totals[1]),
            items: level(items, sizes[2], &totals[2]),
        })
    }

    fn trending(&self, now: i64) -> Result<Trending, CountsError> {
        let said = self.said;
        let none = |outcome| Ok(Trending { rises: Vec::new(), outcome });
        if !said.about.dated {
            return none(Outcome::Undated);
        }
        if let Err(outcome) = Windows::new(said.start..=said.end, said.about.trending_days, Some(now)) {
            return none(outcome);
        }
        let items = self.catalogue.items.len();
        let mut counts = WindowCounts {
            items: Vec::new(),
            all: ShopperCounts { now: said.trending_now, before: said.trending_before },
            below_floor: usize::try_from(said.trending_below_floor).unwrap_or(usize::MAX),
        };
        for_each(self.dir, "trending", ["item", "shoppers", "shoppers_before"], |[item, shoppers, before]| {
            // The job raises a count below the floor to the largest such count.
            let least = u64::from(self.floor.saturating_sub(1));
            let before = u64::try_from(before).ok().filter(|before| *before >= least);
            let before = before.ok_or_else(|| format!("shoppers_before is below {least}"))?;
            let now = u64::from(self.count("shoppers", shoppers)?);
            counts.items.push((below("item", item, items)?, ShopperCounts { now, before }));
            Ok(())
        })?;
        Ok(Trending::from_counts(&counts, items, self.floor))
    }

    fn audience(&self) -> Result<Audience, CountsError> {
        let mut found = Audience {
            total: 0,
            types: vec![0; self.catalogue.types.len()],
            divisions: vec![0; self.catalogue.divisions.len()],
        };
        for_each(self.dir, "audience", ["level", "label", "shoppers"], |[level, label, shoppers]| {
            let shoppers = self.count("shoppers", shoppers)?;
            match level {
                0 => *at(&mut found.divisions, "label", label)? = shoppers,
                1 => *at(&mut found.types, "label", label)? = shoppers,
                2 => found.total = shoppers,
                _ => return Err("an unknown level".to_owned()),
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Reads a number of distinct shoppers: an error if it is below the floor.
    fn count(&self, name: &str, value: i64) -> Result<u32, String> {
        match u32::try_from(value) {
            Ok(count) if count >= self.floor => Ok(count),
            _ => Err(format!("{name} is {value}, and privacy.k is {}", self.floor)),
        }
    }
}

fn sum(name: &str, units: i64) -> Result<WeightSum, String> {
    u64::try_from(units).map(WeightSum::of_units).map_err(|_| format!("{name} is {units}"))
}

fn below(name: &str, value: i64, size: usize) -> Result<u32, String> {
    let number = u32::try_from(value).ok().filter(|number| (*number as usize) < size);
    number.ok_or_else(|| format!("{name} is {value}, and there are {size}"))
}

fn at<'v, T>(values: &'v mut [T], name: &str, position: i64) -> Result<&'v mut T, String> {
    let size = values.len();
    let place = usize::try_from(position).ok().and_then(|place| values.get_mut(place));
    place.ok_or_else(|| format!("{name} is {position}, and there are {size}"))
}
