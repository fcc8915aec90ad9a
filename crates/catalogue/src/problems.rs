//! Counts the problems in the files that were read, by kind, and keeps the first examples of each with their place.
//!
//! A row that cannot be used is skipped and counted. With `--strict`, any problem is a failure. Not for files that
//! cannot be read at all: those are errors (see [`crate::error`]).

use std::fmt;

/// Number of examples kept of each kind.
const EXAMPLES: usize = 3;
/// Longest text shown of an example, in characters.
const EXAMPLE_CHARS: usize = 80;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $remedy:literal;)*) => {
        /// The kinds of problem; the codes are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// All kinds, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code, in kebab case.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What to do about the problem.
            #[must_use]
            pub const fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)* }
            }
        }
    };
}

kinds! {
    /// A column that Passerelle does not read.
    UnknownColumn => "unknown-column", "Correct the column's name, or map it if it holds a field under another name.";
    /// A column with the name of an earlier column.
    RepeatedColumn => "repeated-column", "Give every column its own name: of columns with the same name, the first one counts.";
    /// An element that a product has twice, with different texts.
    RepeatedElement => "repeated-element", "Give a product each element once; the first counts. Only product_type and additional_image_link may be repeated.";
    /// A price that is not an amount with a currency.
    BadPrice => "bad-price", "Write prices as an amount and a currency's code, \"12.34 GBP\"; the item stays, without a price.";
    /// A price in another currency than the house's.
    WrongCurrency => "wrong-currency", "Give prices in the currency of house.toml; the item stays, without a price.";
    /// Details of a row that exceed the limits of length or number.
    CutDetail => "cut-detail", "Keep to 60 characteristics and 12 highlights of 300 characters each; the rest is left out.";
    /// A quantity that is not above zero.
    BadQuantity => "bad-quantity", "Write quantities as numbers above zero; returns may have them below zero.";
    /// A date that cannot be read; in orders also one before 1995 or after tomorrow.
    BadDate => "bad-date", "Write dates as \"2026-03-01\" or \"2026-03-01T10:00:00Z\"; for orders name another form with --date-format.";
    /// An id that an earlier row has.
    DuplicateId => "duplicate-id", "Give every row its own id; the first row with the id is kept.";
    /// An order line whose item the feed does not have.
    ItemNotInFeed => "item-not-in-feed", "Check that the orders use the ids, SKUs or GTINs of the feed.";
    /// A row without a required attribute.
    MissingAttribute => "missing-attribute", "Fill in the attribute.";
    /// A link that is not an absolute http or https address.
    BadLink => "bad-link", "Write links in full, beginning with https://.";
    /// A page that more than half of all items lead to.
    SharedLink => "shared-link", "Give every item the address of its own page; give variants of one product the same item_group_id.";
    /// An address of a picture that is not an absolute http or https address.
    BadImageLink => "bad-image-link", "Write addresses of pictures in full, beginning with https://; the item stays, without a picture.";
    /// An availability that is not one of Google's values.
    BadAvailability => "bad-availability", "Use in_stock, out_of_stock, preorder or backorder; the item counts as unavailable.";
    /// A quantity in stock that is not a number.
    BadStock => "bad-stock", "Write quantities in stock as numbers, 0 or 12; the item counts as unavailable.";
    /// A warmth that is not a number of clo.
    BadWarmth => "bad-warmth", "Write warmth_clo as a number of clo from 0 to 2.5, 0.6 for a coat; the item's type and material count instead.";
    /// A product type that no division claims.
    UnmappedProductType => "unmapped-product-type", "Add it, or a level above it, to a division's product_types in house.toml.";
    /// A sensitive type of house.toml that no row of the feed has.
    UnmetSensitiveType => "unmet-sensitive-type", "Check the spelling in sensitive_types: an entry that is not a whole level of a product_type protects nothing.";
    /// A reference to an entity that XML does not define.
    UndefinedEntity => "undefined-entity", "Write the character itself, or a numeric reference such as &#233;.";
    /// A document type that declares entities.
    EntityDeclaration => "entity-declaration", "Remove the DOCTYPE; declared entities are never expanded.";
    /// A file that ends before its content does.
    Truncated => "truncated", "The file is incomplete: transfer it again; the rows that it has are kept.";
    /// A file that becomes unreadable before its end.
    Broken => "broken-file", "Repair the file at this place; the rows before it are kept, the rest was not read.";
    /// A row that cannot be read.
    BadRow => "bad-row", "Check the row for missing fields, unclosed quotes and overlong ids.";
    /// An id with invisible characters.
    HiddenCharacter => "hidden-character", "Remove the invisible characters from the id, unless pages and orders have them too; the row is kept.";
    /// A quote that is not closed; its line is lost.
    UnclosedQuote => "unclosed-quote", "Close the quote, or double it (\"\") where it is part of a text.";
    /// A CDATA section or a comment that is not closed before the next one; the rows in it are lost.
    UnclosedSection => "unclosed-section", "Close the CDATA section with ]]>, the comment with -->.";
    /// An id that a spreadsheet has shortened.
    RuinedId => "ruined-id", "A spreadsheet has shortened these ids, and they cannot be restored: export again, and do not save the file in a spreadsheet.";
    /// An adviser's code that no link can carry.
    BadAdviser => "bad-adviser", "Write codes as in links, with 1 to 32 letters from A to Z, digits, dots, hyphens and underscores; the order stays, credited to nobody.";
    /// A yes-or-no value that is neither.
    BadYesNo => "bad-yes-no", "Write TRUE or FALSE, or active or draft for a status; a product that may be unpublished is left out.";
    /// An order line without the id of its session.
    NoSession => "no-session", "Fill in the session's id; the lines of one shopper and day count as one session.";
    /// A session id of three or more shoppers.
    SharedSession => "shared-session", "Give every session its own id; each shopper's part counts as a session.";
    /// A shopper with a quarter or more of all sessions.
    DominantUser => "dominant-user", "If this user_id means guests or a till, leave it empty; otherwise their orders count as those of one shopper.";
    /// An order that an earlier file has.
    RepeatedOrder => "repeated-order", "Export each period once; the repeated orders count twice, for one shopper.";
    /// A row whose group id belongs to another product.
    MixedGroup => "mixed-group", "Give the same item_group_id only to variants of one product: all rows with the same one become one item.";
    /// Variants of one item whose sizes are of different size systems or size types.
    MixedSizes => "mixed-sizes", "Give all variants of an item the same size_system and the same size_type; until then its sizes are compared with nothing.";
    /// An alias of two items.
    AmbiguousAlias => "ambiguous-alias", "Make variant ids, SKUs and GTINs unique; one that two items share finds neither of them. An item's own id always finds the item.";
    /// An upsell or cross-sell that names no product of the file.
    UnknownPair => "unknown-pair", "Export the product that the upsell or cross-sell names too, or remove the entry.";
    /// An event name that is not one of the GA4 names that Passerelle reads.
    UnknownEvent => "unknown-event", "Use view_item, select_item, add_to_cart, remove_from_cart, add_to_wishlist or purchase.";
    /// An unknown order status.
    UnknownStatus => "unknown-status", "List the states in [orders] of house.toml, bought_states = [\"closed\"] for orders that count, not_bought_states = [\"new\"] for others; or name another column with --column status=NAME.";
    /// A column of order states that is not read, in an export without another such column.
    UnreadStatus => "unread-status", "These lines may include cancelled or refunded orders: name the column with --column status=NAME, or remove those orders.";
    /// UTF-8 text that was read in another encoding and saved again.
    GarbledText => "garbled-text", "Another program read the text in a wrong encoding (Ã© for é): export it again, and open it as UTF-8.";
    /// Text that is not UTF-8.
    WrongEncoding => "wrong-encoding", "Save the file as UTF-8.";
}

