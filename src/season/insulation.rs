//! The clothing insulation required at an air temperature, and how well an outfit provides it. Not for the insulation
//! of one garment: the tool computes it when it builds a pack.

use crate::model::{Clo, Fit, Tenths};

/// Air temperature of the first value of [`REQUIRED`], in tenths of a degree Celsius.
const FROM: i32 = -200;
/// Tenths of a degree from one value of [`REQUIRED`] to the next.
const STEP: i32 = 50;
/// The insulation that keeps a strolling person warm, from -20 to 35 degrees Celsius, in hundredths of a clo: IREQ at
/// neutral strain of ISO 11079:2007 at 100 W/m², 0.4 m/s of wind and 50 % relative humidity, as computed by
/// `crates/catalogue/tests/tools/ireq.py`. Above 10 degrees, beyond the range of the standard, the same heat balance is
/// extrapolated.
const REQUIRED: [u16; 12] = [379, 340, 300, 261, 222, 183, 143, 103, 63, 22, 0, 0];
/// The cap on required insulation: in greater cold, a parka still counts as a full fit.
const WARMEST: Clo = Clo(220);

/// The insulation required at a temperature in degrees Celsius: linear interpolation in the table, rounded down; outside
/// the table, the value at its nearest end.
#[must_use]
pub fn required_insulation(temperature_c: Tenths) -> Clo {
    let offset = temperature_c.0.saturating_sub(FROM).clamp(0, STEP * (REQUIRED.len() as i32 - 1));
    let (index, part) = ((offset / STEP) as usize, offset % STEP);
    let at = |index: usize| REQUIRED.get(index).copied().map_or(0, i32::from);
    Clo(((at(index) * (STEP - part) + at(index + 1) * part) / STEP) as u16)
}

/// How well the insulation of an outfit fits a temperature in degrees Celsius: 1 if it is exactly the required one, 0 if
/// it is one clo off, -1 if it is two clo off or more.
pub(super) fn warmth(outfit: Clo, temperature_c: Tenths) -> Fit {
    let hundredths_off = outfit.0.abs_diff(required_insulation(temperature_c).min(WARMEST).0).min(200);
    Fit::from_bits(Fit::ONE.bits() - i32::from(hundredths_off) * (Fit::ONE.bits() / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colder_air_requires_more_insulation() {
        let required = |tenths| required_insulation(Tenths(tenths)).0;
        assert_eq!([-200, -50, 0, 100, 125, 150, 300, 350].map(required), [379, 261, 222, 143, 123, 103, 0, 0]);
        assert_eq!([-175, 25, 275].map(required), [359, 202, 11]);
        assert_eq!([i32::MIN, -300, 400, i32::MAX].map(required), [379, 379, 0, 0]);
        assert!((-250..400).is_sorted_by(|a, b| required(*a) >= required(*b)));
    }

    #[test]
    fn a_coat_is_for_frost_and_a_t_shirt_for_summer() {
        let (coat, t_shirt) = (Clo(190), Clo(44));
        let warmth = |outfit, tenths| warmth(outfit, Tenths(tenths)).bits();
        assert!(warmth(coat, -50) > 16_000 && warmth(t_shirt, -50) < -45_000);
        assert!(warmth(coat, 250) < -40_000 && warmth(t_shirt, 250) > 40_000);
    }
}
