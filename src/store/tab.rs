//! The state of one tab's store. Not for its operations: see [`super::machine`].

use super::backend::{Contents, Failure, Standing, StoreState};
use super::host::StoreWarning;
use super::in_memory::InMemoryBackend;
use crate::consent::{Consent, GrantBasis, Held};
use crate::history::{APPENDED, Row};

/// Number of seconds during which a store that did not answer receives no request, so that the shopper waits only once.
const SILENCE_SECONDS: u64 = 10;

/// Why the device's store is erased. It decides what the erasure leaves, and whether a retry is still due. A later reason
/// in this order includes the earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Erasure {
    /// A default erases a history whose grant was a default. No flag is written, because nobody was asked.
    Default,
    /// The shopper refused, and has agreed again since. No flag is written.
    RevokedRefusal,
    /// The shopper refused. The refusal flag is written.
    Refusal,
}

impl Erasure {
    /// Whether the erasure, not done before, is still due in a store with this standing. A flag that another tab has
    /// written stays, and an answer outranks a default.
    pub(super) fn is_due(self, standing: Standing) -> bool {
        match self {
            Self::Default => standing.grant.is_some_and(|grant| grant.basis == GrantBasis::Default),
            Self::RevokedRefusal => !standing.refused,
            Self::Refusal => true,
        }
    }
}

/// The version of an open history: it changes when the history is replaced or rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// The number of the grant.
    epoch: u64,
    /// The number of replacements of rows under the grant.
    generation: u64,
}

/// The state of a tab.
#[derive(Debug, Default)]
pub(super) struct Tab {
    pub(super) consent: Consent,
    /// Whether the shopper has read the stored history while none was open.
    pub(super) has_shown: bool,
    /// The grant under which this tab reads and writes.
    pub(super) epoch: Option<u64>,
    /// How often this tab has opened, closed or changed its store: answers to earlier requests are ignored after a
    /// change.
    pub(super) session: u64,
    /// The last known metadata of the device's store.
    pub(super) state: StoreState,
    /// Every row known to be in the store: the contents of the fallback, if it is needed.
    pub(super) held: Vec<Row>,
    /// Rows being written, or whose write was given up. An event that is written twice counts once.
    pub(super) in_flight: Vec<Row>,
    /// Records not yet being written.
    pub(super) pending: Vec<u8>,
    /// The store that replaces the device's store after a failure.
    pub(super) fallback: Option<InMemoryBackend>,
    /// Another tab has written to the store.
    pub(super) is_stale: bool,
    /// The erasure of the device's store that failed and must be retried.
    pub(super) owed_erasure: Option<Erasure>,
    /// When the device's store last did not answer, in seconds since 1970-01-01 UTC.
    pub(super) unanswered: Option<i64>,
    pub(super) reopenings: usize,
    pub(super) warned: Vec<StoreWarning>,
}

impl Tab {
    /// Whether the page's statements allow reading, whatever the device has stored.
    pub(super) fn page_grants(&self) -> bool {
        self.consent.decide(Held { grant: Some(GrantBasis::Answer), refused: false }).grant.is_some()
    }

    /// The grant of the open history and the number of its rewrites; `None` if none is open.
    pub(super) fn version(&self) -> Option<Version> {
        self.epoch.map(|epoch| Version { epoch, generation: self.state.generation })
    }

    /// Whether the device's store recently did not answer.
    pub(super) fn is_silent(&self, now: i64) -> bool {
        self.unanswered.is_some_and(|since| now.abs_diff(since) < SILENCE_SECONDS)
    }

    /// The appended rows, which are not compacted yet.
    pub(super) fn appended(&self) -> impl Iterator<Item = &Row> {
        self.held.iter().filter(|row| row.key.number >= APPENDED)
    }

    /// Adds rows whose write was given up, numbered as if they had been appended.
    pub(super) fn keep_unwritten(&mut self, rows: Vec<Row>) {
        let first = self.state.next_row();
        if let Some(last) = (first..).take(rows.len()).last() {
            self.state.last = Some(last);
            self.keep(rows, last);
        }
    }

    /// Adds rows to those known to be in the store. `last` is the number of the last one.
    pub(super) fn keep(&mut self, mut rows: Vec<Row>, last: u64) {
        for (back, row) in rows.iter_mut().rev().enumerate() {
            row.key.number = last - back as u64;
        }
        self.held.append(&mut rows);
    }
}

/// The warning for a failure; `None` for one that is not an error.
pub(super) const fn warning(failure: Failure) -> Option<StoreWarning> {
    match failure {
        Failure::Revoked | Failure::Conflict => None,
        Failure::Denied => Some(StoreWarning::Denied),
        Failure::Full => Some(StoreWarning::Full),
        Failure::Newer => Some(StoreWarning::Newer),
        Failure::Closed | Failure::Lost => Some(StoreWarning::Lost),
    }
}

impl From<StoreState> for Contents {
    fn from(state: StoreState) -> Self {
        Self { state, rows: Vec::new() }
    }
}
