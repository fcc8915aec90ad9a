//! Whether the quantity of an order line is above or below zero.

/// Whether a text is a quantity above zero. An empty text means one piece. Weights may have fractions.
pub(super) fn is_quantity(text: &[u8]) -> bool {
    match text {
        [] | [b'1'..=b'9'] => true,
        _ => std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.replace(',', ".").parse::<f64>().ok())
            .is_some_and(|quantity| quantity > 0.0 && quantity.is_finite()),
    }
}

/// Whether a quantity is below zero: `-2` or, as accountants write it, `(2)`.
pub(super) fn is_below_zero(quantity: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(quantity) else { return false };
    let amount = text
        .strip_prefix(['-', '\u{2212}', '\u{2013}'])
        .or_else(|| text.strip_suffix('-'))
        .or_else(|| text.strip_prefix('(')?.strip_suffix(')'));
    amount.map(str::trim).is_some_and(|amount| !amount.is_empty() && is_quantity(amount.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_above_zero_is_a_quantity() {
        for good in ["", "1", "12", "0.5", "0,5", "1.0"] {
            assert!(is_quantity(good.as_bytes()), "{good}");
        }
        for bad in ["0", "-1", "0.0", "x", "NaN", "inf", "1 piece", "é"] {
            assert!(!is_quantity(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn quantities_below_zero_are_told_from_others() {
        for text in ["-1", "-2.0", "- 3", "\u{2212}1", "(2)", "1-", "-0,5"] {
            assert!(is_below_zero(text.as_bytes()), "{text}");
        }
        for text in ["1", "0", "-0", "", "-", "()", "x", "-x", "1-2"] {
            assert!(!is_below_zero(text.as_bytes()), "{text}");
        }
    }
}
