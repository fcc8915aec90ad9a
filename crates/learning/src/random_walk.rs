//! Walks two hops offline: to the neighbours of similar items, and to items similar to neighbours.
//!
//! `B = W + first diag(need) S W`, `F = B + second B diag(need) S`: a random walk of at most two steps that prefers
//! pairs counted directly. All inputs passed the floor, so their combinations reveal nothing below it.

use super::Hyperparameters;
use super::sparse::{Entry, Sum, keep_largest, keep_largest_unsorted, put_largest_first};
use super::weigh::Weights;

/// The memory of one thread.
pub struct RandomWalk {
    sum: Sum,
    first: Vec<Entry>,
}

impl RandomWalk {
    /// Memory for walks over `items` items.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self { sum: Sum::new(items), first: Vec::new() }
    }

    /// Writes the `count` strongest candidates of `row` into `found`, strongest first.
    pub fn candidates(
        &mut self,
        row: usize,
        weights: &Weights,
        hyperparameters: &Hyperparameters,
        count: usize,
        found: &mut Vec<Entry>,
    ) {
        for &(column, weight) in weights.direct.row(row) {
            self.sum.add(column, weight);
        }
        let first = hyperparameters.first_hop as f32 * weights.need[row];
        for &(similar, share) in weights.similar.row(row) {
            for &(column, weight) in weights.direct.row(similar as usize) {
                self.sum.add(column, first * share * weight);
            }
        }
        self.sum.drain_into(&mut self.first, row as u32);
        keep_largest_unsorted(&mut self.first, hyperparameters.between);
        put_largest_first(&mut self.first, hyperparameters.second);

        for &(column, weight) in &self.first {
            self.sum.add(column, weight);
        }
        let second = hyperparameters.second_hop as f32;
        for &(middle, weight) in self.first.iter().take(hyperparameters.second) {
            let weight = second * weight * weights.need[middle as usize];
            for &(column, share) in weights.similar.row(middle as usize) {
                self.sum.add(column, weight * share);
            }
        }
        self.sum.drain_into(found, row as u32);
        keep_largest(found, count);
    }
}
