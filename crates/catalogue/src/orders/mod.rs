//! Past sessions in memory: compact, in order of time, with a number for every id.

mod build;
mod column_map;
mod columns;
mod date_format;
mod dates;
mod dominance;
mod events;
mod evidence;
mod find_item;
mod intern;
mod named_item;
mod named_zone;
mod open_file;
mod order_heads;
mod platform;
mod quantity;
mod read;
mod reading_rules;
mod regional_date;
mod returns;
mod row_context;
mod sessions;
mod shown_text;
mod skip;
mod status;
mod unlike_orders;
mod unmatched;

pub use column_map::{ColumnMap, FIELDS};
pub use date_format::DateFormat;
pub use find_item::Resolve;
pub use read::read;
pub use reading_rules::ReadingRules;
pub(crate) use status::plain as plain_state;

use std::sync::Arc;

use passerelle::history::EventKind;

use crate::problems::Kind;

/// An interaction of a shopper in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// The number of the item, as the caller numbers items (an index into the catalogue).
    pub item: u32,
    /// The kind of interaction.
    pub kind: EventKind,
}

/// A visit or an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Position of its first event in [`Log::events`].
    pub start: u32,
    /// Number of events.
    pub len: u32,
    /// The number of the shopper, shared by all sessions of that shopper. Without a shopper id, an order has one number
    /// for its order id in all files, and any other session a number of its own.
    pub shopper: u32,
    /// Time of its last event, in seconds since 1970-01-01 UTC; for [`Clock::RowOrder`], the number of its last row.
    pub time: i64,
}

/// A log of sessions in ascending order of time. The events of a session keep their order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Events, grouped by session.
    pub events: Vec<LogEvent>,
    /// Sessions in ascending order of time, ties in the order of the log.
    pub sessions: Vec<Session>,
    /// Number of distinct shoppers.
    pub shoppers: u32,
    /// Whether the order of events in a session has a meaning; false for baskets.
    pub ordered: bool,
}

/// The source of a log's order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The log's own times.
    Time,
    /// The log has no times: [`Session::time`] is the number of the session's last row, from 0. It orders sessions but
    /// is not a date: nothing about seasons or ages may be learned from it.
    #[default]
    RowOrder,
}

/// The part of an evaluation that a session belongs to, from the column `split`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Split {
    /// The log does not say.
    #[default]
    Unknown,
    /// `train`
    Train,
    /// `valid`, `validation` or `val`
    Valid,
    /// `test`
    Test,
}

/// A report on the reading of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogReport {
    /// Number of order lines read, without headers. A row with several items counts as several lines.
    pub lines: u64,
    /// Number of lines left out on purpose: of orders that were never fulfilled, and events that are about no item.
    pub left_out: u64,
    /// Number of these lines that are returns: a column marks them, or their quantity is below zero.
    pub returns: u64,
    /// Number of lines whose item is in the catalogue.
    pub matched: u64,
    /// Number of lines that became events: matched, and without another problem.
    pub events: u64,
    /// The most frequent ids without an item, at most ten, each with its number of lines.
    pub unmatched: Vec<(String, u64)>,
    /// Number of lines whose unmatched id was not counted separately, because 100,000 other ids came before.
    pub unmatched_uncounted: u64,
    /// The source of the order of time.
    pub clock: Clock,
    /// The lost lines by file, column and kind of problem, in the order of the log.
    pub losses: Vec<Loss>,
    /// The files, in the order of reading.
    pub files: Vec<FileReport>,
    /// The split of each session in [`Log::sessions`], in the same order; empty if the log has none.
    pub splits: Vec<Split>,
    /// The code of the adviser credited with each session in [`Log::sessions`], in the same order; empty if the log has
    /// none.
    pub advisers: Vec<Option<Arc<str>>>,
}

/// Lines that were lost for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The kind of problem.
    pub kind: Kind,
    /// The file, as it was named.
    pub file: String,
    /// The column, as the file writes it; empty if none is concerned.
    pub column: String,
    /// The first line.
    pub line: u64,
    /// Number of lines.
    pub count: u64,
    /// The first three different values.
    pub values: Vec<String>,
    /// For dates: why they could not be read.
    pub date_fault: DateFault,
}

impl Loss {
    /// Returns the values without those that are masked because they may name a person.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str).filter(|value| !shown_text::is_masked(value))
    }
}

/// Why a text in a column of dates is not a date of the log. If a loss has several causes, the last one determines the
/// advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateFault {
    /// The form is unknown or ambiguous.
    Unreadable,
    /// The word after the date is not the name of a time zone, or is that of several.
    UnknownZone,
    /// Before 1995, after tomorrow, or after the day as of which the build is made.
    OutOfRange,
    /// The text does not have the form that was given.
    OtherFormat,
}

/// How a file of a log was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file, as it was named.
    pub file: String,
    /// The platform that wrote it; `None` for columns with Passerelle's names, or mapped.
    pub platform: Option<&'static str>,
    /// Such as "comma-separated text" or "Parquet".
    pub form: &'static str,
    /// The fields that are read, each with its columns as the file writes them.
    pub columns: Vec<(&'static str, String)>,
    /// The columns that are not read, as the file writes them.
    pub ignored: Vec<String>,
    /// How dates were read.
    pub dates: String,
    /// Number of order lines.
    pub lines: u64,
}

impl FileReport {
    /// Whether a column names the shoppers.
    #[must_use]
    pub fn names_shoppers(&self) -> bool {
        self.columns.iter().any(|(field, _)| *field == "user_id")
    }
}

impl LogReport {
    /// Number of lines that were not left out on purpose.
    #[must_use]
    pub const fn meant(&self) -> u64 {
        self.lines.saturating_sub(self.left_out)
    }

    /// Number of lines that should have become events and did not.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.meant().saturating_sub(self.events)
    }

    /// Returns the loss with the most lines.
    #[must_use]
    pub fn worst_loss(&self) -> Option<&Loss> {
        self.losses.iter().rev().max_by_key(|loss| loss.count)
    }

    /// Returns the unknown states of orders, without masked ones.
    #[must_use]
    pub fn unknown_states(&self) -> Vec<&str> {
        let mut states = Vec::new();
        for state in self.losses.iter().filter(|loss| loss.kind == Kind::UnknownStatus).flat_map(Loss::words) {
            if !states.contains(&state) {
                states.push(state);
            }
        }
        states
    }

    /// Share of lines whose item is in the catalogue, of those not left out, in 0..=1; 1 for an empty log.
    #[must_use]
    pub fn share_matched(&self) -> f64 {
        if self.meant() == 0 { 1.0 } else { self.matched as f64 / self.meant() as f64 }
    }
}

impl Split {
    /// Returns the split with this name; [`Split::Unknown`] for an empty name, `None` for an unknown one.
    #[must_use]
    pub const fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"" => Some(Self::Unknown),
            b"train" => Some(Self::Train),
            b"valid" | b"validation" | b"val" => Some(Self::Valid),
            b"test" => Some(Self::Test),
            _ => None,
        }
    }
}

impl Log {
    /// The events of `session`.
    #[must_use]
    pub fn events_of(&self, session: &Session) -> &[LogEvent] {
        &self.events[session.start as usize..][..session.len as usize]
    }
}
