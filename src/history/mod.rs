//! The shopper's history, on this device only: its events, the log, and the record format. Not for the device's store:
//! see [`crate::store`].

mod clock;
mod compact;
mod crc32c;
mod device;
mod edit;
mod event_number;
mod export;
mod import;
mod known_sizes;
mod list;
mod log;
mod order_hash;
mod read;
mod record;
mod row;
mod seen_events;
mod summary;
mod tally;
mod timestamp;
mod write;

pub use crate::model::{Category, Event, EventKind, WEEK};
pub use clock::Clock;
pub use compact::{Compacted, Rules, compact};
pub use device::{History, Restored};
pub use edit::{Edit, Edited, Log};
pub use event_number::EventNumber;
pub use export::{
    EXPORT_VERSION, HistoryAdviser, HistoryEvent, HistoryExport, HistoryInvitation, HistorySize, HistoryWeek,
    InvitationSubject,
};
pub use import::{HistoryImport, ImportError, PastEvent, PlainField, PlainValue};
pub use list::{LIST_AGE_SECONDS, ListHead, MAX_LISTS, Stamp};
pub use log::{EventLog, MAX_EVENTS};
pub use order_hash::OrderHash;
pub(crate) use read::ByteReader;
pub use read::Records;
pub use record::{
    AdviserRecord, EventSize, EventSizes, Events, ItemEvent, Line, Lines, Logged, NumberedLine, PACKED, Record,
    RecordedEvent, RecordedItem, SizeName, Subject, WeekCounts, has_old_records,
};
pub(crate) use record::{HEADER, LIST};
pub use row::{APPENDED, Key, Oldest, Row, StorePart, oldest_kept, records_of, rows_of};
pub use summary::{HistorySummary, SummarizedItem};
pub use tally::{TALLY_WEEKS, Tally, count};
pub use timestamp::{format_time, parse_time};
pub use write::Writer;
