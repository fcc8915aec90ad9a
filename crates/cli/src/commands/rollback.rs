//! `passerelle rollback`

use std::path::PathBuf;

use crate::error::CommandError;
use crate::pack::publish::Publisher;
use passerelle_output::outln;
use passerelle_output::table::print_columns;

/// Publish an earlier build again.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The build to return to; without it, the available builds are listed
    build: Option<String>,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let publisher = Publisher::lock_existing(&args.out)?;
    let builds = publisher.builds();
    let Some(wanted) = &args.build else {
        let current = publisher.previous().map(|pack| pack.manifest().build);
        let row = |manifest: &passerelle::pack::Manifest| {
            let now = if Some(manifest.build) == current { "published now" } else { "" };
            vec![manifest.folder(), manifest.sequence.to_string(), manifest.items.to_string(), now.to_owned()]
        };
        print_columns(&["build", "sequence", "items", ""], &builds.iter().map(row).collect::<Vec<_>>());
        return Ok(());
    };
    if !builds.iter().any(|manifest| manifest.folder() == *wanted) {
        return Err(CommandError::Usage(format!(
            "{wanted} is not a build of {}: `passerelle rollback --out {}` lists the builds",
            args.out.display(),
            args.out.display()
        )));
    }
    let manifest = publisher.roll_back(wanted)?;
    outln!("build {wanted} is published again, from manifest {} on", manifest.sequence);
    outln!("the availability of the items is that of then: run `passerelle availability` next");
    Ok(())
}
