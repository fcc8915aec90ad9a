//! Scales the lists of nearest items to the list of an item that has none: two numbers for each direction, fitted by
//! least squares on counted items that are treated as new.

use rayon::prelude::*;

use super::counted_lists::CountedLists;
use super::least_squares::Normal;
use super::nearest::{Near, Nearest};
use crate::sparse::{Entry, Sum};

/// Most counted items that are treated as new.
const SAMPLE: usize = 600;
/// Share of the places, and of their weight, that a counted item has in the lists of others and that a new item like it
/// gets. Chosen on validation (docs/research/new-items.md).
const FAIR: f64 = 0.5;
/// Items of the sample in one task.
const ITEMS_PER_TASK: usize = 16;

/// `weight = borrowed * (sum of the nearest items' candidates) + alike * (how alike the two items are)^3`.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    borrowed: f32,
    alike: f32,
}

/// The fits of both directions.
pub(super) struct Scale {
    from: Fit,
    to: Fit,
    /// Factor of a new item's weight in the lists of others. An expected weight is seldom among the largest, but some
    /// of the true weights are.
    lift: f32,
}

impl Scale {
    /// Fits both directions on `counted` items. Their own lists, and their places in lists, are the truth.
    pub(super) fn fit(known: &CountedLists<'_>, nearest: &Nearest<'_>, counted: &[u32]) -> Self {
        let step = counted.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<u32> = counted.iter().copied().step_by(step).collect();
        let near: Vec<Vec<Near>> = nearest.of_each(&sample);
        let tasks = || sample.par_chunks(ITEMS_PER_TASK).zip(near.par_chunks(ITEMS_PER_TASK));
        let sums: Vec<[Normal; 2]> = tasks()
            .map(|(items, near)| {
                let (mut sum, mut normals) = (Sum::new(known.len()), [Normal::default(); 2]);
                let mut borrowed = Vec::new();
                for (&item, near) in items.iter().zip(near) {
                    let place = known.place(item);
                    let near_places: Vec<Entry> = alike(near, known).collect();
                    known.borrow_from(near, &mut sum);
                    sum.drain_into(&mut borrowed, place);
                    compare(&mut normals[0], known, known.found(place), &borrowed, &near_places);
                    known.borrow_to(near, &mut sum);
                    sum.drain_into(&mut borrowed, place);
                    compare(&mut normals[1], known, known.found_in(place), &borrowed, &near_places);
                }
                normals
            })
            .collect();
        let [from, to] = [0, 1].map(|direction| {
            let mut total = Normal::default();
            sums.iter().for_each(|part| total.merge(part[direction]));
            let [borrowed, alike] = total.solve().map(|number| number as f32);
            Fit { borrowed, alike }
        });
        let parts: Vec<Taken> = tasks()
            .map(|(items, near)| {
                let (mut sum, mut taken) = (Sum::new(known.len()), Taken::default());
                for (&item, near) in items.iter().zip(near) {
                    known.borrow_to(near, &mut sum);
                    let expected = to.apply(item, near, known, &mut sum);
                    taken.expected.extend(expected.iter().map(|entry| entry.1));
                    taken.needed.extend(expected.iter().map(|&(row, weight)| known.last(row) / weight));
                    taken.true_weights.extend(known.placed(known.place(item)));
                }
                taken
            })
            .collect();
        let lift = Taken::total(parts).lift();
        Self { from, to, lift }
    }

    /// The whole list of `item`, before it is cut, by the places of its neighbours.
    pub(super) fn from(&self, item: u32, near: &[Near], known: &CountedLists<'_>, sum: &mut Sum) -> Vec<Entry> {
        known.borrow_from(near, sum);
        self.from.apply(item, near, known, sum)
    }

    /// The places of the lists that `item` belongs to, with its weight there.
    pub(super) fn to(&self, item: u32, near: &[Near], known: &CountedLists<'_>, sum: &mut Sum) -> Vec<Entry> {
        known.borrow_to(near, sum);
        let lifted = Fit { borrowed: self.to.borrowed * self.lift, alike: self.to.alike * self.lift };
        lifted.apply(item, near, known, sum)
    }
}

impl Fit {
    /// Scales the contents of `sum` and empties it.
    fn apply(self, item: u32, near: &[Near], known: &CountedLists<'_>, sum: &mut Sum) -> Vec<Entry> {
        sum.scale(self.borrowed);
        alike(near, known).for_each(|(other, alike)| sum.add(other, self.alike * alike));
        let mut found = Vec::new();
        sum.drain_into(&mut found, known.place(item));
        found
    }
}

/// The places of near items, with the third power of how alike they are.
fn alike(near: &[Near], known: &CountedLists<'_>) -> impl Iterator<Item = Entry> {
    near.iter().map(|near| (known.place(near.item), near.alike.powi(3)))
}

/// The places of the sample in lists.
#[derive(Default)]
struct Taken {
    /// Weights expected from words.
    expected: Vec<f32>,
    /// For each of them, the lift that would give it a place.
    needed: Vec<f32>,
    /// Weights of the real places of the sample.
    true_weights: Vec<f32>,
}

impl Taken {
    fn total(parts: Vec<Self>) -> Self {
        let mut total = Self::default();
        for part in parts {
            total.expected.extend(part.expected);
            total.needed.extend(part.needed);
            total.true_weights.extend(part.true_weights);
        }
        total
    }

    /// The lift that gives [`FAIR`] of the places, or of their weight, whichever needs more. In short lists every item
    /// finds a place, and the weight decides.
    fn lift(mut self) -> f32 {
        self.needed.sort_unstable_by(f32::total_cmp);
        let of_places = self.needed.get((self.true_weights.len() as f64 * FAIR) as usize).copied().unwrap_or(1.0);
        self.expected.sort_unstable_by(|a, b| b.total_cmp(a));
        let total = |weights: &[f32]| weights.iter().map(|weight| f64::from(*weight)).sum::<f64>();
        let largest = total(&self.expected[..self.true_weights.len().min(self.expected.len())]);
        let of_weight = if largest > 0.0 { FAIR * total(&self.true_weights) / largest } else { 1.0 };
        of_places.max(of_weight as f32).max(1.0)
    }
}

/// Adds one item to the fit. All items count alike, whatever the weights of their lists.
fn compare(normal: &mut Normal, known: &CountedLists<'_>, truth: &[Entry], borrowed: &[Entry], near: &[Entry]) {
    let total: f64 = truth.iter().map(|entry| f64::from(entry.1) * f64::from(entry.1)).sum();
    if total <= 0.0 {
        return;
    }
    let mut rows: Vec<(u32, [f64; 3])> = Vec::with_capacity(truth.len() + borrowed.len() + near.len());
    rows.extend(borrowed.iter().map(|&(item, weight)| (item, [f64::from(weight), 0.0, 0.0])));
    rows.extend(near.iter().map(|&(item, alike)| (item, [0.0, f64::from(alike), 0.0])));
    rows.extend(truth.iter().map(|&(item, weight)| (item, [0.0, 0.0, f64::from(weight)])));
    rows.sort_by_key(|row| known.item(row.0));
    for same in rows.chunk_by(|a, b| a.0 == b.0) {
        let row = same.iter().fold([0.0; 3], |sum, row| std::array::from_fn(|place| sum[place] + row.1[place]));
        normal.add(row, 1.0 / total);
    }
}
