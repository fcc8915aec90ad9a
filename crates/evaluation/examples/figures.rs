//! Prints the figures of docs/research/results.md. Takes the options of `passerelle evaluate`, learns once, and prints
//! every protocol for which the log has questions.

use clap::Parser;
use passerelle_evaluation::figures::print;
use passerelle_evaluation::{Args, Measure, evaluate_each};
use passerelle_learning::validation::protocol::Protocol;

#[derive(Parser)]
struct Figures {
    #[command(flatten)]
    args: Args,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Figures::parse().args;
    let clicks = [Protocol::NextItem, Protocol::Product, Protocol::NewOnly];
    let protocols = if args.protocol == Measure::OtherDivision { &[Protocol::OtherDivision][..] } else { &clicks };
    evaluate_each(&args, protocols)?.iter().for_each(print);
    Ok(())
}
