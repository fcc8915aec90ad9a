//! A variant of an item, by the ids that pages and the pack use.

/// What stands between the ids. No item's id has one.
const BETWEEN: char = '\n';

/// A variant, with the item it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantKey<'a> {
    /// The item, by the id the pack knows it by.
    pub item: &'a str,
    /// The variant, as the page speaks it.
    pub id: &'a str,
}

impl<'a> VariantKey<'a> {
    /// Reads what [`VariantKey::written`] writes.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Self> {
        let (item, id) = text.split_once(BETWEEN)?;
        Some(Self { item, id })
    }

    /// Both ids in one text.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}{BETWEEN}{}", self.item, self.id)
    }
}
