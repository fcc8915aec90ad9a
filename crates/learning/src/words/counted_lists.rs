//! The candidates found for counted items, over these items only. A large catalogue has few of them, and the most
//! frequent candidates are side by side, so sums over them stay in the processor's caches. Not for what the sums mean:
//! see [`super::scale`].

use std::cmp::Reverse;

use super::nearest::Near;
use crate::sparse::{Entry, Sparse, Sum, keep_largest};
use passerelle::pack::write::Neighbour;

/// The position of an item among the counted ones.
pub(super) type Place = u32;

/// The lists of counted items.
pub(super) struct CountedLists<'a> {
    /// The lists of a pack, by item.
    lists: &'a [Vec<Neighbour>],
    /// The counted items and the items found for them, those that are found most often first, ties ascending. All fields
    /// below use positions in this list.
    items: Vec<u32>,
    /// For each item of the catalogue, its place; [`Place::MAX`] if it is not counted.
    places: Vec<Place>,
    /// All candidates found for each item.
    found: Sparse,
    /// For each item, the rows of `found` that have it, in ascending order of their items.
    found_in: Sparse,
    /// Most neighbours of a list.
    size: usize,
}

impl<'a> CountedLists<'a> {
    /// `lists` and `found` have one entry per item. `counted`: the items that have a list.
    pub(super) fn new(lists: &'a [Vec<Neighbour>], found: Vec<Vec<Entry>>, counted: &[u32], size: usize) -> Self {
        let mut items: Vec<u32> = counted.to_vec();
        items.extend(found.iter().flatten().map(|entry| entry.0));
        items.extend((0..).zip(&found).filter(|(_, list)| !list.is_empty()).map(|(item, _)| item));
        items.sort_unstable();
        items.dedup();
        let mut times = vec![0u32; found.len()];
        found.iter().flatten().for_each(|entry| times[entry.0 as usize] += 1);
        items.sort_by_key(|item| Reverse(times[*item as usize]));
        drop(times);
        let mut places = vec![Place::MAX; found.len()];
        (0..).zip(&items).for_each(|(place, &item)| places[item as usize] = place);
        let mut rows = Sparse::default();
        for &item in &items {
            let row: Vec<Entry> =
                found[item as usize].iter().map(|&(other, weight)| (places[other as usize], weight)).collect();
            rows.push(&row);
        }
        let ascending = places.iter().filter(|place| **place != Place::MAX).map(|place| *place as usize);
        let found_in = rows.transposed(items.len(), ascending);
        Self { lists, items, places, found: rows, found_in, size }
    }

    /// Number of items.
    pub(super) const fn len(&self) -> usize {
        self.items.len()
    }

    /// The item at a place.
    pub(super) fn item(&self, place: Place) -> u32 {
        self.items[place as usize]
    }

    /// The items, by their places.
    pub(super) fn into_items(self) -> Vec<u32> {
        self.items
    }

    /// The place of an item; [`Place::MAX`] if it is not counted.
    pub(super) fn place(&self, item: u32) -> Place {
        self.places.get(item as usize).copied().unwrap_or(Place::MAX)
    }

    /// The items of the `count` largest of these entries, in descending order of value, ties by item.
    pub(super) fn largest(&self, mut entries: Vec<Entry>, count: usize) -> Vec<Entry> {
        entries.iter_mut().for_each(|entry| entry.0 = self.item(entry.0));
        keep_largest(&mut entries, count);
        entries
    }

    /// The candidates of the item at a place.
    pub(super) fn found(&self, place: Place) -> &[Entry] {
        self.found.row(place as usize)
    }

    /// The rows that have the item at a place as a candidate.
    pub(super) fn found_in(&self, place: Place) -> &[Entry] {
        self.found_in.row(place as usize)
    }

    /// Adds the candidates of `near` to `sum`.
    pub(super) fn borrow_from(&self, near: &[Near], sum: &mut Sum) {
        self.borrow(&self.found, near, sum);
    }

    /// Adds the rows that have `near` as candidates to `sum`.
    pub(super) fn borrow_to(&self, near: &[Near], sum: &mut Sum) {
        self.borrow(&self.found_in, near, sum);
    }

    fn borrow(&self, rows: &Sparse, near: &[Near], sum: &mut Sum) {
        for near in near.iter().filter(|near| near.share > 0.0) {
            let row = rows.row(self.place(near.item) as usize);
            row.iter().for_each(|&(place, weight)| sum.add(place, near.share * weight));
        }
    }

    /// The weight that a new neighbour in the list of a row must exceed; 0 if the list has room.
    pub(super) fn last(&self, row: Place) -> f32 {
        let list = &self.lists[self.item(row) as usize];
        if list.len() < self.size { 0.0 } else { list.last().map_or(0.0, |last| last.weight as f32) }
    }

    /// The weights of the item at a place in the lists that have it.
    pub(super) fn placed(&self, place: Place) -> impl Iterator<Item = f32> {
        let item = self.item(place);
        let is_in = move |row: Place| self.lists[self.item(row) as usize].iter().any(|one| one.item == item);
        self.found_in(place).iter().filter(move |(row, _)| is_in(*row)).map(|entry| entry.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_how_often_an_item_is_found_and_equal_values_the_items() {
        let found = vec![vec![], vec![(4, 1.0), (2, 0.5)], vec![(4, 2.0)], vec![], vec![(2, 3.0)], vec![]];
        let lists = vec![Vec::new(); found.len()];
        let known = CountedLists::new(&lists, found, &[1, 2, 5], 32);
        assert_eq!((0..known.len() as Place).map(|place| known.item(place)).collect::<Vec<_>>(), [2, 4, 1, 5]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|item| known.place(item)), [Place::MAX, 2, 0, Place::MAX, 1, 3]);
        // The rows of the items 1 and 2 have the item 4, those of 1 and 4 the item 2.
        assert_eq!(known.found_in(1), [(2, 1.0), (0, 2.0)]);
        assert_eq!(known.found_in(0), [(2, 0.5), (1, 3.0)]);
        assert_eq!(known.largest(vec![(0, 1.0), (2, 1.0), (3, 2.0), (1, 1.0)], 3), [(5, 2.0), (1, 1.0), (2, 1.0)]);
        assert_eq!(known.largest(vec![(0, 1.0)], 0), []);
    }
}
