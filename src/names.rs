//! Ids and the small numbers that stand for them on a page.

use super::Handle;
use crate::pack::ItemKey;
use crate::prelude::*;

/// Finds the handle of an id and the id of a handle. Open addressing over one list of ids: the standard library's map
/// would keep every id twice and cost the module 2 kB.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: Vec<String>,
    /// Each handle plus one, at the hash of its id or in the first free place behind it; 0 where there is none. As
    /// long as a power of two, and never more than half full.
    places: Vec<Handle>,
}

impl Names {
    /// How many handles there are: every handle is below this.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The id behind a handle; empty for a number that is none.
    pub(super) fn id(&self, handle: Handle) -> &str {
        self.ids.get(handle as usize).map_or("", String::as_str)
    }

    /// The handle of `id`, if it has one.
    pub(super) fn handle(&self, id: &str) -> Option<Handle> {
        let mut place = self.first_place(id);
        loop {
            // A place that is free, or no place at all, ends the search: the table is never full.
            let handle = self.places.get(place)?.checked_sub(1)?;
            if self.id(handle) == id {
                return Some(handle);
            }
            place = self.next_place(place);
        }
    }

    /// Gives `id`, which has none, a handle.
    pub(super) fn add(&mut self, id: &str) -> Handle {
        let handle = self.ids.len() as Handle;
        self.ids.push(id.to_owned());
        if self.ids.len() * 2 > self.places.len() {
            self.places = vec![0; (self.places.len() * 2).max(64)];
            (0..=handle).for_each(|handle| self.put(handle));
        } else {
            self.put(handle);
        }
        handle
    }

    fn put(&mut self, handle: Handle) {
        let mut place = self.first_place(self.id(handle));
        while self.places.get(place).is_some_and(|taken| *taken > 0) {
            place = self.next_place(place);
        }
        if let Some(free) = self.places.get_mut(place) {
            *free = handle + 1;
        }
    }

    fn first_place(&self, id: &str) -> usize {
        ItemKey::of(id).0 as usize & self.places.len().wrapping_sub(1)
    }

    fn next_place(&self, place: usize) -> usize {
        (place + 1) & self.places.len().wrapping_sub(1)
    }
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
            assert_eq!(names.add(&id), number);
        }
        assert_eq!(names.len(), 5_000);
        for number in 0..5_000u32 {
            assert_eq!(names.handle(&alloc::format!("P{number}")), Some(number));
            assert_eq!(names.id(number), alloc::format!("P{number}"));
        }
        assert_eq!((names.id(5_000), names.handle("P5000")), ("", None));
    }
}
