//! The insulation that the air requires.

use crate::clo::Clo;

/// Air temperature of the first value of [`REQUIRED`], in degrees.
pub const REQUIRED_FROM_C: i32 = -20;
/// Degrees from one value of [`REQUIRED`] to the next.
pub const REQUIRED_STEP_C: i32 = 5;
/// The insulation that a strolling body needs to stay warm, from -20 to 35 degrees, in hundredths of a clo: IREQ at
/// neutral strain of ISO 11079:2007 at 100 W/m², 0.4 m/s of wind and half humid air, as crates/catalogue/tests/tools/ireq.py computes
/// it. Above 10 degrees, where the standard ends, the same heat balance is carried on.
pub const REQUIRED: [u16; 12] = [379, 340, 300, 261, 222, 183, 143, 103, 63, 22, 0, 0];

/// The insulation required at `tenths_c` tenths of a degree, between two values of [`REQUIRED`] by their distance, rounded
/// down; beyond the ends as at them.
#[must_use]
pub fn required(tenths_c: i32) -> Clo {
    let step = REQUIRED_STEP_C * 10;
    let span = step * (REQUIRED.len() as i32 - 1);
    let offset = tenths_c.saturating_sub(REQUIRED_FROM_C * 10).clamp(0, span);
    let (index, part) = ((offset / step) as usize, offset % step);
    let low = i32::from(REQUIRED.get(index).copied().unwrap_or_default());
    let high = i32::from(REQUIRED.get(index + 1).copied().unwrap_or_default());
    Clo(((low * (step - part) + high * part) / step) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colder_air_requires_more_insulation() {
        assert_eq!([-200, -50, 0, 100, 150, 300, 350].map(required), [379, 261, 222, 143, 103, 0, 0].map(Clo));
        assert_eq!([-175, 25, 275].map(required), [359, 202, 11].map(Clo));
        assert_eq!([i32::MIN, -300, 400, i32::MAX].map(required), [379, 379, 0, 0].map(Clo));
        assert!((-250..400).is_sorted_by(|a, b| required(*a) >= required(*b)));
    }
}
