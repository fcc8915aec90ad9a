//! `passerelle availability`

use std::path::PathBuf;

use super::CommandError;
use super::progress::bytes;
use super::table::{Table, thousands};
use crate::catalogue::assemble;
use crate::date;
use crate::feed;
use crate::house::House;
use crate::pack_dir::PackDirError;
use crate::problems::Problems;
use crate::publish::Publisher;

/// Publish anew what cannot be bought now, without a build.
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
    /// The moment that expirations are judged at [default: now]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Fail on the first kind of bad input instead of skipping its rows
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let as_of = date::argument("--as-of", args.as_of.as_deref()).map_err(CommandError::Usage)?;
    let house = House::load(&args.house)?;
    let mut problems = Problems::new();
    let bar = bytes("feed");
    let feed = feed::read(&args.feed, &house, &mut problems, &bar)?;
    bar.finish();
    let catalogue = assemble(feed, &house, &mut problems, as_of);
    if !problems.is_empty() {
        eprint!("{problems}");
    }
    if args.strict
        && let Some(failure) = problems.strict_failure()
    {
        return Err(failure.into());
    }
    if catalogue.items.is_empty() {
        return Err(CommandError::Usage(format!(
            "{}: no row of the feed can be used, and publishing that would hide every item: check the feed",
            args.feed.display()
        )));
    }
    let publisher = Publisher::lock(&args.out)?;
    let pack = publisher.previous().ok_or_else(|| PackDirError::NoPack { dir: args.out.clone() })?;
    let can_be_bought = |id: &str| {
        catalogue.resolve(id).and_then(|item| catalogue.items.get(item as usize)).is_some_and(|item| item.available)
    };
    let offered = pack.offered()?.into_iter().map(|(id, _)| id);
    let unavailable: Vec<String> =
        pack.item_ids()?.into_iter().chain(offered).filter(|id| !can_be_bought(id)).collect();
    let published = publisher.publish_availability(&unavailable)?;
    let mut table = Table::default();
    table.row("cannot be bought now", thousands(unavailable.len() as u64));
    published.rows(&mut |name, value| {
        table.row(name, value);
    });
    table.print();
    Ok(())
}
