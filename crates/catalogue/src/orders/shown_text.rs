//! Decides which text of a cell messages show. In a shifted row or a file without a header, any column may hold a name
//! or an address. A text is shown only if its form shows that it is not a person's, or if several shoppers' rows have
//! it. Not for e-mail addresses within texts: see [`crate::problems::printable`].

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use rustc_hash::FxBuildHasher;

use super::regional_date::is_month;
use crate::input::values::is_nobody;
use crate::normalized_words::folded;

/// Number of shoppers who must have a word before it is shown.
const SHOPPERS: usize = 3;
/// Most different words in a column of events or states; a column with more holds something else.
const MAX_WORDS: usize = 100;
/// Longest word, in bytes.
const MAX_WORD: usize = 60;
/// The beginning of the text that replaces a cell that may name a person.
const MASKED: &str = "(a text of ";
/// Words in dates beside the months.
const DATE_WORDS: [&str; 27] = [
    "am",
    "pm",
    "utc",
    "gmt",
    "cet",
    "cest",
    "est",
    "edt",
    "pst",
    "pdt",
    "st",
    "nd",
    "rd",
    "th",
    "de",
    "of",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "today",
    "yesterday",
    "tomorrow",
    "never",
];

/// Returns the text that replaces a cell that may name a person.
pub(super) fn masked(text: &[u8]) -> String {
    format!("{MASKED}{} characters, not shown)", String::from_utf8_lossy(text).chars().count())
}

/// Whether `shown` replaces a cell.
pub(super) fn is_masked(shown: &str) -> bool {
    shown.starts_with(MASKED)
}

/// Shows a number, such as a quantity or an order's, and masks any other text: it may be a name in the wrong column.
pub(super) fn shown_number(text: &[u8]) -> String {
    let text = text.trim_ascii();
    let plain = text.iter().all(|c| c.is_ascii_digit() || matches!(c, b'#' | b'-' | b'+' | b'.' | b',' | b'/'));
    if plain { String::from_utf8_lossy(text).into_owned() } else { masked(text) }
}

/// Shows a date, readable or not. A word that does not belong to a date may be a name: dots replace it.
pub(super) fn shown_date(text: &[u8]) -> String {
    let shown = String::from_utf8_lossy(text);
    let has_digit = shown.bytes().any(|byte| byte.is_ascii_digit());
    let is_of_a_date = |word: &str| {
        let word = word.to_lowercase();
        word.len() < 2 || DATE_WORDS.contains(&word.as_str()) || (has_digit && is_month(&word))
    };
    if !has_digit {
        let mut words = shown.split(|c: char| !c.is_alphabetic());
        return if words.all(is_of_a_date) { shown.into_owned() } else { masked(text) };
    }
    let mut out = String::new();
    let mut rest = &*shown;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len()));
        out.push_str(before);
        out.push_str(if is_of_a_date(word) { word } else { "…" });
        rest = after;
    }
    out + rest
}

/// Shows the id or title of an item. `is_surely_an_item` is whether no other column can be mistaken for this one.
/// Otherwise the form alone decides: an id has digits and no words beside them, or is written like part of a page's
/// address. A valid quantity in the row proves nothing: the column of shoppers may be mapped by mistake.
pub(super) fn shown_item(text: &[u8], is_surely_an_item: bool) -> String {
    let is_slug = text.iter().all(|c| c.is_ascii_lowercase() || matches!(c, b'-' | b'_')) && text.contains(&b'-');
    let shown = String::from_utf8_lossy(text);
    let is_word =
        |part: &str| part.chars().count() > 1 && part.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '.'));
    let is_name = |part: &str| is_word(part) && part.chars().any(char::is_lowercase);
    let is_id = text.iter().any(u8::is_ascii_digit) && !shown.split([' ', ',', ';', '\u{a0}']).any(is_name);
    if is_surely_an_item || is_slug || is_id { String::from_utf8_lossy(text).into_owned() } else { masked(text) }
}

