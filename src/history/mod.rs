//! What this shopper did, on this device only: the events and the log that keeps them.

mod event;
mod log;

pub use event::{Event, EventKind};
pub use log::{History, MAX_EVENTS, Memory, Store};
