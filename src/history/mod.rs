//! What this shopper did, on this device only: the events, the log that keeps them, and the form in which they are
//! stored.

mod compact;
mod crc32c;
mod kept;
mod list;
mod log;
mod read;
mod record;
mod tally;
mod write;

pub use crate::model::{Category, Event, EventKind, WEEK};
pub use compact::{Rules, compact};
pub use kept::{Kept, Restored};
pub use list::{LIST_AGE, MAX_LISTS, Stamp};
pub use log::{History, MAX_EVENTS, Memory, Store};
pub(crate) use read::Reader;
pub use read::Records;
pub use record::{Clock, Entry, Events, Line, Lines, PACKED, Record, Subject, Week};
pub(crate) use record::{HEADER, LIST};
pub use tally::{TALLY_WEEKS, Tally};
pub use write::Writer;
