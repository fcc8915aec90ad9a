//! What this shopper did, on this device only: the events and the log that keeps them.

mod event;
mod log;
mod tally;

pub use event::{Event, EventKind};
pub use log::{History, MAX_EVENTS, Memory, Store};
pub use tally::{TALLY_WEEKS, Tally, WEEK};
