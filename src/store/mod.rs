//! The device's store: who may write, what is written when, what happens when it fails, what other tabs did. Not for what
//! records say ([`crate::history`]), nor for where they lie: that is a [`Backend`].
//!
//! [`Store`] is one tab's view. It needs no runtime: its methods are futures that whoever holds it drives. It keeps no
//! borrow while it waits, so that any of them may run beside each other, and be dropped at every point.

mod backend;
mod by_hand;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod deciding;
mod host;
mod in_memory;
mod machine;
mod tab;

pub use backend::{
    Answer, Backend, Checkpoint, Contents, Failure, Grant, Replacement, Standing, State, StoreEvent, answered,
};
pub use by_hand::Change;
pub use host::{Host, Recorder, StoreWarning};
pub use in_memory::InMemoryBackend;
pub use machine::Store;
