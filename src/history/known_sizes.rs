//! The sizes of events, as records tell them apart from the events.

use super::record::{EventSizes, SizeName};
use std::collections::HashMap;

/// The sizes that were read so far.
#[derive(Debug, Default)]
pub(super) struct KnownSizes<'a> {
    /// Each once.
    names: Vec<SizeName<'a>>,
    /// By the number of the event, the position of its size.
    at: HashMap<u128, usize>,
}

impl<'a> KnownSizes<'a> {
    /// Takes up the sizes of a record.
    pub(super) fn add(&mut self, EventSizes { sizes, .. }: EventSizes<'a>) {
        for (number, size) in sizes {
            let known = self.names.iter().position(|name| *name == size);
            let at = known.unwrap_or_else(|| {
                self.names.push(size);
                self.names.len() - 1
            });
            self.at.insert(number, at);
        }
    }

    /// The size of the event with this number.
    pub(super) fn of(&self, number: u128) -> Option<SizeName<'a>> {
        self.names.get(*self.at.get(&number)?).copied()
    }
}
