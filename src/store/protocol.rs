//! The format of the requests to the package's store and of its replies: plain objects. pkg/src/module-types.ts is
//! generated from these types. Not for the meaning of a request: see [`super::Backend`].

use super::backend::{Checkpoint, Failure, Standing, StoreEvent, StoreState};
use crate::history::{self, Clock, Oldest, StorePart};
use crate::model::Day;
use serde::{Serialize, Serializer};

/// A request to the store.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Request<'a> {
    /// Reads the state.
    Peek,
    /// Reads the state and the rows.
    Load,
    /// Writes the standing, if it is the expected one.
    Stand {
        /// The expected standing.
        expected: Standing,
        /// The new standing.
        standing: Standing,
        /// The clock of a new grant.
        clock: Clock,
    },
    /// Appends rows.
    Append {
        /// The number of the grant.
        epoch: u64,
        /// The rows; the store numbers them.
        rows: Vec<PlainRow<'a>>,
    },
    /// Replaces rows.
    Replace {
        /// The number of the grant.
        epoch: u64,
        /// The expected generation.
        generation: u64,
        /// The keys of the rows to delete.
        drop: Vec<PlainKey>,
        /// The rows to insert.
        put: Vec<PlainRow<'a>>,
        /// The new state of the clock.
        #[cfg_attr(feature = "types", ts(optional, type = "Clock | undefined"))]
        clock: Option<Clock>,
    },
    /// Deletes expired rows.
    Expire {
        /// The first day to keep, by part.
        #[cfg_attr(feature = "types", ts(type = "[part: number, day: number][]"))]
        oldest: Vec<PlainFirstDay>,
        /// The new state of the clock.
        clock: Clock,
    },
    /// Erases everything but the checkpoint.
    Wipe {
        /// Whether the refusal flag is written.
        refused: bool,
    },
    /// Reads the checkpoint, after a change if there is one.
    Checkpoint {
        /// The checkpoint to write.
        #[cfg_attr(feature = "types", ts(optional, type = "Checkpoint | undefined"))]
        write: Option<Checkpoint>,
        /// Whether the checkpoint is removed.
        clear: bool,
    },
    /// Sends an event to the other tabs.
    Publish {
        /// The event.
        event: TabEvent,
        /// The number of the erased grant, if it is known.
        #[cfg_attr(feature = "types", ts(optional, type = "number | undefined"))]
        epoch: Option<u64>,
    },
}

/// The reply to a request. With a failure, nothing was done.
#[derive(Debug, Default)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Reply {
    /// Why the request failed.
    #[cfg_attr(feature = "types", ts(optional))]
    pub failure: Option<Failure>,
    /// The state, for `peek` and `load`.
    #[cfg_attr(feature = "types", ts(optional))]
    pub state: Option<StoreState>,
    /// The rows, for `load`.
    #[cfg_attr(feature = "types", ts(optional, type = "Row[]"))]
    pub rows: Vec<history::Row>,
    /// The new last number, for `append`.
    #[cfg_attr(feature = "types", ts(optional))]
    pub last: Option<u64>,
    /// The number of the erased grant, for `wipe`.
    #[cfg_attr(feature = "types", ts(optional, type = "number | undefined"))]
    pub epoch: Option<u64>,
    /// The checkpoint, for `checkpoint`.
    #[cfg_attr(feature = "types", ts(optional, type = "Checkpoint | undefined"))]
    pub checkpoint: Option<Checkpoint>,
}

/// The key of a row: part of the store, day since 1970-01-01 UTC, number.
#[derive(Debug, Serialize)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(rename = "Key", type = "[part: number, day: number, number: number]")
)]
pub struct PlainKey(u8, i64, u64);

/// The first day to keep in a part of the store: the part, and the day since 1970-01-01 UTC.
#[derive(Debug, Serialize)]
pub struct PlainFirstDay(u8, i64);

/// Records of one part and one day.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Row"))]
pub struct PlainRow<'a> {
    /// The key of the row.
    key: PlainKey,
    /// The concatenated records.
    #[serde(serialize_with = "as_bytes")]
    #[cfg_attr(feature = "types", ts(type = "Uint8Array"))]
    records: &'a [u8],
}

fn as_bytes<S: Serializer>(bytes: &&[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl From<&history::Key> for PlainKey {
    fn from(key: &history::Key) -> Self {
        Self(key.part as u8, key.day.number(), key.number)
    }
}

impl<'a> From<&'a history::Row> for PlainRow<'a> {
    fn from(row: &'a history::Row) -> Self {
        Self { key: PlainKey::from(&row.key), records: &row.records }
    }
}

/// The first days to keep, by part; none while the clock is doubted.
#[must_use]
pub fn plain_oldest(oldest: Option<Oldest>) -> Vec<PlainFirstDay> {
    let Some(Oldest { weeks, log, lists }) = oldest else { return Vec::new() };
    let first = |part: StorePart, day: Day| PlainFirstDay(part as u8, day.number());
    vec![first(StorePart::Weeks, weeks), first(StorePart::Log, log), first(StorePart::Lists, lists)]
}

/// An event between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum TabEvent {
    /// A tab has written rows.
    Changed,
    /// In a tab, the shopper has edited the history.
    Edited,
    /// A tab has erased the rows of a grant.
    Erased,
}

impl TabEvent {
    /// The event of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Changed, Self::Edited, Self::Erased].into_iter().find(|event| name == <&str>::from(event))
    }
}

/// A [`StoreEvent`] in the package's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainStoreEvent {
    /// The event.
    pub event: TabEvent,
    /// The number of the erased grant, if it is known; `None` for other events.
    pub epoch: Option<u64>,
}

impl From<StoreEvent> for PlainStoreEvent {
    fn from(event: StoreEvent) -> Self {
        match event {
            StoreEvent::Changed => Self { event: TabEvent::Changed, epoch: None },
            StoreEvent::Edited => Self { event: TabEvent::Edited, epoch: None },
            StoreEvent::Erased(epoch) => Self { event: TabEvent::Erased, epoch },
        }
    }
}

impl From<PlainStoreEvent> for StoreEvent {
    fn from(PlainStoreEvent { event, epoch }: PlainStoreEvent) -> Self {
        match event {
            TabEvent::Changed => Self::Changed,
            TabEvent::Edited => Self::Edited,
            TabEvent::Erased => Self::Erased(epoch),
        }
    }
}
