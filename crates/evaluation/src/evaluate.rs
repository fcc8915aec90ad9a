//! Runs an evaluation: reads the log, learns from its training part, and measures on its test part.

use passerelle::model::Day;
use std::path::Path;
use std::time::Instant;

use indicatif::ProgressBar;
use jiff::Timestamp;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::orders::Log;
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::{Catalogue, date, feed};
use passerelle_learning::demand::{Certainty, Feast};
use passerelle_learning::validation::measure::{self, Run, Task};
use passerelle_learning::validation::model;
use passerelle_learning::validation::protocol::{Cases, EarlierSessions, Protocol};
use passerelle_learning::words::Features;
use passerelle_learning::{Hyperparameters, Learned, Settings, learn};

use crate::args::{Args, Measure};
use crate::baselines::Baseline;
use crate::baselines::session_index::SessionIndex;
use crate::data::{self, Data};
use crate::discretion_protocol::{self, DiscretionOutcome};
use crate::error::EvaluateError;
use crate::figures::{Comparison, Outcome, compare, figures, print};
use crate::new_item_protocol::{self, NewItemOutcome};
use crate::scored_on::ScoredOn;
use crate::season_figures::{self, SeasonOutcome};
use crate::season_protocol::SeasonTask;
use crate::slate_figures::{self, SlateOutcome};
use crate::slate_model::ListShape;
use crate::{report, season_protocol, slate_protocol};

/// Runs the command and prints its figures.
///
/// # Errors
/// If a file cannot be read or written, the log has no two parts, or there is nothing to predict.
pub fn run(args: &Args) -> Result<(), EvaluateError> {
    match args.protocol {
        Measure::Slate => show(args, &slates(args)?, slate_figures::print),
        Measure::Season => show(args, &seasons(args)?, season_figures::print),
        Measure::Discretion => show(args, &reasons(args)?, discretion_protocol::print),
        Measure::NewItem => show(args, &new_items(args)?, new_item_protocol::print),
        Measure::NextItem | Measure::Product | Measure::NewOnly | Measure::OtherDivision => {
            show(args, &evaluate(args)?, print);
        }
    }
    Ok(())
}

/// Prints an outcome as text or as JSON.
fn show<T: serde::Serialize>(args: &Args, outcome: &T, print: impl Fn(&T)) {
    if args.json {
        println!("{}", serde_json::to_string_pretty(outcome).unwrap_or_default());
    } else {
        print(outcome);
    }
}

/// Reads the log and cuts it into two parts.
///
/// # Errors
/// If a file cannot be read, or the log has no two parts.
pub fn read(args: &Args) -> Result<Data, EvaluateError> {
    let test_from = args.test_from.as_deref().map(day_start).transpose()?;
    let mut data = read_files(args, test_from)?;
    if args.validation {
        data.hold_out_validation();
    }
    if !data.problems.is_empty() {
        eprint!("{}", data.problems);
    }
    if data.train.sessions.is_empty() {
        return Err(EvaluateError::Empty("training"));
    }
    if data.test.sessions.is_empty() {
        return Err(EvaluateError::Empty("test"));
    }
    Ok(data)
}

/// Reads the log and its items.
fn read_files(args: &Args, test_from: Option<i64>) -> Result<Data, EvaluateError> {
    if let (Some(feed), Some(house)) = (&args.feed, &args.house) {
        let (house, catalogue) = house_of(house, feed)?;
        let data = data::read_of(catalogue, &args.events, test_from, &args.without)?;
        return Ok(Data { k: Some(house.privacy.k.into()), ..data });
    }
    data::read(&args.events, args.items.as_deref(), test_from, &args.without)
}

/// The settings of learning for these options.
#[must_use]
pub fn settings(args: &Args, data: &Data) -> Settings {
    Settings {
        floor: args.floor.or(data.k).unwrap_or(Settings::default().floor),
        neighbours: args.neighbours,
        // Reserve places for the slates that show other divisions.
        outside: args.neighbours * 3 / 8,
        bits: args.bits,
        hyperparameters: if data.train.ordered { Hyperparameters::default() } else { Hyperparameters::baskets() },
        memory: args.memory.map(|megabytes| megabytes << 20),
        words: !args.without_words,
        calibrate: !args.no_calibration && !args.attributes_only,
        ..Settings::default()
    }
}

/// Measures one ranking protocol.
///
/// # Errors
/// If a file cannot be read or written, the log has no two parts, or there is nothing to predict.
pub fn evaluate(args: &Args) -> Result<Outcome, EvaluateError> {
    let protocol = args.protocol.ranking().ok_or(EvaluateError::NoRanking)?;
    let mut outcomes = evaluate_each(args, &[protocol])?;
    outcomes.pop().ok_or(EvaluateError::NothingToPredict)
}

