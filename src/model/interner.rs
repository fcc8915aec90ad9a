//! An interner for ids.

use indexmap::IndexSet;

/// Maps ids to numbers and back. Numbers are assigned from 0, in the order of insertion.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner(IndexSet<Box<str>>);

impl Interner {
    /// Number of ids; every assigned number is below this.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The id with this number; empty if the number was not assigned.
    pub(crate) fn id(&self, number: u32) -> &str {
        self.0.get_index(number as usize).map_or("", |id| id)
    }

    /// All ids, in the order of their numbers.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|id| &**id)
    }

    /// The number of `id`; `None` if it was not interned.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        self.0.get_index_of(id).map(|number| number as u32)
    }

    /// Returns the number of `id`, and assigns one if it has none.
    pub(crate) fn intern(&mut self, id: &str) -> u32 {
        // Most ids are interned already; the lookup avoids a copy for those.
        self.number(id).unwrap_or_else(|| self.0.insert_full(id.into()).0 as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ids_lead_to_each_other() {
        let mut interner = Interner::default();
        assert_eq!((interner.len(), interner.id(0), interner.number("")), (0, "", None));
        for (number, id) in (0..).zip(["shoe", "bag", ""]) {
            assert_eq!(interner.number(id), None);
            assert_eq!(interner.intern(id), number);
            assert_eq!((interner.intern(id), interner.number(id), interner.id(number)), (number, Some(number), id));
        }
        assert_eq!((interner.len(), interner.id(3)), (3, ""));
        assert_eq!(interner.ids().collect::<Vec<_>>(), ["shoe", "bag", ""]);
    }
}
