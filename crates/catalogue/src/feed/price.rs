//! Reads prices of feeds in minor units. Not for choosing the price that applies.

use crate::house::Currency;

/// Why a text is not a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PriceError {
    /// It is not an amount with a currency, or is ambiguous.
    Bad,
    /// It has another currency than the house's.
    WrongCurrency,
}

/// Who wrote a price, and so how its marks are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Marks {
    /// A program, for Google. If a mark may be decimal or for thousands, Google's rules decide, and a code names the
    /// currency.
    #[default]
    Google,
    /// Anyone, for Google: a table may come from a spreadsheet, which shows a currency by its sign.
    Table,
    /// A platform's own export, which writes a decimal mark, no mark for thousands and no currency. A lone mark is
    /// decimal, and an amount alone is in the house's currency. People who edit the file may add a sign.
    Decimal,
}

/// Returns the minor units of a price such as `12.34 GBP`, `GBP 12.34`, `12,34 EUR`, `1.234,50 EUR` or `1,234.50 USD`.
///
/// If three digits follow a lone separator, `1,234` is read as thousands (Google's decimal mark is the point) and
/// `1.234` is refused: its value would be a thousand times too high or too low.
///
/// In tables, a sign of the house's currency replaces its code: `€12.34`, `12,34 €`.
pub(super) fn parse(text: &str, currency: &Currency, marks: Marks) -> Result<u32, PriceError> {
    let text = text.trim();
    if let Some((amount, sign)) = signed(text).filter(|_| marks != Marks::Google)
        && let Some(is_own) = currency.has_sign(sign)
    {
        // The platform writes no sign: a person edited the price and wrote its marks too.
        let minor = amount_minor(amount, currency.minor_digits, Marks::Table).ok_or(PriceError::Bad)?;
        return if is_own { Ok(minor) } else { Err(PriceError::WrongCurrency) };
    }
    let letters = |c: char| c.is_ascii_alphabetic();
    let (code, amount) = if text.starts_with(letters) {
        text.split_at(text.find(|c| !letters(c)).unwrap_or(text.len()))
    } else {
        let start = text.char_indices().rfind(|(_, c)| !letters(*c)).map_or(0, |(last, c)| last + c.len_utf8());
        let (amount, code) = text.split_at(start);
        (code, amount)
    };
    let unnamed = code.is_empty() && marks == Marks::Decimal;
    if code.len() != 3 && !unnamed {
        return Err(PriceError::Bad);
    }
    let minor = amount_minor(amount.trim(), currency.minor_digits, marks).ok_or(PriceError::Bad)?;
    if unnamed || code.eq_ignore_ascii_case(&currency.code) { Ok(minor) } else { Err(PriceError::WrongCurrency) }
}

/// Splits a price into the amount and the text before or after it.
pub(super) fn signed(price: &str) -> Option<(&str, &str)> {
    let start = price.find(|c: char| c.is_ascii_digit())?;
    let end = price.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, behind) = (price.get(..start)?.trim(), price.get(end..)?.trim());
    let sign = if before.is_empty() { behind } else { before };
    (before.is_empty() != behind.is_empty()).then_some((price.get(start..end)?, sign))
}

