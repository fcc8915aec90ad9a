//! Currencies and their minor units.

/// A currency by its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub minor_digits: u8,
}

impl Currency {
    /// The currency with an ISO 4217 `code` of three capital letters; `None` for anything else. The letters need not
    /// be in use: currencies come and go.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_has_the_digits_of_its_minor_unit() {
        let digits = |code| Currency::new(code).map(|currency| currency.minor_digits);
        assert_eq!(["EUR", "JPY", "KRW", "KWD", "BHD"].map(digits), [2, 0, 0, 3, 3].map(Some));
        assert_eq!(["eur", "EU", "EURO", "€"].map(digits), [None; 4]);
    }
}
