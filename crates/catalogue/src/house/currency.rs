//! Currencies and their minor units.

/// Signs of currencies as shops and spreadsheets write them, each with its possible codes.
const SIGNS: [(&str, &[&str]); 13] = [
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS", "TWD"]),
    ("us$", &["USD"]),
    ("r$", &["BRL"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₺", &["TRY"]),
    ("₩", &["KRW"]),
    ("fr", &["CHF"]),
    ("zł", &["PLN"]),
    ("kč", &["CZK"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// A currency by its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub minor_digits: u8,
}

impl Currency {
    /// Returns the currency with an ISO 4217 `code` of three capital letters; `None` for any other text. The code need
    /// not be in use: currencies come and go.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let minor_digits = match code {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        };
        Some(Self { code: code.to_owned(), minor_digits })
    }

    /// Whether `sign` is a sign of this currency, as `€` is of EUR; `None` for an unknown sign.
    pub(crate) fn has_sign(&self, sign: &str) -> Option<bool> {
        codes_of_sign(sign).map(|codes| codes.contains(&self.code.as_str()))
    }
}

/// Returns the possible currencies of a sign.
pub(crate) fn codes_of_sign(sign: &str) -> Option<&'static [&'static str]> {
    let sign = sign.trim_end_matches('.').to_lowercase();
    SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, codes)| *codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_may_be_of_several_currencies() {
        let has = |code, sign| Currency::new(code).and_then(|currency| currency.has_sign(sign));
        assert_eq!([has("EUR", "€"), has("CAD", "$"), has("DKK", "kr."), has("BRL", "R$")], [Some(true); 4]);
        assert_eq!([has("EUR", "$"), has("USD", "€"), has("BRL", "$")], [Some(false); 3]);
        assert_eq!([has("EUR", "%"), has("EUR", "")], [None; 2]);
    }

    #[test]
    fn a_currency_has_the_digits_of_its_minor_unit() {
        let digits = |code| Currency::new(code).map(|currency| currency.minor_digits);
        assert_eq!(["EUR", "JPY", "KRW", "KWD", "BHD"].map(digits), [2, 0, 0, 3, 3].map(Some));
        assert_eq!(["eur", "EU", "EURO", "€"].map(digits), [None; 4]);
    }
}
