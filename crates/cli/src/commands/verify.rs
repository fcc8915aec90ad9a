//! `passerelle verify`

use std::path::PathBuf;

use super::inspect::page_rows;
use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use passerelle_output::table::{Table, thousands};

/// Check every file of a pack.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let pack = PackDir::open(&args.dir)?;
    let checked = pack.check_all()?;
    let mut table = Table::default();
    table
        .row("build", pack.manifest().folder())
        .row("files", thousands(checked.files as u64))
        .row("items", thousands(checked.items as u64))
        .row("neighbours", thousands(checked.neighbours as u64))
        .row("aliases", thousands(checked.aliases as u64))
        .row("cannot be bought now, with variants", thousands(pack.unavailable().len() as u64));
    page_rows(&mut table, pack.core(), &checked);
    table.row("verdict", "sound");
    table.print();
    Ok(())
}
