//! The options of `passerelle evaluate`.

use std::path::PathBuf;

use passerelle_learning::validation::protocol::Protocol;

use crate::baselines::Baseline;
use crate::scored_on::ScoredOn;
use crate::slate_placement::SlatePlacement;

/// The protocols: what can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Measure {
    /// The next item, any item; all items of the shop compete.
    NextItem,
    /// The next item if it is not the item on the page; the item on the page is never recommended.
    Product,
    /// The next item if it is new in the session; items seen in the session are never recommended.
    NewOnly,
    /// Clicks: the next item outside the current item's division. Baskets: the items of one division from the others.
    OtherDivision,
    /// From and to items that learning has never seen: one item in ten is left out of the training part.
    NewItem,
    /// Whole slates of 4 and 8 as a page shows them, and the effect of each rule.
    Slate,
    /// Whether items flagged as in demand in a month sell then, for the half of the shoppers not learned from.
    Season,
    /// The reasons of suggestions, and how often the most specific reason may be shown.
    Discretion,
}

impl Measure {
    /// The protocol of a single ranking; `None` for new items, slates, seasons and reasons.
    #[must_use]
    pub const fn ranking(self) -> Option<Protocol> {
        match self {
            Self::NextItem => Some(Protocol::NextItem),
            Self::Product => Some(Protocol::Product),
            Self::NewOnly => Some(Protocol::NewOnly),
            Self::OtherDivision => Some(Protocol::OtherDivision),
            Self::NewItem | Self::Slate | Self::Season | Self::Discretion => None,
        }
    }
}

/// Measures suggestions on past sessions that learning has not seen.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Events or orders, CSV or gzip: session_id, item_id, seq or timestamp; split, event and user_id optional.
    #[arg(long, alias = "orders")]
    pub events: PathBuf,
    /// Items, CSV or gzip: item_id, division, category.
    #[arg(long)]
    pub items: Option<PathBuf>,
    /// The house's product feed, with its types and attributes, instead of --items.
    #[arg(long, value_name = "FILE", conflicts_with = "items", requires = "house")]
    pub feed: Option<PathBuf>,
    /// The house's settings, with --feed: divisions, and privacy.k as the default of --floor.
    #[arg(long, value_name = "FILE", requires = "feed")]
    pub house: Option<PathBuf>,
    /// The protocol: what is predicted.
    #[arg(long, value_enum, default_value = "product")]
    pub protocol: Measure,
    /// Protocols slate and discretion: the placement to fill.
    #[arg(long, value_enum, default_value = "product")]
    pub placement: SlatePlacement,
    /// First day of the test part (YYYY-MM-DD); without it the column `split` decides. Protocol season: the first day
    /// that is not used; with --scored-on next-year, the first day scored.
    #[arg(long)]
    pub test_from: Option<String>,
    /// Do not use the test part: train on the first nine tenths of the training sessions and test on the last tenth
    /// (protocol season: on the two halves of the shoppers learned from). For choosing between methods or parameters.
    #[arg(long)]
    pub validation: bool,
    /// Length of a slate.
    #[arg(long, default_value_t = 20, value_parser = at_least_one())]
    pub k: usize,
    /// Distinct shoppers that a pair needs to be kept [default: the house's k, else 3].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub floor: Option<u32>,
    /// Neighbours per item.
    #[arg(long, default_value_t = 32, value_parser = at_least_one())]
    pub neighbours: usize,
    /// Bits of a quantised weight.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(4..=8))]
    pub bits: u32,
    /// Memory limit of learning, in megabytes; pairs above it go to a temporary file.
    #[arg(long, value_name = "MB")]
    pub memory: Option<u64>,
    /// A method to compare with.
    #[arg(long, value_enum)]
    pub baseline: Option<Baseline>,
    /// Learn with the default parameters, without calibrating them on the end of the training part.
    #[arg(long)]
    pub no_calibration: bool,
    /// Protocol other-division, baskets: predict without the shopper's earlier baskets.
    #[arg(long)]
    pub without_history: bool,
    /// Leave this division out of everything; repeat for more.
    #[arg(long, value_name = "DIVISION")]
    pub without: Vec<String>,
    /// Protocol season: learn from divisions and types too. Not for types made from titles, which may name a season.
    #[arg(long)]
    pub types: bool,
    /// Protocol season: the part of the log that judges the flags.
    #[arg(long, value_enum, default_value = "shoppers")]
    pub scored_on: ScoredOn,
    /// Protocol season: flag an item if demand is twice its mean with at least this probability.
    #[arg(long, value_name = "PROBABILITY", value_parser = probability)]
    pub sure: Option<f64>,
    /// Protocol season: how much demand varies from year to year, relative to its mean.
    #[arg(long, value_name = "SHARE", value_parser = not_negative)]
    pub yearly: Option<f64>,
    /// Protocol season: also show the flags and hits at other probabilities.
    #[arg(long)]
    pub trade: bool,
    /// Learn from types and attributes only, as if there were no log.
    #[arg(long)]
    pub attributes_only: bool,
    /// Give items without counts lists from types and attributes only, not from words.
    #[arg(long)]
    pub without_words: bool,
    /// Write a page with plots into this folder: accuracy against bytes and floor, by division, and latency.
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn not_negative(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "expected a number, 0 or more".to_owned())
}

fn at_least_one() -> impl clap::builder::TypedValueParser<Value = usize> {
    clap::builder::RangedU64ValueParser::new().range(1..)
}
