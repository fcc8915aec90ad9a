//! `passerelle build`

use std::collections::HashSet;
use std::path::PathBuf;

use passerelle::discretion::Floor;
use passerelle::pack::write;
use passerelle::season::Kind;

use super::content::content;
use super::progress::{Stages, bytes};
use super::table::{Table, percent, print_columns, thousands};
use super::{CommandError, guard, input, progress};
use crate::catalogue::Catalogue;
use crate::date;
use crate::house::{RuleSetting, TypeNames};
use crate::learn::{self, Learned, Settings};
use crate::log::{Clock, ColumnMap, Log, LogReport, csv};
use crate::output::{err, outln};
use crate::pack_dir::PackDir;
use crate::problems::Problems;
use crate::publish::{DEFAULT_KEEP, Published, Publisher};
use crate::season::pack::Sets;
use crate::words::words;

/// Turn a product feed and past orders into a pack.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Settings of the house
    #[arg(long, value_name = "FILE", default_value = "house.toml")]
    house: PathBuf,
    /// Product feed: RSS, Atom or TSV as for Google Merchant Center, or the product CSV of Shopify or WooCommerce; plain
    /// or gzip
    #[arg(long, value_name = "FILE")]
    feed: PathBuf,
    /// Past orders or events: CSV with a header, plain or gzip, or Parquet; may be given more than once
    #[arg(long, value_name = "FILE")]
    orders: Vec<PathBuf>,
    /// Name of a column of the orders, as in item_id=sku
    #[arg(long, value_name = "FIELD=COLUMN")]
    column: Vec<String>,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The moment that offers and expirations are judged at [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The moment the manifest names as the build's, from which prices age [default: now]
    #[arg(long, value_name = "DATE")]
    time: Option<String>,
    /// Builds to keep in the folder, this one included
    #[arg(long, value_name = "N", default_value_t = DEFAULT_KEEP)]
    keep: usize,
    /// Fail on the first kind of bad input instead of skipping its rows
    #[arg(long)]
    strict: bool,
    /// Publish even what looks like a mistake: another house's folder, half the items, orders that match nothing
    #[arg(long)]
    force: bool,
    /// Learn with the default parameters, without fitting them to the end of the log: faster, and worse lists for a shop
    /// unlike others
    #[arg(long)]
    no_calibration: bool,
    /// Memory that learning should keep to, in megabytes; beyond it pairs go to a temporary file
    #[arg(long, value_name = "MB")]
    memory: Option<u64>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    let time = date::argument("--time", args.time.as_deref()).map_err(CommandError::Usage)?;
    let columns = ColumnMap::parse(&args.column)?;
    // A folder that cannot be published into is said before the work, not after it.
    let set_before = published_set(&Publisher::lock(&args.out)?);
    let mut problems = Problems::new();
    let (house, catalogue) = input::read(&args.house, &args.feed, as_of, &mut problems)?;
    let file = args.house.display().to_string();
    let rules = RuleSetting::resolve(&house.rules, &catalogue, &file)?;
    let collections = Sets::new(&house, &catalogue, &file)?;
    let words = words(&house, &catalogue, &TypeNames::resolve(&house.types, &catalogue, &file)?);
    let (log, report) = read_log(args, &columns, &catalogue, &mut problems)?;
    input::report(&problems, args.strict)?;

    let settings = Settings {
        floor: u32::from(house.privacy.k),
        calibrate: !args.no_calibration,
        memory: args.memory.map(|megabytes| megabytes << 20),
        dated: report.clock == Clock::Time,
        retention_days: house.privacy.retention_days,
        now: Some(as_of.as_second()),
        ..Settings::default()
    };
    let stages = Stages::new();
    let learned =
        learn::learn(&log, &catalogue, &settings, &|progress| stages.show(progress)).map_err(CommandError::Spill)?;
    stages.finish();
    // Printed with the other figures, once there is something to have figures of.
    let learning =
        format!("{}{}", learned.calibration.as_ref().map(ToString::to_string).unwrap_or_default(), learned.report);

    let publisher = Publisher::lock(&args.out)?;
    let previous = publisher.previous();
    if !args.force {
        guard::build(previous, &house, &catalogue, &report)?;
    }
    let today = time.as_second() / 86_400;
    let offered = previous.map_or_else(Vec::new, |previous| offered_before(previous, &catalogue, today));
    let summary = Summary::new(&catalogue, &learned, house.discretion.floor);
    // Availability published while this build was at work is fresher than this build's feed.
    let fresher = previous.filter(|_| published_set(&publisher) != set_before);
    let unavailable: Vec<String> = catalogue
        .items
        .iter()
        .filter(|item| fresher.map_or(!item.available, |pack| pack.unavailable().contains(&item.id)))
        .map(|item| &item.id)
        .chain(offered.iter().map(|(id, _)| id))
        .cloned()
        .collect();
    let content = content(&house, rules, collections, &catalogue, learned, offered, today as i32)?;
    let content = write::Content { words, ..content };
    let bar = progress::steps("pack");
    let summary =
        Summary { season: SeasonSummary::new(&content), transitions: content.core.transitions.len(), ..summary };
    let build = write::build(&content, time.as_second())?;
    let published = publisher.publish(build, &unavailable, args.keep, &bar)?;
    bar.finish();

    outln!("{}", learning.trim_end());
    print(&catalogue, &report, &summary, &published, unavailable.len());
    Ok(())
}

