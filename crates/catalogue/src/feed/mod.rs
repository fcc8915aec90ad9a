//! Reads product feeds in the forms of Google Merchant Center (RSS 2.0, Atom and tab-separated text) and the exports of
//! Shopify and WooCommerce, plain or gzip. The content determines the form. Not for grouping variants: see
//! [`crate::identity::assemble`].

mod about;
mod details;
mod feed_row;
mod form;
mod price;
mod raw_detail;
mod raw_row;
mod row;
mod shared_texts;
mod shopify;
mod shopify_header;
mod stock;
mod survey;
mod table;
mod text;
mod tsv;
mod woocommerce;
mod woocommerce_header;
mod xml;
mod xml_text;

use std::path::Path;

use indicatif::ProgressBar;

pub use about::About;
pub use feed_row::{CuratedIds, FeedRow};
pub use survey::{Survey, TypeTree};

use crate::error::FeedError;
use crate::house::House;
use crate::input::{self, Input};
use crate::problems::{Kind, Problems};
use price::Marks;
use row::Sink;
use shared_texts::SharedTexts;

/// The usable rows of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// The file, as it was named.
    pub file: String,
    /// Its rows in the order of the file.
    pub rows: Vec<FeedRow>,
    /// Pairs of products that the house states itself, in the order of the file.
    pub pairs: Vec<CuratedIds>,
    /// Number of products and variants that the shop does not show: drafts, archived, hidden.
    pub left_out: u64,
    /// Number of rows that could not be used.
    pub dropped: u64,
    /// How the file was read.
    pub about: About,
}

/// Reads the feed at `path`. Rows that cannot be used are counted in `problems` and skipped. If the file ends early or
/// breaks, the rows before are kept. Memory grows with the rows kept, not with the file. `progress` counts bytes; the
/// file's size is added to its length (set it to 0 first).
///
/// # Errors
/// The file cannot be read at all, or is not a feed.
pub fn read(path: &Path, house: &House, problems: &mut Problems, progress: &ProgressBar) -> Result<Feed, FeedError> {
    let mut sink = Sink {
        house,
        problems,
        file: path.display().to_string(),
        rows: Vec::new(),
        texts: SharedTexts::default(),
        sensitive_met: vec![false; house.privacy.sensitive_types.len()],
        pairs: Vec::new(),
        left_out: 0,
        dropped: 0,
        marks: Marks::Google,
        names: Vec::new(),
        about: About::default(),
        survey: None,
    };
    read_rows(path, &mut sink, progress)?;
    // An incomplete feed proves nothing about missing types.
    let whole = sink.problems.count(Kind::Truncated) + sink.problems.count(Kind::Broken) == 0;
    let unmet = sink.sensitive_met.iter().map(|met| whole && !met);
    for (name, _) in house.privacy.sensitive_types.iter().zip(unmet).filter(|(_, unmet)| *unmet) {
        sink.problems.record(Kind::UnmetSensitiveType, &sink.file, 0, name);
    }
    Ok(Feed {
        file: sink.file,
        rows: sink.rows,
        pairs: sink.pairs,
        left_out: sink.left_out,
        dropped: sink.dropped,
        about: sink.about,
    })
}

/// Surveys the feed at `path` without checking it against the house. If there is no house yet, `house` is
/// [`House::unknown`].
///
/// # Errors
/// The file cannot be read at all, or is not a feed.
pub fn survey(path: &Path, house: &House, progress: &ProgressBar) -> Result<Survey, FeedError> {
    let mut survey = Survey::default();
    let mut sink = Sink {
        house,
        // The later reading of the feed counts and reports them.
        problems: &mut Problems::new(),
        file: path.display().to_string(),
        rows: Vec::new(),
        texts: SharedTexts::default(),
        sensitive_met: Vec::new(),
        pairs: Vec::new(),
        left_out: 0,
        dropped: 0,
        marks: Marks::Google,
        names: Vec::new(),
        about: About::default(),
        survey: Some(&mut survey),
    };
    read_rows(path, &mut sink, progress)?;
    Ok(survey)
}

/// Passes the rows of the file to `sink`, in whatever form the file has.
fn read_rows(path: &Path, sink: &mut Sink<'_>, progress: &ProgressBar) -> Result<(), FeedError> {
    let input =
        input::open(path, progress).map_err(|source| FeedError::Unreadable { file: sink.file.clone(), source })?;
    match input {
        Input::Text(source) if source.head().trim_ascii_start().starts_with(b"<") => xml::read(source, sink),
        input => form::read(input, sink),
    }
}
