//! The interface of a store's storage. Not for deciding what to store: see [`super::Store`]. Every function but
//! [`Backend::publish`] and those of the checkpoint is one transaction.

use super::last_row::plain_last_row;
use crate::consent::{GrantBasis, Held};
use crate::history::{APPENDED, Clock, Key, Oldest, Row};
use serde::{Serialize, Serializer};
use std::pin::Pin;

/// A grant of consent under which a history is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Grant {
    /// A random number for each grant, below 2^53. It distinguishes grants on this device only.
    pub epoch: u64,
    /// The basis of the grant; in the store, whether it is an answer.
    #[serde(rename = "answered", serialize_with = "is_answer")]
    #[cfg_attr(feature = "types", ts(rename = "answered", type = "boolean"))]
    pub basis: GrantBasis,
}

fn is_answer<S: Serializer>(basis: &GrantBasis, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*basis == GrantBasis::Answer)
}

/// The consent recorded in the store. Only one transaction at a time changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Standing {
    /// The grant, if any. A store without a grant has no rows.
    #[cfg_attr(feature = "types", ts(optional, type = "Grant | undefined"))]
    pub grant: Option<Grant>,
    /// Whether the shopper has refused and has not agreed since.
    pub refused: bool,
}

impl Standing {
    /// The number of the grant, if any.
    #[must_use]
    pub fn epoch(self) -> Option<u64> {
        self.grant.map(|grant| grant.epoch)
    }
}

impl From<Standing> for Held {
    fn from(Standing { grant, refused }: Standing) -> Self {
        Self { grant: grant.map(|grant| grant.basis), refused }
    }
}

/// The metadata of a store, beside its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "State"))]
pub struct StoreState {
    /// The recorded consent.
    #[cfg_attr(feature = "types", ts(flatten))]
    pub standing: Standing,
    /// Number of replacements of rows under this grant.
    pub generation: u64,
    /// The number of the last appended row: [`APPENDED`] or above; for the package, 0 before the first append.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub last: Option<u64>,
    /// The last known state of the device's clock.
    #[cfg_attr(feature = "types", ts(optional, type = "Clock | undefined"))]
    pub clock: Option<Clock>,
}

impl StoreState {
    /// Whether `epoch` is the number of the store's grant.
    #[must_use]
    pub fn is_under(&self, epoch: u64) -> bool {
        self.standing.epoch() == Some(epoch)
    }

    /// The number of the next row to append.
    #[must_use]
    pub fn next_row(&self) -> u64 {
        self.last.map_or(APPENDED, |last| last + 1)
    }
}

/// The full contents of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// The metadata.
    pub state: StoreState,
    /// The rows, in any order.
    pub rows: Vec<Row>,
}

/// A replacement of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// The keys of the rows to delete. A key without a row is ignored.
    pub drop: Vec<Key>,
    /// The rows to insert after the deletion.
    pub put: Vec<Row>,
    /// The new state of the clock.
    pub clock: Option<Clock>,
}

/// A copy of the grant and the last row number, stored outside the store and only under a grant. It distinguishes an
/// emptied store from a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Checkpoint {
    /// The number of the grant.
    pub epoch: u64,
    /// The number of the last appended row; for the package, 0 before the first append.
    #[serde(serialize_with = "as_row_number")]
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub last: Option<u64>,
}

fn as_row_number<S: Serializer>(last: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(plain_last_row(*last))
}

/// A message between tabs. A tab that misses one notices the change with its next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreEvent {
    /// A tab has written rows.
    Changed,
    /// In a tab, the shopper has edited the history: content drawn from it may be out of date.
    Edited,
    /// A tab has erased the rows of this grant; `None` if the store did not return the grant.
    Erased(Option<u64>),
}

/// Why a transaction failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "lowercase"))]
#[strum(serialize_all = "lowercase")]
pub enum Failure {
    /// The store has another grant by now, or none.
    #[error("the grant was revoked meanwhile: ask for consent again")]
    Revoked,
    /// Another tab has changed the same data.
    #[error("another tab has changed the store meanwhile: read it again")]
    Conflict,
    /// The connection was closed and nothing was written.
    #[error("the connection to the store was closed and nothing was written: try again")]
    Closed,
    /// The browser denies storage to the page, or does not answer.
    #[error("the browser lets this page store nothing: allow site data for this site")]
    Denied,
    /// The disk or the quota is full.
    #[error("the disk or the site's quota is full: free some space")]
    Full,
    /// A newer version of the module has changed the database.
    #[error("a newer version of the module has changed the store: reload the page")]
    Newer,
    /// The store was emptied or closed by another party. The module concludes it; no reply states it.
    #[cfg_attr(feature = "types", ts(skip))]
    #[error("another page emptied or closed the store: reload the page")]
    Lost,
}

impl Failure {
    /// The failures that a reply states.
    const OF_REPLY: [Self; 6] = [Self::Revoked, Self::Conflict, Self::Closed, Self::Denied, Self::Full, Self::Newer];

    /// The failure of this name that a reply states.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::OF_REPLY.into_iter().find(|failure| name == <&str>::from(failure))
    }
}

/// A future with the result of a request. Boxed, so that the store is compiled once for all backends.
pub type StoreFuture<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// A future that is ready at once.
#[must_use]
pub fn completed<T: 'static>(result: Result<T, Failure>) -> StoreFuture<T> {
    Box::pin(std::future::ready(result))
}

/// The storage that all tabs share. Read functions create nothing. A request may complete although its future was
/// dropped.
pub trait Backend {
    /// Reads the metadata, without any row.
    fn peek(&self) -> StoreFuture<StoreState>;

    /// Reads the full contents.
    fn load(&self) -> StoreFuture<Contents>;

    /// Writes `standing` if the store's standing is `expected`. If the grant's number changes, the transaction deletes
    /// all rows, resets the generation and the last number, and sets the clock to `clock`. Only this function may
    /// create a store.
    ///
    /// # Errors
    /// [`Failure::Conflict`] if the standing is not the expected one.
    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> StoreFuture<()>;

    /// Appends rows, numbered from [`StoreState::next_row`] on, and returns the number of the store's last appended
    /// row; `None` if it has none.
    ///
    /// # Errors
    /// [`Failure::Revoked`] if `epoch` is not the store's grant.
    fn append(&self, epoch: u64, rows: Vec<Row>) -> StoreFuture<Option<u64>>;

    /// Replaces rows if the generation is still `generation`.
    ///
    /// # Errors
    /// [`Failure::Revoked`] if `epoch` is not the store's grant, [`Failure::Conflict`] if the generation has changed.
    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> StoreFuture<()>;

    /// Deletes all rows that are too old, without reading them, and sets the clock, if there is a grant.
    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> StoreFuture<()>;

    /// Deletes everything but the checkpoint. With `refused`, the refusal flag is written; without it nothing remains.
    /// Returns the number of the deleted grant.
    fn wipe(&self, refused: bool) -> StoreFuture<Option<u64>>;

    /// Reads the checkpoint; `None` if there is none or it cannot be read.
    fn read_checkpoint(&self) -> StoreFuture<Option<Checkpoint>>;

    /// Writes the checkpoint, if possible; `None` removes it.
    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> StoreFuture<()>;

    /// Sends the event to the other tabs.
    fn publish(&self, event: StoreEvent);
}
