//! What this shopper did, on this device only: the events and the log that keeps them.

mod event;

pub use event::EventKind;
