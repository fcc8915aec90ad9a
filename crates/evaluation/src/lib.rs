//! Measures the code that ships on a log: learn from the training part only, predict the test part.
//!
//! Protocols, figures and their commands: docs/RANKING.md.

pub mod data;
pub mod discretion;
pub mod figures;
mod interval;
mod report;
pub mod season;
pub mod season_figures;
pub mod session_index;
pub mod session_knn;
mod simple;
pub mod slate;
pub mod slate_figures;

use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::ProgressBar;
use jiff::Timestamp;
use serde::Serialize;

use data::Data;
use discretion::DiscretionOutcome;
use figures::{Comparison, Outcome, compare, figures, print};
use passerelle_catalogue::error::{FeedError, HouseError, LogError, SourceError};
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::Log;
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::{Catalogue, identity::assemble};
use passerelle_learning::validation::measure::{self, Task};
use passerelle_learning::validation::ours;
use passerelle_learning::validation::protocol::{Cases, Memory, Protocol};
use passerelle_learning::validation::recommender::Recommender;
use passerelle_learning::{Learned, Recipe, Settings, learn};
use season_figures::SeasonOutcome;
use session_knn::{SessionKnn, Style};
use slate_figures::SlateOutcome;

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
    /// Whether what is flagged as in demand in a month sells then, for the half of the shoppers not learned from.
    Season,
    /// Why suggestions are shown, and how often the most specific reason may be spoken.
    Discretion,
}

impl Measure {
    /// The protocol of a single ranking; `None` for slates, what is said of them, and seasons.
    #[must_use]
    pub const fn ranking(self) -> Option<Protocol> {
        match self {
            Self::NextItem => Some(Protocol::NextItem),
            Self::Product => Some(Protocol::Product),
            Self::NewOnly => Some(Protocol::NewOnly),
            Self::OtherDivision => Some(Protocol::OtherDivision),
            Self::Slate | Self::Season | Self::Discretion => None,
        }
    }
}

/// Measures suggestions on past sessions that learning has not seen.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Events or orders, CSV or gzip: session_id, item_id, seq or timestamp; split, event and user_id optional.
    #[arg(long, alias = "orders")]
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
    /// Protocols slate and discretion: which spot is filled.
    #[arg(long, value_enum, default_value = "product")]
    pub placement: slate::Spot,
    /// First day of the test part (YYYY-MM-DD); without it the column `split` says. Protocol season: the first day that is
    /// kept aside and not read.
    #[arg(long)]
    pub test_from: Option<String>,
    /// Leave the test part alone: train on the first nine tenths of the training sessions, test on the last tenth (protocol
    /// season: on the two halves of the shoppers learned from). For whoever chooses between methods or parameters.
    #[arg(long)]
    pub rehearse: bool,
    /// Length of a slate.
    #[arg(long, default_value_t = 20, value_parser = at_least_one())]
    pub k: usize,
    /// Distinct shoppers that a pair needs to exist [default: the house's k, else 3].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub floor: Option<u32>,
    /// Neighbours per item.
    #[arg(long, default_value_t = 32, value_parser = at_least_one())]
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
    /// Protocol season: learn from divisions and types too. Not where they come from titles, which say what is seasonal.
    #[arg(long)]
    pub types: bool,
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

