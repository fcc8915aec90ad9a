//! The least-squares fit of `truth = borrowed * x + alike * y` with `x` and `y` not below 0.

/// The sums of products that the fit needs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Normal {
    borrowed: f64,
    both: f64,
    alike: f64,
    borrowed_truth: f64,
    alike_truth: f64,
}

impl Normal {
    /// Adds one row with this weight.
    pub(super) fn add(&mut self, [borrowed, alike, truth]: [f64; 3], weight: f64) {
        self.borrowed += borrowed * borrowed * weight;
        self.both += borrowed * alike * weight;
        self.alike += alike * alike * weight;
        self.borrowed_truth += borrowed * truth * weight;
        self.alike_truth += alike * truth * weight;
    }

    /// Adds the sums of another part of the rows.
    pub(super) fn merge(&mut self, other: Self) {
        self.borrowed += other.borrowed;
        self.both += other.both;
        self.alike += other.alike;
        self.borrowed_truth += other.borrowed_truth;
        self.alike_truth += other.alike_truth;
    }

    /// The fitted `[x, y]`.
    pub(super) fn solve(self) -> [f64; 2] {
        let alone = |truth: f64, square: f64| if square > 0.0 { (truth / square).max(0.0) } else { 0.0 };
        let determinant = self.borrowed * self.alike - self.both * self.both;
        let (mut borrowed, mut alike) = (0.0, 0.0);
        if determinant > 1e-9 * self.borrowed * self.alike {
            borrowed = (self.borrowed_truth * self.alike - self.alike_truth * self.both) / determinant;
            alike = (self.alike_truth * self.borrowed - self.borrowed_truth * self.both) / determinant;
        }
        if borrowed <= 0.0 {
            (borrowed, alike) = (0.0, alone(self.alike_truth, self.alike));
        }
        if alike <= 0.0 {
            (borrowed, alike) = (alone(self.borrowed_truth, self.borrowed), 0.0);
        }
        [borrowed, alike]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(rows: &[[f64; 3]]) -> [f64; 2] {
        let mut normal = Normal::default();
        rows.iter().for_each(|&row| normal.add(row, 1.0));
        normal.solve()
    }

    #[test]
    fn a_sum_of_both_is_found_again() {
        let [borrowed, alike] = fitted(&[[1.0, 0.0, 0.5], [0.0, 1.0, 2.0], [1.0, 1.0, 2.5]]);
        assert!((borrowed - 0.5).abs() < 1e-9 && (alike - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_would_count_against_a_pair_does_not_count() {
        let [borrowed, alike] = fitted(&[[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]);
        assert!(alike == 0.0 && borrowed > 0.0);
    }
}
