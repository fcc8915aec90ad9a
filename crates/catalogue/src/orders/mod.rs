//! Past sessions in memory: compact, in time order, with every id already a number.

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
pub(crate) use status::plain as plain_state;

use std::sync::Arc;

use passerelle::history::EventKind;

use crate::problems::Kind;

/// One thing a shopper did, inside a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// The item, as the caller numbers items (an index into the catalogue).
    pub item: u32,
    /// What was done.
    pub kind: EventKind,
}

/// One visit or one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Position of its first event in [`Log::events`].
    pub start: u32,
    /// Number of events.
    pub len: u32,
    /// Who: sessions of one shopper share this number. Without a shopper id every session has its own.
    pub shopper: u32,
    /// Seconds since 1970-01-01 UTC of its last event.
    pub time: i64,
}

/// A log of sessions in ascending order of time; events keep the order they had inside their session.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Events, grouped by session.
    pub events: Vec<LogEvent>,
    /// Sessions in ascending order of time, ties in the order of the log.
    pub sessions: Vec<Session>,
    /// Number of distinct shoppers.
    pub shoppers: u32,
    /// False for baskets, whose inner order means nothing.
    pub ordered: bool,
}

/// What a log's order of time rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The log's own times.
    Time,
    /// The log has no times: [`Session::time`] is the number of the session's last row, from 0. It orders sessions;
    /// it is no date, and nothing about seasons or ages may be learned from it.
    #[default]
    RowOrder,
}

/// The part of an evaluation a session belongs to, from the column `split`.
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

/// What was read of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogReport {
    /// Order lines read, without the headers: rows, or where a row holds several items, these.
    pub lines: u64,
    /// Lines that are not meant to be learned from: of orders that were never fulfilled, and events that are about no item.
    pub left_out: u64,
    /// Lines among these that bring something back: a column says so, or a quantity below zero.
    pub returns: u64,
    /// Rows whose item the catalogue has.
    pub matched: u64,
    /// Rows that became events: matched, and with nothing else wrong.
    pub events: u64,
    /// The most frequent ids that match no item, at most ten, with the number of their rows.
    pub unmatched: Vec<(String, u64)>,
    /// Rows whose unmatched id could not be counted by itself, because 100,000 others came before.
    pub unmatched_uncounted: u64,
    /// What the order of time rests on.
    pub clock: Clock,
    /// What was lost, by file, column and kind of problem, in the order of the log.
    pub losses: Vec<Loss>,
    /// The files, in their order.
    pub files: Vec<FileReport>,
    /// The split of each session of [`Log::sessions`], in their order; empty when the log has none.
    pub splits: Vec<Split>,
    /// The code of the adviser whom each session of [`Log::sessions`] is credited to, in their order; empty when the log has
    /// none.
    pub advisers: Vec<Option<Arc<str>>>,
}

/// Lines that taught nothing, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What was wrong.
    pub kind: Kind,
    /// The file, as it was named.
    pub file: String,
    /// The column, as the file writes it; empty when none is meant.
    pub column: String,
    /// The first line.
    pub line: u64,
    /// How many lines.
    pub count: u64,
    /// The first three different values.
    pub values: Vec<String>,
    /// Of dates: what is wrong with those.
    pub date_fault: DateFault,
}

impl Loss {
    /// The values as the file has them: without those that may name a person, which are not shown.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(String::as_str).filter(|value| !shown_text::is_masked(value))
    }
}

/// Why a text of a column of dates is no date of the log. Of several the last one decides what there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateFault {
    /// No form that is known, or not which.
    Unreadable,
    /// Behind it stands a name that is no zone's, or that of several.
    UnknownZone,
    /// Before 1995, after tomorrow, or after the day as of which is built.
    OutOfRange,
    /// The form that was given is another.
    OtherFormat,
}

/// How a file of a log was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file, as it was named.
    pub file: String,
    /// The platform that wrote it; `None` for columns named as here, or mapped.
    pub platform: Option<&'static str>,
    /// "comma-separated text", "Parquet"
    pub form: &'static str,
    /// The fields that are read, each with its columns as the file writes them.
    pub columns: Vec<(&'static str, String)>,
    /// The columns that are not read, as the file writes them.
    pub ignored: Vec<String>,
    /// How dates were read.
    pub dates: String,
    /// Order lines.
    pub lines: u64,
}

impl FileReport {
    /// Whether a column says who ordered.
    #[must_use]
    pub fn names_shoppers(&self) -> bool {
        self.columns.iter().any(|(field, _)| *field == "user_id")
    }
}

impl LogReport {
    /// Lines that are meant to become events.
    #[must_use]
    pub const fn meant(&self) -> u64 {
        self.lines.saturating_sub(self.left_out)
    }

    /// Lines that should have become events and did not.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.meant().saturating_sub(self.events)
    }

    /// What most lines were lost by.
    #[must_use]
    pub fn worst_loss(&self) -> Option<&Loss> {
        self.losses.iter().rev().max_by_key(|loss| loss.count)
    }

    /// States of orders that are on no list, as far as they are shown.
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

    /// Share of lines whose item the catalogue has, of those that are not left out, in 0..=1; 1 for an empty log.
    #[must_use]
    pub fn share_matched(&self) -> f64 {
        if self.meant() == 0 { 1.0 } else { self.matched as f64 / self.meant() as f64 }
    }
}

impl Split {
    /// The split with this name; no name is [`Split::Unknown`], another name is `None`.
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
