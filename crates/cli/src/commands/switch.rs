//! `passerelle switch`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::error::CommandError;
use crate::pack::publish::Publisher;
use passerelle_output::outln;

/// Switch suggestions on or off everywhere.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The new state
    state: State,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum State {
    /// Suggestions are shown
    On,
    /// Every slate is empty: pages keep their fallback content
    Off,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let on = args.state == State::On;
    let sequence = Publisher::lock_existing(&args.out)?.switch(on)?;
    outln!("suggestions are {} from manifest {sequence} on", if on { "on" } else { "off" });
    Ok(())
}
