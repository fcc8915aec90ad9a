//! The unit of clothing insulation. Not for what insulates how much: see [`crate::warmth`].

/// Hundredths of a clo, the unit of clothing insulation: 1 clo = 0.155 m²K/W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clo(pub u16);

/// Most clo that a feed or a house may give an item: more than any garment of ISO 9920.
pub const MAX_CLO: f64 = 2.5;

impl Clo {
    /// So many clo, to the nearest hundredth.
    pub fn of(clo: f64) -> Self {
        Self((clo * 100.0).round() as u16)
    }
}
