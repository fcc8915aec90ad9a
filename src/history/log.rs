//! The log of events: append-only, bounded, and the interface behind which it is stored.
//!
//! Order is the order of appending, never the clock's: a device's clock may jump.

use super::tally::{self, Tally};
use super::{Event, EventKind};
use crate::prelude::*;

/// A history keeps at most this many events: the most recent.
pub const MAX_EVENTS: usize = 2_000;

/// Where events are kept. [`Memory`] keeps them for the life of the page.
pub trait Store {
    /// Adds an event behind all others. A store may let go of the oldest beyond [`MAX_EVENTS`].
    fn append(&mut self, event: Event);
    /// The events kept, the oldest first.
    fn events(&self) -> &[Event];
    /// What is left of the weeks of the last thirteen months.
    fn tallies(&self) -> &[Tally];
    /// Counts an event of an item of `division` in its week.
    fn tally(&mut self, division: &str, event: &Event);
    /// Forgets everything, at once.
    fn wipe(&mut self);
}

/// Keeps events in memory, nowhere else.
#[derive(Debug, Default)]
pub struct Memory {
    events: Vec<Event>,
    tallies: Vec<Tally>,
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

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn tally(&mut self, division: &str, event: &Event) {
        tally::count(&mut self.tallies, division, event.time, event.kind == EventKind::Purchase);
    }

    fn wipe(&mut self) {
        *self = Self::default();
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

    /// Adds an event of an item of `division`, and counts it in its week, unless it is of a gift.
    pub fn append(&mut self, event: Event, division: &str) {
        if !event.gift {
            self.store.tally(division, &event);
        }
        self.store.append(event);
    }

    /// What is left of the weeks of the last thirteen months.
    pub fn tallies(&self) -> &[Tally] {
        self.store.tallies()
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
