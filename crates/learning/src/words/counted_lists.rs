//! The candidates found for counted items, over these items only. A large catalogue has few of them, so sums over them
//! stay in the processor's caches. Not for what the sums mean: see [`super::scale`].

use super::nearest::Near;
use crate::sparse::{Entry, Sparse, Sum};
use passerelle::pack::write::Neighbour;

/// The position of an item among the counted ones.
pub(super) type Place = u32;

/// The lists of counted items.
pub(super) struct CountedLists<'a> {
    /// The lists of a pack, by item.
    lists: &'a [Vec<Neighbour>],
    /// The counted items and the items found for them, ascending. All fields below use positions in this list.
    items: Vec<u32>,
    /// All candidates found for each item.
    found: Sparse,
    /// For each item, the rows of `found` that have it.
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
        let mut places = vec![Place::MAX; found.len()];
        (0..).zip(&items).for_each(|(place, &item)| places[item as usize] = place);
        let mut rows = Sparse::default();
        for &item in &items {
            let row: Vec<Entry> =
                found[item as usize].iter().map(|&(other, weight)| (places[other as usize], weight)).collect();
            rows.push(&row);
        }
        let found_in = rows.transposed(items.len());
        Self { lists, items, found: rows, found_in, size }
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
        self.items.binary_search(&item).map_or(Place::MAX, |place| place as Place)
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
