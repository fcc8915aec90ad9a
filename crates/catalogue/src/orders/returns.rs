//! Recognises order lines that are returns and therefore no purchases. A column marks them by a word, or the quantity
//! by its sign ([`super::quantity`]). Not for orders that were cancelled or refunded as a whole: see [`super::status`].

use super::status::{Standing, States};
use crate::normalized_words::folded;
use crate::yes_no::yes_or_no;

/// Names of columns that may mark returns.
pub(super) const COLUMNS: [&str; 19] = [
    "type",
    "order_type",
    "line_type",
    "item_type",
    "transaction_type",
    "sale_type",
    "sales_type",
    "record_type",
    "document_type",
    "doc_type",
    "movement_type",
    "transaction_kind",
    "kind",
    "is_return",
    "is_refund",
    "return",
    "refund",
    "returned",
    "refunded",
];

/// Words with which the text of a return begins, without accents: in English, German, French, Spanish, Italian, Portuguese and
/// Dutch.
const WORDS: [&str; 29] = [
    "refund",
    "return",
    "credit note",
    "credit memo",
    "reversal",
    "chargeback",
    "shop order refund",
    "sales return",
    "partial refund",
    "full refund",
    "gutschrift",
    "retoure",
    "rucksendung",
    "ruckgabe",
    "ruckerstattung",
    "erstattung",
    "storno",
    "remboursement",
    "retour",
    "avoir",
    "devolucion",
    "reembolso",
    "abono",
    "reso",
    "rimborso",
    "nota di credito",
    "devolucao",
    "terugbetaling",
    "creditnota",
];

/// Whether the text of such a column marks a line as a return; `column` is its name.
pub(super) fn is_return(column: &str, text: &[u8]) -> bool {
    if text.is_empty() || text.len() > 60 {
        return false;
    }
    let text = String::from_utf8_lossy(text);
    if COLUMNS.iter().skip_while(|name| **name != "is_return").any(|name| *name == column)
        && let Some(yes) = yes_or_no(&text)
    {
        return yes;
    }
    // "Storniert", "remboursé": a cancelled order is not a purchase either.
    if yes_or_no(&text).is_none() && States::default().standing(&text) == Standing::Lost {
        return true;
    }
    let plain = folded(&text).replace(['-', '_', '/', '(', ')', ':', '.'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    (1..=words.len()).any(|count| {
        let begin = words.get(..count).unwrap_or_default().join(" ");
        WORDS.iter().any(|word| begin == *word || begin == format!("{word}s") || begin == format!("{word}ed"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_returns_are_known() {
        for text in [
            "refund",
            "Refunded",
            "RETURN",
            "Returns",
            "Credit-Note",
            "refund (partial)",
            "Rückgabe",
            "Remboursé",
            "storniert",
            "Devolución",
            "shop_order_refund",
            "Avoir",
        ] {
            assert!(is_return("type", text.as_bytes()), "{text}");
        }
        for text in ["sale", "", "simple", "Returnable bottle", "not returned", "1", "yes", "credit_card", "purchase"] {
            assert!(!is_return("type", text.as_bytes()), "{text}");
        }
        for (text, returned) in
            [("1", true), ("oui", true), ("0", false), ("false", false), ("", false), ("-4.00", false)]
        {
            assert_eq!(is_return("is_refund", text.as_bytes()), returned, "{text}");
        }
    }
}
