//! Measures the code that ships on a log: learn from the training part only, predict the test part.
//!
//! Protocols, figures and their commands: docs/RANKING.md.

mod data;
mod interval;
pub mod measure;
pub mod ours;
pub mod protocol;
pub mod recommender;
mod session_index;
mod simple;
mod vsknn;

use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use crate::error::{LogError, SourceError};
use crate::learn::{Learned, Settings, learn};
use measure::{Run, Sums, Task};
use protocol::Protocol;
use recommender::Recommender;

/// A method to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// Session nearest neighbours, weighted by position.
    VsKnn,
    /// The most popular items.
    Popularity,
    /// Plain pair counts.
    Pairs,
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
    /// What is predicted.
    #[arg(long, value_enum, default_value = "product")]
    pub protocol: Protocol,
    /// First day of the test part (YYYY-MM-DD); without it the column `split` says.
    #[arg(long)]
    pub test_from: Option<String>,
    /// Length of a slate.
    #[arg(long, default_value_t = 20)]
    pub k: usize,
    /// Distinct shoppers that a pair needs to exist.
    #[arg(long, default_value_t = 3)]
    pub floor: u32,
    /// Neighbours per item.
    #[arg(long, default_value_t = 32)]
    pub neighbours: usize,
    /// Bits of a quantised weight.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(4..=8))]
    pub bits: u32,
    /// A method to compare with.
    #[arg(long, value_enum)]
    pub baseline: Option<Baseline>,
    /// Learn with the default parameters, without fitting them to the end of the training part.
    #[arg(long)]
    pub no_calibration: bool,
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
    /// One of the parts is empty.
    #[error("the {0} part of the log is empty; check the column split or --test-from")]
    Empty(&'static str),
}

/// Figures of one method.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Predictions made.
    pub predictions: u64,
    /// Share of targets among the first k.
    pub hit_rate: f64,
    /// Mean reciprocal rank.
    pub mrr: f64,
    /// Normalised discounted gain; one target per prediction.
    pub ndcg: f64,
    /// Share of the items that were recommended at least once.
    pub coverage: f64,
    /// Gini index of how often items were recommended: 0 for equally, 1 for one item only.
    pub gini: f64,
    /// 95 % interval by bootstrap over sessions.
    pub hit_rate_ci: [f64; 2],
    /// 95 % interval by bootstrap over sessions.
    pub mrr_ci: [f64; 2],
    /// Time to learn, in seconds.
    pub train_seconds: f64,
    /// Mean time of one slate, in microseconds, on one thread.
    pub microseconds_per_suggestion: f64,
}

/// What `evaluate` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The protocol.
    pub protocol: Protocol,
    /// Figures of the code that ships.
    #[serde(flatten)]
    pub figures: Figures,
    /// Mean bytes of a neighbour list.
    pub bytes_per_item: f64,
    /// The method compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Comparison>,
}

/// A baseline and the difference.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Which.
    pub name: Baseline,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Ours minus the baseline's, with 95 % intervals over the same draws of sessions.
    pub hit_rate_difference: f64,
    /// Its interval.
    pub hit_rate_difference_ci: [f64; 2],
    /// Ours minus the baseline's.
    pub mrr_difference: f64,
    /// Its interval.
    pub mrr_difference_ci: [f64; 2],
}

/// Runs the command and prints its figures.
pub fn run(args: &Args) -> Result<(), EvaluateError> {
    let outcome = evaluate(args)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&outcome).unwrap_or_default());
    } else {
        print(&outcome);
    }
    Ok(())
}

/// Measures.
pub fn evaluate(args: &Args) -> Result<Outcome, EvaluateError> {
    let test_from = args.test_from.as_deref().map(day_start).transpose()?;
    let data = data::read(&args.events, args.items.as_deref(), test_from)?;
    if data.problems.total() > 0 {
        eprintln!("{}", data.problems);
    }
    if data.train.sessions.is_empty() {
        return Err(EvaluateError::Empty("training"));
    }
    if data.test.sessions.is_empty() {
        return Err(EvaluateError::Empty("test"));
    }
    let settings = Settings {
        floor: args.floor,
        neighbours: args.neighbours,
        bits: args.bits,
        calibrate: !args.no_calibration,
        ..Settings::default()
    };
    let start = Instant::now();
    let learned: Learned = learn(&data.train, &data.catalogue, &settings, &|_| {});
    if std::env::var_os("TRACE").is_some() {
        eprintln!("{:#?}", learned.calibration);
    }
    let lists = ours::Lists::new(&learned.neighbours, args.neighbours, args.bits);
    let train_seconds = start.elapsed().as_secs_f64();
    let task = Task { log: &data.test, catalogue: &data.catalogue, protocol: args.protocol, k: args.k, detailed: true };
    let run = measure::run(&task, &ours::Ours::new(&lists, &learned.tables));
    let baseline = args.baseline.map(|name| {
        let start = Instant::now();
        let index = session_index::SessionIndex::new(&data.train, data.catalogue.items.len());
        let method: Box<dyn Recommender + '_> = match name {
            Baseline::VsKnn => Box::new(vsknn::VsKnn::new(&index)),
            Baseline::Popularity => Box::new(simple::Popular::new(&data.train, data.catalogue.items.len())),
            Baseline::Pairs => Box::new(simple::Pairs::new(&index)),
        };
        let seconds = start.elapsed().as_secs_f64();
        compare(name, &run, &measure::run(&task, method.as_ref()), seconds)
    });
    Ok(Outcome {
        protocol: args.protocol,
        figures: figures(&run, train_seconds),
        bytes_per_item: lists.bytes_per_item(args.bits),
        baseline,
    })
}

