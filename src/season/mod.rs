//! What suits the moment: collections and occasions, demand over the year, the weather. Facts of the pack and of the
//! page alone: nothing here reads a history, and nobody is asked where they are.

mod fit;
mod insulation;
mod region;
mod weather;
mod window;

use crate::model::Date;
pub use crate::model::{Climate, HALF_MONTHS, Kind, NOT_WORN, Traits};
pub use crate::pack::Season;
pub use fit::{Flag, FlagCode, SeasonContext, SeasonScore};
pub use insulation::required_insulation;
pub use region::{Region, zone_key};
pub use weather::Weather;

/// The half of a month in which a day lies, from 0; days are counted from 1970-01-01 UTC.
#[must_use]
pub fn half_month(day: i64) -> u8 {
    let Date { month, day, .. } = Date::of_day(day);
    ((month - 1) * 2 + i64::from(day > 15)) as u8
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
