//! Writes the inputs of a counting job: the items, their ids, the weights of counting and, if given, the events. Not
//! for reading its results: see [`crate::counts`].
//!
//! The tool reads orders natively, so that there is one implementation for a shop's formats of dates, returns, packed
//! rows and ids; the job counts. The interface is a table with six plain columns. The pairs, which grow faster than the
//! log, exist in the job only. A warehouse that already has such a table needs no orders here.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use passerelle::pack::IdKind;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::{Log, ReadingRules};
use passerelle_learning::Hyperparameters;
use passerelle_learning::count::Kernel;
use passerelle_learning::demand::days::half_month;
use passerelle_learning::fixed_weight::FixedWeight;
use passerelle_learning::learnable::learnable;
use passerelle_learning::visits::{SESSION_CAP, VisitWeights};
use serde::Serialize;

use crate::about::About;
use crate::error::CountsError;
use crate::table_writer::TableWriter;

/// Number of days of the calendar from 1970-01-01: until the year 2106, the limit of times in a log.
const CALENDAR_DAYS: i32 = 49_710;

/// The content of about.json.
#[derive(Debug, Serialize)]
pub struct Inputs<'a> {
    /// The feed and the settings.
    #[serde(flatten)]
    pub about: &'a About,
    /// How the job reads a log of its own.
    pub reading: ReadingRules,
}

/// Writes the inputs of a job to `dir`, which is created if needed; about.json is removed first and written last.
///
/// # Errors
/// [`CountsError::Unwritable`]
pub fn write(dir: &Path, inputs: &Inputs<'_>, catalogue: &Catalogue, log: Option<&Log>) -> Result<(), CountsError> {
    let unwritable = |path: &Path, why: &dyn std::fmt::Display| CountsError::Unwritable {
        path: path.to_owned(),
        why: why.to_string(),
    };
    fs::create_dir_all(dir).map_err(|error| unwritable(dir, &error))?;
    // Without about.json a job refuses the folder; events of an earlier log have other numbers of items.
    for name in ["about.json", "events.parquet"] {
        let path = dir.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unwritable(&path, &error)),
            _ => {}
        }
    }
    items(dir, catalogue)?;
    weights(dir)?;
    calendar(dir)?;
    if let Some(log) = log {
        events(dir, log)?;
    }
    let path = dir.join("about.json");
    let text = serde_json::to_string_pretty(inputs).map_err(|error| unwritable(&path, &error))?;
    let unfinished = dir.join("about.json.part");
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)
    };
    write().map_err(|error: io::Error| unwritable(&path, &error))
}

fn items(dir: &Path, catalogue: &Catalogue) -> Result<(), CountsError> {
    let mut items = TableWriter::create(dir, "items", &["item", "division", "item_type", "learnable"], None)?;
    let mut ids = TableWriter::create(dir, "ids", &["item"], Some("id"))?;
    for ((item, learnable), index) in catalogue.items.iter().zip(learnable(catalogue)).zip(0..) {
        items.push([index, i64::from(item.division), i64::from(item.item_type), i64::from(learnable)], None)?;
        ids.push([index], Some(&item.id))?;
    }
    // As in `Catalogue::resolve`: the first item that a text refers to without a stated kind.
    let mut last = None;
    for alias in catalogue.aliases.iter().filter(|alias| alias.kinds.has(IdKind::Any)) {
        let is_own = catalogue.items.get(alias.item as usize).is_some_and(|item| item.id == alias.text);
        if !is_own && last != Some(&alias.text) && catalogue.resolve(&alias.text) == Some(alias.item) {
            ids.push([i64::from(alias.item)], Some(&alias.text))?;
            last = Some(&alias.text);
        }
    }
    items.finish()?;
    ids.finish()
}

/// Writes the weights of counting, for events in order and for baskets.
fn weights(dir: &Path) -> Result<(), CountsError> {
    let mut steps = TableWriter::create(dir, "steps", &["ordered", "distance", "visits", "similarity"], None)?;
    let mut lengths = TableWriter::create(dir, "lengths", &["ordered", "length", "weight"], None)?;
    let mut ages = TableWriter::create(dir, "ages", &["ordered", "age", "weight", "recent"], None)?;
    let (of_events, of_baskets) = (Hyperparameters::default(), Hyperparameters::baskets());
    let kernels = [(0, Kernel::flat(), of_baskets), (1, Kernel::ordered(&of_events), of_events)];
    let units = |weight: &FixedWeight| i64::from(weight.units());
    for (ordered, kernel, parameters) in kernels {
        for far in 1..SESSION_CAP {
            for (distance, from, to) in [(far as i64, 0, far), (-(far as i64), far, 0)] {
                let [visits, similar] = kernel.at(from, to);
                steps.push([ordered, distance, units(&visits), units(&similar)], None)?;
            }
        }
        let weights = VisitWeights::new(parameters.length_power, parameters.age_scale);
        let recent = VisitWeights::new(0.0, parameters.recent_scale);
        for (weight, length) in weights.by_length().iter().zip(0..) {
            lengths.push([ordered, length, units(weight)], None)?;
        }
        for ((weight, recent), age) in weights.by_age().iter().zip(recent.by_age()).zip(0..) {
            ages.push([ordered, age, units(weight), units(recent)], None)?;
        }
    }
    steps.finish()?;
    lengths.finish()?;
    ages.finish()
}

/// Writes the half-month of each day: `slot` also distinguishes years.
fn calendar(dir: &Path) -> Result<(), CountsError> {
    let mut calendar = TableWriter::create(dir, "calendar", &["day", "slot", "half"], None)?;
    let (mut slot, mut last) = (0, 0);
    for day in 0..CALENDAR_DAYS {
        let half = half_month(day);
        slot += i64::from(half != last);
        last = half;
        calendar.push([i64::from(day), slot, half as i64], None)?;
    }
    calendar.finish()
}

fn events(dir: &Path, log: &Log) -> Result<(), CountsError> {
    let columns = ["session", "shopper", "seconds", "place", "item"];
    let mut events = TableWriter::create(dir, "events", &columns, Some("event"))?;
    for (session, number) in log.sessions.iter().zip(0..) {
        for (event, place) in log.events_of(session).iter().zip(0..) {
            let shopper = i64::from(session.shopper);
            events.push([number, shopper, session.time, place, i64::from(event.item)], Some(event.kind.name()))?;
        }
    }
    events.finish()
}
