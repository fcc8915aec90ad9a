//! What `build`, `preview`, `lint` and `availability` read first: the house and its catalogue.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::CommandError;
use crate::progress::bytes;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::{Catalogue, identity::assemble};
use passerelle_output::err;

/// The files that a pack is built of.
#[derive(Debug, clap::Args)]
pub(crate) struct Sources {
    /// Settings of the house
    #[arg(long, value_name = "FILE", default_value = "house.toml")]
    pub(crate) house: PathBuf,
    /// Product feed: RSS, Atom or TSV as for Google Merchant Center, or the product CSV of Shopify or WooCommerce; plain
    /// or gzip
    #[arg(long, value_name = "FILE")]
    pub(crate) feed: PathBuf,
    /// Past orders or events: CSV with a header, plain or gzip, or Parquet; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) orders: Vec<PathBuf>,
    /// Name of a column of the orders, as in item_id=sku
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(crate) column: Vec<String>,
}

/// Reads house.toml, then the feed. What is wrong with single rows is counted in `problems`.
pub(crate) fn feed(
    house: &Path,
    feed: &Path,
    as_of: Timestamp,
    problems: &mut Problems,
) -> Result<(House, Catalogue), CommandError> {
    let settings = House::load(house)?;
    let bar = bytes("feed");
    let rows = feed::read(feed, &settings, problems, &bar)?;
    bar.finish();
    if rows.left_out > 0 {
        err!("{}: {} products and variants are not shown by the shop and were left out\n", rows.file, rows.left_out);
    }
    let catalogue = assemble(rows, &settings, problems, as_of);
    if catalogue.items.is_empty() {
        err!("{problems}");
        return Err(CommandError::Usage(format!(
            "{}: no row of the feed can be used: see the problems above; most often the product_types in {} do not \
             match the feed's",
            feed.display(),
            house.display()
        )));
    }
    Ok((settings, catalogue))
}

/// Prints the problems; under `strict` they are the end.
pub(crate) fn report(problems: &Problems, strict: bool) -> Result<(), CommandError> {
    err!("{problems}");
    match problems.strict_failure() {
        Some(failure) if strict => Err(failure.into()),
        _ => Ok(()),
    }
}
