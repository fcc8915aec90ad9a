//! `passerelle build`

use std::path::PathBuf;

use super::changed_files;
use crate::advice::{self, Advice};
use crate::build_pipeline::sources::Sources;
use crate::build_pipeline::{Built, Job, build};
use crate::error::CommandError;
use crate::pack::publish::DEFAULT_KEEP;
use crate::problem_words::NO_SHOPPERS;
use crate::report;
use crate::shop_list;
use crate::written_file;
use passerelle_catalogue::date;
use passerelle_output::outln;
use passerelle_output::table::{Table, paragraph, percent, print_columns, thousands};

/// Build a pack from a product feed and past orders.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// Folder with counts that engines/spark/count_orders.py made of a log too large for this machine, instead of
    /// --orders; without calibration
    #[arg(long, value_name = "DIR", conflicts_with = "orders")]
    counts: Option<PathBuf>,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write an HTML page: match rates, divisions and how they lead to one another, sizes, what to fix first
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the paths of the written files, one a line: upload these before manifest.json
    #[arg(long, value_name = "FILE")]
    changed: Option<PathBuf>,
    /// Write the product list that the storefront of `preview` shows, for a storefront of your own
    #[arg(long, value_name = "FILE")]
    shop_list: Option<PathBuf>,
    /// The time at which offers and expirations are evaluated [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The time of the build that the manifest states; the age of prices counts from it [default: now]
    #[arg(long, value_name = "DATE")]
    time: Option<String>,
    /// Builds to keep in the folder, this one included
    #[arg(long, value_name = "N", default_value_t = DEFAULT_KEEP)]
    keep: usize,
    /// Fail on the first kind of bad input instead of skipping its rows
    #[arg(long)]
    strict: bool,
    /// Publish in spite of an apparent mistake: another house's folder, half the items, orders that match nothing
    #[arg(long)]
    force: bool,
    /// Learn with the default parameters instead of fitting them to the end of the log: faster, but worse lists for an
    /// unusual shop
    #[arg(long)]
    no_calibration: bool,
    /// Print the time that each stage took
    #[arg(long)]
    timings: bool,
    /// Target for the memory of learning, in megabytes; pairs beyond it go to a temporary file
    #[arg(long, value_name = "MB")]
    memory: Option<u64>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let time = date::argument("--time", args.time.as_deref()).map_err(CommandError::Usage)?;
    changed_files::prepare(args.changed.as_deref(), &args.sources.files(), &args.out)?;
    if let Some(file) = &args.report {
        written_file::check("--report", file, &args.sources.files(), Some(&args.out))?;
    }
    if let Some(file) = &args.shop_list {
        written_file::check("--shop-list", file, &args.sources.files(), Some(&args.out))?;
    }
    let built = build(&Job {
        sources: &args.sources,
        out: &args.out,
        as_of: date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?,
        time,
        keep: args.keep,
        strict: args.strict,
        force: args.force,
        calibrate: !args.no_calibration,
        memory: args.memory,
        counts: args.counts.as_deref(),
    })?;
    outln!("{}", built.learning.trim_end());
    print(&built, &args.sources.house.display().to_string(), args.counts.is_some());
    if args.timings {
        outln!("");
        built.timings.print();
    }
    changed_files::write(args.changed.as_deref(), &built.published)?;
    if let Some(file) = &args.shop_list {
        shop_list::write(file, &built).map_err(|error| {
            let file = file.display();
            CommandError::Usage(format!(
                "the pack is published; {file} cannot be written ({error}): name another file with --shop-list"
            ))
        })?;
    }
    if let Some(file) = &args.report {
        report::write(file, &built, &args.sources.house.display().to_string(), time).map_err(|error| {
            let file = file.display();
            CommandError::Usage(format!(
                "the pack is published; {file} cannot be written ({error}): name another file with --report"
            ))
        })?;
    }
    Ok(())
}

fn print(built: &Built, house: &str, counted_elsewhere: bool) {
    let Built { catalogue, orders, figures, published, .. } = built;
    let items = catalogue.items.len() as u64;
    let mut table = Table::default();
    table
        .row("items", thousands(items))
        .row("aliases", thousands(catalogue.aliases.len() as u64))
        .row("divisions, types", format!("{}, {}", catalogue.divisions.len(), catalogue.types.len()))
        .row("cannot be bought now", thousands(built.unavailable as u64))
        .row("  variants of others", &built.variants.sold_out)
        .row("  in some sizes only", &built.variants.sizes);
    if built.sizes_left_out > 0 {
        table.row("  sizes compared with nothing", thousands(built.sizes_left_out as u64));
    }
    if counted_elsewhere {
        table.row("events, counted before", thousands(orders.events));
    } else if orders.lines > 0 {
        table
            .row(
                "order lines",
                match orders.left_out {
                    0 => thousands(orders.lines),
                    left_out if orders.returns == 0 => {
                        format!("{}, {} of them left out", thousands(orders.lines), thousands(left_out))
                    }
                    left_out => format!(
                        "{}, {} of them left out ({} returns)",
                        thousands(orders.lines),
                        thousands(left_out),
                        thousands(orders.returns)
                    ),
                },
            )
            .row("  matched the feed", percent(orders.matched, orders.meant()))
            .row("  became events", percent(orders.events, orders.meant()));
        for file in &orders.files {
            if !file.ignored.is_empty() {
                table.row("  columns not read", format!("{}: {}", file.file, file.ignored.join(", ")));
            }
            if !file.names_shoppers() {
                table.row("  shoppers", format!("{}: {NO_SHOPPERS}", file.file));
            }
        }
    } else {
        table
            .row("order lines", "none: neighbours come from types and attributes alone, and suggestions are far worse");
    }
    table
        .row("items with neighbours", percent(items - figures.sum(|division| division.alone), items))
        .row("  in other divisions", percent(items - figures.sum(|division| division.inside), items))
        .row(
            "neighbours",
            format!("{}, {} in other divisions", thousands(figures.neighbours), thousands(figures.neighbours_outside)),
        )
        .row("reasons may name", format!("{} types, {} divisions", figures.named_types, figures.named_divisions))
        .row("collections, occasions", format!("{}, {}", figures.collections, figures.occasions))
        .row("items with a demand profile", percent(figures.with_demand, items))
        .row("trending", built.trending);
    published.rows(&mut |name, value| {
        table.row(name, value);
    });
    table.print();
    if !orders.unmatched.is_empty() {
        outln!("\nmost frequent ids of the orders that the feed does not have");
        let rows: Vec<Vec<String>> =
            orders.unmatched.iter().map(|(id, count)| vec![id.clone(), thousands(*count)]).collect();
        print_columns(&["id", "lines"], &rows);
    }
    if !built.early.is_empty() {
        outln!("\npublic before their collection opens (publish_items_early)");
        let items = built.early.iter().filter_map(|item| catalogue.items.get(*item as usize));
        let rows: Vec<Vec<String>> = items.map(|item| vec![item.id.to_string(), item.title.to_string()]).collect();
        print_columns(&["id", "title"], &rows);
    }
    for hint in &built.hints {
        outln!("\n{}", paragraph("", hint));
    }
    for place in &built.passed {
        outln!("\n{place} is left out: its last day has passed; remove it from the file");
    }
    for Advice { about, why, how } in advice::places(built, house) {
        outln!("\n{about}\n{}\n{}", paragraph("  ", &why), paragraph("  -> ", &how));
    }
}
