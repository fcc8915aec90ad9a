//! What a store can do, without knowing why. Every function but those of the checkpoint is one transaction.

use crate::consent::{Basis, Held};
use crate::history::{Clock, Key, Oldest, Row};
use std::pin::Pin;

/// A grant under which a history is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its number, drawn anew for every grant, below 2^53. It tells one grant from the next on this device only.
    pub epoch: u64,
    /// What it rests on.
    pub basis: Basis,
}

/// Who may write. Exactly one transaction at a time changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The grant, if there is one. Without one there are no rows.
    pub grant: Option<Grant>,
    /// Whether the shopper has refused and not agreed since.
    pub refused: bool,
}

impl Standing {
    /// The number of the grant, if there is one.
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

/// What a store says of itself beside its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Who may write.
    pub standing: Standing,
    /// How often the rows were replaced under this grant.
    pub generation: u64,
    /// The number of the last row that was appended: [`crate::history::APPENDED`] or above, or 0 before the first.
    pub last: u64,
    /// What the device's clock was last taken for.
    pub clock: Option<Clock>,
}

impl State {
    /// Whether `epoch` is the number of the store's grant.
    #[must_use]
    pub fn is_under(&self, epoch: u64) -> bool {
        self.standing.epoch() == Some(epoch)
    }
}

/// Everything that a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// What it says of itself.
    pub state: State,
    /// In any order.
    pub rows: Vec<Row>,
}

/// Rows in place of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// The rows that go. One that is not there any more is as good as gone.
    pub drop: Vec<Key>,
    /// The rows that come, after those have gone.
    pub put: Vec<Row>,
    /// What the clock is taken for from now on.
    pub clock: Option<Clock>,
}

/// Kept beside the store and apart from it, under a grant only: what tells a store that was emptied from a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The grant's number.
    pub epoch: u64,
    /// The number of the last row that was appended.
    pub last: u64,
}

/// What tabs tell each other. Whoever misses it finds out with the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreEvent {
    /// Rows were written.
    Changed,
    /// What was written under this grant has been erased; `None` where the store could not say.
    Erased(Option<u64>),
}

/// Why a transaction was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The store's grant is another one by now, or gone.
    #[error("the grant was revoked meanwhile: ask for consent again")]
    Revoked,
    /// Somebody else has changed what this was to change.
    #[error("another tab has changed the store meanwhile: read it again")]
    Conflict,
    /// The connection was closed and nothing was written.
    #[error("the connection to the store was closed and nothing was written: try again")]
    Closed,
    /// The browser does not let the page store anything, or does not answer.
    #[error("the browser lets this page store nothing: allow site data for this site")]
    Denied,
    /// The disk or the quota is full.
    #[error("the disk or the site's quota is full: free some space")]
    Full,
    /// A newer version of the module has changed the database.
    #[error("a newer version of the module has changed the store: reload the page")]
    Newer,
    /// The store was emptied or closed under us.
    #[error("the store was emptied or closed by somebody else: reload the page")]
    Lost,
}

/// An answer that is waited for. Boxed, so that a store's machine is compiled once, whatever backends there are.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// An answer that is there already.
#[must_use]
pub fn answered<T: 'static>(answer: Result<T, Failure>) -> Answer<T> {
    Box::pin(std::future::ready(answer))
}

/// A store, for all tabs that share it. Nothing is created by what only reads. A request may be done although nobody waits
/// for its answer any more.
pub trait Backend {
    /// What the store says of itself; no row is read.
    fn peek(&self) -> Answer<State>;

    /// Everything.
    fn load(&self) -> Answer<Contents>;

    /// Writes `standing` if the store's is `expected` still. Where the grant's number changes, all rows go, generation and
    /// last number begin anew, and the clock is taken for `clock`. This alone may create a store.
    ///
    /// # Errors
    /// [`Failure::Conflict`] where the standing is not the expected one.
    fn stand(&self, expected: Standing, standing: Standing, clock: Clock) -> Answer<()>;

    /// Appends rows under numbers that follow the last one, whatever numbers they have, and answers the new last one.
    ///
    /// # Errors
    /// [`Failure::Revoked`] where `epoch` is not the store's grant.
    fn append(&self, epoch: u64, rows: Vec<Row>) -> Answer<u64>;

    /// Replaces rows, if nobody did since `generation`.
    ///
    /// # Errors
    /// [`Failure::Revoked`] where `epoch` is not the store's grant, [`Failure::Conflict`] where the generation is another.
    fn replace(&self, epoch: u64, generation: u64, replacement: Replacement) -> Answer<()>;

    /// Deletes all rows that are too old, unread, and notes what the clock is taken for, where there is a grant.
    fn expire(&self, oldest: Option<Oldest>, clock: Clock) -> Answer<()>;

    /// Deletes everything but the checkpoint. `refused` leaves the flag of a refusal; without it nothing remains. Answers
    /// the number of the grant that was there.
    fn wipe(&self, refused: bool) -> Answer<Option<u64>>;

    /// The checkpoint, if there is one and it can be read.
    fn read_checkpoint(&self) -> Answer<Option<Checkpoint>>;

    /// Writes the checkpoint, if that is possible; `None` removes it.
    fn write_checkpoint(&self, checkpoint: Option<Checkpoint>) -> Answer<()>;

    /// Tells the other tabs.
    fn publish(&self, event: StoreEvent);
}
