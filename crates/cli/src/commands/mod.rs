//! The command line of the tool. Each command calls the library and prints the result.

mod advisers;
mod availability;
mod build;
mod changed_files;
mod check;
mod evaluate;
mod export;
mod inspect;
mod lint;
#[cfg(test)]
mod options_page;
mod prepare_counts;
mod preview;
mod rollback;
mod season;
mod suggest;
mod switch;
mod uplift;
mod verify;
mod visit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use passerelle_output::err;

/// Build, check and publish a static pack from a product feed and orders.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a pack from a product feed and past orders
    Build(build::Args),
    /// Show how a feed and orders are understood; nothing is written
    Check(check::Args),
    /// Write the inputs of a counting job on Spark or DuckDB (engines/spark/), for `build --counts`
    PrepareCounts(prepare_counts::Args),
    /// Show a storefront with this catalogue in the browser, and what is missing
    Preview(preview::Args),
    /// Check every file of a pack
    Verify(verify::Args),
    /// Print the figures of a pack, or its data about one item
    Inspect(inspect::Args),
    /// Check house.toml, and whether its sentences may be shown
    Lint(lint::Args),
    /// Publish current availability without a build
    Availability(availability::Args),
    /// Publish an earlier build again, or list the earlier builds
    Rollback(rollback::Args),
    /// Switch suggestions on or off everywhere
    Switch(switch::Args),
    /// Print the slate that a shopper with a given history would see
    Suggest(suggest::Args),
    /// Write the slate of every page for a first visitor: for servers, crawlers and e-mail
    Export(export::Args),
    /// Print the items that suit a day, a place and the weather
    Season(season::Args),
    /// Show for each adviser how many clients came back
    Advisers(advisers::Args),
    /// Estimate whether suggestions bring orders, from visits and orders of two groups
    Uplift(uplift::Args),
    /// Evaluate suggestions on a log of events, against baselines
    Evaluate(passerelle_evaluation::Args),
}

/// Parses this process's arguments and runs the command.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::PrepareCounts(args) => prepare_counts::run(&args),
        Command::Preview(args) => preview::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Availability(args) => availability::run(&args),
        Command::Rollback(args) => rollback::run(&args),
        Command::Switch(args) => switch::run(&args),
        Command::Suggest(args) => suggest::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Season(args) => season::run(&args),
        Command::Advisers(args) => advisers::run(&args),
        Command::Uplift(args) => uplift::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            err!("passerelle: {error}\n");
            ExitCode::FAILURE
        }
    }
}
