//! Learning from beginning to end.

use std::borrow::Borrow;
use std::io;

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;

use crate::calibrate::Calibration;
use crate::counted::Counted;
use crate::learnable::learnable;
use crate::learned::{Learned, Report};
use crate::lists::Walked;
use crate::log_counts::LogCounts;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::{Hyperparameters, backoff, calibrate, curated_pairs, demand, lists, rank_tables, words};

/// Weight of an old event relative to a recent one. It keeps last winter's best sellers known for the next winter.
const EVER: f64 = 0.1;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Learns everything from a whole log. A log passed by value is dropped as soon as it has been counted.
///
/// # Errors
/// If the counts do not fit the memory and the temporary file cannot be made or written.
pub fn learn(
    log: impl Borrow<Log>,
    catalogue: &Catalogue,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> io::Result<Learned> {
    let of = log.borrow();
    let mut settings = Settings { hyperparameters: hyperparameters(of.ordered, settings), ..settings.clone() };
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    let calibration = if settings.calibrate {
        let learnable = learnable(catalogue);
        let keep = |item: u32| learnable.get(item as usize) == Some(&true);
        calibrate::calibrate(of, &divisions, &keep, &settings, progress)?
    } else {
        None
    };
    if let Some(calibration) = &calibration {
        settings.hyperparameters = calibration.hyperparameters.clone();
    }
    let counts = LogCounts::new(of, catalogue, &settings, progress)?;
    drop(log);
    Ok(lists_and_more(counts, calibration, catalogue, &settings, progress))
}

/// The same as [`learn`], from counts made elsewhere with the starting parameters of this kind of log: events in order
/// (`ordered`), or baskets. Does not calibrate: calibration needs the events.
#[must_use]
pub fn learn_from_counts(
    counts: LogCounts,
    ordered: bool,
    catalogue: &Catalogue,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Learned {
    let settings = Settings { hyperparameters: hyperparameters(ordered, settings), ..settings.clone() };
    lists_and_more(counts, None, catalogue, &settings, progress)
}

/// The parameters that a log of this kind starts from, unless the settings have others.
fn hyperparameters(ordered: bool, settings: &Settings) -> Hyperparameters {
    if !ordered && settings.hyperparameters == Hyperparameters::default() {
        Hyperparameters::baskets()
    } else {
        settings.hyperparameters.clone()
    }
}

fn lists_and_more(
    counts: LogCounts,
    calibration: Option<Calibration>,
    catalogue: &Catalogue,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> Learned {
    let LogCounts { counted, arrived, .. } = counts;
    let mut settings = settings.clone();
    if calibration.is_none() {
        settings.hyperparameters = settings.hyperparameters.suited(counted.repeats);
    }
    let settings = &settings;
    let learnable = learnable(catalogue);
    let keep = |item: u32| learnable.get(item as usize) == Some(&true);
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    progress(Progress::begins("weights"));
    let weights = lists::weights(&counted, settings);
    let Walked { lists: mut neighbours, found } =
        lists::walk(&weights, &counted, &divisions, settings, &|_| true, progress);
    drop(weights);
    let Counted { pairs, popularity, residuals, repeats } = counted;
    let counted_pairs = pairs.pairs() / 2;
    drop((pairs, residuals));
    progress(Progress::begins("words"));
    let selling: Vec<f64> = popularity.iter().map(|found| found.recent + EVER * found.all).collect();
    let worded = if settings.words {
        let new: Vec<bool> =
            catalogue.items.iter().zip(&arrived).map(|(item, arrived)| item.is_new || *arrived).collect();
        words::fill(&mut neighbours, found, catalogue, &selling, &new, &keep, settings)
    } else {
        words::Worded::default()
    };
    progress(Progress::begins("types and attributes"));
    lists::scale(&mut neighbours, settings.hyperparameters.list_power);
    let curated = curated_pairs::add(&mut neighbours, catalogue, settings);
    let filled = if settings.backoff && catalogue.types.len() > 1 {
        backoff::fill(&mut neighbours, catalogue, &popularity, &counts.type_transitions, settings)
    } else {
        backoff::Filled::default()
    };
    let report = Report {
        sessions: counts.sessions,
        events: counts.events,
        pairs: counted_pairs,
        repeats,
        known: popularity.iter().filter(|item| item.shoppers > 0).count(),
        curated,
        worded,
        filled,
        empty: neighbours.iter().filter(|list| list.is_empty()).count(),
    };
    progress(Progress::begins("demand"));
    let today = settings.now.and_then(|now| i32::try_from(now.div_euclid(DAY)).ok());
    let clocks = counts.demand.clocks(&settings.feasts, today);
    let demand = demand::from_counts(&counts.demand, catalogue, demand::Certainty::default(), &clocks);
    Learned {
        neighbours,
        division_transitions: counts.division_transitions,
        repurchase_intervals: counts.repurchase_intervals,
        arrived,
        trending: counts.trending,
        audience: counts.audience,
        tables: rank_tables::rank_tables(&settings.hyperparameters, settings.bits),
        demand,
        selling,
        calibration,
        report,
    }
}
