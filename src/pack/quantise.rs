//! Quantisation of weights: the square root gives finer steps to small weights.

use crate::model::{Factor, ListWeight};

/// The decoded share of the largest weight for each level of a `bits`-bit quantisation (4 to 8): `(level / (2^bits -
/// 1))^2`, rounded.
#[must_use]
pub fn level_shares(bits: u32) -> Vec<Factor> {
    let top = (1u64 << bits.clamp(4, 8)) - 1;
    let share = |level: u64| ((((level * level) << 16) + top * top / 2) / (top * top)) as u32;
    (0..=top).map(|level| Factor::from_bits(share(level))).collect()
}

/// The level, 1 to `levels - 1`, whose share is nearest to `weight / largest` on the square-root scale.
#[must_use]
pub fn level_of(weight: f64, largest: f64, levels: usize) -> u8 {
    let top = levels.clamp(2, 256) - 1;
    let share = if largest > 0.0 { (weight / largest).clamp(0.0, 1.0) } else { 0.0 };
    // In IEEE 754, sqrt and rounding are exactly specified: the result is the same on every machine.
    ((share.sqrt() * top as f64).round() as usize).clamp(1, top) as u8
}

/// A list's largest weight as a share of the largest weight of the whole pack; above 0.
#[must_use]
pub fn scale_of(largest: f64, largest_of_all: f64) -> ListWeight {
    let least = ListWeight::from_bits(1);
    if largest_of_all <= 0.0 {
        return least;
    }
    ListWeight::round((largest / largest_of_all).clamp(0.0, 1.0)).max(least)
}
