//! A base-2 logarithm with 16 fractional bits, identical to the last bit on every machine.

/// log2 of `value` / 2^16 with 16 fractional bits, rounded down, for `value` above 0. Computed digit by digit: squaring
/// doubles the logarithm, and each overflow past 2 is a bit.
pub(super) fn log2(value: u32) -> i64 {
    let whole = i64::from(31 - value.max(1).leading_zeros());
    // The mantissa, in 1..2 with 30 fractional bits.
    let mut mantissa = (u64::from(value.max(1)) << (31 - whole)) >> 1;
    let mut result = (whole - 16) << 16;
    for bit in (0..16).rev() {
        mantissa = (mantissa * mantissa) >> 30;
        if mantissa >= 2 << 30 {
            mantissa >>= 1;
            result += 1 << bit;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_library() {
        for value in (1..200_000).step_by(37).chain([1, 2, 65_535, 65_536, 65_537, u32::MAX]) {
            let exact = (f64::from(value) / 65_536.0).log2();
            assert!((log2(value) as f64 / 65_536.0 - exact).abs() < 2e-4, "{value}");
        }
        assert_eq!(log2(1 << 16), 0);
        assert_eq!(log2(1 << 15), -1 << 16);
    }
}