/// One occurrence of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The file, as it was named.
    pub file: String,
    /// Line in the file as an editor counts, from 1; 0 if the problem has no line.
    pub line: u64,
    /// The column or attribute, as the file writes it; empty if none is concerned.
    pub column: String,
    /// The wrong text: unprintable characters escaped, at most 80 characters.
    pub text: String,
}

/// All occurrences of one kind of problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem.
    pub kind: Kind,
    /// Number of occurrences.
    pub count: u64,
    /// The first three examples with different texts.
    pub examples: Vec<Example>,
}

/// The problems of a run, by kind.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    by_kind: Vec<Problem>,
}

/// The failure of a run with `--strict`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} and --strict was given: repair them, or run without --strict to skip those rows", self.found())]
pub struct StrictFailure {
    /// Number of problems of all kinds.
    pub total: u64,
    /// Their codes, separated by commas.
    pub codes: String,
}

impl StrictFailure {
    /// Returns the number of problems and their codes, as a text.
    #[must_use]
    pub fn found(&self) -> String {
        format!("{} problems ({})", self.total, self.codes)
    }
}

impl Problems {
    /// Creates a record without problems.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one problem at `line` (from 1; 0 for none) of `file`, with the wrong text.
    pub fn record(&mut self, kind: Kind, file: &str, line: u64, text: impl AsRef<[u8]>) {
        self.record_in(kind, file, line, "", text);
    }

