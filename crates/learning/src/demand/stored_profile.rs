//! The two bytes with which a pack stores the demand of an item.

/// The stored demand of one item; shape 0 and amplitude 0 without evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredProfile {
    /// Position in [`super::Demand::shapes`].
    pub shape: u8,
    /// Factor of the shape.
    pub amplitude: u8,
}
