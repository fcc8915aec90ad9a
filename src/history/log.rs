//! The most recent events, in memory for the lifetime of the page. Not for the log on the device: see
//! [`super::record`].
//!
//! Events are in the order of appending, not of their times: a device's clock may jump.

use super::Event;

/// Maximum number of events in a history: the most recent ones.
pub const MAX_EVENTS: usize = 2_000;

/// Events, oldest first; at most [`MAX_EVENTS`].
#[derive(Debug, Default)]
pub struct EventLog {
    events: Vec<Event>,
}

impl EventLog {
    /// Appends an event, and evicts the oldest ones if there are too many.
    pub fn append(&mut self, event: Event) {
        // Evicting a tenth at a time keeps appending cheap.
        if self.events.len() >= MAX_EVENTS {
            self.events.drain(..MAX_EVENTS / 10);
        }
        self.events.push(event);
    }

    /// The events, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}
