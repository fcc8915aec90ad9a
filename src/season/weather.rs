//! The weather that a page tells, and what it means for a thing that is worn.

/// The weather, as far as the page tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Weather {
    /// Air temperature, in degrees Celsius.
    // Each in tenths here.
    #[cfg_attr(feature = "types", ts(optional, rename = "temperatureC"))]
    pub temperature: Option<i32>,
    /// Rain of the day, in millimetres.
    #[cfg_attr(feature = "types", ts(optional, rename = "rainMm"))]
    pub rain: Option<i32>,
    /// The highest UV index of the day.
    #[cfg_attr(feature = "types", ts(optional, rename = "uvIndex"))]
    pub uv: Option<i32>,
}

/// The insulation that a strolling body needs to stay warm, from -20 to 35 degrees in steps of 5, in hundredths of a clo:
/// see `docs/DESIGN.md` for how it was worked out by ISO 11079:2007.
const REQUIRED: [u16; 12] = [379, 340, 300, 261, 222, 183, 143, 103, 63, 22, 0, 0];
/// Nobody wears more, in hundredths of a clo: beyond that a parka fits as well as can be.
const WARMEST: i32 = 220;
const FROM: i32 = -200;
const STEP: i32 = 50;

/// The insulation required at a temperature in tenths of a degree, in hundredths of a clo: between two values of the table
/// by their distance, rounded down; beyond its ends as at them.
#[must_use]
pub fn required(temperature: i32) -> i32 {
    let offset = temperature.saturating_sub(FROM).clamp(0, STEP * (REQUIRED.len() as i32 - 1));
    let (index, part) = ((offset / STEP) as usize, offset % STEP);
    let at = |index: usize| REQUIRED.get(index).copied().map_or(0, i32::from);
    (at(index) * (STEP - part) + at(index + 1) * part) / STEP
}

/// How well an outfit of so many fiftieths of a clo fits a temperature in tenths of a degree, -1..=1 with 16 fractional
/// bits: wholly when it insulates as much as is required, not at all when it is one clo off, against when it is two.
pub(super) fn warmth(outfit: u8, temperature: i32) -> i32 {
    let off = (i32::from(outfit) * 2 - required(temperature).min(WARMEST)).abs().min(200);
    (1 << 16) - off * ((1 << 16) / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_air_requires() {
        assert_eq!([-300, -200, -50, 0, 125, 300, 400].map(required), [379, 379, 261, 222, 123, 0, 0]);
    }

    #[test]
    fn a_coat_is_for_frost_and_a_t_shirt_for_summer() {
        let (coat, t_shirt) = (95, 22);
        assert!(warmth(coat, -50) > 16_000 && warmth(t_shirt, -50) < -45_000);
        assert!(warmth(coat, 250) < -40_000 && warmth(t_shirt, 250) > 40_000);
    }
}
