//! Checks that a text refers to at most one item per kind of id. The reader and the writer of shards both use it.

use crate::model::AliasKinds;

/// The check of aliases in ascending order of their texts.
#[derive(Debug, Default)]
pub(super) struct AliasCheck<'a> {
    /// The text of the aliases before, if they have the same.
    text: &'a str,
    /// The kinds of id that this text already has.
    kinds: AliasKinds,
}

impl<'a> AliasCheck<'a> {
    /// Whether the next alias has at least one kind, and none that its text has for another item.
    pub(super) fn admits(&mut self, text: &'a str, kinds: AliasKinds) -> bool {
        let others = if self.text == text { self.kinds } else { AliasKinds::default() };
        *self = Self { text, kinds: AliasKinds::from_bits(others.bits() | kinds.bits()) };
        !kinds.is_empty() && others.bits() & kinds.bits() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdKind;

    #[test]
    fn a_kind_is_used_once_per_text() {
        let (any, gtin) = (AliasKinds::ANY, AliasKinds::default().with(IdKind::Gtin));
        let mut check = AliasCheck::default();
        let aliases = [("1", any), ("1", gtin), ("1", gtin), ("2", gtin), ("3", AliasKinds::default())];
        assert_eq!(aliases.map(|(text, kinds)| check.admits(text, kinds)), [true, true, false, true, false]);
    }
}
