//! An item's division and type, by name.

/// The category of an item when its event was recorded, by names that stay the same across builds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Category<'a> {
    /// The division's id.
    pub division: &'a str,
    /// The type's name.
    pub item_type: &'a str,
}
