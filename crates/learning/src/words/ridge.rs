//! Ridge regression in its dual form: the shares with which known vectors represent a new one.

/// The number added to the diagonal. It is between trusting only the nearest vector (0) and the mean of all. Chosen on
/// validation (docs/research/new-items.md).
const RIDGE: f64 = 0.3;

/// Solves `(K + ridge I) shares = alike`. K has the inner products of vectors of length 1; `product` is called for the
/// part below the diagonal only. Cholesky's method, column by column: each column is subtracted from all columns to its
/// right at once.
pub(super) fn solve(alike: &[f64], product: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let size = alike.len();
    // Stored column by column.
    let (mut lower, mut done) = (vec![0.0; size * size], vec![0.0; size * size]);
    let (mut found, mut done_of_found) = (alike.to_vec(), vec![0.0; size]);
    for column in 0..size {
        let at = column * size;
        // Positive: the ridge makes the matrix positive definite.
        let diagonal = (1.0 + RIDGE - done[at + column]).max(f64::MIN_POSITIVE).sqrt();
        lower[at + column] = diagonal;
        for row in column + 1..size {
            lower[at + row] = (product(row, column) - done[at + row]) / diagonal;
        }
        let own = &lower[at..at + size];
        for next in column + 1..size {
            let factor = own[next];
            let of_next = &mut done[next * size + next..(next + 1) * size];
            of_next.iter_mut().zip(&own[next..]).for_each(|(done, own)| *done += own * factor);
        }
        found[column] = (found[column] - done_of_found[column]) / diagonal;
        let factor = found[column];
        let below = &mut done_of_found[column + 1..];
        below.iter_mut().zip(&own[column + 1..]).for_each(|(done, own)| *done += own * factor);
    }
    for row in (0..size).rev() {
        let own = &lower[row * size..(row + 1) * size];
        let done: f64 = own[row + 1..].iter().zip(&found[row + 1..]).map(|(own, found)| own * found).sum();
        found[row] = (found[row] - done) / own[row];
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
