//! `[[notice]]`: a house's message to all its clients after an incident. Every device gets it and checks itself whether
//! it concerns its shopper.

use passerelle::model::Days;
use serde::Deserialize;
use toml::Spanned;

use super::addresses::{AddressTable, addresses, picture};
use super::check::{TextTable, Wrong, day, line_of, spanned_texts, visible, wrong};
use super::predicate::{PredicateScope, PredicateSetting, PredicateTable, item_ids};
use super::wording::{self, Kind};
use crate::catalogue::Catalogue;
use crate::error::Wording;

/// Most notices at a time: they are sent to every page.
const MAX_NOTICES: usize = 8;
/// Longest text, in characters: the first lines of a letter, with the rest behind the link.
pub(super) const MAX_TEXT: usize = 600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeTable {
    id: Spanned<String>,
    from: Spanned<toml::Value>,
    until: Spanned<toml::Value>,
    items: Spanned<Items>,
    ordered_from: Option<Spanned<toml::Value>>,
    ordered_until: Option<Spanned<toml::Value>>,
    texts: TextTable,
    link: Option<Spanned<AddressTable>>,
    picture: Option<Spanned<String>>,
    #[serde(rename = "for")]
    predicate: Option<Spanned<PredicateTable>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write \"all\", or a list of item ids")]
enum Items {
    All(String),
    Ids(Vec<String>),
}

/// The items that a notice is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// All items: any order counts.
    All,
    /// These items, by any of their ids.
    Items(Vec<String>),
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The id, by which a device remembers that the notice was read.
    pub id: String,
    /// The days on which it is shown.
    pub window: Days,
    /// The items it concerns.
    pub about: About,
    /// The days on which its items were ordered.
    pub ordered: Days,
    /// Text by language, in the order of the house's languages.
    pub texts: Vec<String>,
    /// Absolute address of the page with more, by language.
    pub links: Vec<Option<String>>,
    /// Absolute address of a picture.
    pub picture: Option<String>,
    /// Which of the buyers it concerns; all of them unless set.
    pub predicate: PredicateSetting,
    /// Its line in the file.
    pub(super) line: usize,
}

impl Notice {
    /// Its name in errors, with its place.
    #[must_use]
    pub fn place(&self, file: &str) -> String {
        format!("{file}:{}: notice {:?}", self.line, self.id)
    }

    /// Returns the ids of the items it concerns, as the pack has them; `None` for all items. An item that is no longer
    /// in the feed keeps its id from house.toml: recalled items are seldom still for sale.
    #[must_use]
    pub fn items(&self, catalogue: &Catalogue) -> Option<Vec<String>> {
        let About::Items(ids) = &self.about else { return None };
        Some(item_ids(ids, catalogue))
    }
}

/// Reads the notices of the file; violations of the rules of wording are added to `findings`.
pub(super) fn notices(
    tables: Vec<Spanned<NoticeTable>>,
    languages: &[String],
    scope: &PredicateScope<'_>,
    findings: &mut Vec<Wording>,
) -> Result<Vec<Notice>, Wrong> {
    if let Some(extra) = tables.get(MAX_NOTICES) {
        return wrong(extra, format!("more than {MAX_NOTICES} notices: remove those that have passed"));
    }
    let mut notices: Vec<Notice> = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let id = table.id.get_ref();
        if id.trim().is_empty() || notices.iter().any(|notice| notice.id == *id) {
            return wrong(&table.id, format!("notice id {id:?} is empty or defined twice: give each its own id"));
        }
        one_word(&table.id)?;
        let window = window(Some(&table.from), Some(&table.until), "until is before from")?;
        let ordered = self::window(
            table.ordered_from.as_ref(),
            table.ordered_until.as_ref(),
            "ordered_until is before ordered_from",
        )?;
        let about = match table.items.get_ref() {
            Items::All(word) if word == "all" => About::All,
            Items::All(word) => {
                return wrong(&table.items, format!("items is {word:?}: write \"all\", or a list of item ids"));
            }
            Items::Ids(ids) if ids.is_empty() => {
                return wrong(
                    &table.items,
                    "items is empty: list the items that the notice concerns, or write \"all\"",
                );
            }
            Items::Ids(ids) => About::Items(ids.clone()),
        };
        let owner = format!("notice {id:?}");
        let mut texts = Vec::new();
        for (tag, said) in spanned_texts(&table.texts, &owner, "text", languages)? {
            if said.get_ref().chars().count() > MAX_TEXT {
                let says = format!("the text is longer than {MAX_TEXT} characters: put the rest behind the link");
                return wrong(said, says);
            }
            let line = line_of(scope.text, said.span().start);
            findings.extend(wording::check(said.get_ref(), tag, Kind::Notice, line));
            texts.push(said.get_ref().trim().to_owned());
        }
        let picture = picture(table.picture)?;
        let predicate = match table.predicate {
            None => PredicateSetting::default(),
            Some(given) => {
                let at = Spanned::new(given.span(), ());
                given.into_inner().check(&at, scope)?
            }
        };
        notices.push(Notice {
            id: id.clone(),
            window,
            about,
            ordered,
            texts,
            links: addresses(table.link.as_ref(), "link", languages)?,
            picture,
            predicate,
            line: line_of(scope.text, table.id.span().start),
        });
    }
    Ok(notices)
}

