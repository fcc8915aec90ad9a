//! Whether one id of a shopper has so many sessions that it hardly is one person: guests under an id of their own, the till
//! of a shop. Not for ids that name nobody: see [`crate::input::values`].

/// So many sessions, and such a part of all, are no single shopper's.
const SESSIONS: u32 = 10;
const PART: usize = 4;

/// Sessions by shopper.
#[derive(Default)]
pub(super) struct Dominance {
    /// By the number of a shopper.
    shoppers: Vec<Shopper>,
}

/// A shopper's sessions, and where the first of them is.
#[derive(Clone, Copy, Default)]
pub(super) struct Shopper {
    pub(super) sessions: u32,
    /// The number of the file.
    pub(super) file: u16,
    pub(super) line: u64,
}

impl Dominance {
    /// Counts a session of `shopper` that begins here.
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

    /// Who has a quarter of all sessions or more, and at least ten.
    pub(super) fn found(&self, all: usize) -> Option<Shopper> {
        let most = self.shoppers.iter().copied().max_by_key(|shopper| shopper.sessions)?;
        (most.sessions >= SESSIONS && most.sessions as usize * PART >= all).then_some(most)
    }
}
