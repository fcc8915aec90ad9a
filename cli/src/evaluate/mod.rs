//! Measures the code that ships on a log: learn from the training part only, predict the test part.
//!
//! Protocols, figures and their commands: docs/RANKING.md.

pub mod data;
pub mod figures;
mod interval;
pub mod measure;
pub mod ours;
pub mod protocol;
pub mod recommender;
mod report;
mod session_index;
mod simple;
pub mod slate;
mod vsknn;
mod vstan;

use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::ProgressBar;
use jiff::Timestamp;
use serde::Serialize;

use crate::catalogue::{Catalogue, assemble};
use crate::error::{FeedError, HouseError, LogError, SourceError};
use crate::house::House;
use crate::learn::{Learned, Recipe, Settings, learn};
use crate::log::Log;
use crate::problems::Problems;
use figures::{Outcome, compare, figures, print};
use measure::Task;
use protocol::{Cases, Memory, Protocol};
use recommender::Recommender;

/// A method to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// Session nearest neighbours, weighted by position.
    VsKnn,
    /// Session nearest neighbours with decays for position, recency and distance.
    Vstan,
    /// The most popular items.
    Popularity,
    /// Plain pair counts.
    Pairs,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Measure {
    /// The next item, whatever it is; every item of the shop competes.
    NextItem,
    /// The next item that is not the one on the page, which is never recommended.
    Product,
    /// The next item never seen before in the session; what was seen is never recommended.
    NewOnly,
    /// Clicks: the next item outside the current item's division. Baskets: the items of one division from the others.
    OtherDivision,
    /// Whole slates of 4 and 8 as a page shows them, with the cost of each rule.
    Slate,
}

impl Measure {
    /// The protocol of a single ranking; `None` for slates.
    const fn ranking(self) -> Option<Protocol> {
        match self {
            Self::NextItem => Some(Protocol::NextItem),
            Self::Product => Some(Protocol::Product),
            Self::NewOnly => Some(Protocol::NewOnly),
            Self::OtherDivision => Some(Protocol::OtherDivision),
            Self::Slate => None,
        }
    }
}

/// Measures suggestions on past sessions that learning has not seen.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Events, CSV or gzip: session_id, item_id, seq or timestamp; split, event and user_id optional.
    #[arg(long)]
    pub events: PathBuf,
    /// Items, CSV or gzip: item_id, division, category.
    #[arg(long)]
    pub items: Option<PathBuf>,
    /// The house's product feed, with its types and attributes, instead of --items.
    #[arg(long, value_name = "FILE", conflicts_with = "items", requires = "house")]
    pub feed: Option<PathBuf>,
    /// Settings of the house, with --feed: divisions, and k as the floor.
    #[arg(long, value_name = "FILE", requires = "feed")]
    pub house: Option<PathBuf>,
    /// What is predicted.
    #[arg(long, value_enum, default_value = "product")]
    pub protocol: Measure,
    /// Protocol slate: which spot is filled.
    #[arg(long, value_enum, default_value = "product")]
    pub placement: slate::Spot,
    /// First day of the test part (YYYY-MM-DD); without it the column `split` says.
    #[arg(long)]
    pub test_from: Option<String>,
    /// Length of a slate.
    #[arg(long, default_value_t = 20)]
    pub k: usize,
    /// Distinct shoppers that a pair needs to exist [default: the house's k, else 3].
    #[arg(long)]
    pub floor: Option<u32>,
    /// Neighbours per item.
    #[arg(long, default_value_t = 32)]
    pub neighbours: usize,
    /// Bits of a quantised weight.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(4..=8))]
    pub bits: u32,
    /// Memory that learning should keep to, in megabytes; beyond it pairs go to a temporary file.
    #[arg(long, value_name = "MB")]
    pub memory: Option<u64>,
    /// A method to compare with.
    #[arg(long, value_enum)]
    pub baseline: Option<Baseline>,
    /// Learn with the default parameters, without fitting them to the end of the training part.
    #[arg(long)]
    pub no_calibration: bool,
    /// Other divisions of baskets: predict without the shopper's earlier baskets.
    #[arg(long)]
    pub without_history: bool,
    /// Leave this division out of everything; repeat for more.
    #[arg(long, value_name = "DIVISION")]
    pub without: Vec<String>,
    /// Learn from types and attributes only, as if there were no log.
    #[arg(long)]
    pub attributes_only: bool,
    /// Write a page with plots into this folder: accuracy against bytes and floor, by division, and latency.
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file cannot be read.
    #[error("{path} {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: SourceError,
    },
    /// The log cannot be used.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The house file has a mistake.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The feed cannot be used.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// A column is missing.
    #[error("{path} has no column {column}")]
    Column {
        /// The file.
        path: PathBuf,
        /// The column that is needed.
        column: &'static str,
    },
    /// Nothing says what is training and what is test.
    #[error("the log has no column split: say --test-from DATE, the first day of the test part")]
    NoSplit,
    /// An option makes no sense.
    #[error("--test-from {0}: expected a date such as 2026-03-01")]
    Date(String),
    /// The report cannot be written.
    #[error("{path}: cannot be written ({source}): check the folder and its permissions")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Counts go to disk and cannot.
    #[error("pairs cannot be put into a temporary file ({0}): give --memory more, or TMPDIR another folder")]
    Spill(std::io::Error),
    /// Slates are measured by [`slates`].
    #[error("--protocol slate measures whole slates, not rankings")]
    NoRanking,
    /// One of the parts is empty.
    #[error("the {0} part of the log is empty; check the column split or --test-from")]
    Empty(&'static str),
}