/// Refuses an id with a colon: devices store the kind before the id, as in `care:watch`.
pub(super) fn one_word(id: &Spanned<String>) -> Result<(), Wrong> {
    visible(id)?;
    if !id.get_ref().contains(':') {
        return Ok(());
    }
    let instead = id.get_ref().replace(':', "-");
    wrong(
        id,
        format!(
            "id {:?} has a colon, which separates the kind from the id on devices: write {instead:?}",
            id.get_ref()
        ),
    )
}

pub(super) fn window(
    from: Option<&Spanned<toml::Value>>,
    until: Option<&Spanned<toml::Value>>,
    reversed: &str,
) -> Result<Days, Wrong> {
    let window = Days { first: day(from, Days::ALWAYS.first)?, last: day(until, Days::ALWAYS.last)? };
    match until {
        Some(until) if window.last < window.first => wrong(until, format!("{reversed}: swap them")),
        _ => Ok(window),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Alias, Item};
    use crate::house::fixture::{LINES, parsed};
    use passerelle::pack::AliasKinds;

    const NOTICE: &str = r#"[[notice]]
id = "kettle"
from = "2026-12-01"
until = "2026-12-24"
items = ["k1", "b"]
ordered_from = "2026-03-01"
texts.fr = "Si vous avez été concerné par le défaut de la bouilloire, la maison la reprend."
texts.en = "If you were concerned by the defect of the kettle, the house takes it back."
link = "https://shop.example/kettle"
"#;

    #[test]
    fn a_notice_is_read_with_its_days_items_and_texts() {
        let notices = parsed(NOTICE).unwrap().notices;
        let notice = &notices[0];
        assert_eq!((notice.id.as_str(), notice.window), ("kettle", Days::from_numbers(20_788, 20_811)));
        assert_eq!(notice.ordered, Days::from_numbers(20_513, u32::MAX));
        assert!(notice.texts[0].starts_with("Si vous") && notice.texts[1].starts_with("If you"));
        let item = |id: &str| Item { id: id.into(), ..Item::default() };
        let catalogue = Catalogue {
            items: vec![item("a")],
            aliases: vec![Alias { text: "b".into(), item: 0, kinds: AliasKinds::ANY }],
            ..Catalogue::default()
        };
        assert_eq!(notice.items(&catalogue).unwrap(), ["a", "k1"], "by their ids, and what has gone by its own");
        let all = parsed(&NOTICE.replace("[\"k1\", \"b\"]", "\"all\"")).unwrap();
        assert_eq!(all.notices[0].items(&catalogue), None);
    }

    #[test]
    fn a_wrong_notice_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"kettle\"", "\" \"", 2, "notice id \" \" is empty or defined twice: give each its own id"),
            (
                "\"kettle\"",
                "\"care:kettle\"",
                2,
                "id \"care:kettle\" has a colon, which separates the kind from the id",
            ),
            ("from = \"2026-12-01\"\n", "", 1, "missing field `from`; add it"),
            ("\"2026-12-01\"", "\"soon\"", 3, "\"soon\" is not a date: write \"2026-12-24\""),
            ("\"2026-12-24\"", "\"2026-11-30\"", 4, "until is before from: swap them"),
            ("[\"k1\", \"b\"]", "[]", 5, "items is empty: list the items that the notice concerns, or write \"all\""),
            ("[\"k1\", \"b\"]", "\"kettles\"", 5, "items is \"kettles\": write \"all\", or a list of item ids"),
            ("ordered_from", "orders_from", 6, "unknown field `orders_from`"),
            ("texts.en", "#", 7, "notice \"kettle\" has no text in \"en\": add en = \"...\""),
            (
                "link =",
                "texts.es = \"Si hay\"\nlink =",
                9,
                "\"es\" is not a language of the house (fr, en): remove it, or add it",
            ),
            (
                "https://shop.example/kettle",
                "/kettle",
                9,
                "link is not an address: write it in full, beginning with https://",
            ),
            (
                "link =",
                "picture = \"http://shop.example/kettle.jpg\"\nlink =",
                9,
                "picture is no address that every page loads: write it in full, beginning with https://",
            ),
            (
                "If you were concerned by",
                "You bought",
                8,
                "tells one person what they did (\"You\"): say it to everyone",
            ),
        ] {
            assert!(NOTICE.contains(from), "{from}");
            let error = parsed(&NOTICE.replacen(from, to, 1)).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
        assert!(parsed(&NOTICE.repeat(2)).unwrap_err().contains("defined twice"));
        let long = NOTICE.replace("the house takes it back", &"long ".repeat(200));
        assert!(parsed(&long).unwrap_err().contains("longer than 600 characters"));
    }
}
