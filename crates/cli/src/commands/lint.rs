//! `passerelle lint`

use std::path::PathBuf;

use jiff::Timestamp;

use crate::build_pipeline::sources::{self, Read};
use crate::error::CommandError;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::problems::Problems;
use passerelle_output::table::Table;

/// Check house.toml: its settings, and whether its sentences may be spoken.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Settings of the house
    #[arg(value_name = "FILE", default_value = "house.toml")]
    house: PathBuf,
    /// Product feed, to check what the settings name: items, types and collections
    #[arg(long, value_name = "FILE")]
    feed: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let house = match &args.feed {
        None => House::load(&args.house)?,
        Some(feed) => {
            let mut problems = Problems::new();
            let Read { house, catalogue, .. } = sources::feed(&args.house, feed, Timestamp::now(), &mut problems)?;
            sources::report(&problems, false)?;
            let file = args.house.display().to_string();
            Resolved::new(&house, &catalogue, &file)?;
            house
        }
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
        .row("level", levels.join(", "))
        .row("verdict", "sound");
    table.print();
    Ok(())
}
