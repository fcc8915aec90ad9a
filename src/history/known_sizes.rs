//! The sizes of events, which are stored in records of their own. Not for the record format: see [`super::record`].

use super::record::{EventSizes, SizeName};
use std::collections::HashMap;

/// The sizes read so far.
#[derive(Debug, Default)]
pub(super) struct KnownSizes<'a> {
    /// The distinct sizes.
    names: Vec<SizeName<'a>>,
    /// By the number of the event, the position of its size.
    at: HashMap<u128, usize>,
}

impl<'a> KnownSizes<'a> {
    /// Adds the sizes of a record.
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
