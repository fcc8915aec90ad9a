//! Fixed-point numbers: whole numbers that stand for fractions, so that the browser and the native tool agree to the bit.
//! Each has a type of its own, so that no two of different units are added or compared. Not for how a score comes about.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Sub};

/// A number from 0, in units of 2^-`FRACTION`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed<const FRACTION: u32>(u32);

/// What a score is multiplied with, or a share of a whole: 16 fractional bits.
pub type Factor = Fixed<16>;

/// How much an event, or meeting an item again, counts: 8 fractional bits.
pub type EventWeight = Fixed<8>;

/// The largest weight of a neighbour list, 1 for the strongest of the house: 30 fractional bits.
pub type ListWeight = Fixed<30>;

impl<const FRACTION: u32> Fixed<FRACTION> {
    /// 0.
    pub const ZERO: Self = Self(0);
    /// 1.
    pub const ONE: Self = Self(1 << FRACTION);

    /// So many units.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// How many units it is.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The fixed-point number below or at `value`; 0 for one below 0, the largest for one beyond all.
    #[must_use]
    pub const fn floor(value: f64) -> Self {
        Self((value * (1u64 << FRACTION) as f64) as u32)
    }

    /// The fixed-point number nearest to `value`; 0 for one below 0, the largest for one beyond all.
    #[must_use]
    pub fn round(value: f64) -> Self {
        Self((value * (1u64 << FRACTION) as f64).round() as u32)
    }

    /// For people to read: the arithmetic stays with integers.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / (1u64 << FRACTION) as f64
    }

    /// The product with a number of any kind, in units of that one, rounded down. The `other` is below 2^32.
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

/// What an item is worth, or a part of that, in units of 2^-30.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The least that is worth anything.
    pub const LEAST: Self = Self(1);
    /// No score is above this, so that no sum of them overflows.
    pub const HIGHEST: Self = Self(1 << 52);
    /// Less than every score.
    pub const NONE: Self = Self(i64::MIN);

    /// So many units.
    #[must_use]
    pub const fn from_units(units: i64) -> Self {
        Self(units)
    }

    /// How many units it is: exact in JavaScript.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// The score multiplied, rounded down, at most [`Score::HIGHEST`]; exact for scores from 0 and factors of at most 256.
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

/// How well something fits, -1 to 1, in units of 2^-16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fit(i32);

impl Fit {
    /// Neither well nor ill.
    pub const ZERO: Self = Self(0);

    /// So many units.
    #[must_use]
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits)
    }

    /// How many units it is.
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
