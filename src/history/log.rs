//! The log of events: append-only, bounded, and the interface behind which it is stored.
//!
//! Order is the order of appending, never the clock's: a device's clock may jump.

use super::tally::{self, Tally};
use super::{Event, EventKind};
use crate::model::Category;

/// A history keeps at most this many events: the most recent.
pub const MAX_EVENTS: usize = 2_000;

/// Where events are kept: what the engine reads, without waiting. [`Memory`] keeps them for the life of the page,
/// [`super::Kept`] also hands them out to be written.
pub trait Store {
    /// Adds an event of an item that belongs to `place` behind all others, and counts it in its week, unless it is of a
    /// gift. A store may let go of the oldest beyond [`MAX_EVENTS`]. False for a purchase that counted before.
    fn append(&mut self, event: Event, place: Category<'_>) -> bool;
    /// The events kept, the oldest first.
    fn events(&self) -> &[Event];
    /// What is left of the weeks of the last thirteen months.
    fn tallies(&self) -> &[Tally];
    /// Forgets everything, at once.
    fn wipe(&mut self);
}

/// Keeps events in memory, nowhere else.
#[derive(Debug, Default)]
pub struct Memory {
    events: Vec<Event>,
    tallies: Vec<Tally>,
}

impl Memory {
    /// Counts an event of an item of `division` in its week.
    pub(super) fn tally(&mut self, division: &str, event: &Event) {
        tally::count(&mut self.tallies, division, event.time, event.kind == EventKind::Purchase);
    }

    pub(super) fn tallies_mut(&mut self) -> &mut Vec<Tally> {
        &mut self.tallies
    }
}

impl Store for Memory {
    fn append(&mut self, event: Event, _: Category<'_>) -> bool {
        // Letting go of a tenth at a time keeps appending cheap.
        if self.events.len() >= MAX_EVENTS {
            self.events.drain(..MAX_EVENTS / 10);
        }
        self.events.push(event);
        true
    }

    fn events(&self) -> &[Event] {
        &self.events
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn wipe(&mut self) {
        *self = Self::default();
    }
}

/// What the log says, read for ranking.
#[derive(Debug, Default)]
pub struct History<S: Store = Memory> {
    pub(super) store: S,
}

impl<S: Store> History<S> {
    /// A history kept in `store`.
    pub fn new(store: S) -> Self {
        Self { store }
    }

    /// Adds an event of an item that belongs to `place`, and counts it in its week, unless it is of a gift.
    /// False for a purchase that counted before.
    pub fn append(&mut self, event: Event, place: Category<'_>) -> bool {
        self.store.append(event, place)
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
