//! The tool's commands, as a person types them. Each does its work through the library and prints what it found.

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

/// Product feed and orders in, static pack out.
#[derive(Debug, Parser)]
#[command(name = "passerelle", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn a product feed and past orders into a pack
    Build(build::Args),
    /// Show how a feed and orders are understood; nothing is written
    Check(check::Args),
    /// Write what a counting job on Spark or DuckDB reads (engines/spark/), for `build --counts`
    PrepareCounts(prepare_counts::Args),
    /// Show a storefront on this catalogue in the browser, and say what is missing
    Preview(preview::Args),
    /// Check every file of a pack
    Verify(verify::Args),
    /// Print what a pack holds, or what it says of one item
    Inspect(inspect::Args),
    /// Check house.toml, and whether its sentences may be spoken
    Lint(lint::Args),
    /// Publish anew what cannot be bought now, without a build
    Availability(availability::Args),
    /// Publish an earlier build again, or list those that are there
    Rollback(rollback::Args),
    /// Switch suggestions on or off everywhere
    Switch(switch::Args),
    /// Print the slate that a shopper with a given history would see
    Suggest(suggest::Args),
    /// Write every page's own slate, as a first visitor sees it: for servers, crawlers and mail
    Export(export::Args),
    /// Print the items that suit a day, a place and a weather
    Season(season::Args),
    /// Show what became of each adviser's clients
    Advisers(advisers::Args),
    /// Say whether suggestions bring orders, from visits and orders of two groups
    Uplift(uplift::Args),
    /// Measure suggestions on a log of events, against baselines
    Evaluate(passerelle_evaluation::Args),
}

/// Runs the command line of this process.
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
