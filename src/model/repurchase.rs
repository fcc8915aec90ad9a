//! The repurchase interval (cooldown) of types and items after a purchase.

/// The number of days that means never.
pub const NEVER_AGAIN: u16 = u16::MAX;

/// The cooldown after a purchase, learned from repeated purchases at build time, with the privacy floor applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepurchaseInterval {
    /// Days until the same item is bought again; [`NEVER_AGAIN`] if it is not.
    pub item_days: u16,
    /// Days until another item of the type is wanted; 0 if items of the type are bought side by side.
    pub type_days: u16,
}
