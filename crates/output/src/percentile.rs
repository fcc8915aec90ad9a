//! Percentiles of sorted values.

/// The smallest value with at least `share` per cent of the `sorted` values at or below it (nearest rank); 0 without
/// values.
#[must_use]
pub fn percentile(sorted: &[usize], share: usize) -> usize {
    let rank = (sorted.len() * share.min(100)).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_the_value_of_nearest_rank() {
        let sorted: Vec<usize> = (1..=200).collect();
        assert_eq!([percentile(&sorted, 50), percentile(&sorted, 99), percentile(&sorted, 100)], [100, 198, 200]);
        assert_eq!([percentile(&[7], 0), percentile(&[7], 100), percentile(&[], 50)], [7, 7, 0]);
    }
}
