//! Weights as integers. Their sums do not depend on the order: threads, machines and databases that add the same
//! weights get the same count to the last unit. The product of two weights is at most 2^52, which a double holds
//! exactly, so SQL computes it with a division and a floor (engines/spark/counts.sql).

/// Bits after the binary point.
pub const FRACTION_BITS: u32 = 26;
const UNIT: f64 = 1.0 / (1u64 << FRACTION_BITS) as f64;

/// A weight from 0 to 1, in units of 2^-26.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedWeight(u32);

impl FixedWeight {
    /// The weight 0.
    pub const ZERO: Self = Self(0);
    /// The weight 1: that of a session without regard to length, age or distance.
    pub const ONE: Self = Self(1 << FRACTION_BITS);

    /// The weight nearest to `value`, which is clamped to 0 to 1.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self((value.clamp(0.0, 1.0) / UNIT).round() as u32)
    }

    /// The product, rounded down.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        Self(((self.0 as u64 * other.0 as u64) >> FRACTION_BITS) as u32)
    }

    /// The sum, at most 1.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self((self.0 + other.0).min(Self::ONE.0))
    }

    /// The difference to `other`; 0 if `other` is larger.
    #[must_use]
    pub const fn above(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The weight in units of 2^-26.
    #[must_use]
    pub const fn units(self) -> u32 {
        self.0
    }
}

/// A sum of weights, in units of 2^-26.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeightSum(u64);

impl WeightSum {
    /// A sum of this many units.
    #[must_use]
    pub const fn of_units(units: u64) -> Self {
        Self(units)
    }

    /// The sum for a value that [`WeightSum::to_f32`] returned.
    #[must_use]
    pub fn of_f32(value: f32) -> Self {
        Self((f64::from(value) / UNIT) as u64)
    }

    /// The sum in units of 2^-26.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// Adds a weight.
    pub const fn add(&mut self, weight: FixedWeight) {
        self.0 += weight.0 as u64;
    }

    /// The sum as a number. It is rounded once, so that all engines round alike.
    #[must_use]
    pub fn to_f32(self) -> f32 {
        self.0 as f32 * UNIT as f32
    }

    /// The sum as a number; exact below 2^27.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 * UNIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_rounded_and_stay_between_0_and_1() {
        assert_eq!(FixedWeight::new(0.25).units(), 1 << 24);
        assert_eq!((FixedWeight::new(-1.0), FixedWeight::new(7.0)), (FixedWeight::ZERO, FixedWeight::ONE));
        assert_eq!(FixedWeight::new(0.5).times(FixedWeight::new(0.5)), FixedWeight::new(0.25));
        assert_eq!(FixedWeight::new(0.75).plus(FixedWeight::new(0.75)), FixedWeight::ONE);
        assert_eq!(FixedWeight::new(0.25).above(FixedWeight::new(0.75)), FixedWeight::ZERO);
    }

    #[test]
    fn a_sum_does_not_depend_on_its_order() {
        let weights: Vec<FixedWeight> = (1..1000).map(|part| FixedWeight::new(1.0 / f64::from(part))).collect();
        let sum = |weights: &mut dyn Iterator<Item = &FixedWeight>| {
            let mut sum = WeightSum::default();
            weights.for_each(|weight| sum.add(*weight));
            sum
        };
        assert_eq!(sum(&mut weights.iter()), sum(&mut weights.iter().rev()));
        assert!((sum(&mut weights.iter()).to_f64() - 7.484_470_860_550_345).abs() < 1e-6);
    }
}
