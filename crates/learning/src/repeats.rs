//! How often shoppers meet an item again. Where they hardly do, a reminder of what was seen can only take the place of
//! something that they go on to: a log of baskets without shoppers' ids says so, whatever it calls its events.

/// One in so many meetings is with an item that the shopper met before, at least, for reminders to mean anything. On public
/// logs of clicks it is one in two to five, in baskets with shoppers' ids one in three, without ids at most one in forty.
const RARE: u64 = 20;

/// Meetings of shoppers with items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Meetings in all: events that tell of interest.
    pub met: u64,
    /// Distinct pairs of a shopper and an item among them.
    pub distinct: u64,
}

impl Repeats {
    /// Meetings with an item that the shopper had met before.
    #[must_use]
    pub const fn again(self) -> u64 {
        self.met.saturating_sub(self.distinct)
    }

    /// Whether hardly anybody meets an item again. Of nothing nothing is known.
    #[must_use]
    pub const fn are_rare(self) -> bool {
        self.again().saturating_mul(RARE) < self.met
    }
}
