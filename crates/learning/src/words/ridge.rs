//! Ridge regression in its dual form: how much each of some known vectors stands for a new one.

/// What the diagonal gets: half way between believing the nearest vector and the mean of them all. Chosen on validation
/// (docs/research/new-items.md).
const RIDGE: f64 = 0.3;

/// Solves `(K + ridge I) shares = alike`, K being the inner products of vectors of length 1 (Cholesky's method).
pub(super) fn solve(alike: &[f64], product: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let size = alike.len();
    let mut lower = vec![0.0; size * size];
    for row in 0..size {
        for column in 0..=row {
            let own = if row == column { 1.0 + RIDGE } else { product(row, column) };
            let done: f64 = (0..column).map(|place| lower[row * size + place] * lower[column * size + place]).sum();
            lower[row * size + column] = if row == column {
                // Above 0: the ridge makes the matrix positive definite.
                (own - done).max(f64::MIN_POSITIVE).sqrt()
            } else {
                (own - done) / lower[column * size + column]
            };
        }
    }
    let mut found = alike.to_vec();
    for row in 0..size {
        let done: f64 = (0..row).map(|place| lower[row * size + place] * found[place]).sum();
        found[row] = (found[row] - done) / lower[row * size + row];
    }
    for row in (0..size).rev() {
        let done: f64 = (row + 1..size).map(|place| lower[place * size + row] * found[place]).sum();
        found[row] = (found[row] - done) / lower[row * size + row];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_vectors_that_say_the_same_share_what_one_would_have() {
        let alone = solve(&[0.8], |_, _| 1.0);
        assert!((alone[0] - 0.8 / 1.3).abs() < 1e-12);
        let twins = solve(&[0.8, 0.8], |_, _| 1.0);
        assert!((twins[0] - 0.8 / 2.3).abs() < 1e-12 && (twins[0] - twins[1]).abs() < 1e-12);
    }

    #[test]
    fn the_solution_fits_the_equations() {
        let products = [[1.0, 0.5, 0.2], [0.5, 1.0, 0.1], [0.2, 0.1, 1.0]];
        let alike = [0.9, 0.4, 0.3];
        let shares = solve(&alike, |a, b| products[a][b]);
        for row in 0..3 {
            let left: f64 = (0..3).map(|column| products[row][column] * shares[column]).sum::<f64>();
            assert!((left + RIDGE * shares[row] - alike[row]).abs() < 1e-12);
        }
    }
}
