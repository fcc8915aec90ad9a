//! Writes a synthetic pack for benchmarks: `synthetic --items N --out DIR [--plain]`.

#[path = "../../../benches/synthetic/mod.rs"]
mod synthetic;

use std::path::PathBuf;

use clap::Parser;
use indicatif::ProgressBar;
use passerelle::pack::write;
use passerelle_cli::pack::publish::Publisher;
use passerelle_cli::pack::stock::Stock;

/// Write a synthetic pack: the same number of items gives the same bytes, except for the time in the manifest.
#[derive(Debug, Parser)]
struct Args {
    /// Number of items in the catalogue
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    items: usize,
    /// Folder of the pack
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write a house without seasons
    #[arg(long)]
    plain: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
    let plain = synthetic::content(args.items, 1);
    let content = if args.plain { plain } else { synthetic::with_season(plain) };
    let publisher = Publisher::lock(&args.out)?;
    let draft = write::draft(&content, i64::try_from(time)?, publisher.spool()?)?;
    let published = publisher.publish(&draft, &Stock::default(), 1, &ProgressBar::hidden())?;
    published.rows(&mut |name, value| println!("{name}: {value}"));
    Ok(())
}