    /// As [`Problems::record`], with the name of the column.
    pub fn record_in(&mut self, kind: Kind, file: &str, line: u64, column: &str, text: impl AsRef<[u8]>) {
        let index = self.by_kind.iter().position(|problem| problem.kind == kind).unwrap_or_else(|| {
            self.by_kind.push(Problem { kind, count: 0, examples: Vec::new() });
            self.by_kind.len() - 1
        });
        let Some(problem) = self.by_kind.get_mut(index) else { return };
        problem.count += 1;
        if problem.examples.len() < EXAMPLES {
            let text = printable(text.as_ref());
            if problem.examples.iter().all(|example| example.text != text) {
                problem.examples.push(Example { file: file.to_owned(), line, column: column.to_owned(), text });
            }
        }
    }

    /// The problems that occurred, in the order of [`Kind::ALL`].
    #[must_use]
    pub fn list(&self) -> Vec<&Problem> {
        let mut list: Vec<_> = self.by_kind.iter().collect();
        list.sort_by_key(|problem| problem.kind);
        list
    }

    /// How often `kind` occurred.
    #[must_use]
    pub fn count(&self, kind: Kind) -> u64 {
        self.by_kind.iter().find(|problem| problem.kind == kind).map_or(0, |problem| problem.count)
    }

    /// How many problems of all kinds occurred.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.by_kind.iter().map(|problem| problem.count).sum()
    }

    /// Whether no problem occurred.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    /// Returns the failure of a run with `--strict`; `None` if no problem occurred.
    #[must_use]
    pub fn strict_failure(&self) -> Option<StrictFailure> {
        let codes: Vec<_> = self.list().into_iter().map(|problem| problem.kind.code()).collect();
        (!codes.is_empty()).then(|| StrictFailure { total: self.total(), codes: codes.join(", ") })
    }
}

/// Writes a table: the count, code and remedy of each kind, then its examples.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = self.list();
        let count_width = list.iter().map(|problem| problem.count.to_string().len()).max().unwrap_or(0);
        let code_width = list.iter().map(|problem| problem.kind.code().len()).max().unwrap_or(0);
        for problem in list {
            let (code, remedy) = (problem.kind.code(), problem.kind.remedy());
            writeln!(f, "{:>count_width$}  {code:<code_width$}  {remedy}", problem.count)?;
            for Example { file, line, column, text } in &problem.examples {
                let place = if *line == 0 { file.clone() } else { format!("{file}:{line}") };
                let column = if column.is_empty() { String::new() } else { format!(" {column}:") };
                writeln!(f, "{:count_width$}  {:code_width$}    {place}:{column} {text}", "", "")?;
            }
        }
        Ok(())
    }
}