/// The set of unavailable items that is published now, by its checksum.
fn published_set(publisher: &Publisher) -> Option<u64> {
    publisher.previous().map(|pack| pack.manifest().unavailable)
}

fn read_log(
    args: &Args,
    columns: &ColumnMap,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Result<(Log, LogReport), CommandError> {
    if args.orders.is_empty() {
        return Ok((Log::default(), LogReport::default()));
    }
    let bar = bytes("orders");
    let read = csv::read(&args.orders, columns, &mut |id| catalogue.resolve(id), problems, &bar)?;
    bar.finish();
    Ok(read)
}

/// What earlier builds offered in the last 30 days and this catalogue does not, with the last day it was offered.
fn offered_before(previous: &PackDir, catalogue: &Catalogue, today: i64) -> Vec<(String, u32)> {
    /// A device keeps a list this long, in days.
    const LIST_AGE: i64 = 30;
    let (items, offered) = match (previous.item_ids(), previous.offered()) {
        (Ok(items), Ok(offered)) => (items, offered),
        (Err(error), _) | (_, Err(error)) => {
            err!("the pack published before cannot be read, so what it offered is forgotten: {error}\n");
            return Vec::new();
        }
    };
    let day = u32::try_from(previous.manifest().time / 86_400).unwrap_or(0);
    let mut gone: Vec<(String, u32)> = items
        .into_iter()
        .map(|id| (id, day))
        .chain(offered)
        .filter(|(id, _)| catalogue.resolve(id).is_none())
        .collect();
    gone.retain(|(_, day)| today - i64::from(*day) <= LIST_AGE);
    // Of two entries the later day counts.
    gone.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    gone.dedup_by(|later, kept| later.0 == kept.0);
    gone
}

/// Figures of the lists, taken before they move into the pack.
#[derive(Default)]
struct Summary {
    with_neighbours: u64,
    with_outside: u64,
    neighbours: u64,
    outside: u64,
    /// Types and divisions that reasons may name.
    named: (usize, usize),
    transitions: usize,
    season: SeasonSummary,
}

/// What the pack knows of the year.
#[derive(Default)]
struct SeasonSummary {
    collections: usize,
    occasions: usize,
    with_demand: u64,
}

impl SeasonSummary {
    fn new(content: &write::Content) -> Self {
        let kinds = &content.core.season.kinds;
        let occasions = kinds.iter().filter(|kind| **kind == Kind::Occasion as u8).count();
        // The shape of what has no profile is flat, its amplitude 0.
        let with_demand = content.items.iter().filter(|item| item.traits.amplitude > 0).count() as u64;
        Self { collections: kinds.len() - occasions, occasions, with_demand }
    }
}

impl Summary {
    fn new(catalogue: &Catalogue, learned: &Learned, floor: Floor) -> Self {
        let audience = &learned.audience;
        let named = |counts: &[u32]| counts.iter().filter(|count| floor.admits(**count, audience.total)).count();
        let named = (named(&audience.types), named(&audience.divisions));
        let mut summary = Self { named, ..Self::default() };
        let division = |item: u32| catalogue.items.get(item as usize).map(|item| item.division);
        for (item, list) in catalogue.items.iter().zip(&learned.neighbours) {
            let outside = list.iter().filter(|entry| division(entry.item) != Some(item.division)).count() as u64;
            summary.with_neighbours += u64::from(!list.is_empty());
            summary.with_outside += u64::from(outside > 0);
            summary.neighbours += list.len() as u64;
            summary.outside += outside;
        }
        summary
    }
}

fn print(catalogue: &Catalogue, report: &LogReport, summary: &Summary, published: &Published, unavailable: usize) {
    let items = catalogue.items.len() as u64;
    let types: HashSet<u16> = catalogue.items.iter().map(|item| item.item_type).collect();
    let mut table = Table::default();
    table
        .row("items", thousands(items))
        .row("aliases", thousands(catalogue.aliases.len() as u64))
        .row("divisions, types", format!("{}, {}", catalogue.divisions.len(), types.len()))
        .row("cannot be bought now", thousands(unavailable as u64));
    if report.lines > 0 {
        table
            .row("order lines", thousands(report.lines))
            .row("  matched the feed", percent(report.matched, report.lines))
            .row("  became events", percent(report.events, report.lines));
    } else {
        table.row("order lines", "none: neighbours come from types and attributes alone, which suggests far worse");
    }
    table
        .row("items with neighbours", percent(summary.with_neighbours, items))
        .row("  in other divisions", percent(summary.with_outside, items))
        .row(
            "neighbours",
            format!("{}, {} in other divisions", thousands(summary.neighbours), thousands(summary.outside)),
        )
        .row("type transitions", thousands(summary.transitions as u64))
        .row("reasons may name", format!("{} types, {} divisions", summary.named.0, summary.named.1))
        .row("collections, occasions", format!("{}, {}", summary.season.collections, summary.season.occasions))
        .row("items with a demand profile", percent(summary.season.with_demand, items));
    published.rows(&mut |name, value| {
        table.row(name, value);
    });
    table.print();
    if !report.unmatched.is_empty() {
        outln!("\nmost frequent ids of the orders that the feed does not have");
        let rows: Vec<Vec<String>> =
            report.unmatched.iter().map(|(id, count)| vec![id.clone(), thousands(*count)]).collect();
        print_columns(&["id", "lines"], &rows);
    }
}
