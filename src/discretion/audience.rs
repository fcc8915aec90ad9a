//! Whether a reason applies to enough shoppers to be shown. Not for whether a reason is true of an item: see
//! [`super::ReasonEvidence`].

use super::reason::Reason;
use crate::model::{Audience, Floor};

impl Audience {
    /// Whether `reason` applies to enough shoppers. Items of the visit have no audience: the house's level decides.
    #[must_use]
    pub fn admits(&self, reason: Reason, floor: Floor) -> bool {
        let of = |count: Option<&u32>| count.copied().unwrap_or(0);
        match reason {
            Reason::CompletesType(kind) => floor.admits(of(kind.of(&self.types)), self.total),
            Reason::Division(division) => floor.admits(of(division.of(&self.divisions)), self.total),
            reason => !reason.reads_history(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_floors_hold() {
        let floor = Floor { shoppers: 3, millionths: 20_000 };
        assert!(floor.admits(3, 100) && floor.admits(2_000, 100_000));
        assert!(!floor.admits(2, 10), "fewer than k");
        assert!(!floor.admits(1_999, 100_000), "less than the share");
        assert!(!floor.admits(0, 0) && !Floor { shoppers: 0, millionths: 0 }.admits(0, 0), "nobody was counted");
        assert!(floor.admits(u32::MAX, u32::MAX));
    }
}
