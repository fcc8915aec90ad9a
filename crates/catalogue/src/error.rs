//! The errors of reading: one enum per kind of file, with stable codes. Each message says in one or two sentences what
//! is wrong and what to do next.
//!
//! Not for problems of single rows: see [`crate::problems`].

use std::fmt;
use std::path::PathBuf;

pub use crate::input::source::SourceError;

/// Why `house.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HouseError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({source}): check the path and its permissions", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is not text in UTF-8.
    #[error("{} is not UTF-8: save it as plain text in UTF-8", file.display())]
    Encoding {
        /// The file.
        file: PathBuf,
    },
    /// A setting is wrong.
    #[error("{file}:{line}: {message}")]
    Setting {
        /// The file, as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// Sentences of the house break the rules of wording.
    #[error("{}", each_line(file, findings))]
    Wording {
        /// The file, as it was named.
        file: String,
        /// At least one, in the order of the file.
        findings: Vec<Wording>,
    },
}

fn each_line(file: &str, findings: &[Wording]) -> String {
    let lines: Vec<String> = findings.iter().map(|found| format!("{file}:{}: {}", found.line, found.message)).collect();
    lines.join("\n")
}

/// A sentence that breaks the rules of wording, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong, and a better wording.
    pub message: String,
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Why a feed cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// The file cannot be read.
    #[error("{file} {source}")]
    Unreadable {
        /// The file, as it was named.
        file: String,
        /// The cause.
        source: SourceError,
    },
    /// The file is not a product feed.
    #[error(
        "{file} is not a product feed: {found}; expected RSS 2.0, Atom or tab-separated text for Google Merchant Center, \
         or the product CSV of Shopify or WooCommerce"
    )]
    NotAFeed {
        /// The file, as it was named.
        file: String,
        /// What the file seems to be.
        found: String,
    },
    /// An XML feed without any product.
    #[error("{file} has no <item> (RSS) and no <entry> (Atom): {found}; export the feed again")]
    NoRows {
        /// The file, as it was named.
        file: String,
        /// What the file has instead.
        found: String,
    },
    /// An XML feed whose attributes are not Google's.
    #[error(
        "{file}: its <g:...> elements are in the namespace {found}, not in Google's: write \
         xmlns:g=\"http://base.google.com/ns/1.0\""
    )]
    ForeignNamespace {
        /// The namespace of the file.
        file: String,
        /// The namespace.
        found: String,
    },
    /// A feed without a column or an element that house.toml names.
    #[error(
        "{file} has no \"{name}\", to which [feed] columns of house.toml maps {attribute}; {found}: correct the name"
    )]
    WithoutMapped {
        /// The file, as it was named.
        file: String,
        /// Google's name of the attribute.
        attribute: &'static str,
        /// The name in house.toml.
        name: String,
        /// What the file has instead.
        found: String,
    },
    /// A shop's export without a required column.
    #[error("{file} is a product CSV of {shop} without the column {wanted}: {remedy}")]
    MissingColumn {
        /// The file, as it was named.
        file: String,
        /// The platform whose form the file has.
        shop: &'static str,
        /// The column, in quotes as the shop writes it.
        wanted: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A shop's export without addresses of pages, for a house without an address.
    #[error(
        "{file} is a product CSV of {shop} and has no addresses of pages: add url = \"https://shop.example/{page}\" \
         to [house] in house.toml, with your shop's address"
    )]
    NoAddresses {
        /// The file, as it was named.
        file: String,
        /// The platform whose form the file has.
        shop: &'static str,
        /// The path of a product's page on that platform.
        page: &'static str,
    },
}

/// Why a log of orders or events cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The file cannot be read.
    #[error("{file} {source}")]
    Unreadable {
        /// The file, as it was named.
        file: String,
        /// The cause.
        source: SourceError,
    },
    /// A required column is missing.
    #[error(
        "{file} has no column {wanted}; its columns are {found}: rename them, or map them with --column FIELD=COLUMN, or in \
         house.toml with [orders] columns"
    )]
    MissingColumn {
        /// The file, as it was named.
        file: String,
        /// The names that were looked for.
        wanted: String,
        /// The columns of the file.
        found: String,
    },
    /// The first line has no known names of columns. The error does not quote it: it may hold names of persons.
    #[error(
        "{file} has no header: its first line holds {holds}; write a first line with the names of the columns, session_id, \
         user_id, timestamp, item_id, or map yours with --column FIELD=COLUMN"
    )]
    NoHeader {
        /// The file, as it was named.
        file: String,
        /// What the first line seems to hold.
        holds: &'static str,
    },
    /// The file is of another kind, or an export of a known platform that does not say what was ordered.
    #[error("{file} cannot be read as orders: {found}")]
    WithoutItems {
        /// The file, as it was named.
        file: String,
        /// What the file seems to be, and what to do.
        found: String,
    },
    /// The file cannot be read at all.
    #[error("{file}:{line}: cannot be read ({found}): export it again")]
    Broken {
        /// The file, as it was named.
        file: String,
        /// Line, from 1.
        line: u64,
        /// The cause.
        found: String,
    },
    /// Dates that can be read in two ways.
    #[error(
        "{file}: column \"{column}\" has dates like \"{values}\", {why}: state the order with --date-format \
         DD/MM/YYYY, MM/DD/YYYY or %y-%m-%d, or in house.toml with [orders] date_format"
    )]
    AmbiguousDates {
        /// The file, as it was named.
        file: String,
        /// The column, as the file writes it.
        column: String,
        /// Up to three values.
        values: String,
        /// Why the dates are ambiguous.
        why: &'static str,
    },
    /// A mapping that is not `field=column`.
    #[error("\"{mapping}\" does not map a column: write FIELD=COLUMN, with a field of {fields}")]
    BadMapping {
        /// The mapping, as it was given.
        mapping: String,
        /// The fields that can be mapped.
        fields: String,
    },
    /// Some files have times and others have none.
    #[error("{file} has no timestamp column, but other files have one: give all files this column, or none")]
    MixedClocks {
        /// The first file that differs.
        file: String,
    },
    /// The log holds more than fits.
    #[error("the log holds more than {limit} {what}: split it by time and read the latest part")]
    TooLarge {
        /// The things that are too many, in the plural.
        what: &'static str,
        /// The largest number that fits.
        limit: u64,
    },
}

impl HouseError {
    /// Stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "house-unreadable",
            Self::Encoding { .. } => "house-encoding",
            Self::Setting { .. } => "house-setting",
            Self::Wording { .. } => "house-wording",
        }
    }
}

impl FeedError {
    /// Stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "feed-unreadable",
            Self::NotAFeed { .. } => "not-a-feed",
            Self::NoRows { .. } => "feed-without-rows",
            Self::ForeignNamespace { .. } => "feed-namespace",
            Self::WithoutMapped { .. } => "feed-without-mapped",
            Self::MissingColumn { .. } => "feed-missing-column",
            Self::NoAddresses { .. } => "feed-without-addresses",
        }
    }
}

impl LogError {
    /// Stable kebab-case code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "log-unreadable",
            Self::MissingColumn { .. } => "missing-column",
            Self::NoHeader { .. } => "log-without-header",
            Self::WithoutItems { .. } => "log-without-items",
            Self::Broken { .. } => "log-broken",
            Self::AmbiguousDates { .. } => "ambiguous-dates",
            Self::BadMapping { .. } => "bad-mapping",
            Self::MixedClocks { .. } => "mixed-clocks",
            Self::TooLarge { .. } => "log-too-large",
        }
    }
}
