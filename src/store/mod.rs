//! The device's store: consent, order of writes, failures, and changes by other tabs. Not for the content of records
//! (see [`crate::history`]), nor for where they are stored: that is a [`Backend`].
//!
//! [`Store`] is one tab's view. It needs no runtime: its methods are futures that the caller drives. No borrow is held
//! across an await point, so futures may run concurrently and may be dropped at any point.

mod backend;
mod by_hand;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod deciding;
mod host;
mod in_memory;
pub mod last_row;
mod machine;
pub mod protocol;
mod tab;

pub use backend::{
    Backend, Checkpoint, Contents, Failure, Grant, Replacement, Standing, StoreEvent, StoreFuture, StoreState,
    completed,
};
pub use by_hand::Change;
pub use host::{Recorder, StoreHost, StoreWarning};
pub use in_memory::InMemoryBackend;
pub use machine::Store;
