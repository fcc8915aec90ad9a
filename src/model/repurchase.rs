//! How long a type rests after a purchase.

/// Days of a [`RepurchaseInterval`] that never ends.
pub const NEVER_AGAIN: u16 = u16::MAX;

/// How long a type rests after a purchase: learned from repeated purchases at build, floored by k.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepurchaseInterval {
    /// Days after which the same item is bought again, [`NEVER_AGAIN`] where it is not.
    pub item_days: u16,
    /// Days after which another item of the type is wanted; 0 where types are bought side by side.
    pub type_days: u16,
}
