//! The insulation that a feed or a house may state. Not for the insulation of garments: see [`crate::warmth`].

pub use passerelle::model::Clo;

/// Highest insulation that a feed or a house may give an item, in clo: more than any garment of ISO 9920.
pub const MAX_CLO: f64 = 2.5;
