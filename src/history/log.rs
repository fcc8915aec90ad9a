//! The last events, in memory and for no longer than the page lives.
//!
//! Order is the order of appending, never the clock's: a device's clock may jump.

use super::Event;

/// A history keeps at most this many events: the most recent.
pub const MAX_EVENTS: usize = 2_000;

/// Events, the oldest first; at most [`MAX_EVENTS`].
#[derive(Debug, Default)]
pub struct EventLog {
    events: Vec<Event>,
}

impl EventLog {
    /// Adds an event behind all others. Where there are too many, the oldest go.
    pub fn append(&mut self, event: Event) {
        // Letting go of a tenth at a time keeps appending cheap.
        if self.events.len() >= MAX_EVENTS {
            self.events.drain(..MAX_EVENTS / 10);
        }
        self.events.push(event);
    }

    /// The events, the oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}
