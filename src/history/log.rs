//! The log of events: append-only, bounded, and the interface behind which it is stored.
//!
//! Order is the order of appending, never the clock's: a device's clock may jump.

use super::Event;
use crate::prelude::*;

/// A history keeps at most this many events: the most recent.
pub const MAX_EVENTS: usize = 2_000;

/// Where events are kept. [`Memory`] keeps them for the life of the page.
pub trait Store {
    /// Adds an event behind all others. A store may let go of the oldest beyond [`MAX_EVENTS`].
    fn append(&mut self, event: Event);
    /// The events kept, the oldest first.
    fn events(&self) -> &[Event];
    /// Forgets everything, at once.
    fn wipe(&mut self);
}

/// Keeps events in memory, nowhere else.
#[derive(Debug, Default)]
pub struct Memory {
    events: Vec<Event>,
}

impl Store for Memory {
    fn append(&mut self, event: Event) {
        // Letting go of a tenth at a time keeps appending cheap.
        if self.events.len() >= MAX_EVENTS {
            self.events.drain(..MAX_EVENTS / 10);
        }
        self.events.push(event);
    }

    fn events(&self) -> &[Event] {
        &self.events
    }

    fn wipe(&mut self) {
        self.events = Vec::new();
    }
}

/// What the log says, read for ranking.
#[derive(Debug, Default)]
pub struct History<S: Store = Memory> {
    store: S,
}

impl<S: Store> History<S> {
    /// A history kept in `store`.
    pub fn new(store: S) -> Self {
        Self { store }
    }

    /// Adds an event.
    pub fn append(&mut self, event: Event) {
        self.store.append(event);
    }

    /// Forgets everything, at once.
    pub fn wipe(&mut self) {
        self.store.wipe();
    }

    /// The events kept, the oldest first.
    pub fn events(&self) -> &[Event] {
        self.store.events()
    }
}
