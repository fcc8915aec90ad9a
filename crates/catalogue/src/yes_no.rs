//! Reads yes and no as platforms and spreadsheets write them, in the languages of Excel that European shops use.

const YES: [&str; 17] = [
    "1",
    "true",
    "yes",
    "y",
    "on",
    "wahr",
    "ja",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "si",
    "vero",
    "sì",
    "verdadeiro",
    "sim",
    "waar",
];
const NO: [&str; 16] = [
    "0", "-1", "false", "no", "n", "off", "falsch", "nein", "faux", "non", "falso", "não", "nao", "onwaar", "nee",
    "fals",
];

/// `true` for yes, `false` for no, `None` for any other text.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    if YES.contains(&text.as_str()) { Some(true) } else { NO.contains(&text.as_str()).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_every_language() {
        for yes in ["TRUE", "WAHR", "VRAI", "VERDADERO", "VERO", "Verdadeiro", " 1 ", "Yes"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["FALSE", "FALSCH", "FAUX", "FALSO", "0", "-1", "Não"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        for other in ["", "2", "active", "maybe"] {
            assert_eq!(yes_or_no(other), None, "{other}");
        }
    }
}