fn amount_minor(amount: &str, minor_digits: u8, marks: Marks) -> Option<u32> {
    let mark = |c: char| c == '.' || c == ',';
    let space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let (whole, fraction) = match decimal_mark(amount, minor_digits, marks)? {
        Some(at) => (amount.get(..at)?, amount.get(at + 1..)?),
        None => (amount, ""),
    };
    // Groups: the first has one to three digits, the others three; or there is only one group.
    let mut digits = String::new();
    for (index, group) in whole.split(|c| mark(c) || space(c)).enumerate() {
        let grouped = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        let alone = index == 0 && group.len() == whole.len() && !group.is_empty();
        if !(grouped || alone) || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || digits.len() > 12 {
        return None;
    }
    let kept = usize::from(minor_digits);
    let mut minor: u64 = digits.parse().ok()?;
    for index in 0..kept {
        let digit = fraction.as_bytes().get(index).map_or(0, |digit| digit - b'0');
        minor = minor * 10 + u64::from(digit);
    }
    // Amounts with more decimals than the currency come from computed taxes: round half up.
    minor += u64::from(fraction.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5'));
    u32::try_from(minor).ok()
}

/// Returns the position of the decimal mark; the outer `None` is for an ambiguous amount.
fn decimal_mark(amount: &str, minor_digits: u8, marks: Marks) -> Option<Option<usize>> {
    let Some(last) = amount.rfind(['.', ',']) else { return Some(None) };
    let decimals = amount.len() - last - 1;
    let comma = amount.get(last..=last) == Some(",");
    let same = amount.matches(if comma { ',' } else { '.' }).count();
    let other = amount.matches(if comma { '.' } else { ',' }).count();
    match (same, other) {
        // 1.234,50
        (1, 1..) => Some(Some(last)),
        (1, 0) if decimals != 3 || marks == Marks::Decimal => Some(Some(last)),
        // 1,234
        (1, 0) if comma && minor_digits < 3 && !amount.starts_with('0') => Some(None),
        // 1.234 KWD
        (1, 0) if !comma && minor_digits == 3 => Some(Some(last)),
        (1, 0) if amount.starts_with('0') => Some(Some(last)),
        // 1.234.567
        (2.., 0) => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_in_either_notation_or_refused() {
        use PriceError::{Bad, WrongCurrency};
        for (text, code, expected) in [
            ("12.34 GBP", "GBP", Ok(1234)),
            ("GBP 12.34", "GBP", Ok(1234)),
            ("gbp12.34", "GBP", Ok(1234)),
            ("12,34 EUR", "EUR", Ok(1234)),
            ("12,3EUR", "EUR", Ok(1230)),
            ("1.234,50 EUR", "EUR", Ok(123_450)),
            ("1,234.50 USD", "USD", Ok(123_450)),
            ("1 234,50 EUR", "EUR", Ok(123_450)),
            ("1\u{202f}234,50\u{a0}EUR", "EUR", Ok(123_450)),
            ("1'234.50 CHF", "CHF", Ok(123_450)),
            ("1,234,567.89 USD", "USD", Ok(123_456_789)),
            ("1.234.567 EUR", "EUR", Ok(123_456_700)),
            ("1,234 USD", "USD", Ok(123_400)),
            ("1.234 EUR", "EUR", Err(Bad)),
            ("0.999 EUR", "EUR", Ok(100)),
            ("15 EUR", "EUR", Ok(1500)),
            ("123456 EUR", "EUR", Ok(12_345_600)),
            ("12. EUR", "EUR", Ok(1200)),
            ("12.3450 EUR", "EUR", Ok(1235)),
            ("12.3400 EUR", "EUR", Ok(1234)),
            ("1500 JPY", "JPY", Ok(1500)),
            ("1,500 JPY", "JPY", Ok(1500)),
            ("1500.00 JPY", "JPY", Ok(1500)),
            ("1.500 KWD", "KWD", Ok(1500)),
            ("1,500 KWD", "KWD", Err(Bad)),
            ("12.34 USD", "GBP", Err(WrongCurrency)),
            ("0.00 GBP", "GBP", Ok(0)),
            ("0 GBP", "GBP", Ok(0)),
            ("-5.00 GBP", "GBP", Err(Bad)),
            ("12.34", "GBP", Err(Bad)),
            ("£12.34", "GBP", Err(Bad)),
            ("12.34 £", "GBP", Err(Bad)),
            ("GBP", "GBP", Err(Bad)),
            ("", "GBP", Err(Bad)),
            ("free GBP", "GBP", Err(Bad)),
            ("1e9 GBP", "GBP", Err(Bad)),
            ("1..2 GBP", "GBP", Err(Bad)),
            ("12,34,56 GBP", "GBP", Err(Bad)),
            (".50 GBP", "GBP", Err(Bad)),
            ("99999999999 GBP", "GBP", Err(Bad)),
            ("99999999999999999999999 GBP", "GBP", Err(Bad)),
            ("12.34 GBP GBP", "GBP", Err(Bad)),
        ] {
            assert_eq!(parse(text, &Currency::new(code).unwrap(), Marks::Google), expected, "{text:?}");
        }
    }

    #[test]
    fn in_a_table_a_sign_stands_for_the_code() {
        use PriceError::{Bad, WrongCurrency};
        for (text, code, expected) in [
            ("€10,90", "EUR", Ok(1090)),
            ("10,90 €", "EUR", Ok(1090)),
            ("10,90\u{a0}€", "EUR", Ok(1090)),
            ("€ 1.299,00", "EUR", Ok(129_900)),
            ("EUR 10.90", "EUR", Ok(1090)),
            ("£10.90", "GBP", Ok(1090)),
            ("$10.90", "CAD", Ok(1090)),
            ("R$ 10,90", "BRL", Ok(1090)),
            ("10,90 kr.", "SEK", Ok(1090)),
            ("10,90 zł", "PLN", Ok(1090)),
            ("Fr. 10.90", "CHF", Ok(1090)),
            ("¥1,090", "JPY", Ok(1090)),
            ("$1,234", "USD", Ok(123_400)),
            ("$1.234", "USD", Err(Bad)),
            ("$10.90", "EUR", Err(WrongCurrency)),
            ("10.90 %", "EUR", Err(Bad)),
            ("€10.90 EUR", "EUR", Err(Bad)),
            ("-€10.90", "EUR", Err(Bad)),
            ("€-10.90", "EUR", Err(Bad)),
            ("€10.90 - €12.90", "EUR", Err(Bad)),
            ("€", "EUR", Err(Bad)),
        ] {
            for marks in [Marks::Table, Marks::Decimal] {
                assert_eq!(parse(text, &Currency::new(code).unwrap(), marks), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn a_platform_sets_a_decimal_mark_only() {
        let euros = Currency::new("EUR").unwrap();
        for (text, expected) in [
            ("24,793", 2479),
            ("24.793", 2479),
            ("24.793 EUR", 2479),
            ("8,2645 EUR", 826),
            ("29.900 EUR", 2990),
            ("16,50 EUR", 1650),
            ("1,299.00 EUR", 129_900),
            ("1.299,00 EUR", 129_900),
            ("1.299.000 EUR", 129_900_000),
        ] {
            assert_eq!(parse(text, &euros, Marks::Decimal), Ok(expected), "{text}");
        }
        for (text, expected) in
            [("12.34 USD", PriceError::WrongCurrency), ("12.34 kg", PriceError::Bad), ("", PriceError::Bad)]
        {
            assert_eq!(parse(text, &euros, Marks::Decimal), Err(expected), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_written_price_is_read_back(minor in 1u32..) {
            let euros = Currency::new("EUR").unwrap();
            proptest::prop_assert_eq!(parse(&format!("{}.{:02} EUR", minor / 100, minor % 100), &euros, Marks::Google), Ok(minor));
            proptest::prop_assert_eq!(parse(&format!("EUR {},{:02}", minor / 100, minor % 100), &euros, Marks::Google), Ok(minor));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = parse(&text, &Currency::new("EUR").unwrap(), Marks::Google);
        }
    }
}
