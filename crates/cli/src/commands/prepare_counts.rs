//! `passerelle prepare-counts`

use std::path::PathBuf;

use passerelle_counts::About;
use passerelle_counts::inputs::{self, Inputs};
use passerelle_output::table::{Table, percent, thousands};

use crate::build_pipeline::sources::{self, Read, Sources};
use crate::build_pipeline::{day, is_dated, keep_back, orders};
use crate::error::CommandError;
use crate::safety_checks;
use passerelle_catalogue::date;
use passerelle_catalogue::orders::ReadingRules;
use passerelle_catalogue::problems::Problems;

/// Write the inputs of a counting job on Spark or DuckDB (engines/spark/).
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// Folder to write the inputs into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The time at which offers and expirations are evaluated, as for build [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The time that decides which collections early access withholds, as for build [default: now]
    #[arg(long, value_name = "DATE")]
    time: Option<String>,
    /// Fail on the first kind of bad input instead of skipping its rows
    #[arg(long)]
    strict: bool,
    /// Write in spite of an apparent mistake: orders that match nothing
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    let mut columns = args.sources.columns()?;
    let mut problems = Problems::new();
    let read = sources::feed(&args.sources.house, &args.sources.feed, as_of, &mut problems)?;
    columns.latest = as_of;
    read.house.orders.complete(&mut columns);
    let time = date::argument("--time", args.time.as_deref()).map_err(CommandError::Usage)?;
    let Read { mut house, mut catalogue, rows, .. } = read;
    let file = args.sources.house.display().to_string();
    house.leave_out_passed(day(time), &file);
    keep_back(&house, &mut catalogue, &file, time)?;
    let (log, report) = orders(&args.sources.orders, &columns, &catalogue, &mut problems)?;
    sources::report(&problems, args.strict)?;
    if !args.force {
        safety_checks::inputs(&rows, &report, &problems)?;
    }
    let about = About::new(&catalogue, &house, is_dated(&report));
    let log = (!args.sources.orders.is_empty()).then_some(&log);
    let reading = ReadingRules::new(&columns);
    inputs::write(&args.out, &Inputs { about: &about, reading }, &catalogue, log)?;
    let mut table = Table::default();
    table.row("items", thousands(catalogue.items.len() as u64)).row("feed", about.feed);
    if log.is_some() {
        table
            .row("order lines", thousands(report.lines))
            .row("  became events", percent(report.events, report.meant()));
    } else {
        table.row("events", "none: give the job a log with --log");
    }
    table.print();
    Ok(())
}
