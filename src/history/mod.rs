//! What this shopper did, on this device only: the events, the log that keeps them, and the form in which they are
//! stored.

mod compact;
mod crc32c;
mod event;
mod kept;
mod log;
mod read;
mod record;
mod tally;
mod write;

pub use compact::{Rules, compact};
pub use event::{Event, EventKind};
pub use kept::{Kept, Restored};
pub use log::{History, MAX_EVENTS, Memory, Store};
pub(crate) use read::Reader;
pub use read::Records;
pub use record::{Clock, Entry, Events, Line, Lines, PACKED, Place, Record, Subject, Week};
pub(crate) use record::{HEADER, LIST};
pub use tally::{TALLY_WEEKS, Tally, WEEK};
pub use write::Writer;
