//! The unit of clothing insulation. Not for the insulation that a temperature requires: see [`crate::season`].

/// Hundredths of a clo, the unit of clothing insulation: 1 clo = 0.155 m²K/W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clo(pub u16);

/// The byte that a pack stores for an item that is not worn.
const NOT_WORN: u8 = u8::MAX;

impl Clo {
    /// Converts a number of clo, rounded to the nearest hundredth.
    #[must_use]
    pub fn of(clo: f64) -> Self {
        Self((clo * 100.0).round() as u16)
    }

    /// The insulation as a pack and a device store it, in steps of a fiftieth of a clo: rounded down, and at most 5.08.
    #[must_use]
    pub fn stored(self) -> Self {
        Self((self.0 / 2).min(u16::from(NOT_WORN) - 1) * 2)
    }

    /// Decodes the byte that a pack or a device stores: fiftieths of a clo, or 255 for an item that is not worn.
    #[must_use]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        if byte == NOT_WORN { None } else { Some(Self(byte as u16 * 2)) }
    }

    /// Encodes an insulation, `None` for an item that is not worn, as one byte: see [`Clo::stored`].
    #[must_use]
    pub fn to_byte(clo: Option<Self>) -> u8 {
        clo.map_or(NOT_WORN, |clo| (clo.stored().0 / 2) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back() {
        assert!((0..=u8::MAX).all(|byte| Clo::to_byte(Clo::from_byte(byte)) == byte));
        assert_eq!([0, 101, 508, 509, u16::MAX].map(|clo| Clo(clo).stored().0), [0, 100, 508, 508, 508]);
        assert_eq!((Clo::from_byte(75), Clo::from_byte(255)), (Some(Clo(150)), None));
    }
}