/// Whether the first line of a file has a cell that no header has: an address, a number, a date. The line is then a
/// row, and not shown.
pub(super) fn is_row_of_values(header: &[String]) -> bool {
    let is_value = |cell: &String| {
        let begins = cell.trim_start_matches(['#', '-', '+', '$']);
        let digits_behind = cell.bytes().rev().take_while(u8::is_ascii_digit).count();
        cell.contains('@')
            || cell.contains("://")
            || begins.starts_with(|c: char| c.is_ascii_digit())
            || digits_behind >= 3
    };
    header.iter().any(is_value)
}

/// Beginnings of words in headers, without accents: in English, French, German, Spanish, Italian, Portuguese and Dutch.
const HEADER_WORDS: &[&str] = &[
    "order",
    "commande",
    "bestell",
    "auftrag",
    "pedido",
    "ordine",
    "encomenda",
    "beleg",
    "rechnung",
    "invoice",
    "facture",
    "basket",
    "cart",
    "session",
    "transact",
    "receipt",
    "ticket",
    "purchase",
    "sale",
    "vente",
    "item",
    "article",
    "artik",
    "articulo",
    "articolo",
    "artigo",
    "product",
    "produ",
    "prodotto",
    "reference",
    "referenc",
    "referenz",
    "riferimento",
    "numero",
    "number",
    "nummer",
    "customer",
    "client",
    "kunde",
    "klant",
    "user",
    "date",
    "datum",
    "fecha",
    "data",
    "time",
    "zeit",
    "quantit",
    "cantidad",
    "menge",
    "status",
    "statut",
    "price",
    "preis",
    "total",
    "event",
    "email",
    "adress",
    "payment",
    "visit",
    "member",
    "titre",
];
/// Words in headers that are too short to be a beginning of others.
const SHORT_HEADER_WORDS: &[&str] =
    &["sku", "ref", "id", "ean", "gtin", "qty", "name", "nom", "type", "code", "mail", "day", "no"];

/// Whether no cell of a first line looks like the name of a column: the line may hold names of persons, and is not
/// shown.
pub(super) fn names_no_field(header: &[String]) -> bool {
    let is_of_a_header =
        |word: &str| SHORT_HEADER_WORDS.contains(&word) || HEADER_WORDS.iter().any(|begin| word.starts_with(begin));
    let mut words = header.iter().map(|cell| folded(cell));
    !words.any(|cell| cell.split(|c: char| !c.is_alphanumeric()).any(is_of_a_header))
}

/// The words of a column of events or states, with the shoppers and sessions that have each. A word that several have
/// is not a person's name.
#[derive(Default)]
pub(super) struct CommonWords {
    words: HashMap<Vec<u8>, Spread, FxBuildHasher>,
    too_many: bool,
}

/// Hashes of the first few sessions and shoppers that have a word.
#[derive(Default)]
struct Spread {
    sessions: Vec<u64>,
    shoppers: Vec<u64>,
}

impl CommonWords {
    /// Counts a word in a row of this session and shopper.
    pub(super) fn count(&mut self, word: &[u8], session: &[u8], shopper: &[u8]) {
        if word.is_empty() || word.len() > MAX_WORD {
            return;
        }
        if self.words.len() >= MAX_WORDS && !self.words.contains_key(word) {
            self.too_many = true;
            return;
        }
        let spread = self.words.entry(word.to_vec()).or_default();
        let shopper = if is_nobody(shopper) { session } else { shopper };
        for (seen, id) in [(&mut spread.sessions, session), (&mut spread.shoppers, shopper)] {
            let hash = FxBuildHasher.hash_one(id);
            if seen.len() < SHOPPERS && !seen.contains(&hash) {
                seen.push(hash);
            }
        }
    }

