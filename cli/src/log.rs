//! Past sessions in memory: compact, in time order, with every id already a number.

use passerelle::history::EventKind;

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

impl Log {
    /// The events of `session`.
    #[must_use]
    pub fn events_of(&self, session: &Session) -> &[LogEvent] {
        &self.events[session.start as usize..][..session.len as usize]
    }
}
