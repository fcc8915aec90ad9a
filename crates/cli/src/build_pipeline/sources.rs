//! Reads the house and its catalogue, for `build`, `preview`, `lint`, `availability` and other commands.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::CommandError;
use crate::problem_words::CHECK;
use crate::progress::bytes;
use crate::safety_checks::{self, Rows};
use passerelle_catalogue::feed::{self, About};
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::{ColumnMap, DateFormat};
use passerelle_catalogue::problems::{Kind, Problems};
use passerelle_catalogue::{Catalogue, identity::assemble};
use passerelle_output::err;

/// The default house file.
const USUAL_HOUSE: &str = "house.toml";

/// The input files of a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Sources {
    /// Settings of the house
    #[arg(long, value_name = "FILE", default_value = USUAL_HOUSE)]
    pub(crate) house: PathBuf,
    /// Product feed: RSS, Atom or TSV as for Google Merchant Center, or the product CSV of Shopify or WooCommerce; plain
    /// or gzip
    #[arg(long, value_name = "FILE")]
    pub(crate) feed: PathBuf,
    /// Past orders or events: an export of Shopify, WooCommerce, PrestaShop or Google Analytics 4, or CSV with a header, plain
    /// or gzip, or Parquet; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) orders: Vec<PathBuf>,
    /// Name of a column of the orders, as in item_id=sku; it overrides [orders] columns in house.toml
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(crate) column: Vec<String>,
    /// How the dates of the orders are written: DD/MM/YYYY, MM/DD/YYYY, YYYY/MM/DD, or a pattern as in
    /// "%d %b %Y %H:%M" [default: as house.toml says, else any unambiguous form]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) date_format: Option<String>,
}

impl Sources {
    /// The paths of all input files.
    pub(crate) fn files(&self) -> Vec<&Path> {
        [&self.house, &self.feed].into_iter().chain(&self.orders).map(PathBuf::as_path).collect()
    }

    /// Whether there is a house file to read. A named file that is missing is an error of its reader; only the default
    /// one may be missing.
    pub(crate) fn house_is_given(&self) -> bool {
        self.house != Path::new(USUAL_HOUSE) || self.house.exists()
    }

    /// Returns the settings for reading the orders.
    ///
    /// # Errors
    /// An option that cannot be parsed.
    pub(crate) fn columns(&self) -> Result<ColumnMap, CommandError> {
        let mut columns = ColumnMap::parse(&self.column)?;
        if let Some(text) = &self.date_format {
            columns.date_format = DateFormat::parse(text).ok_or_else(|| {
                CommandError::Usage(format!(
                    "--date-format {text}: cannot be read: write DD/MM/YYYY, MM/DD/YYYY, YYYY/MM/DD or a pattern, \"%d %b %Y\""
                ))
            })?;
        }
        Ok(columns)
    }
}

/// A feed that was read, with its house.
pub(crate) struct Read {
    pub(crate) house: House,
    pub(crate) catalogue: Catalogue,
    pub(crate) rows: Rows,
    /// The format of the feed.
    pub(crate) about: About,
}

/// Reads house.toml, then the feed. Problems of single rows are counted in `problems`.
///
/// # Errors
/// Files that cannot be read, and a feed without any item.
pub(crate) fn feed(house: &Path, feed: &Path, as_of: Timestamp, problems: &mut Problems) -> Result<Read, CommandError> {
    let read = feed_of(House::load(house)?, feed, as_of, problems)?;
    let Rows { file, left_out, .. } = &read.rows;
    if *left_out > 0 {
        err!("{file}: {left_out} products and variants are not shown by the shop and were left out\n");
    }
    if let Err(refusal) = safety_checks::any_item(&read.rows, &read.catalogue, problems) {
        err!("{problems}");
        return Err(refusal.into());
    }
    Ok(read)
}

/// Reads the feed of a house, even if it has no items.
pub(crate) fn feed_of(
    house: House,
    feed: &Path,
    as_of: Timestamp,
    problems: &mut Problems,
) -> Result<Read, CommandError> {
    let bar = bytes("feed");
    let read = feed::read(feed, &house, problems, &bar)?;
    bar.finish();
    let (about, all) = (read.about.clone(), read.rows.len() as u64 + read.dropped);
    let mut rows = Rows { file: read.file.clone(), kept: 0, dropped: read.dropped, left_out: read.left_out };
    let repeated_before = problems.count(Kind::DuplicateId);
    let catalogue = assemble(read, &house, problems, as_of);
    // A row that repeats an id is dropped too.
    rows.dropped += problems.count(Kind::DuplicateId) - repeated_before;
    rows.kept = all.saturating_sub(rows.dropped);
    Ok(Read { house, catalogue, rows, about })
}

/// Prints the problems; under `strict` any problem is an error.
pub(crate) fn report(problems: &Problems, strict: bool) -> Result<(), CommandError> {
    err!("{problems}");
    if !problems.is_empty() {
        err!("to see how the files were read, run `{CHECK}`\n");
    }
    match problems.strict_failure() {
        Some(failure) if strict => Err(failure.into()),
        _ => Ok(()),
    }
}