    /// Returns the word if several shoppers have it, else a mask.
    pub(super) fn shown(&self, word: &[u8]) -> String {
        let is_common = |spread: &Spread| spread.sessions.len() >= SHOPPERS && spread.shoppers.len() >= SHOPPERS;
        if !self.too_many && self.words.get(word).is_some_and(is_common) {
            String::from_utf8_lossy(word).into_owned()
        } else {
            masked(word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_shown(shown: &str, text: &str) -> bool {
        assert!(shown == text || shown == masked(text.as_bytes()), "{shown}");
        shown == text
    }

    #[test]
    fn a_word_is_shown_where_three_shoppers_have_it() {
        let mut words = CommonWords::default();
        for (word, session, shopper) in [
            ("achat", "1", "a"),
            ("achat", "2", "b"),
            ("achat", "3", "c"),
            ("Jean Dupont", "4", "d"),
            ("Jean Dupont", "5", "d"),
            ("Jean Dupont", "6", "d"),
            ("vente", "7", ""),
            ("vente", "8", "NULL"),
            ("vente", "9", "guest"),
            ("retour", "1", "a"),
            ("retour", "1", "b"),
            ("retour", "1", "c"),
        ] {
            words.count(word.as_bytes(), session.as_bytes(), shopper.as_bytes());
        }
        for (word, shown) in [("achat", true), ("Jean Dupont", false), ("vente", true), ("retour", false), ("x", false)]
        {
            assert_eq!(is_shown(&words.shown(word.as_bytes()), word), shown, "{word}");
        }
        for n in 0..MAX_WORDS {
            words.count(n.to_string().as_bytes(), b"1", b"1");
        }
        assert!(!is_shown(&words.shown(b"achat"), "achat"), "no column of states has so many words");
    }

    #[test]
    fn dates_and_items_are_shown_and_names_are_not() {
        for date in
            ["32.13.2025", "2025-W09", "31 Février 2025", "yesterday", "45O12", "2025-02-30T10:00Z", "25:61 PM", ""]
        {
            assert!(is_shown(&shown_date(date.as_bytes()), date), "{date}");
        }
        for name in ["Jean Dupont", "June"] {
            assert!(!is_shown(&shown_date(name.as_bytes()), name), "{name}");
        }
        for (text, shown) in
            [("Ann 3", "… 3"), ("2025 Müller", "2025 …"), ("2025-03-10 23:30 Pays/Jean", "2025-03-10 23:30 …/…")]
        {
            assert_eq!(shown_date(text.as_bytes()), shown);
        }
        for (text, sure, shown) in [
            ("SKU-17", false, true),
            ("linen-shirt", false, true),
            ("Linen shirt", true, true),
            ("AB 123", false, true),
            ("Shirt-17/M", false, true),
            ("Jean Dupont 2", false, false),
            ("12 rue Dupont", false, false),
            ("o'neill 3", false, false),
            ("Jean Dupont", false, false),
            ("Dupont", false, false),
            ("Müller", false, false),
        ] {
            assert_eq!(is_shown(&shown_item(text.as_bytes(), sure), text), shown, "{text}");
        }
    }

    #[test]
    fn a_row_is_told_from_a_header() {
        let row = |cells: &str| is_row_of_values(&cells.split(',').map(str::to_owned).collect::<Vec<_>>());
        for values in ["jean,17,mug", "ann able,a@b.example", "#1001,jean", "jean,2025_02_03", "a_1001,jean", "jean,$3"]
        {
            assert!(row(values), "{values}");
        }
        for header in ["basket,sku", "order_#,option1_name,line_item_1", "address_2,", ""] {
            assert!(!row(header), "{header}");
        }
    }

    #[test]
    fn numbers_are_shown_and_names_are_not() {
        for number in ["-1", "0", "#1001", "2024/17", ""] {
            assert_eq!(shown_number(number.as_bytes()), number);
        }
        for text in ["Dupont, Jean", "o'neill 3", "Łukasz"] {
            let shown = shown_number(text.as_bytes());
            assert_eq!(shown, format!("(a text of {} characters, not shown)", text.chars().count()));
        }
    }
}
