//! The figures of docs/RANKING.md: the options of `passerelle evaluate`; learns once and prints every protocol that the
//! log has questions for.

use clap::Parser;
use passerelle_cli::evaluate::figures::print;
use passerelle_cli::evaluate::protocol::Protocol;
use passerelle_cli::evaluate::{Args, Measure, evaluate_each};

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
