//! Division and type of an item, by their names.

/// Where an item belonged when its event was recorded, by the names that outlive a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Category<'a> {
    /// The division's id.
    pub division: &'a str,
    /// The type's name.
    pub item_type: &'a str,
}
