//! The repurchase interval (cooldown) of types and items after a purchase.

/// The cooldown after a purchase, learned from repeated purchases at build time, with the privacy floor applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepurchaseInterval {
    /// Days until the same item is bought again; `None` if it is not.
    pub item_days: Option<u16>,
    /// Days until another item of the type is wanted; 0 if items of the type are bought side by side, `None` if none is
    /// wanted again.
    pub type_days: Option<u16>,
}
