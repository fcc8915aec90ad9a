//! Lists for items without counts, learned from words: what a new item says of itself, against what items that say the
//! same are bought with.
//!
//! The model is a form that is bilinear in the words of two items, `score(x, y) = w(x)' M w(y)`, learned from the lists of
//! items that passed the floor by ridge regression, so that words which always stand together do not count twice. It is
//! solved in its dual form, item by item over its nearest counted items (`nearest`), and held to what counted items
//! really weigh (`scale`). Nothing of it is in a pack but the lists. Not for places that words do not reach: see
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
use crate::sparse::{Entry, Sum, keep_largest};
use counted_lists::CountedLists;
pub use features::Features;
use nearest::Nearest;
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::Catalogue;
use places::{Candidates, is_outside, neighbour};
use scale::Scale;

/// Candidates looked at for each place of a list: room for the quota.
const CANDIDATES_PER_PLACE: usize = 8;
/// What a list learned from words weighs, beside a counted one that says as much: a guess does not outvote what the shopper
/// also looked at. Chosen on validation (docs/research/new-items.md).
const GUESS: f32 = 0.1;
/// Items worked on by one task.
const ITEMS_PER_TASK: usize = 64;
/// Items worked on before what was found of them is put in its place.
const ITEMS_AT_ONCE: usize = 16 * 1024;

/// How many lists and places were learned from words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worded {
    /// Lists of items that had none.
    pub lists: usize,
    /// New items among them that are in the lists of counted items.
    pub placed: usize,
}

/// Gives every item without a list one by its words, and new items places in the lists of others. `lists` are not yet on one
/// scale, `found` is all that was found for each item; both have one entry for each item of the catalogue. `new`: the items
/// that sell from now on; `keep`: what may be learned from and shown.
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
                let mut own = scale.from(item, &near, &known, sum);
                keep_largest(&mut own, settings.neighbours.saturating_mul(CANDIDATES_PER_PLACE));
                own.iter_mut().for_each(|entry| entry.0 = known.item(entry.0));
                let own = choose(&own, settings.neighbours, settings.outside, is_outside(catalogue, item));
                let list = own.into_iter().map(|(item, weight)| neighbour((item, weight * GUESS))).collect();
                let places = if is_new(item) { scale.to(item, &near, &known, sum) } else { Vec::new() };
                Found { list, places }
            })
            .collect();
        pool.put(scratch);
        found
    };
    let mut candidates = Candidates::new(known.len(), catalogue, settings);
    let mut own: Vec<Vec<Neighbour>> = Vec::with_capacity(lacking.len());
    // What is nearest to each item, and where new ones belong, is more than all lists: it is held for a few items at a time.
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

/// What words say of an item.
struct Found {
    list: Vec<Neighbour>,
    /// Of a new one, the places of the lists that it belongs into, with its weight there.
    places: Vec<Entry>,
}
