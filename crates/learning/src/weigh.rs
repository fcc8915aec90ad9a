//! Turns counted pairs into neighbour weights: the more frequent the items of a pair, the less its visits weigh.

use std::ops::Range;

use rayon::prelude::*;

use super::Hyperparameters;
use super::pair::Pair;
use super::popularity::Popularity;
use super::smooth::Spread;
use super::sparse::{Entry, Sparse, keep_largest};

/// Least inverse frequency, so that an item seen by all shoppers keeps a small weight.
const LEAST_IDF: f64 = 0.1;

/// Direct neighbours and similar items of every row.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Direct neighbours, strongest first.
    pub direct: Sparse,
    /// Similar items, strongest first; a row sums to 1.
    pub similar: Sparse,
    /// For each row, how much its similar items add, 0 to 1. It falls with the row's total.
    pub need: Vec<f32>,
}

const ROWS_PER_TASK: usize = 256;
/// Rows whose pairs are in memory at once if the table is on disk.
const ROWS_AT_ONCE: usize = 16 * 1024;

/// Weighs the pairs. `W = idf trend C / ((R + 1)^a (T + 1)^b)`; C is the count, R and T the totals.
#[must_use]
pub fn weigh(pairs: &Spread<'_>, popularity: &[Popularity], hyperparameters: &Hyperparameters) -> Weights {
    let (rows, columns) = Totals::new(pairs, popularity.len());
    let idf = inverse_frequency(popularity, hyperparameters);
    let trend = trend(popularity, hyperparameters);

    let source: Vec<f64> = rows
        .visits
        .iter()
        .zip(&idf)
        .map(|(&total, idf)| idf / libm::pow(total + 1.0, hyperparameters.source_power))
        .collect();
    let target: Vec<f64> = columns
        .visits
        .iter()
        .zip(&trend)
        .map(|(&total, trend)| trend / libm::pow(total + 1.0, hyperparameters.target_power))
        .collect();
    let rows_similar: Vec<f64> =
        rows.similar.iter().map(|&total| libm::pow(total + 1.0, -hyperparameters.similar_power)).collect();
    let columns_similar: Vec<f64> =
        columns.similar.iter().map(|&total| libm::pow(total + 1.0, -hyperparameters.similar_power)).collect();

    let direct = |row: usize, pairs: &[Pair]| {
        let weight = |pair: &Pair| {
            let weight = source[row] * target[pair.column as usize] * f64::from(pair.visits);
            (pair.column, weight as f32)
        };
        let mut entries: Vec<Entry> = pairs.iter().map(weight).collect();
        keep_largest(&mut entries, hyperparameters.direct);
        entries
    };
    let similar = |row: usize, pairs: &[Pair]| {
        let weight = |pair: &Pair| {
            let weight = rows_similar[row] * columns_similar[pair.column as usize] * f64::from(pair.similar);
            (pair.column, weight as f32)
        };
        let mut entries: Vec<Entry> = pairs.iter().map(weight).collect();
        keep_largest(&mut entries, hyperparameters.similar);
        let total: f32 = entries.iter().map(|entry| entry.1).sum();
        entries.iter_mut().for_each(|entry| entry.1 /= total);
        entries
    };
    let (mut direct_rows, mut similar_rows) = (Sparse::default(), Sparse::default());
    for first in (0..pairs.rows()).step_by(ROWS_AT_ONCE) {
        let weighed: Vec<Vec<(Vec<Entry>, Vec<Entry>)>> = tasks(first, pairs.rows())
            .map(|rows| {
                let start = rows.start;
                let chunk = pairs.chunk(rows);
                (start..).zip(chunk.iter()).map(|(row, pairs)| (direct(row, pairs), similar(row, pairs))).collect()
            })
            .collect();
        for (direct, similar) in weighed.into_iter().flatten() {
            direct_rows.push(&direct);
            similar_rows.push(&similar);
        }
    }
    let need = rows
        .visits
        .iter()
        .map(|&total| (hyperparameters.hop_prior / (hyperparameters.hop_prior + total)) as f32)
        .collect();
    Weights { direct: direct_rows, similar: similar_rows, need }
}

/// `max(0.1, ln((A + 1) / (all + 1)))^power`; A is the sum of `all` over the items.
fn inverse_frequency(popularity: &[Popularity], hyperparameters: &Hyperparameters) -> Vec<f64> {
    let total: f64 = popularity.iter().map(|item| item.all).sum();
    let idf = |item: &Popularity| {
        libm::pow(libm::log((total + 1.0) / (item.all + 1.0)).max(LEAST_IDF), hyperparameters.idf_power)
    };
    popularity.iter().map(idf).collect()
}

/// `((recent A / Q + prior) / (all + prior))^power`; A and Q are the sums of `all` and `recent` over the items. Above 1
/// for items seen more recently than before.
fn trend(popularity: &[Popularity], hyperparameters: &Hyperparameters) -> Vec<f64> {
    let all: f64 = popularity.iter().map(|item| item.all).sum();
    let recent: f64 = popularity.iter().map(|item| item.recent).sum();
    let ratio = if recent > 0.0 { all / recent } else { 0.0 };
    let trend = |item: &Popularity| {
        let share = (item.recent * ratio + hyperparameters.trend_prior) / (item.all + hyperparameters.trend_prior);
        libm::pow(share, hyperparameters.trend_power)
    };
    popularity.iter().map(trend).collect()
}

/// Sums of pairs over rows or columns.
struct Totals {
    visits: Vec<f64>,
    similar: Vec<f64>,
}

impl Totals {
    /// The totals of rows and of columns, added up in the order of the rows.
    fn new(pairs: &Spread<'_>, columns: usize) -> (Self, Self) {
        let empty = |length: usize| Self { visits: vec![0.0; length], similar: vec![0.0; length] };
        let (mut of_rows, mut of_columns) = (empty(pairs.rows()), empty(columns));
        for first in (0..pairs.rows()).step_by(ROWS_AT_ONCE) {
            let rows: Vec<_> = tasks(first, pairs.rows()).map(|rows| pairs.chunk(rows)).collect();
            let rows = rows.iter().flat_map(|rows| rows.iter());
            for (row, pair) in (first..).zip(rows).flat_map(|(row, pairs)| pairs.iter().map(move |pair| (row, pair))) {
                of_rows.visits[row] += f64::from(pair.visits);
                of_rows.similar[row] += f64::from(pair.similar);
                of_columns.visits[pair.column as usize] += f64::from(pair.visits);
                of_columns.similar[pair.column as usize] += f64::from(pair.similar);
            }
        }
        (of_rows, of_columns)
    }
}

/// The rows from `first` on that are in memory at once, divided into tasks.
fn tasks(first: usize, rows: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    let end = (first + ROWS_AT_ONCE).min(rows);
    let count = (end - first).div_ceil(ROWS_PER_TASK);
    (0..count).into_par_iter().map(move |task| {
        let start = first + task * ROWS_PER_TASK;
        start..(start + ROWS_PER_TASK).min(end)
    })
}
