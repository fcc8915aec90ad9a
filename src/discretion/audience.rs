//! Of how many shoppers a reason would be true, and whether that is enough to speak it.

use super::reason::Reason;

/// The audiences of a house's reasons; all reasons that do not read a history are true for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Distinct shoppers who were counted; 0 where they are fewer than the privacy floor, and then none of the others may be
    /// spoken.
    pub total: u32,
    /// By type, how many of them met something of it: [`Reason::CompletesType`].
    pub types: Vec<u32>,
    /// By division, how many met something of it: [`Reason::Division`].
    pub divisions: Vec<u32>,
}

impl Audience {
    /// Whether `reason` is true of enough shoppers to be spoken. Items of the visit have no audience: the level decides.
    #[must_use]
    pub fn admits(&self, reason: Reason, floor: Floor) -> bool {
        let of = |counts: &[u32], at: u16| counts.get(usize::from(at)).copied().unwrap_or(0);
        match reason {
            Reason::CompletesType(kind) => floor.admits(of(&self.types, kind), self.total),
            Reason::Division(division) => floor.admits(of(&self.divisions, division), self.total),
            reason => !reason.reads_history(),
        }
    }
}

/// What it takes for a reason to be spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Distinct shoppers at least: the house's k.
    pub shoppers: u32,
    /// Share of all shoppers at least, in millionths: 20,000 for 2 %.
    pub millionths: u32,
}

impl Floor {
    /// Whether a reason that is true of `shoppers` of `total` may be spoken. Nothing may when nobody was counted.
    #[must_use]
    pub fn admits(self, shoppers: u32, total: u32) -> bool {
        shoppers > 0
            && shoppers >= self.shoppers
            && u64::from(shoppers) * 1_000_000 >= u64::from(total) * u64::from(self.millionths)
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