/// Learns once and measures each of `protocols`.
///
/// # Errors
/// The same as [`evaluate`].
pub fn evaluate_each(args: &Args, protocols: &[Protocol]) -> Result<Vec<Outcome>, EvaluateError> {
    let Learning { data, settings, learned, train_seconds } = train(args)?;
    let divisions: Vec<u16> = data.catalogue.items.iter().map(|item| item.division).collect();
    let lists = model::Lists::new(&learned.neighbours, args.neighbours, args.bits);
    let earlier = EarlierSessions::new(&[&data.train, &data.test]);
    let features = Features::new(&data.catalogue);
    let alike = |a, b| features.alike(a, b);
    let measured = |&protocol: &Protocol| {
        let cases = Cases {
            log: &data.test,
            protocol,
            divisions: &divisions,
            earlier: (!args.without_history).then_some(&earlier),
        };
        let task = Task { cases, k: args.k, detailed: true, alike: Some(&alike) };
        let run = measure::run(&task, &model::Model::new(&lists, &learned.tables));
        if run.microseconds.is_empty() {
            return Err(EvaluateError::NothingToPredict);
        }
        if let Some(folder) = &args.report {
            let hyperparameters = learned
                .calibration
                .as_ref()
                .map_or_else(|| settings.hyperparameters.clone(), |found| found.hyperparameters.clone());
            let settings = Settings { hyperparameters, calibrate: false, ..settings.clone() };
            report::write(folder, &data, &settings, &task, &run)?;
        }
        Ok(Outcome {
            protocol,
            figures: figures(&run, train_seconds),
            bytes_per_item: lists.bytes_per_item(args.bits),
            baseline: args.baseline.map(|name| compared(name, &data, &task, &run)),
        })
    };
    protocols.iter().map(measured).collect()
}

/// Measures whole slates.
///
/// # Errors
/// The same as [`evaluate`].
pub fn slates(args: &Args) -> Result<SlateOutcome, EvaluateError> {
    let Learning { data, learned, train_seconds, .. } = train(args)?;
    let outcome = slate_protocol::measure(&data, &learned, shape(args), args.placement, train_seconds);
    if outcome.predictions == 0 { Err(EvaluateError::NothingToPredict) } else { Ok(outcome) }
}

/// Measures the lists of items that learning has never seen.
///
/// # Errors
/// The same as [`evaluate`].
pub fn new_items(args: &Args) -> Result<NewItemOutcome, EvaluateError> {
    let data = read(args)?;
    new_item_protocol::measure(&data, &settings(args, &data), args.k, args.validation)
}

/// Measures the flags of items in demand.
///
/// # Errors
/// If a file cannot be read, the log has no dates, or one of its parts is empty.
pub fn seasons(args: &Args) -> Result<SeasonOutcome, EvaluateError> {
    let from = args.test_from.as_deref().map(day_start).transpose()?;
    if args.scored_on == ScoredOn::NextYear && (from.is_none() || args.validation) {
        return Err(EvaluateError::NoNextYear);
    }
    let data = read_files(args, Some(from.unwrap_or(i64::MAX)))?;
    let coming = from.map_or(Day::default(), Day::of_time);
    let feasts = match &args.house {
        _ if args.scored_on != ScoredOn::NextYear => Vec::new(),
        Some(house) => Feast::kept(&House::load(house)?.season, coming),
        None => Feast::easter(coming),
    };
    if !data.problems.is_empty() {
        eprint!("{}", data.problems);
    }
    let Certainty { sure, yearly } = Certainty::default();
    let task = SeasonTask {
        floor: settings(args, &data).floor,
        types: args.types,
        validation: args.validation,
        scored_on: args.scored_on,
        certainty: Certainty { sure: args.sure.unwrap_or(sure), yearly: args.yearly.unwrap_or(yearly) },
        trade: args.trade,
        feasts: &feasts,
        coming: i32::try_from(coming.number()).unwrap_or(0),
    };
    season_protocol::measure(&data, &task)
}

/// Measures the reasons of suggestions.
///
/// # Errors
/// The same as [`evaluate`].
pub fn reasons(args: &Args) -> Result<DiscretionOutcome, EvaluateError> {
    let Learning { data, settings, learned, .. } = train(args)?;
    let outcome = discretion_protocol::measure(&data, &learned, shape(args), args.placement, settings.floor);
    if outcome.slates == 0 { Err(EvaluateError::NothingToPredict) } else { Ok(outcome) }
}

const fn shape(args: &Args) -> ListShape {
    ListShape { neighbours: args.neighbours, bits: args.bits }
}

/// The data, and what was learned from its training part.
struct Learning {
    data: Data,
    settings: Settings,
    learned: Learned,
    train_seconds: f64,
}

fn train(args: &Args) -> Result<Learning, EvaluateError> {
    let data = read(args)?;
    let settings = settings(args, &data);
    let nothing = Log::default();
    let start = Instant::now();
    let learned = learn(if args.attributes_only { &nothing } else { &data.train }, &data.catalogue, &settings, &|_| {})
        .map_err(EvaluateError::Spill)?;
    let train_seconds = start.elapsed().as_secs_f64();
    if let Some(calibration) = &learned.calibration
        && !args.json
    {
        print!("{calibration}");
    }
    Ok(Learning { data, settings, learned, train_seconds })
}

/// Reads the house and its catalogue.
fn house_of(house: &Path, feed: &Path) -> Result<(House, Catalogue), EvaluateError> {
    let house = House::load(house)?;
    let mut problems = Problems::default();
    let rows = feed::read(feed, &house, &mut problems, &ProgressBar::hidden())?;
    let catalogue = assemble(rows, &house, &mut problems, Timestamp::now());
    eprint!("{problems}");
    Ok((house, catalogue))
}

/// Compares with the method `name` on the same task.
fn compared(name: Baseline, data: &Data, task: &Task<'_>, model: &Run) -> Comparison {
    let start = Instant::now();
    let index = SessionIndex::new(&data.train, data.catalogue.items.len());
    let method = name.learned(&data.train, &index);
    let seconds = start.elapsed().as_secs_f64();
    compare(name, model, &measure::run(task, method.as_ref()), seconds)
}

/// Seconds since 1970 of the start of a day, UTC.
fn day_start(date: &str) -> Result<i64, EvaluateError> {
    let start = date::calendar(date.as_bytes(), false);
    start.map(|ms| ms.div_euclid(1000)).ok_or_else(|| EvaluateError::Date(date.to_owned()))
}
