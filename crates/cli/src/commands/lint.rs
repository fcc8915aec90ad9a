//! `passerelle lint`

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use passerelle::message::Condition;

use crate::build_pipeline::sources::{self, Read, Sources};
use crate::build_pipeline::{self, day};
use crate::error::CommandError;
use crate::message_checks::{self, Asked, CountedIn};
use crate::questionnaire_checks;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::problems::Problems;
use passerelle_output::outln;
use passerelle_output::table::{Table, paragraph, print_columns, thousands};

/// Check house.toml: its settings, and whether its sentences may be shown.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Settings of the house
    #[arg(value_name = "FILE", default_value = "house.toml")]
    house: PathBuf,
    /// Product feed, to check the items, types and collections that the settings name
    #[arg(long, value_name = "FILE")]
    feed: Option<PathBuf>,
    /// Past orders, to count the shoppers whom each message concerns; may be given more than once
    #[arg(long, value_name = "FILE", requires = "feed")]
    orders: Vec<PathBuf>,
    /// Name of a column of the orders, as in item_id=sku; it overrides [orders] columns in house.toml
    #[arg(long, value_name = "FIELD=COLUMN", requires = "orders")]
    column: Vec<String>,
    /// How the dates of the orders are written: DD/MM/YYYY, MM/DD/YYYY, YYYY/MM/DD, or a pattern as in "%d %b %Y %H:%M"
    #[arg(long, value_name = "FORMAT", requires = "orders")]
    date_format: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let now = Timestamp::now();
    let Linted { house, asked, passed, hints } = match &args.feed {
        None => {
            let mut house = House::load(&args.house)?;
            let passed = house.leave_out_passed(day(now), &args.house.display().to_string());
            Linted { house, asked: None, passed, hints: Vec::new() }
        }
        Some(feed) => with_feed(args, feed, now)?,
    };
    let level = |open: bool| if open { "open" } else { "discreet" };
    let levels: Vec<String> = house
        .languages
        .iter()
        .zip(&house.discretion.open)
        .map(|(tag, open)| format!("{tag} {}", level(*open)))
        .collect();
    let mut table = Table::default();
    table
        .row("divisions", house.divisions.len().to_string())
        .row("rules", house.rules.len().to_string())
        .row("sentences of the house", house.messages.len().to_string())
        .row("notices", house.notices.len().to_string())
        .row("messages", house.client_messages.len().to_string())
        .row("tiers of loyalty", house.loyalty.tiers().len().to_string())
        .row("questionnaires", house.questionnaires.len().to_string())
        .row("level", levels.join(", "))
        .row("verdict", "sound");
    table.print();
    for place in passed {
        outln!("\n{place} is left out: its last day has passed; remove it from the file");
    }
    for hint in hints {
        outln!("\n{}", paragraph("", &hint));
    }
    if args.feed.is_none() && !house.questionnaires.is_empty() {
        outln!("\ngive --feed to check the results of the questionnaires");
    }
    match asked {
        Some(asked) => print_audiences(&asked),
        None if house.client_messages.is_empty() && house.loyalty.tiers().is_empty() => {}
        None => outln!("\ngive --feed and --orders to count the shoppers of each message and tier"),
    }
    Ok(())
}

/// The result of the checks.
struct Linted {
    house: House,
    /// The audience of each message, if there are orders.
    asked: Option<Vec<Asked>>,
    /// Messages that were left out because their last day has passed.
    passed: Vec<String>,
    /// Hints for the house about its questionnaires.
    hints: Vec<String>,
}

/// Checks the house against the feed and the orders.
fn with_feed(args: &Args, feed: &Path, now: Timestamp) -> Result<Linted, CommandError> {
    let mut problems = Problems::new();
    let Read { mut house, mut catalogue, .. } = sources::feed(&args.house, feed, now, &mut problems)?;
    let file = args.house.display().to_string();
    let passed = house.leave_out_passed(day(now), &file);
    let mut resolved = Resolved::new(&house, &catalogue, &file)?;
    if args.orders.is_empty() {
        sources::report(&problems, false)?;
        let hints = questionnaire_checks::hints(&house, &resolved, &catalogue, &file);
        return Ok(Linted { house, asked: None, passed, hints });
    }
    let sources = Sources {
        house: args.house.clone(),
        feed: feed.to_owned(),
        orders: args.orders.clone(),
        column: args.column.clone(),
        date_format: args.date_format.clone(),
    };
    // As a build of today does.
    resolved.keep_back(&house, &mut catalogue, day(now));
    let mut columns = sources.columns()?;
    house.orders.complete(&mut columns);
    let (log, report) = build_pipeline::orders(&sources.orders, &columns, &catalogue, &mut problems)?;
    sources::report(&problems, false)?;
    let counted_in = CountedIn { log: &log, clock: report.clock, counts: false };
    let asked = message_checks::audience(&house, &resolved, &catalogue, counted_in, &file)?;
    let hints = questionnaire_checks::hints(&house, &resolved, &catalogue, &file);
    Ok(Linted { house, asked: Some(asked), passed, hints })
}

fn print_audiences(asked: &[Asked]) {
    if asked.is_empty() {
        return;
    }
    outln!("\nshoppers of each message and of each tier, by their purchases");
    let rows: Vec<Vec<String>> = asked
        .iter()
        .map(|Asked { place, shoppers, total, wider_by_views, narrower_on_devices }| {
            vec![
                place.clone(),
                format!("{} of {}", thousands((*shoppers).into()), thousands((*total).into())),
                names(wider_by_views),
                names(narrower_on_devices),
            ]
        })
        .collect();
    print_columns(&["message or tier", "shoppers", "more with views", "fewer with views or gifts"], &rows);
}

/// The names of the conditions in house.toml.
fn names(conditions: &[Condition]) -> String {
    let names: Vec<&str> = conditions.iter().map(|condition| condition.name()).collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}
