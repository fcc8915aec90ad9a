//! Recognises placeholders that exports write for missing values, and ids that a spreadsheet has ruined. Shared by
//! orders and feeds.

/// Placeholders for a missing shopper or value, in lower case.
pub(crate) const NOTHING: [&str; 22] = [
    "null",
    "none",
    "nil",
    "nan",
    "na",
    "n/a",
    "\\n",
    "-",
    "--",
    "-1",
    "(not set)",
    "(not provided)",
    "(none)",
    "(null)",
    "<null>",
    "<na>",
    "undefined",
    "guest",
    "anonymous",
    "unknown",
    "false",
    "gast",
];

/// Whether the text is the error of a spreadsheet's formula: `#N/A`, `#REF!`, `#WERT!`.
pub(crate) fn is_spreadsheet_error(text: &str) -> bool {
    let Some(name) = text.strip_prefix('#') else { return false };
    let word = name.trim_end_matches(['!', '?']);
    matches!(name, "N/A" | "NV" | "N/D" | "N/DISP")
        || (word.len() < name.len()
            && !word.is_empty()
            && word.chars().all(|c| c.is_uppercase() || matches!(c, '/' | '0'..='9' | 'Í' | '.')))
}

/// Whether a cell of a feed has no value: the error of a formula, or a database client's text for NULL.
pub(crate) fn is_no_value(text: &str) -> bool {
    is_spreadsheet_error(text) || matches!(text, "NULL" | "\\N" | "(null)" | "<null>" | "<NA>")
}

/// Whether an id names nobody: it is empty, zero, `NULL`, `guest`, `(not set)` or similar.
pub(crate) fn is_nobody(id: &[u8]) -> bool {
    let zero = |id: &[u8]| id.iter().all(|byte| matches!(byte, b'0' | b'.'));
    if zero(id) {
        return true;
    }
    if id.len() > 16 {
        return false;
    }
    let Ok(text) = std::str::from_utf8(id) else { return false };
    is_spreadsheet_error(text) || NOTHING.contains(&text.to_lowercase().as_str())
}

/// Whether a spreadsheet wrote a long number as `5.12346E+12`: the last digits are lost.
pub(crate) fn is_ruined(id: &[u8]) -> bool {
    let Some(at) = id.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (mantissa, exponent) = id.split_at(at);
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let (whole, fraction) = match mantissa.iter().position(|byte| matches!(byte, b'.' | b',')) {
        Some(mark) => (mantissa.get(..mark).unwrap_or_default(), mantissa.get(mark + 1..).unwrap_or_default()),
        None => (mantissa, &b"0"[..]),
    };
    whole.len() == 1 && digits(whole) && digits(fraction) && exponent.get(1) == Some(&b'+') && digits(&exponent[2..])
}

/// Removes the quote that a spreadsheet puts before a text that looks like a number, and the `.0` that a column of
/// fractions adds to a whole number.
pub(crate) fn plain_id(id: &[u8]) -> &[u8] {
    let id = id.strip_prefix(b"'").unwrap_or(id);
    match id.strip_suffix(b".0") {
        Some(whole) if !whole.is_empty() && whole.iter().all(u8::is_ascii_digit) => whole,
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_nobody_and_other_ids_are_somebody() {
        for nobody in ["", "0", "0.0", "00", "NULL", "None", "nan", "\\N", "(not set)", "undefined", "Guest", "#N/A"] {
            assert!(is_nobody(nobody.as_bytes()), "{nobody}");
        }
        for somebody in ["u1", "10", "0001x", "Nulla", "guest-17", "nonesuch", "#1001", "é"] {
            assert!(!is_nobody(somebody.as_bytes()), "{somebody}");
        }
    }

    #[test]
    fn ids_that_a_spreadsheet_ruined_are_found_and_its_additions_taken_off() {
        for ruined in ["5.12346E+12", "4,00638E+12", "1E+05", "4.0e+12"] {
            assert!(is_ruined(ruined.as_bytes()), "{ruined}");
        }
        for whole in ["5.12346", "E+12", "1E5", "12E+05", "RE+1", "5.E+1", "a1", ""] {
            assert!(!is_ruined(whole.as_bytes()), "{whole}");
        }
        assert_eq!(
            (plain_id(b"'007"), plain_id(b"11.0"), plain_id(b"x.0"), plain_id(b".0")),
            (&b"007"[..], &b"11"[..], &b"x.0"[..], &b".0"[..])
        );
    }

    #[test]
    fn failed_formulas_are_told_from_texts_with_a_hash() {
        for error in
            ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#WERT!", "#BEZUG!", "#NV", "#VALEUR!"]
        {
            assert!(is_spreadsheet_error(error), "{error}");
        }
        for text in ["#1001", "#1 Mum mug!", "# ", "#", "#!", "N/A", "#new!"] {
            assert!(!is_spreadsheet_error(text), "{text}");
        }
    }

    #[test]
    fn what_databases_write_for_null_is_no_value() {
        for nothing in ["NULL", "\\N", "(null)", "<null>", "<NA>", "#N/A"] {
            assert!(is_no_value(nothing), "{nothing}");
        }
        for value in ["Null", "null", "NULL 17", "N", "none", "0"] {
            assert!(!is_no_value(value), "{value}");
        }
    }
}
