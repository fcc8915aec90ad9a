//! What `build`, `preview`, `lint` and `availability` read first: the house and its catalogue.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::CommandError;
use crate::problem_words::{CHECK, shown, spoken, worst};
use crate::progress::bytes;
use crate::safety_checks::Rows;
use passerelle_catalogue::feed;
use passerelle_catalogue::house::House;
use passerelle_catalogue::orders::{ColumnMap, DateFormat};
use passerelle_catalogue::problems::{Kind, Problems};
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
    /// Past orders or events: an export of Shopify, WooCommerce, PrestaShop or Google Analytics 4, or CSV with a header, plain
    /// or gzip, or Parquet; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) orders: Vec<PathBuf>,
    /// Name of a column of the orders, as in item_id=sku
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub(crate) column: Vec<String>,
    /// How the dates of the orders are written: DD/MM/YYYY, MM/DD/YYYY, or a pattern as in "%d %b %Y %H:%M" [default: what
    /// house.toml says, else whatever can be read in one way only]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) date_format: Option<String>,
}

impl Sources {
    /// Every file that is read.
    pub(crate) fn files(&self) -> Vec<&Path> {
        [&self.house, &self.feed].into_iter().chain(&self.orders).map(PathBuf::as_path).collect()
    }

    /// How the orders are to be read.
    ///
    /// # Errors
    /// An option that cannot be understood.
    pub(crate) fn columns(&self) -> Result<ColumnMap, CommandError> {
        let mut columns = ColumnMap::parse(&self.column)?;
        if let Some(text) = &self.date_format {
            columns.date_format = DateFormat::parse(text).ok_or_else(|| {
                CommandError::Usage(format!(
                    "--date-format {text}: not a form of dates: write DD/MM/YYYY, MM/DD/YYYY, or a pattern, \"%d %b %Y\""
                ))
            })?;
        }
        Ok(columns)
    }
}

/// A feed as it was read, with its house.
pub(crate) struct Read {
    pub(crate) house: House,
    pub(crate) catalogue: Catalogue,
    pub(crate) rows: Rows,
}

/// Reads house.toml, then the feed. What is wrong with single rows is counted in `problems`.
pub(crate) fn feed(house: &Path, feed: &Path, as_of: Timestamp, problems: &mut Problems) -> Result<Read, CommandError> {
    let settings = House::load(house)?;
    let bar = bytes("feed");
    let rows = feed::read(feed, &settings, problems, &bar)?;
    bar.finish();
    if rows.left_out > 0 {
        err!("{}: {} products and variants are not shown by the shop and were left out\n", rows.file, rows.left_out);
    }
    let (file, all, left_out) = (rows.file.clone(), rows.rows.len() as u64 + rows.dropped, rows.left_out);
    let (mut dropped, repeated_before) = (rows.dropped, problems.count(Kind::DuplicateId));
    let catalogue = assemble(rows, &settings, problems, as_of);
    // A row that repeats an id is not used either.
    dropped += problems.count(Kind::DuplicateId) - repeated_before;
    let kept = all.saturating_sub(dropped);
    if catalogue.items.is_empty() {
        err!("{problems}");
        let why = match worst(problems) {
            Some(problem) => {
                let remedy = problem.kind.remedy().trim_end_matches('.');
                format!("{} rows with {}{}: {remedy}", problem.count, spoken(problem.kind), shown(problem))
            }
            None if left_out > 0 => "the shop shows none of its products: export those that are published".to_owned(),
            None => "it has none: export it again".to_owned(),
        };
        return Err(CommandError::Usage(format!(
            "{file}: no row of the feed can be used: {why}. See more with `{CHECK}`"
        )));
    }
    Ok(Read { house: settings, catalogue, rows: Rows { file, kept, dropped } })
}

/// Prints the problems; under `strict` they are the end.
pub(crate) fn report(problems: &Problems, strict: bool) -> Result<(), CommandError> {
    err!("{problems}");
    if !problems.is_empty() {
        err!("how the files were understood: `{CHECK}`\n");
    }
    match problems.strict_failure() {
        Some(failure) if strict => Err(failure.into()),
        _ => Ok(()),
    }
}
