//! Ids and the small numbers that stand for them on a page.

use super::Handle;
use indexmap::IndexSet;

/// Finds the handle of an id and the id of a handle. Handles count up from 0 in the order in which ids come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner(IndexSet<Box<str>>);

impl Interner {
    /// How many handles there are: every handle is below this.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The id behind a handle; empty for a number that is none.
    pub(crate) fn id(&self, handle: Handle) -> &str {
        self.0.get_index(handle as usize).map_or("", |id| id)
    }

    /// All of them, by handle.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|id| &**id)
    }

    /// The handle of `id`, if it has one.
    pub(crate) fn handle(&self, id: &str) -> Option<Handle> {
        self.0.get_index_of(id).map(|handle| handle as Handle)
    }

    /// The handle of `id`, which is given one if it has none.
    pub(crate) fn intern(&mut self, id: &str) -> Handle {
        // Most ids are known: no copy is made of those.
        self.handle(id).unwrap_or_else(|| self.0.insert_full(id.into()).0 as Handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_and_ids_lead_to_each_other() {
        let mut interner = Interner::default();
        assert_eq!((interner.len(), interner.id(0), interner.handle("")), (0, "", None));
        for (handle, id) in (0..).zip(["shoe", "bag", ""]) {
            assert_eq!(interner.handle(id), None);
            assert_eq!(interner.intern(id), handle);
            assert_eq!((interner.intern(id), interner.handle(id), interner.id(handle)), (handle, Some(handle), id));
        }
        assert_eq!((interner.len(), interner.id(3)), (3, ""));
        assert_eq!(interner.ids().collect::<Vec<_>>(), ["shoe", "bag", ""]);
    }
}
