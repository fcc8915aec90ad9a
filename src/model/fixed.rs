//! Fixed-point numbers, so that the browser and the native tool agree to the bit. Each unit has its own type, so that
//! different units cannot be added or compared. Not for how a score is computed: see [`crate::rank`].

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Neg, Sub};

/// A non-negative number in units of 2^-`FRACTION`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed<const FRACTION: u32>(u32);

/// A factor of a score, or a share of a whole, with 16 fractional bits.
pub type Factor = Fixed<16>;

/// The weight of an event or of repeated views of an item, with 8 fractional bits.
pub type EventWeight = Fixed<8>;

/// The largest weight of a neighbour list, relative to the strongest list of the house (1), with 30 fractional bits.
pub type ListWeight = Fixed<30>;

impl<const FRACTION: u32> Fixed<FRACTION> {
    /// 0.
    pub const ZERO: Self = Self(0);
    /// 1.
    pub const ONE: Self = Self(1 << FRACTION);

    /// Creates a number from its units.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The number of units.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Rounds `value` down; 0 for a negative value, the maximum for one out of range.
    #[must_use]
    pub const fn floor(value: f64) -> Self {
        Self((value * (1u64 << FRACTION) as f64) as u32)
    }

    /// Rounds `value` to the nearest number; 0 for a negative value, the maximum for one out of range.
    #[must_use]
    pub fn round(value: f64) -> Self {
        Self((value * (1u64 << FRACTION) as f64).round() as u32)
    }

    /// Converts for display only: arithmetic stays with integers.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / (1u64 << FRACTION) as f64
    }

    /// Multiplies `other`, in any unit, and rounds down; the result is in the same unit. `other` must be below 2^32.
    #[must_use]
    pub const fn of(self, other: u64) -> u64 {
        (self.0 as u64 * other) >> FRACTION
    }
}

impl<const FRACTION: u32> Add for Fixed<FRACTION> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl<const FRACTION: u32> Div<u32> for Fixed<FRACTION> {
    type Output = Self;

    fn div(self, parts: u32) -> Self {
        Self(self.0 / parts)
    }
}

/// The score of an item, or a part of it, in units of 2^-30.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// The smallest positive score.
    pub const LEAST: Self = Self(1);
    /// The maximum of an item's own score. With a division's share, or pinned, an item is still below 2^53.
    pub const HIGHEST: Self = Self(1 << 52);

    /// Creates a score from its units.
    #[must_use]
    pub const fn from_units(units: i64) -> Self {
        Self(units)
    }

    /// The number of units: below 2^53, so exact in JavaScript.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// Multiplies the score and rounds down, to at most [`Score::HIGHEST`]; exact for scores of at least 0 and factors
    /// of at most 256.
    #[must_use]
    pub fn times(self, factor: Factor) -> Self {
        let (score, factor) = (self.0 as u64, u64::from(factor.0));
        let product = (score >> 16) * factor + (((score & 0xffff) * factor) >> 16);
        Self(product as i64).min(Self::HIGHEST)
    }
}

impl Add for Score {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Score {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        Self(scores.map(Self::units).sum())
    }
}

/// How well an item fits, -1 to 1, in units of 2^-16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fit(i32);

impl Fit {
    /// Neutral.
    pub const ZERO: Self = Self(0);
    /// A full fit.
    pub const ONE: Self = Self(1 << 16);

    /// Creates a fit from its units.
    #[must_use]
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits)
    }

    /// The number of units.
    #[must_use]
    pub const fn bits(self) -> i32 {
        self.0
    }
}

impl Neg for Fit {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sub for Fit {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// The demand for an item at a time of the year, relative to its mean over the year: the base-2 logarithm, in units of
/// 1/8192.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DemandLift(i32);

impl DemandLift {
    /// The mean of the year.
    pub const ZERO: Self = Self(0);
    /// Twice the mean.
    pub const DOUBLE: Self = Self(8_192);

    /// Creates a lift from its units.
    #[must_use]
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits)
    }

    /// The number of units.
    #[must_use]
    pub const fn bits(self) -> i32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_outside_are_rounded_and_kept_in_range() {
        assert_eq!([0.0, 0.5, 1.0].map(Factor::round), [Factor::ZERO, Factor::ONE / 2, Factor::ONE]);
        assert_eq!((Factor::floor(0.999_999), Factor::round(0.999_999)), (Factor::from_bits(65_535), Factor::ONE));
        assert_eq!([-1.0, f64::NAN, 1e9].map(Factor::floor).map(Factor::bits), [0, 0, u32::MAX]);
        assert_eq!((EventWeight::ONE.bits(), ListWeight::ONE.bits()), (256, 1 << 30));
        assert_eq!((EventWeight::round(1.5).to_f64(), ListWeight::ONE.to_f64()), (1.5, 1.0));
    }

    #[test]
    fn a_product_is_rounded_down_and_never_too_high() {
        let third = Factor::from_bits(21_845);
        assert_eq!(Score::from_units(3 << 16).times(third), Score::from_units(65_535));
        assert_eq!(Score::from_units(2).times(third), Score::ZERO);
        assert_eq!(Score::HIGHEST.times(Factor::ONE), Score::HIGHEST);
        assert_eq!(Score::HIGHEST.times(Factor::from_bits(256 << 16)), Score::HIGHEST);
        assert_eq!(third.of(1 << 16), 21_845);
    }
}