fn at_least_one() -> impl clap::builder::TypedValueParser<Value = usize> {
    clap::builder::RangedU64ValueParser::new().range(1..)
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
    /// The house file has a mistake.
    #[error(transparent)]
    House(#[from] HouseError),
    /// The feed cannot be used.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// Slates are measured by [`slates`] and [`reasons`], seasons by [`seasons`].
    #[error("--protocol slate and discretion measure whole slates and --protocol season flags, not rankings")]
    NoRanking,
    /// Seasons need dates.
    #[error("the log has no column timestamp: without dates nothing can be said of seasons")]
    NoDates,
    /// The protocol finds no question in the test part.
    #[error(
        "the test part holds nothing to predict under this protocol: it needs sessions of several items, for other \
         divisions also --items with a column division"
    )]
    NothingToPredict,
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
            slate_figures::print(&outcome);
        }
        return Ok(());
    }
    if args.protocol == Measure::Season {
        let outcome = seasons(args)?;
        if args.json {
            println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
        } else {
            season_figures::print(&outcome);
        }
        return Ok(());
    }
    if args.protocol == Measure::Discretion {
        let outcome = reasons(args)?;
        if args.json {
            println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
        } else {
            discretion::print(&outcome);
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

/// Reads the log and cuts it in two.
///
/// # Errors
/// Files that cannot be read, and logs without two parts.
pub fn read(args: &Args) -> Result<Data, EvaluateError> {
    let test_from = args.test_from.as_deref().map(day_start).transpose()?;
    let mut data = read_files(args, test_from)?;
    if args.rehearse {
        data.rehearse();
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

/// Reads the log and what it speaks of.
fn read_files(args: &Args, test_from: Option<i64>) -> Result<Data, EvaluateError> {
    if let (Some(feed), Some(house)) = (&args.feed, &args.house) {
        let (house, catalogue) = house_of(house, feed)?;
        let data = data::read_of(catalogue, &args.events, test_from, &args.without)?;
        return Ok(Data { k: Some(house.privacy.k.into()), ..data });
    }
    data::read(&args.events, args.items.as_deref(), test_from, &args.without)
}

/// What is learned, and how.
#[must_use]
pub fn settings(args: &Args, data: &Data) -> Settings {
    Settings {
        floor: args.floor.or(data.k).unwrap_or(Settings::default().floor),
        neighbours: args.neighbours,
        // The quota serves slates of other divisions.
        outside: args.neighbours * 3 / 8,
        bits: args.bits,
        recipe: if data.train.ordered { Recipe::default() } else { Recipe::baskets() },
        memory: args.memory.map(|megabytes| megabytes << 20),
        calibrate: !args.no_calibration && !args.attributes_only,
        ..Settings::default()
    }
}

/// Measures.
///
/// # Errors
/// Files that cannot be read or written, and logs without two parts.
pub fn evaluate(args: &Args) -> Result<Outcome, EvaluateError> {
    let protocol = args.protocol.ranking().ok_or(EvaluateError::NoRanking)?;
    let mut outcomes = evaluate_each(args, &[protocol])?;
    outcomes.pop().ok_or(EvaluateError::NothingToPredict)
}

/// Learns once and measures under each of `protocols`.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_each(args: &Args, protocols: &[Protocol]) -> Result<Vec<Outcome>, EvaluateError> {
    let Learning { data, settings, learned, train_seconds } = train(args)?;
    let divisions: Vec<u16> = data.catalogue.items.iter().map(|item| item.division).collect();
    let lists = ours::Lists::new(&learned.neighbours, args.neighbours, args.bits);
    let memory = Memory::new(&[&data.train, &data.test]);
    let measured = |&protocol: &Protocol| {
        let cases = Cases {
            log: &data.test,
            protocol,
            divisions: &divisions,
            memory: (!args.without_history).then_some(&memory),
        };
        let task = Task { cases, k: args.k, detailed: true };
        let run = measure::run(&task, &ours::Ours::new(&lists, &learned.tables));
        if run.microseconds.is_empty() {
            return Err(EvaluateError::NothingToPredict);
        }
        if let Some(folder) = &args.report {
            let recipe =
                learned.calibration.as_ref().map_or_else(|| settings.recipe.clone(), |found| found.recipe.clone());
            let settings = Settings { recipe, calibrate: false, ..settings.clone() };
            report::write(folder, &data, &settings, &task, &run)?;
        }
        Ok(Outcome {
            protocol,
            figures: figures(&run, train_seconds),
            bytes_per_item: lists.bytes_per_item(args.bits),
            baseline: args.baseline.map(|name| baseline(name, &data, &task, &run)),
        })
    };
    protocols.iter().map(measured).collect()
}

/// Measures whole slates.
///
/// # Errors
/// As [`evaluate`].
pub fn slates(args: &Args) -> Result<SlateOutcome, EvaluateError> {
    let Learning { data, learned, train_seconds, .. } = train(args)?;
    let outcome = slate::measure(&data, &learned, (args.neighbours, args.bits), args.placement, train_seconds);
    if outcome.predictions == 0 { Err(EvaluateError::NothingToPredict) } else { Ok(outcome) }
}

/// Measures the flags of what is in demand.
///
/// # Errors
/// Files that cannot be read, and logs without dates.
pub fn seasons(args: &Args) -> Result<SeasonOutcome, EvaluateError> {
    let from = args.test_from.as_deref().map(day_start).transpose()?;
    let data = read_files(args, Some(from.unwrap_or(i64::MAX)))?;
    if !data.problems.is_empty() {
        eprint!("{}", data.problems);
    }
    season::measure(&data, settings(args, &data).floor, args.types, args.rehearse)
}

/// Measures what may be said of slates.
///
/// # Errors
/// As [`evaluate`].
pub fn reasons(args: &Args) -> Result<DiscretionOutcome, EvaluateError> {
    let Learning { data, settings, learned, .. } = train(args)?;
    let outcome = discretion::measure(&data, &learned, (args.neighbours, args.bits), args.placement, settings.floor);
    if outcome.slates == 0 { Err(EvaluateError::NothingToPredict) } else { Ok(outcome) }
}

/// What was learned from the training part.
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

/// The house and what it sells.
fn house_of(house: &Path, feed: &Path) -> Result<(House, Catalogue), EvaluateError> {
    let house = House::load(house)?;
    let mut problems = Problems::default();
    let rows = passerelle_catalogue::feed::read(feed, &house, &mut problems, &ProgressBar::hidden())?;
    let catalogue = assemble(rows, &house, &mut problems, Timestamp::now());
    eprint!("{problems}");
    Ok((house, catalogue))
}

/// The method `name` on the same task.
fn baseline(name: Baseline, data: &Data, task: &Task<'_>, ours: &measure::Run) -> Comparison {
    let start = Instant::now();
    let items = data.catalogue.items.len();
    let index = session_index::SessionIndex::new(&data.train, items);
    let method: Box<dyn Recommender + '_> = match name {
        Baseline::VsKnn => Box::new(SessionKnn::new(&index, Style::VS_KNN)),
        Baseline::Vstan => Box::new(SessionKnn::new(&index, Style::VSTAN)),
        Baseline::Popularity => Box::new(simple::Popular::new(&data.train, items)),
        Baseline::Pairs => Box::new(simple::Pairs::new(&index)),
    };
    let seconds = start.elapsed().as_secs_f64();
    compare(name, ours, &measure::run(task, method.as_ref()), seconds)
}

/// Seconds since 1970 of the start of a day, UTC.
fn day_start(date: &str) -> Result<i64, EvaluateError> {
    let start = passerelle_catalogue::date::calendar(date.as_bytes(), false);
    start.map(|ms| ms.div_euclid(1000)).ok_or_else(|| EvaluateError::Date(date.to_owned()))
}
