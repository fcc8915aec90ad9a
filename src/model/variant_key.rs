//! A key for a variant of an item, made of the ids that pages and the pack use.

/// The separator between the ids. No item id contains it.
const BETWEEN: char = '\n';

/// A variant and its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantKey<'a> {
    /// The item's id in the pack.
    pub item: &'a str,
    /// The variant's id, as the page writes it.
    pub id: &'a str,
}

impl<'a> VariantKey<'a> {
    /// Parses the format of [`VariantKey::written`]; `None` without a separator.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Self> {
        let (item, id) = text.split_once(BETWEEN)?;
        Some(Self { item, id })
    }

    /// Formats both ids as one text.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}{BETWEEN}{}", self.item, self.id)
    }
}
