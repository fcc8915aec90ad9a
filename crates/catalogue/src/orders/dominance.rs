//! Detects a shopper's id with so many sessions that it is hardly one person: a shared id of all guests, or the till of
//! a shop. Not for ids that name no shopper: see [`crate::input::values`].

/// An id with at least this many sessions, and at least one in `PART` of all sessions, is not one shopper.
const SESSIONS: u32 = 10;
const PART: usize = 4;

/// Sessions by shopper.
#[derive(Default)]
pub(super) struct Dominance {
    /// Indexed by the number of the shopper.
    shoppers: Vec<Shopper>,
}

/// A shopper's number of sessions, and the place of the first.
#[derive(Clone, Copy, Default)]
pub(super) struct Shopper {
    pub(super) sessions: u32,
    /// The number of the file.
    pub(super) file: u16,
    pub(super) line: u64,
}

impl Dominance {
    /// Counts a session of `shopper` that begins at this line.
    pub(super) fn count(&mut self, shopper: u32, file: u16, line: u64) {
        let index = shopper as usize;
        if index >= self.shoppers.len() {
            self.shoppers.resize(index + 1, Shopper::default());
        }
        let Some(held) = self.shoppers.get_mut(index) else { return };
        if held.sessions == 0 {
            (held.file, held.line) = (file, line);
        }
        held.sessions += 1;
    }

    /// Returns the shopper with the most sessions, if they are at least ten and at least a quarter of all.
    pub(super) fn found(&self, all: usize) -> Option<Shopper> {
        let most = self.shoppers.iter().copied().max_by_key(|shopper| shopper.sessions)?;
        (most.sessions >= SESSIONS && most.sessions as usize * PART >= all).then_some(most)
    }
}
