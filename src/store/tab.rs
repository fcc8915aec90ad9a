//! What one tab knows of the store, and of its own part in it. Not for what it does: see [`super::machine`].

use super::backend::{Contents, Failure, State};
use super::host::StoreWarning;
use super::in_memory::InMemoryBackend;
use crate::consent::{Basis, Consent, Held};
use crate::history::{APPENDED, Row};

/// For so many seconds nothing is asked of a store that has not answered: who has waited once need not wait again.
const SILENCE: u64 = 10;

/// What a tab knows.
#[derive(Debug, Default)]
pub(super) struct Tab {
    pub(super) consent: Consent,
    /// The grant under which this tab reads and writes.
    pub(super) epoch: Option<u64>,
    /// How often this tab has opened, closed or changed its store: what was asked before such a change is answered too late.
    pub(super) session: u64,
    /// What the device's store said last.
    pub(super) state: State,
    /// Every row that the store is known to hold: what memory goes on with.
    pub(super) held: Vec<Row>,
    /// Rows that are being written, or were when the attempt was given up. Written twice, an event counts once.
    pub(super) in_flight: Vec<Row>,
    /// Records that nobody has begun to write.
    pub(super) pending: Vec<u8>,
    /// In place of the device's store, once that has failed.
    pub(super) fallback: Option<InMemoryBackend>,
    /// Another tab has written.
    pub(super) is_stale: bool,
    /// The device's store could not be erased: it is tried again.
    pub(super) owes_erasure: bool,
    /// When the device's store last did not answer.
    pub(super) unanswered: Option<i64>,
    pub(super) reopenings: usize,
    pub(super) warned: Vec<StoreWarning>,
}

impl Tab {
    /// Whether what was said on this page allows reading, whatever the device holds.
    pub(super) fn page_grants(&self) -> bool {
        self.consent.decide(Held { grant: Some(Basis::Answer), refused: false }).grant.is_some()
    }

    /// Whether the device's store did not answer a short time ago.
    pub(super) fn is_silent(&self, now: i64) -> bool {
        self.unanswered.is_some_and(|since| now.abs_diff(since) < SILENCE)
    }

    /// The rows that lie beside the compacted ones.
    pub(super) fn appended(&self) -> impl Iterator<Item = &Row> {
        self.held.iter().filter(|row| row.key.number >= APPENDED)
    }

    /// Adds rows to what the store is known to hold. `last` is the number that the last one got.
    pub(super) fn keep(&mut self, mut rows: Vec<Row>, last: Option<u64>) {
        let last = last.unwrap_or_else(|| {
            self.state.last = self.state.last.max(APPENDED - 1) + rows.len() as u64;
            self.state.last
        });
        for (back, row) in rows.iter_mut().rev().enumerate() {
            row.key.number = last - back as u64;
        }
        self.held.append(&mut rows);
    }
}

/// What is said of a failure; nothing of one that is no fault.
pub(super) const fn warning(failure: Failure) -> Option<StoreWarning> {
    match failure {
        Failure::Revoked | Failure::Conflict => None,
        Failure::Denied => Some(StoreWarning::Denied),
        Failure::Full => Some(StoreWarning::Full),
        Failure::Newer => Some(StoreWarning::Newer),
        Failure::Closed | Failure::Lost => Some(StoreWarning::Lost),
    }
}

impl From<State> for Contents {
    fn from(state: State) -> Self {
        Self { state, rows: Vec::new() }
    }
}