/// Runs the command and prints its figures.
///
/// # Errors
/// Files that cannot be read or written, and logs without two parts.
pub fn run(args: &Args) -> Result<(), EvaluateError> {
    if args.protocol == Measure::Slate {
        let outcome = slates(args)?;
        if args.json {
            println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
        } else {
            slate::print(&outcome);
        }
        return Ok(());
    }
    let outcome = evaluate(args)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
    } else {
        print(&outcome);
    }
    Ok(())
}

/// Measures whole slates.
///
/// # Errors
/// As [`run`].
pub fn slates(args: &Args) -> Result<slate::SlateOutcome, EvaluateError> {
    let Learning { data, learned, train_seconds, .. } = train(args)?;
    Ok(slate::measure(&data, &learned, (args.neighbours, args.bits), args.placement, train_seconds))
}

/// The house and what it sells.
fn house_of(house: &Path, feed: &Path) -> Result<(House, Catalogue), EvaluateError> {
    let house = House::load(house)?;
    let mut problems = Problems::default();
    let rows = crate::feed::read(feed, &house, &mut problems, &ProgressBar::hidden())?;
    eprint!("{problems}");
    let catalogue = assemble(rows, &house, &mut Problems::default(), Timestamp::now());
    Ok((house, catalogue))
}

/// What was learned from the training part.
struct Learning {
    data: data::Data,
    settings: Settings,
    learned: Learned,
    train_seconds: f64,
}

fn train(args: &Args) -> Result<Learning, EvaluateError> {
    let test_from = args.test_from.as_deref().map(day_start).transpose()?;
    let mut k = Settings::default().floor;
    let data = match (&args.feed, &args.house) {
        (Some(feed), Some(house)) => {
            let (house, catalogue) = house_of(house, feed)?;
            k = house.privacy.k.into();
            data::read_of(catalogue, &args.events, test_from, &args.without)?
        }
        _ => data::read(&args.events, args.items.as_deref(), test_from, &args.without)?,
    };
    if !data.problems.is_empty() {
        eprint!("{}", data.problems);
    }
    if data.train.sessions.is_empty() {
        return Err(EvaluateError::Empty("training"));
    }
    if data.test.sessions.is_empty() {
        return Err(EvaluateError::Empty("test"));
    }
    let settings = Settings {
        floor: args.floor.unwrap_or(k),
        neighbours: args.neighbours,
        // The quota serves slates of other divisions.
        outside: args.neighbours * 3 / 8,
        bits: args.bits,
        recipe: if data.train.ordered { Recipe::default() } else { Recipe::baskets() },
        memory: args.memory.map(|megabytes| megabytes << 20),
        calibrate: !args.no_calibration && !args.attributes_only,
        ..Settings::default()
    };
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

/// Measures one ranking for each prediction.
///
/// # Errors
/// Files that cannot be read or written, logs without two parts, and a protocol that is none of rankings.
pub fn evaluate(args: &Args) -> Result<Outcome, EvaluateError> {
    let protocol = args.protocol.ranking().ok_or(EvaluateError::NoRanking)?;
    let Learning { data, settings, learned, train_seconds } = train(args)?;
    let divisions: Vec<u16> = data.catalogue.items.iter().map(|item| item.division).collect();
    let lists = ours::Lists::new(&learned.neighbours, args.neighbours, args.bits);
    let memory = Memory::new(&[&data.train, &data.test]);
    let cases =
        Cases { log: &data.test, protocol, divisions: &divisions, memory: (!args.without_history).then_some(&memory) };
    let task = Task { cases, k: args.k, detailed: true };
    let run = measure::run(&task, &ours::Ours::new(&lists, &learned.tables));
    if let Some(folder) = &args.report {
        let recipe = learned.calibration.as_ref().map_or_else(|| settings.recipe.clone(), |found| found.recipe.clone());
        let settings = Settings { recipe, calibrate: false, ..settings.clone() };
        report::write(folder, &data, &settings, &task, &run)?;
    }
    let baseline = args.baseline.map(|name| {
        let start = Instant::now();
        let index = session_index::SessionIndex::new(&data.train, data.catalogue.items.len());
        let method: Box<dyn Recommender + '_> = match name {
            Baseline::VsKnn => Box::new(vsknn::VsKnn::new(&index)),
            Baseline::Vstan => Box::new(vstan::Vstan::new(&index)),
            Baseline::Popularity => Box::new(simple::Popular::new(&data.train, data.catalogue.items.len())),
            Baseline::Pairs => Box::new(simple::Pairs::new(&index)),
        };
        let seconds = start.elapsed().as_secs_f64();
        compare(name, &run, &measure::run(&task, method.as_ref()), seconds)
    });
    Ok(Outcome {
        protocol,
        figures: figures(&run, train_seconds),
        bytes_per_item: lists.bytes_per_item(args.bits),
        baseline,
    })
}

/// Seconds since 1970 of the start of a day, UTC.
fn day_start(date: &str) -> Result<i64, EvaluateError> {
    let start = crate::date::calendar(date.as_bytes(), false);
    start.map(|ms| ms.div_euclid(1000)).ok_or_else(|| EvaluateError::Date(date.to_owned()))
}