fn figures(run: &Run, train_seconds: f64) -> Figures {
    let total = run.total();
    let [hit_rate_ci, mrr_ci] = interval::intervals(&[&run.sessions], |totals| [totals[0].hit_rate(), totals[0].mrr()]);
    let shown = run.shown.iter().filter(|&&count| count > 0).count();
    Figures {
        predictions: total.predictions as u64,
        hit_rate: total.hit_rate(),
        mrr: total.mrr(),
        ndcg: total.gain / total.predictions.max(1.0),
        coverage: shown as f64 / run.shown.len().max(1) as f64,
        gini: gini(&run.shown),
        hit_rate_ci,
        mrr_ci,
        train_seconds,
        microseconds_per_suggestion: run.time.as_secs_f64() * 1e6 / total.predictions.max(1.0),
    }
}

fn compare(name: Baseline, ours: &Run, theirs: &Run, train_seconds: f64) -> Comparison {
    let difference = |totals: &[Sums]| [totals[0].hit_rate() - totals[1].hit_rate(), totals[0].mrr() - totals[1].mrr()];
    let [hit_rate_difference, mrr_difference] = difference(&[ours.total(), theirs.total()]);
    let [hit_rate_difference_ci, mrr_difference_ci] =
        interval::intervals(&[&ours.sessions, &theirs.sessions], difference);
    Comparison {
        name,
        figures: figures(theirs, train_seconds),
        hit_rate_difference,
        hit_rate_difference_ci,
        mrr_difference,
        mrr_difference_ci,
    }
}

/// Gini index of counts.
fn gini(counts: &[u64]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let total: f64 = sorted.iter().map(|&count| count as f64).sum();
    let items = sorted.len() as f64;
    if total == 0.0 {
        return 0.0;
    }
    let weighted: f64 = sorted.iter().enumerate().map(|(rank, &count)| (rank as f64 + 1.0) * count as f64).sum();
    2.0 * weighted / (items * total) - (items + 1.0) / items
}

fn print(outcome: &Outcome) {
    let line = |name: &str, figures: &Figures| {
        println!(
            "{name:<12} hit rate {:.4} [{:.4}, {:.4}]  mrr {:.4} [{:.4}, {:.4}]  ndcg {:.4}  coverage {:.3}  gini {:.3}  \
             learned in {:.1} s, {:.1} µs per slate",
            figures.hit_rate,
            figures.hit_rate_ci[0],
            figures.hit_rate_ci[1],
            figures.mrr,
            figures.mrr_ci[0],
            figures.mrr_ci[1],
            figures.ndcg,
            figures.coverage,
            figures.gini,
            figures.train_seconds,
            figures.microseconds_per_suggestion,
        );
    };
    println!(
        "{:?}: {} predictions, {:.0} bytes per item",
        outcome.protocol, outcome.figures.predictions, outcome.bytes_per_item
    );
    line("passerelle", &outcome.figures);
    if let Some(baseline) = &outcome.baseline {
        line(&format!("{:?}", baseline.name), &baseline.figures);
        println!(
            "difference   hit rate {:+.4} [{:+.4}, {:+.4}]  mrr {:+.4} [{:+.4}, {:+.4}]",
            baseline.hit_rate_difference,
            baseline.hit_rate_difference_ci[0],
            baseline.hit_rate_difference_ci[1],
            baseline.mrr_difference,
            baseline.mrr_difference_ci[0],
            baseline.mrr_difference_ci[1],
        );
    }
}

/// Seconds since 1970 of the start of a day, UTC.
fn day_start(date: &str) -> Result<i64, EvaluateError> {
    let start = crate::date::calendar(date.as_bytes(), false);
    start.map(|ms| ms.div_euclid(1000)).ok_or_else(|| EvaluateError::Date(date.to_owned()))
}
