//! Counts how often shoppers return to an item. Where they hardly do, a reminder only takes the place of a useful
//! suggestion. Logs of baskets without shoppers' ids are of this kind, whatever they call their events.

/// Reminders are useful only if at least one event in this many is about an item that the shopper saw before. On public
/// logs of clicks it is one in two to five, in baskets with shoppers' ids one in three, without ids at most one in
/// forty.
const RARE: u64 = 20;

/// Events of shoppers with items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    /// All events that show interest.
    pub met: u64,
    /// Distinct pairs of a shopper and an item among them.
    pub distinct: u64,
}

impl Repeats {
    /// Events about an item that the shopper saw before.
    #[must_use]
    pub const fn again(self) -> u64 {
        self.met.saturating_sub(self.distinct)
    }

    /// Whether shoppers hardly return to items. False without any event.
    #[must_use]
    pub const fn are_rare(self) -> bool {
        self.again().saturating_mul(RARE) < self.met
    }
}
