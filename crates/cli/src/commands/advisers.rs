//! `passerelle advisers`: how many clients of each adviser came back, and how many bought from another division.

use passerelle_catalogue::date;
use passerelle_catalogue::problems::Problems;
use passerelle_learning::advisers::{Clients, clients_of_advisers};
use passerelle_output::table::{print_columns, thousands};
use passerelle_output::{err, outln};
use serde::Serialize;

use crate::build_pipeline::orders;
use crate::build_pipeline::sources::{self, Sources};
use crate::error::CommandError;
use crate::problem_words::NO_SHOPPERS;
use crate::safety_checks;

/// Show for each adviser how many clients there are, came back, and bought from another division of the house. Numbers
/// below the house's k are not shown, nor those that leave fewer than k of the adviser's clients.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The time after which orders do not count [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// An adviser as JSON; a number that reveals fewer than k clients is `null`.
#[derive(Serialize)]
struct Line<'a> {
    adviser: &'a str,
    clients: Option<u32>,
    came_back: Option<u32>,
    met_division: Option<u32>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    let Sources { house, feed, orders: files, .. } = &args.sources;
    if files.is_empty() {
        return Err(CommandError::Usage("advisers are read from orders: give them with --orders FILE".to_owned()));
    }
    let mut columns = args.sources.columns()?;
    columns.latest = as_of;
    columns.reads_advisers = true;
    let mut problems = Problems::new();
    let read = sources::feed(house, feed, as_of, &mut problems)?;
    read.house.orders.complete(&mut columns);
    let (log, report) = orders(files, &columns, &read.catalogue, &mut problems)?;
    sources::report(&problems, false)?;
    safety_checks::inputs(&read.rows, &report, &problems)?;
    if report.advisers.is_empty() {
        return Err(CommandError::Usage(
            "no order names an adviser: name the column of the code, as in --column adviser=sales_rep".to_owned(),
        ));
    }
    if let Some(file) = report.files.iter().find(|file| !file.names_shoppers()) {
        return Err(CommandError::Usage(format!("{}: {NO_SHOPPERS}", file.file)));
    }
    let division = |item: u32| read.catalogue.items.get(item as usize).map(|item| item.division);
    let counted = clients_of_advisers(&log, &report.advisers, division);
    let floor = u32::from(read.house.privacy.k);
    let shown = |count: u32| Some(count).filter(|count| *count >= floor);
    // If 9 of 10 clients came back, the number reveals the one who did not.
    let part = |count: u32, all: u32| shown(count).filter(|count| *count == all || all - count >= floor);
    let lines = counted.iter().map(|(adviser, &Clients { all, came_back, met_division })| Line {
        adviser,
        clients: shown(all),
        came_back: part(came_back, all),
        met_division: part(met_division, all),
    });
    if args.json {
        outln!("{}", serde_json::to_string(&lines.collect::<Vec<_>>()).unwrap_or_default());
        return Ok(());
    }
    let number = |count: Option<u32>| count.map_or_else(|| "not shown".to_owned(), |count| thousands(count.into()));
    let rows: Vec<Vec<String>> = lines
        .map(|line| {
            let counts = [line.clients, line.came_back, line.met_division].map(number);
            [line.adviser.to_owned()].into_iter().chain(counts).collect()
        })
        .collect();
    print_columns(&["adviser", "clients", "came back", "met another division"], &rows);
    err!("not shown: numbers of fewer than {floor} clients\n");
    Ok(())
}
