//! Exact whole numbers in JavaScript's number type.

/// 2^53: from here on, not every whole number has a representation of its own.
const GAPS_FROM: f64 = 9_007_199_254_740_992.0;

/// Converts to an integer; `None` if `number` has a fraction or is too large to be exact.
#[must_use]
pub fn whole_number(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < GAPS_FROM).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exact_and_whole_is_a_number_and_nothing_else() {
        for (number, whole) in [
            (0.0, Some(0)),
            (-3.0, Some(-3)),
            (9_007_199_254_740_991.0, Some(9_007_199_254_740_991)),
            (9_007_199_254_740_992.0, None),
            (-9_007_199_254_740_992.0, None),
            (0.5, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(whole_number(number), whole, "{number}");
        }
    }
}
