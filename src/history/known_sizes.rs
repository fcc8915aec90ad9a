//! The sizes of events, which are stored in records of their own. Not for the record format: see [`super::record`].

use super::EventNumber;
use super::record::{EventSize, EventSizes, SizeName};
use std::collections::HashMap;

/// The sizes read so far.
#[derive(Debug, Default)]
pub(super) struct KnownSizes<'a> {
    /// The distinct sizes.
    names: Vec<SizeName<'a>>,
    /// By event, the position of its size in `names`.
    at: HashMap<EventNumber, usize>,
}

impl<'a> KnownSizes<'a> {
    /// Adds the sizes of a record.
    pub(super) fn add(&mut self, EventSizes { sizes, .. }: EventSizes<'a>) {
        for EventSize { event, size } in sizes {
            let known = self.names.iter().position(|name| *name == size);
            let at = known.unwrap_or_else(|| {
                self.names.push(size);
                self.names.len() - 1
            });
            self.at.insert(event, at);
        }
    }

    /// The size of the event with this number.
    pub(super) fn of(&self, event: EventNumber) -> Option<SizeName<'a>> {
        self.names.get(*self.at.get(&event)?).copied()
    }
}
