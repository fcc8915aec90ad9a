//! What suits the moment: collections and occasions, demand over the year, the weather. Facts of the pack and of the
//! page alone: nothing here reads a history, and nobody is asked where they are.

mod fit;
mod place;
mod weather;
mod window;

pub use fit::{Flag, FlagCode, Moment, Signs, Traits};
pub use place::{Climate, Place, zone_key};
pub use weather::{NOT_WORN, Weather, required};
pub use window::Kind;

use crate::pack::Column;
use crate::pack::layout::{WindowRecord, ZoneRecord};

/// A year has so many halves of months: the 1st to the 15th, and the rest.
pub const HALF_MONTHS: usize = 24;

/// What the pack knows of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// How much the fit to the season weighs, 16 fractional bits, at most 1: an item that fits wholly scores so much
    /// more, one that does not fit at all so much less.
    pub weight: u32,
    /// Whether the weather counts.
    pub weather: bool,
    /// From this product of a shape's value and a card's amplitude on, an item is in demand now.
    pub in_demand_from: u16,
    /// Demand over the year: the base-2 logarithm of demand in each half-month relative to the mean, times amplitude, in
    /// units of 1/8192. Shape 0 is flat.
    pub shapes: Vec<[i8; HALF_MONTHS]>,
    /// When collections and occasions are shown; their numbers are those of [`crate::pack::Core::collections`].
    pub windows: Vec<WindowRecord>,
    /// The [`Kind`] of each collection or occasion, by its number.
    pub kinds: Vec<u8>,
    /// Their names: one for each of the house's languages, empty where it has none.
    pub names: Column,
    /// What they tell: of each an address or nothing, then a text for each language.
    pub stories: Column,
    /// Time zones by country, the principal one of each first.
    pub zones: Vec<ZoneRecord>,
}

impl Default for Season {
    /// A house of which nothing is known.
    fn default() -> Self {
        Self {
            weight: 0,
            weather: false,
            in_demand_from: 0,
            shapes: vec![[0; HALF_MONTHS]],
            windows: Vec::new(),
            kinds: Vec::new(),
            names: Column::default(),
            stories: Column::default(),
            zones: Vec::new(),
        }
    }
}

/// The half of a month in which a day lies, from 0; days are counted from 1970-01-01 UTC.
///
/// The calendar is Howard Hinnant's `civil_from_days` (*chrono-Compatible Low-Level Date Algorithms*), whose years
/// begin in March.
#[must_use]
pub fn half_month(day: i64) -> u8 {
    // 719,468 days are more than an era, so that the sum is above 0, and small whatever the day.
    let of_era = (day % 146_097 + 719_468) % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5;
    let month = (from_march + 2) % 12;
    (month * 2 + i64::from(of_month >= 15)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_months() {
        // 2026-11-22 is day 20,779; 2024-02-29 is day 19,782.
        let expected = [
            (0, 0),
            (14, 0),
            (15, 1),
            (30, 1),
            (31, 2),
            (20_779, 21),
            (20_773, 21),
            (20_772, 20),
            (19_782, 3),
            (-1, 23),
        ];
        for (day, half) in expected {
            assert_eq!(half_month(day), half, "day {day}");
        }
        let year: Vec<u8> = (20_454..20_454 + 365).map(half_month).collect();
        assert!(year.windows(2).all(|pair| pair[0] <= pair[1]), "2026");
        assert_eq!((year[0], year[364]), (0, 23));
    }
}
