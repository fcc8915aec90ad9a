//! Ids and the small numbers that stand for them on a page.

use crate::pack::ItemKey;
use crate::prelude::*;
use crate::rank::Handle;

/// Finds the handle of an id and the id of a handle. Open addressing over one text of ids: the standard library's map
/// would keep every id twice and cost the module 2 kB.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// One id behind the other.
    ids: String,
    /// Of each handle: where its id ends, and the hash of it.
    known: Vec<(u32, u32)>,
    /// Each handle plus one, at the hash of its id or in the first free place behind it; 0 where there is none. As
    /// long as a power of two, and never more than half full.
    places: Vec<Handle>,
}

impl Names {
    /// How many handles there are: every handle is below this.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    /// The id behind a handle; empty for a number that is none.
    pub(crate) fn id(&self, handle: Handle) -> &str {
        let Some((end, _)) = self.known.get(handle as usize) else { return "" };
        let start = (handle as usize).checked_sub(1).and_then(|before| self.known.get(before)).map_or(0, |one| one.0);
        self.ids.get(start as usize..*end as usize).unwrap_or_default()
    }

    /// All of them, by handle.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as Handle).map(|handle| self.id(handle))
    }

    /// The handle of `id`, if it has one.
    pub(crate) fn handle(&self, id: &str) -> Option<Handle> {
        self.find(id, hash(id))
    }

    /// The handle of `id`, which is given one if it has none.
    pub(crate) fn intern(&mut self, id: &str) -> Handle {
        let hash = hash(id);
        self.find(id, hash).unwrap_or_else(|| {
            let handle = self.known.len() as Handle;
            self.ids.push_str(id);
            self.known.push((self.ids.len() as u32, hash));
            if self.known.len() * 2 > self.places.len() {
                self.places = vec![0; (self.places.len() * 2).max(64)];
                (0..=handle).for_each(|handle| self.put(handle));
            } else {
                self.put(handle);
            }
            handle
        })
    }

    fn find(&self, id: &str, hash: u32) -> Option<Handle> {
        let mut place = self.place(hash);
        loop {
            // A place that is free, or no place at all, ends the search: the table is never full.
            let handle = self.places.get(place)?.checked_sub(1)?;
            if self.known.get(handle as usize)?.1 == hash && self.id(handle) == id {
                return Some(handle);
            }
            place = self.place(place as u32 + 1);
        }
    }

    fn put(&mut self, handle: Handle) {
        let Some((_, hash)) = self.known.get(handle as usize) else { return };
        let mut place = self.place(*hash);
        while self.places.get(place).is_some_and(|taken| *taken > 0) {
            place = self.place(place as u32 + 1);
        }
        if let Some(free) = self.places.get_mut(place) {
            *free = handle + 1;
        }
    }

    fn place(&self, hash: u32) -> usize {
        hash as usize & self.places.len().wrapping_sub(1)
    }
}

fn hash(id: &str) -> u32 {
    ItemKey::of(id).0 as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_and_ids_lead_to_each_other() {
        let mut names = Names::default();
        assert_eq!((names.len(), names.id(0), names.handle("")), (0, "", None));
        for number in 0..5_000u32 {
            let id = alloc::format!("P{number}");
            assert_eq!(names.handle(&id), None);
            assert_eq!(names.intern(&id), number);
        }
        assert_eq!(names.len(), 5_000);
        for number in 0..5_000u32 {
            assert_eq!(names.handle(&alloc::format!("P{number}")), Some(number));
            assert_eq!(names.id(number), alloc::format!("P{number}"));
        }
        assert_eq!((names.id(5_000), names.handle("P5000")), ("", None));
    }
}
