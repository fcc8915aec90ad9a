//! `passerelle availability`

use std::path::PathBuf;

use super::changed_files;
use crate::build_pipeline::sources::{self, Read};
use crate::build_pipeline::variant_stock::VariantStock;
use crate::error::CommandError;
use crate::pack::pack_dir::PackDirError;
use crate::pack::publish::Publisher;
use crate::pack::stock::Stock;
use crate::safety_checks;
use passerelle_catalogue::date;
use passerelle_catalogue::problems::Problems;
use passerelle_output::table::{Table, thousands};

/// Publish current availability without a build.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Settings of the house
    #[arg(long, value_name = "FILE", default_value = "house.toml")]
    house: PathBuf,
    /// Product feed, as for build
    #[arg(long, value_name = "FILE")]
    feed: PathBuf,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write the paths of the written files, one a line: upload these before manifest.json
    #[arg(long, value_name = "FILE")]
    changed: Option<PathBuf>,
    /// The time at which expirations are evaluated [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Publish in spite of an apparent mistake: another house's folder, a cut feed, half the items hidden at once
    #[arg(long)]
    force: bool,
    /// Fail on the first kind of bad input instead of skipping its rows
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    changed_files::prepare(args.changed.as_deref(), &[&args.house, &args.feed], &args.out)?;
    let mut problems = Problems::new();
    let Read { house, catalogue, .. } = sources::feed(&args.house, &args.feed, as_of, &mut problems)?;
    sources::report(&problems, args.strict)?;
    let publisher = Publisher::lock_existing(&args.out)?;
    let pack = publisher.previous().ok_or_else(|| PackDirError::NoPack { dir: args.out.clone() })?;
    let can_be_bought = |id: &str| {
        catalogue.resolve(id).and_then(|item| catalogue.items.get(item as usize)).is_some_and(|item| item.available)
    };
    let offered = pack.offered()?.into_iter().map(|item| item.id);
    let all: Vec<String> = pack.item_ids()?.into_iter().chain(offered).collect();
    let before = all.iter().filter(|id| pack.unavailable().contains(id)).count();
    let unavailable: Vec<String> = all.into_iter().filter(|id| !can_be_bought(id)).collect();
    if !args.force {
        safety_checks::availability(pack, &house, &problems, before, unavailable.len())?;
    }
    let VariantStock { sold_out, sizes } = VariantStock::new(&catalogue, &pack.core().size_ranges, None);
    let stock = Stock { unavailable: [&unavailable[..], &sold_out.all].concat(), sizes: sizes.all.clone() };
    let published = publisher.publish_availability(&stock)?;
    changed_files::write(args.changed.as_deref(), &published)?;
    let mut table = Table::default();
    table.row("cannot be bought now", thousands(unavailable.len() as u64));
    table.row("  variants of others", sold_out);
    table.row("  in some sizes only", sizes);
    published.rows(&mut |name, value| {
        table.row(name, value);
    });
    table.print();
    Ok(())
}
