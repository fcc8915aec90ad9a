//! Two bytes by which a pack has the demand of an item.

/// The demand of one item as it is stored; 0 and 0 without evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredProfile {
    /// Position in [`super::Demand::shapes`].
    pub shape: u8,
    /// What the shape is multiplied with.
    pub amplitude: u8,
}
