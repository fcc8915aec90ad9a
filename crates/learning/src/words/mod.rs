//! Learns lists for items without counts from words: compares the words of a new item with those of counted items, and
//! uses what these are bought with.
//!
//! The model is bilinear in the words of two items, `score(x, y) = w(x)' M w(y)`. It is learned from the lists of items
//! that passed the floor by ridge regression, so that words that always occur together do not count twice. It is solved
//! in its dual form, for each item over its nearest counted items (`nearest`), and scaled to the real weights of
//! counted items (`scale`). A pack contains only the resulting lists. Not for places that words do not fill: see
//! [`crate::backoff`].

mod counted_lists;
mod features;
mod least_squares;
mod nearest;
mod places;
mod products;
mod ridge;
mod scale;

use rayon::prelude::*;

use crate::lists::choose;
use crate::scratch_pool::ScratchPool;
use crate::settings::Settings;
use crate::sparse::{Entry, Sum};
use counted_lists::CountedLists;
pub use features::Features;
use nearest::Nearest;
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::Catalogue;
use places::{Candidates, is_outside, neighbour};
use scale::Scale;

/// Candidates found for each place of a list, so that the quota can be met.
const CANDIDATES_PER_PLACE: usize = 8;
/// Weight of a list learned from words relative to a counted one: an estimate must not outweigh the other items that
/// the shopper viewed. Chosen on validation (docs/research/new-items.md).
const GUESS: f32 = 0.1;
/// Items of one task.
const ITEMS_PER_TASK: usize = 64;
/// Items processed before their candidates are stored.
const ITEMS_AT_ONCE: usize = 16 * 1024;

/// How many lists and places were learned from words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worded {
    /// Lists of items that had no list.
    pub lists: usize,
    /// New items without a list of their own counts that are now in the lists of other items.
    pub placed: usize,
}

/// Gives every item without a list a list learned from its words, and places new items in the lists of others.
///
/// `lists` are not yet scaled. `found` has all candidates of each item. Both have one entry per item of the catalogue.
/// `new`: whether an item is new. `keep`: whether an item may be learned from and shown.
pub fn fill(
    lists: &mut [Vec<Neighbour>],
    found: Vec<Vec<Entry>>,
    catalogue: &Catalogue,
    selling: &[f64],
    new: &[bool],
    keep: &dyn Fn(u32) -> bool,
    settings: &Settings,
) -> Worded {
    let (counted, lacking): (Vec<u32>, Vec<u32>) =
        (0..lists.len() as u32).filter(|&item| keep(item)).partition(|&item| !lists[item as usize].is_empty());
    if lacking.is_empty() || counted.is_empty() {
        return Worded::default();
    }
    let features = Features::new(catalogue);
    let nearest = Nearest::new(&features, &counted, selling);
    let known = CountedLists::new(lists, found, &counted, settings.neighbours);
    let scale = Scale::fit(&known, &nearest, &counted);
    // Read for every candidate, so in few bytes.
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    let pool = ScratchPool::default();
    let is_new = |item: u32| new.get(item as usize) == Some(&true);
    let of_some = |items: &[u32]| {
        let mut scratch = pool.take(|| (nearest.scratch(), Sum::new(known.len())));
        let near = nearest.of_some(items, &mut scratch.0);
        let sum = &mut scratch.1;
        let found: Vec<Found> = items
            .iter()
            .zip(near)
            .map(|(&item, near)| {
                let own = scale.from(item, &near, &known, sum);
                let own = known.largest(own, settings.neighbours.saturating_mul(CANDIDATES_PER_PLACE));
                let own = choose(&own, settings.neighbours, settings.outside, is_outside(&divisions, item));
                let list = own.into_iter().map(|(item, weight)| neighbour((item, weight * GUESS))).collect();
                let places = if is_new(item) { scale.to(item, &near, &known, sum) } else { Vec::new() };
                Found { list, places }
            })
            .collect();
        pool.put(scratch);
        found
    };
    let mut candidates = Candidates::new(known.len(), &divisions, settings);
    let mut own: Vec<Vec<Neighbour>> = Vec::with_capacity(lacking.len());
    // Nearest items, and places of new items, need more memory than all lists, so hold them for some items at a time.
    for items in lacking.chunks(ITEMS_AT_ONCE) {
        let found: Vec<Found> = items.par_chunks(ITEMS_PER_TASK).flat_map_iter(of_some).collect();
        for (&item, found) in items.iter().zip(found) {
            candidates.add(item, &found.places, |place| known.item(place));
            own.push(found.list);
        }
    }
    candidates.put_into(lists, &known.into_items());
    let mut placed = vec![false; lists.len()];
    lists.iter().flatten().for_each(|one| placed[one.item as usize] = true);
    let placed = lacking.iter().filter(|item| is_new(**item) && placed[**item as usize]).count();
    let mut worded = Worded { lists: 0, placed };
    for (&item, own) in lacking.iter().zip(own) {
        worded.lists += usize::from(!own.is_empty());
        lists[item as usize] = own;
    }
    worded
}

/// The result for one item.
struct Found {
    list: Vec<Neighbour>,
    /// For a new item, the places of the lists that it belongs to, with its weight there.
    places: Vec<Entry>,
}
