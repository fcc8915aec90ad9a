//! The unit of clothing insulation. Not for the insulation of garments: see [`crate::warmth`].

/// Hundredths of a clo, the unit of clothing insulation: 1 clo = 0.155 m²K/W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clo(pub u16);

/// Highest insulation that a feed or a house may give an item, in clo: more than any garment of ISO 9920.
pub const MAX_CLO: f64 = 2.5;

impl Clo {
    /// Converts a number of clo, rounded to the nearest hundredth.
    pub fn of(clo: f64) -> Self {
        Self((clo * 100.0).round() as u16)
    }
}