/// Makes `text` safe for a terminal and a log: cuts it, escapes characters that could move the cursor or reorder the
/// line, and replaces e-mail addresses.
#[must_use]
pub fn printable(text: &[u8]) -> String {
    // A character has at most four bytes; the rest of a huge text need not be decoded.
    let shown = text.get(..EXAMPLE_CHARS * 4 + 4).unwrap_or(text);
    let mut out = String::new();
    for (count, c) in without_addresses(&String::from_utf8_lossy(shown)).chars().enumerate() {
        if count == EXAMPLE_CHARS {
            out.push('…');
            break;
        }
        match c {
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{061c}'
            | '\u{2060}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => out.extend(c.escape_unicode()),
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

/// `text` with every e-mail address replaced.
fn without_addresses(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('@') {
        return text.into();
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '@');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        let start = before.char_indices().rev().take_while(|(_, c)| word(*c)).last().map_or(at, |(start, _)| start);
        let end = after.find(|c| !word(c)).unwrap_or(after.len());
        out.push_str(before.get(..start).unwrap_or_default());
        out.push_str("(e-mail)");
        rest = after.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_all_counted_and_the_first_three_distinct_shown() {
        let mut problems = Problems::new();
        for (line, text) in ["a", "a", "b", "c", "d"].into_iter().enumerate() {
            problems.record(Kind::BadPrice, "feed.tsv", line as u64 + 2, text);
        }
        problems.record(Kind::UnknownColumn, "feed.tsv", 1, "colour");
        assert_eq!(problems.count(Kind::BadPrice), 5);
        assert_eq!(problems.total(), 6);
        let texts: Vec<_> = problems.list()[1].examples.iter().map(|e| (e.line, e.text.as_str())).collect();
        assert_eq!(texts, [(2, "a"), (4, "b"), (5, "c")]);
        let failure = problems.strict_failure().unwrap();
        assert_eq!(failure.codes, "unknown-column, bad-price");
    }

    #[test]
    fn without_problems_strict_does_not_fail() {
        assert_eq!(Problems::new().strict_failure(), None);
        assert_eq!(Problems::new().to_string(), "");
    }

    #[test]
    fn the_columns_of_the_table_line_up() {
        let mut problems = Problems::new();
        problems.record(Kind::BadPrice, "f.xml", 12, "abc");
        for _ in 0..10 {
            problems.record(Kind::Truncated, "f.xml", 0, "");
        }
        let shown = problems.to_string();
        assert!(shown.starts_with(" 1  bad-price  Write prices"), "{shown}");
        assert!(shown.contains("\n                 f.xml:12: abc\n10  truncated  The file"), "{shown}");
    }

    #[test]
    fn hostile_text_is_escaped_and_cut() {
        assert_eq!(printable(b"a\x1b[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(printable("x\u{202e}y".as_bytes()), "x\\u{202e}y");
        assert_eq!(printable("\u{200f}a1\u{200b}".as_bytes()), "\\u{200f}a1\\u{200b}");
        assert_eq!(printable(b"\xff"), "\u{fffd}");
        assert_eq!(printable(&[b'x'; 5000]).chars().count(), 81);
        assert_eq!(printable("é".repeat(80).as_bytes()), "é".repeat(80));
    }

    #[test]
    fn addresses_of_people_are_not_shown() {
        assert_eq!(printable(b"1001|anna.b+x@mail.example|a1"), "1001|(e-mail)|a1");
        assert_eq!(printable("ä@ö.example, c@d".as_bytes()), "(e-mail), (e-mail)");
        assert_eq!(printable(b"@"), "(e-mail)");
    }

    #[test]
    fn a_problem_names_its_column() {
        let mut problems = Problems::new();
        problems.record_in(Kind::BadDate, "orders.csv", 3, "Created at", "yesterday");
        assert!(problems.to_string().ends_with("orders.csv:3: Created at: yesterday\n"), "{problems}");
    }

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let mut codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::ALL.len());
    }
}
