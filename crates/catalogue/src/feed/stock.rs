//! Reads quantities in stock from platforms' product lists. Not for whether a shop sells beyond its stock.

use super::table::unquoted;

/// Whether a number is above zero, whatever its marks for thousands and decimals: "0.0", "0,0", "1,200", "-3". `None`
/// if the text is not a number.
pub(super) fn is_above_zero(text: &str) -> Option<bool> {
    let text = unquoted(text).trim();
    let (below, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let marks = ['.', ',', ' ', '\'', '\u{a0}', '\u{202f}'];
    let is_number =
        digits.split(marks).all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()));
    is_number.then(|| !below && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')))
}

#[cfg(test)]
mod tests {
    use super::is_above_zero;

    #[test]
    fn a_quantity_is_a_number_with_any_marks() {
        for (text, expected) in [
            ("0", Some(false)),
            ("0.0", Some(false)),
            ("0,0", Some(false)),
            ("-3", Some(false)),
            ("-3.0", Some(false)),
            ("+0", Some(false)),
            ("5", Some(true)),
            ("3.0", Some(true)),
            ("1.000", Some(true)),
            ("1,200", Some(true)),
            ("1 200", Some(true)),
            ("'7", Some(true)),
            ("abc", None),
            ("3 pcs", None),
            ("1e3", None),
            ("-", None),
            (".", None),
            ("1..2", None),
        ] {
            assert_eq!(is_above_zero(text), expected, "{text}");
        }
    }
}
