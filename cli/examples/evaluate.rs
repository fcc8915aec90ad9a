//! `evaluate` alone.
use clap::Parser;
#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: passerelle_cli::evaluate::Args,
}
fn main() {
    if let Err(error) = passerelle_cli::evaluate::run(&Cli::parse().args) {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
