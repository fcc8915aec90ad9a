//! What this shopper did, on this device only: the events, the log that keeps them, and the form in which they are
//! stored.

mod compact;
mod crc32c;
mod event;
mod kept;
mod log;
mod record;
mod tally;

pub use compact::{Rules, compact};
pub use event::{Event, EventKind};
pub use kept::{Kept, Restored};
pub use log::{History, MAX_EVENTS, Memory, Store};
pub use record::{Clock, Entry, Line, Place, Record, Records, Subject, Week, Writer};
pub(crate) use record::{HEADER, LIST, Reader};
pub use tally::{TALLY_WEEKS, Tally, WEEK};
