//! From counted pairs to neighbour weights: what a co-visit is worth given how common its items are.

use rayon::prelude::*;

use super::Recipe;
use super::count::Pair;
use super::popularity::Popularity;
use super::sparse::{Entry, Sparse, keep_largest};

/// Least inverse frequency: an item met by everybody still says a little.
const LEAST_IDF: f64 = 0.1;

/// Direct neighbours and similar items of every row.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Direct neighbours, strongest first.
    pub direct: Sparse,
    /// Similar items, strongest first; a row sums to 1.
    pub similar: Sparse,
    /// How much a row is helped by its similar items, 0 to 1.
    pub need: Vec<f32>,
}

/// Weighs counted pairs. `W = idf trend C / ((R + 1)^a (T + 1)^b)`, R and T the totals of row and column.
#[must_use]
pub fn weigh(pairs: &[Vec<Pair>], popularity: &[Popularity], recipe: &Recipe) -> Weights {
    let rows = Totals::of_rows(pairs);
    let columns = Totals::of_columns(pairs, popularity.len());
    let idf = inverse_frequency(popularity, recipe);
    let trend = trend(popularity, recipe);

    let source: Vec<f64> =
        rows.visits.iter().zip(&idf).map(|(&total, idf)| idf / libm::pow(total + 1.0, recipe.source_power)).collect();
    let target: Vec<f64> = columns
        .visits
        .iter()
        .zip(&trend)
        .map(|(&total, trend)| trend / libm::pow(total + 1.0, recipe.target_power))
        .collect();
    let rows_similar: Vec<f64> =
        rows.similar.iter().map(|&total| libm::pow(total + 1.0, -recipe.similar_power)).collect();
    let columns_similar: Vec<f64> =
        columns.similar.iter().map(|&total| libm::pow(total + 1.0, -recipe.similar_power)).collect();

    let direct: Vec<Vec<Entry>> = pairs
        .par_iter()
        .enumerate()
        .map(|(row, pairs)| {
            let weight = |pair: &Pair| {
                let weight = source[row] * target[pair.column as usize] * f64::from(pair.visits);
                (pair.column, weight as f32)
            };
            let mut entries: Vec<Entry> = pairs.iter().map(weight).collect();
            keep_largest(&mut entries, recipe.direct);
            entries
        })
        .collect();
    let similar: Vec<Vec<Entry>> = pairs
        .par_iter()
        .enumerate()
        .map(|(row, pairs)| {
            let weight = |pair: &Pair| {
                let weight = rows_similar[row] * columns_similar[pair.column as usize] * f64::from(pair.similar);
                (pair.column, weight as f32)
            };
            let mut entries: Vec<Entry> = pairs.iter().map(weight).collect();
            keep_largest(&mut entries, recipe.similar);
            let total: f32 = entries.iter().map(|entry| entry.1).sum();
            entries.iter_mut().for_each(|entry| entry.1 /= total);
            entries
        })
        .collect();
    let need = rows.visits.iter().map(|&total| (recipe.hop_prior / (recipe.hop_prior + total)) as f32).collect();
    Weights { direct: Sparse::from_rows(direct), similar: Sparse::from_rows(similar), need }
}

/// `max(0.1, ln((A + 1) / (all + 1)))^power`.
fn inverse_frequency(popularity: &[Popularity], recipe: &Recipe) -> Vec<f64> {
    let total: f64 = popularity.iter().map(|item| item.all).sum();
    let idf =
        |item: &Popularity| libm::pow(libm::log((total + 1.0) / (item.all + 1.0)).max(LEAST_IDF), recipe.idf_power);
    popularity.iter().map(idf).collect()
}

/// `((recent A / Q + prior) / (all + prior))^power`: above 1 for what is met more lately than before.
fn trend(popularity: &[Popularity], recipe: &Recipe) -> Vec<f64> {
    let all: f64 = popularity.iter().map(|item| item.all).sum();
    let recent: f64 = popularity.iter().map(|item| item.recent).sum();
    let ratio = if recent > 0.0 { all / recent } else { 0.0 };
    let trend = |item: &Popularity| {
        let share = (item.recent * ratio + recipe.trend_prior) / (item.all + recipe.trend_prior);
        libm::pow(share, recipe.trend_power)
    };
    popularity.iter().map(trend).collect()
}

/// Sums of pairs over rows or columns.
struct Totals {
    visits: Vec<f64>,
    similar: Vec<f64>,
}

impl Totals {
    fn of_rows(pairs: &[Vec<Pair>]) -> Self {
        let sum = |value: fn(&Pair) -> f32| {
            pairs.iter().map(|row| row.iter().map(|pair| f64::from(value(pair))).sum()).collect()
        };
        Self { visits: sum(|pair| pair.visits), similar: sum(|pair| pair.similar) }
    }

    fn of_columns(pairs: &[Vec<Pair>], columns: usize) -> Self {
        let mut totals = Self { visits: vec![0.0; columns], similar: vec![0.0; columns] };
        for pair in pairs.iter().flatten() {
            totals.visits[pair.column as usize] += f64::from(pair.visits);
            totals.similar[pair.column as usize] += f64::from(pair.similar);
        }
        totals
    }
}
