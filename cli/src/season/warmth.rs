//! How warm things are: the insulation of an item in clo, and whether it is for rain or sun.

/// Hundredths of a clo, the unit of clothing insulation: 1 clo = 0.155 m²K/W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clo(pub u16);

/// What weather means for an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeatherTraits {
    /// What it insulates; `None` for what is not worn.
    pub warmth: Option<Clo>,
    /// For rain.
    pub rain: bool,
    /// For sun.
    pub sun: bool,
}
