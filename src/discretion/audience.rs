//! Of how many shoppers a reason would be true, and whether that is enough to speak it.

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
