//! Places new items in the lists of counted items. For each list, it holds only candidates that could get a place,
//! whatever the number of new items.

use super::counted_lists::Place;
use crate::lists::choose;
use crate::settings::Settings;
use crate::sparse::Entry;
use passerelle::pack::write::Neighbour;

/// The candidates of a list are cut when there are this many times the places of a list.
const SLACK: usize = 8;

/// New items, by the lists that they may enter.
pub(super) struct Candidates<'a> {
    /// The division of each item.
    divisions: &'a [u16],
    settings: &'a Settings,
    /// For each list, by its item's place: the new items and the weights that they would have.
    of_list: Vec<Vec<Entry>>,
}

impl<'a> Candidates<'a> {
    /// No candidates, for the lists of `counted` items.
    pub(super) fn new(counted: usize, divisions: &'a [u16], settings: &'a Settings) -> Self {
        Self { divisions, settings, of_list: vec![Vec::new(); counted] }
    }

    /// Adds a new item to the lists that it belongs to.
    pub(super) fn add(&mut self, item: u32, lists: &[Entry], item_at: impl Fn(Place) -> u32) {
        for &(place, weight) in lists {
            let candidates = &mut self.of_list[place as usize];
            candidates.push((item, weight));
            if candidates.len() >= SLACK * self.settings.neighbours.max(1) {
                let is_outside = is_outside(self.divisions, item_at(place));
                keep_possible(candidates, self.settings.neighbours, is_outside);
            }
        }
    }

    /// Puts candidates into the lists where they weigh more than the neighbours there. `items`: the items of the lists,
    /// by place.
    pub(super) fn put_into(self, lists: &mut [Vec<Neighbour>], items: &[u32]) {
        for (&row, candidates) in items.iter().zip(self.of_list) {
            let list = &mut lists[row as usize];
            if list.is_empty() || candidates.is_empty() {
                continue;
            }
            let mut all = std::mem::take(list);
            all.extend(candidates.into_iter().map(neighbour));
            all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.item.cmp(&b.item)));
            let entries: Vec<Entry> = all.iter().map(|one| (one.item, one.weight as f32)).collect();
            let (size, outside) = (self.settings.neighbours, self.settings.outside);
            let chosen = choose(&entries, size, outside, is_outside(self.divisions, row));
            let mut chosen = chosen.iter().map(|entry| entry.0).peekable();
            list.extend(all.into_iter().filter(|one| chosen.next_if_eq(&one.item).is_some()));
        }
    }
}

/// Whether an item is of another division than `home`; `divisions` has the division of each item.
pub(super) fn is_outside(divisions: &[u16], home: u32) -> impl Fn(u32) -> bool {
    let division = |item: u32| divisions.get(item as usize);
    let home = division(home);
    move |item| division(item) != home
}

/// A neighbour without counts: its support is 0.
pub(super) fn neighbour((item, weight): Entry) -> Neighbour {
    Neighbour { item, weight: f64::from(weight), support: None }
}

/// Keeps the candidates that [`choose`] could take for a list of `size`: the `size` strongest of each side.
fn keep_possible(candidates: &mut Vec<Entry>, size: usize, is_outside: impl Fn(u32) -> bool) {
    candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut left = [size; 2];
    candidates.retain(|&(item, _)| {
        let left = &mut left[usize::from(is_outside(item))];
        let keeps = *left > 0;
        *left = left.saturating_sub(1);
        keeps
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pseudo-random weight (Knuth's multiplicative hash) with few different values.
    fn weight(item: u32) -> f32 {
        (item.wrapping_mul(2_654_435_761) >> 28) as f32 + 1.0
    }

    #[test]
    fn what_is_left_out_would_not_have_been_chosen() {
        let by_strength = |entries: &mut Vec<Entry>| entries.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for outside_share in [2, 3, 50] {
            let is_outside = |item: u32| item.is_multiple_of(outside_share);
            for listed in [0, 5, 32] {
                let list: Vec<Entry> = (1_000..1_000 + listed).map(|item| (item, weight(item))).collect();
                let all: Vec<Entry> = (0..400).map(|item| (item, weight(item))).collect();
                let mut possible = all.clone();
                keep_possible(&mut possible, 32, is_outside);
                assert!(possible.len() <= 64);
                let chosen = |candidates: &[Entry]| {
                    let mut entries = [&list[..], candidates].concat();
                    by_strength(&mut entries);
                    choose(&entries, 32, 12, is_outside)
                };
                assert_eq!(chosen(&possible), chosen(&all), "{outside_share}, {listed}");
            }
        }
    }
}
