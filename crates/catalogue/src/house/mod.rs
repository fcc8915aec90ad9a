//! The settings of the house: `house.toml`, checked, with errors that name the line. Not for what the settings do.

mod code;
mod collection;
mod discretion;
mod membership;
mod messages;
mod notice;
pub mod proposal;
mod ranking;
mod rule;
mod season;
mod sets;
mod tongue;
mod wording;

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use passerelle::pack::Address;
use passerelle::pack::layout::MAX_RETENTION_DAYS;
use passerelle::rank::{Placement, PlacementSettings, Tuning};

use crate::catalogue::Division;
use crate::date;
use crate::error::HouseError;
use collection::CollectionTable;
pub use collection::{Collection, CollectionKind, Hemisphere, Story, Window};
pub use discretion::Discretion;
use discretion::DiscretionTable;
pub use membership::Membership;
pub use messages::{Message, TypeNames};
use messages::{MessageTables, TypeTable};
use notice::NoticeTable;
pub use notice::{About, Notice};
use ranking::{PlacementTable, RankingTable};
pub use rule::RuleSetting;
use rule::RuleTable;
pub use season::{Mark, Season, TypeWarmth};
use season::{OccasionTable, SeasonTable};
pub use sets::Sets;
pub use wording::Wording;

/// Most divisions of one house.
const MAX_DIVISIONS: usize = 255;

/// The checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// The house's name.
    pub name: String,
    /// Address of an item's page with `{id}`, for items whose feed row has no link.
    pub url: Option<String>,
    /// Address of an item's picture with `{id}`, for items whose feed row has none.
    pub image: Option<String>,
    /// Language tags, at least one, the first is the default.
    pub languages: Vec<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// What is kept, and how many shoppers it takes to be counted.
    pub privacy: Privacy,
    /// Days after which a price is no longer shown, 1 to 30.
    pub price_age_days: u8,
    /// The divisions in the order of the file, at least one.
    pub divisions: Vec<Division>,
    /// How slates are filled.
    pub tuning: Tuning,
    /// What each placement may show, by its number.
    pub placements: [PlacementSettings; Placement::COUNT],
    /// Merchandising, in the order of the file.
    pub rules: Vec<RuleSetting>,
    /// Collections, in the order of the file.
    pub collections: Vec<Collection>,
    /// What it says of seasons.
    pub season: Season,
    /// How personal sentences may be, and how often anything is said.
    pub discretion: Discretion,
    /// The house's own sentences.
    pub messages: Vec<Message>,
    /// What sentences call types.
    pub types: Vec<TypeNames>,
    /// What is told to all clients.
    pub notices: Vec<Notice>,
    /// Division by first level of `product_type`, folded.
    product_types: FxHashMap<String, u16>,
}

/// In `product_types`: whatever no other division claims, and what has no type.
const REST: &str = "*";

/// A currency by its ISO 4217 code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Three capital letters.
    pub code: String,
    /// Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub minor_digits: u8,
}

/// `[privacy]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Fewest distinct shoppers behind anything that is counted, 1 to 255; 3 unless set.
    pub k: u8,
    /// Days that history stays on a device, 1 to 396; 90 unless set.
    pub retention_days: u16,
    /// Product types (any level) that are never recorded and never a reason.
    pub sensitive_types: Vec<String>,
}

impl House {
    /// Reads `path`.
    ///
    /// # Errors
    /// The file cannot be read, or a setting is wrong: then with its line and what to do.
    pub fn load(path: &Path) -> Result<Self, HouseError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| HouseError::Unreadable { file: path.to_owned(), source })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// A house of which nothing is known yet, to look through its feed with.
    ///
    /// # Errors
    /// None: its text is constant.
    pub fn unknown() -> Result<Self, HouseError> {
        const UNKNOWN: &str = r#"
            house = { name = "?", languages = ["en"], currency = "XXX" }
            division = [{ id = "everything", names = { en = "everything" }, product_types = ["*"] }]
        "#;
        Self::parse(UNKNOWN, "house.toml")
    }

    /// Reads the text of a house file that errors call `name`.
    ///
    /// # Errors
    /// A setting is wrong; the error has its line and what to do.
    pub fn parse(text: &str, name: &str) -> Result<Self, HouseError> {
        let at = |offset: usize, message: String| HouseError::Setting {
            file: name.to_owned(),
            line: line_of(text, offset),
            message,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            at(error.span().map_or(0, |span| span.start), format!("{}{}", error.message(), hint(error.message())))
        })?;
        let (house, findings) = file.check(text).map_err(|Wrong { offset, message }| at(offset, message))?;
        if findings.is_empty() { Ok(house) } else { Err(HouseError::Wording { file: name.to_owned(), findings }) }
    }

    /// The division that claims `first_level`, the first level of a feed's `product_type`; case and runs of white
    /// space make no difference.
    #[must_use]
    pub fn division_of(&self, first_level: &str) -> Option<u16> {
        self.product_types.get(&fold(first_level)).copied()
    }

    /// The division that takes what no other claims, `product_types = ["*"]`.
    #[must_use]
    pub fn rest_division(&self) -> Option<u16> {
        self.product_types.get(REST).copied()
    }

    /// The position, in [`Privacy::sensitive_types`], of the entry that names this level of a product type; case and
    /// runs of white space make no difference.
    #[must_use]
    pub fn sensitive_type(&self, level: &str) -> Option<usize> {
        let level = fold(level);
        self.privacy.sensitive_types.iter().position(|sensitive| fold(sensitive) == level)
    }

    /// What the division is called in the house's first language.
    #[must_use]
    pub fn name_of(&self, division: u16) -> &str {
        let names = self.divisions.get(usize::from(division)).map_or(&[][..], |division| &division.names);
        names.iter().find(|(tag, _)| self.languages.first() == Some(tag)).map_or("", |(_, name)| name)
    }

    /// The default address of an item's page, `id` percent-encoded.
    #[must_use]
    pub fn url_of(&self, id: &str) -> Option<String> {
        self.url.as_deref().map(|template| fill(template, id))
    }

    /// The default address of an item's picture, `id` percent-encoded.
    #[must_use]
    pub fn image_of(&self, id: &str) -> Option<String> {
        self.image.as_deref().map(|template| fill(template, id))
    }
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    house: HouseTable,
    #[serde(default)]
    privacy: PrivacyTable,
    #[serde(default)]
    price: PriceTable,
    #[serde(default)]
    division: Vec<Spanned<DivisionTable>>,
    #[serde(default)]
    discretion: DiscretionTable,
    #[serde(default)]
    messages: MessageTables,
    #[serde(default, rename = "type")]
    types: Vec<Spanned<TypeTable>>,
    #[serde(default)]
    season: SeasonTable,
    #[serde(default)]
    occasion: Vec<Spanned<OccasionTable>>,
    #[serde(default)]
    collection: Vec<Spanned<CollectionTable>>,
    #[serde(default)]
    notice: Vec<Spanned<NoticeTable>>,
    #[serde(default)]
    ranking: RankingTable,
    #[serde(default)]
    placement: Vec<Spanned<PlacementTable>>,
    #[serde(default)]
    rule: Vec<Spanned<RuleTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HouseTable {
    name: Spanned<String>,
    url: Option<Spanned<String>>,
    image: Option<Spanned<String>>,
    languages: Spanned<Vec<String>>,
    currency: Spanned<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivacyTable {
    k: Option<Spanned<i64>>,
    retention_days: Option<Spanned<i64>>,
    #[serde(default)]
    sensitive_types: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceTable {
    age_days: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DivisionTable {
    id: Spanned<String>,
    names: Spanned<BTreeMap<String, String>>,
    product_types: Spanned<Vec<Spanned<String>>>,
}

/// A wrong setting at a byte offset.
struct Wrong {
    offset: usize,
    message: String,
}

fn wrong<T, V>(at: &Spanned<T>, message: impl Into<String>) -> Result<V, Wrong> {
    Err(Wrong { offset: at.span().start, message: message.into() })
}

impl File {
    /// The settings, and sentences that may not be spoken.
    fn check(self, text: &str) -> Result<(House, Vec<Wording>), Wrong> {
        let table = self.house;
        if table.name.get_ref().trim().is_empty() {
            return wrong(&table.name, "the house has no name: write it between the quotes");
        }
        let languages = languages(&table.languages)?;
        let Some(currency) = Currency::new(table.currency.get_ref()) else {
            return wrong(&table.currency, "currency is not an ISO 4217 code: write three capital letters, \"EUR\"");
        };
        let collections = collection::collections(self.collection, &languages, text)?;
        let season = self.season.check(self.occasion, &languages, text)?;
        let (divisions, product_types) = divisions(&self.division, &languages, text)?;
        let privacy = self.privacy.check()?;
        let mut findings = Vec::new();
        let messages = messages::messages(self.messages, &languages, text, &mut findings)?;
        let notices = notice::notices(self.notice, &languages, text, &mut findings)?;
        findings.sort_by_key(|finding| finding.line);
        let house = House {
            discretion: self.discretion.check(&languages, privacy.k)?,
            types: messages::types(self.types, &languages, text)?,
            messages,
            notices,
            name: table.name.into_inner().trim().to_owned(),
            url: table.url.map(template).transpose()?,
            image: table.image.map(template).transpose()?,
            languages,
            currency,
            privacy,
            price_age_days: within(self.price.age_days, "price.age_days", 1, 30, 1)?,
            tuning: self.ranking.check()?,
            placements: ranking::placements(self.placement, &divisions)?,
            rules: rule::rules(self.rule, &divisions, &collections, text)?,
            collections,
            season,
            divisions,
            product_types,
        };
        Ok((house, findings))
    }
}

impl PrivacyTable {
    fn check(self) -> Result<Privacy, Wrong> {
        if let Some(empty) = self.sensitive_types.iter().find(|name| name.get_ref().trim().is_empty()) {
            return wrong(empty, "a sensitive type is empty: remove it, or write a product type");
        }
        Ok(Privacy {
            k: within(self.k, "privacy.k", 1, u8::MAX, 3)?,
            retention_days: within(self.retention_days, "privacy.retention_days", 1, MAX_RETENTION_DAYS, 90)?,
            sensitive_types: self.sensitive_types.into_iter().map(Spanned::into_inner).collect(),
        })
    }
}

/// A whole number from `least` to `most`, or the default.
fn within<T>(value: Option<Spanned<i64>>, name: &str, least: T, most: T, default: T) -> Result<T, Wrong>
where
    T: TryFrom<i64> + PartialOrd + std::fmt::Display + Copy,
{
    let Some(value) = value else { return Ok(default) };
    match T::try_from(*value.get_ref()) {
        Ok(number) if least <= number && number <= most => Ok(number),
        _ => wrong(&value, format!("{name} is {}: write a whole number from {least} to {most}", value.get_ref())),
    }
}

fn template(value: Spanned<String>) -> Result<String, Wrong> {
    let text = value.get_ref();
    if !crate::feed::is_web_address(&fill(text, "x")) || !text.contains("{id}") {
        return wrong(
            &value,
            "this address is no template: write it in full with {id}, \"https://shop.example/p/{id}\"",
        );
    }
    Ok(value.into_inner())
}

fn languages(value: &Spanned<Vec<String>>) -> Result<Vec<String>, Wrong> {
    let tags = value.get_ref();
    if tags.is_empty() {
        return wrong(value, "languages is empty: write at least one tag, [\"fr\"]");
    }
    for (index, tag) in tags.iter().enumerate() {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let plain = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) || !parts.all(plain) {
            return wrong(value, format!("{tag:?} is not a language tag: write \"fr\", \"en\" or \"pt-BR\""));
        }
        if tags.iter().take(index).any(|earlier| earlier == tag) {
            return wrong(value, format!("language {tag:?} is listed twice: remove one"));
        }
    }
    Ok(tags.clone())
}

type Divisions = (Vec<Division>, FxHashMap<String, u16>);

fn divisions(tables: &[Spanned<DivisionTable>], languages: &[String], text: &str) -> Result<Divisions, Wrong> {
    if tables.is_empty() {
        let offset = text.len();
        return Err(Wrong {
            offset,
            message: "no [[division]]: add at least one, with product_types of the feed".into(),
        });
    }
    if let Some(extra) = tables.get(MAX_DIVISIONS) {
        return wrong(extra, format!("more than {MAX_DIVISIONS} divisions: merge some"));
    }
    let mut divisions: Vec<Division> = Vec::new();
    let mut product_types: FxHashMap<String, u16> = FxHashMap::default();
    for (table, number) in tables.iter().map(Spanned::get_ref).zip(0u16..) {
        let id = table.id.get_ref();
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return wrong(&table.id, format!("division id {id:?}: use small letters, digits and hyphens"));
        }
        if divisions.iter().any(|division| division.id == *id) {
            return wrong(&table.id, format!("division {id:?} is defined twice: give each its own id"));
        }
        let names = table.names.get_ref();
        if let Some(missing) = languages.iter().find(|tag| names.get(*tag).is_none_or(|name| name.trim().is_empty())) {
            return wrong(&table.names, format!("division {id:?} has no name in {missing:?}: add {missing} = \"...\""));
        }
        if table.product_types.get_ref().is_empty() {
            return wrong(
                &table.product_types,
                format!("division {id:?} is empty: list the first levels of product_type that belong to it"),
            );
        }
        for name in table.product_types.get_ref() {
            if name.get_ref().trim().is_empty() || name.get_ref().contains('>') {
                return wrong(name, "a product type here is one first level, without \">\"");
            }
            if let Some(other) = product_types.insert(fold(name.get_ref()), number) {
                let other = divisions.get(usize::from(other)).map_or(id, |division| &division.id);
                return wrong(
                    name,
                    format!("product type {:?} is claimed by {other:?} already: keep it in one", name.get_ref()),
                );
            }
        }
        divisions.push(Division { id: id.clone(), names: names.clone().into_iter().collect() });
    }
    Ok((divisions, product_types))
}

/// Case and runs of white space make no difference between names of product types.
pub(crate) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// `template` with `{id}` replaced by `id`, as the browser does it.
fn fill(template: &str, id: &str) -> String {
    Address { template: template.to_owned(), prefix: String::new() }.expand(id, "")
}

/// The day that `value` says, counted from 1970-01-01: a text or a date of TOML's own; the default without one.
fn day(value: Option<&Spanned<toml::Value>>, default: u32) -> Result<u32, Wrong> {
    let Some(value) = value else { return Ok(default) };
    let text = match value.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => other.type_str().to_owned(),
    };
    let moment = date::calendar(text.as_bytes(), false);
    match moment.and_then(|moment| u32::try_from(moment.div_euclid(86_400_000)).ok()) {
        Some(day) => Ok(day),
        None => wrong(value, format!("{text:?} is no date: write \"2026-12-24\"")),
    }
}

/// What `owner` has in each language: every language of the house, no other, none empty; ascending.
fn texts(
    given: Spanned<BTreeMap<Spanned<String>, String>>,
    owner: &str,
    what: &str,
    languages: &[String],
) -> Result<Vec<(String, String)>, Wrong> {
    if let Some(tag) = given.get_ref().keys().find(|tag| !languages.contains(tag.get_ref())) {
        let (tag_text, known) = (tag.get_ref(), languages.join(", "));
        let says =
            format!("{tag_text:?} is no language of the house ({known}): remove it, or add it to house.languages");
        return wrong(tag, says);
    }
    let has =
        |tag: &String| given.get_ref().iter().any(|(given, text)| given.get_ref() == tag && !text.trim().is_empty());
    if let Some(missing) = languages.iter().find(|tag| !has(tag)) {
        return wrong(&given, format!("{owner} has no {what} in {missing:?}: add {missing} = \"...\""));
    }
    Ok(given.into_inner().into_iter().map(|(tag, text)| (tag.into_inner(), text)).collect())
}

/// The word of `known` that `word` was probably meant to be.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|known| (strsim::osa_distance(word, known), known));
    let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= word.chars().count().max(3)).then_some(known)
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// What to do about an error of the TOML reader, where its message does not say.
fn hint(message: &str) -> String {
    // "unknown field `untl`, expected one of `from`, `until`"
    let mut quoted = message.split('`').skip(1).step_by(2);
    let meant = quoted.next().and_then(|word| nearest(word, quoted));
    if message.starts_with("unknown field") {
        match meant {
            Some(meant) => format!("; did you mean `{meant}`? Correct the spelling or remove the line"),
            None => "; correct the spelling or remove the line".to_owned(),
        }
    } else if message.starts_with("missing field") {
        "; add it".to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: &str = r#"[house]
name = "Maison Exemple"
url = "https://shop.example/p/{id}"
languages = ["fr", "en"]
currency = "EUR"

[privacy]
sensitive_types = ["Lingerie"]

[[division]]
id = "leather-goods"
names = { fr = "la maroquinerie", en = "leather goods" }
product_types = ["Maroquinerie", "Petite  Maroquinerie"]

[[division]]
id = "jewellery"
names = { fr = "la joaillerie", en = "jewellery" }
product_types = ["Joaillerie"]

[season]
marks = ["christmas"]

[discretion]
level = { fr = "open" }
caps = { lifetime = 4, custom = [{ cap = 1, period = "12h" }] }

[messages.fr]
completes-type = "Pour sublimer {type}"

[[type]]
name = "Sac"
names = { fr = "un sac" }

[[notice]]
id = "letter"
from = "2026-12-01"
until = "2026-12-24"
items = ["a"]
texts = { fr = "Si un sac est en cause, la maison le reprend.", en = "If a bag worries you, write to us." }
"#;

    #[test]
    fn a_whole_file() {
        let house = House::parse(HOUSE, "house.toml").unwrap();
        assert_eq!(house.privacy.k, 3);
        assert_eq!(house.privacy.retention_days, 90);
        assert_eq!(house.price_age_days, 1);
        assert_eq!(house.division_of(" petite maroquinerie"), Some(0));
        assert_eq!(house.division_of("JOAILLERIE"), Some(1));
        assert_eq!(house.division_of("Parfums"), None);
        assert!(house.sensitive_type("LINGERIE") == Some(0) && house.sensitive_type("Bas").is_none());
        assert_eq!(house.url_of("a/b é").as_deref(), Some("https://shop.example/p/a%2Fb%20%C3%A9"));
        assert_eq!(house.image_of("a"), None);
        assert_eq!(house.divisions[0].names[0], ("en".into(), "leather goods".into()));
    }

    /// The settings that README.md shows, all together.
    #[test]
    fn the_readme_can_be_followed() {
        let readme = include_str!("../../../../README.md");
        let blocks = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let text: String = blocks.collect();
        let house = House::parse(&text, "README.md").unwrap();
        assert_eq!((house.collections.len(), house.season.marks.len(), house.rules.len()), (1, 2, 1));
    }

    /// Each change breaks the file at a line, and the message says what to do.
    #[test]
    fn errors_name_the_line() {
        for (from, to, line, says) in [
            ("currency = \"EUR\"", "currency = \"euro\"", 5, "ISO 4217"),
            ("currency = \"EUR\"", "curency = \"EUR\"", 5, "unknown field `curency`"),
            ("currency = \"EUR\"\n", "", 1, "missing field `currency`; add it"),
            ("[season]", "[seasn]", 20, "unknown field `seasn`"),
            ("id = \"jewellery\"", "id = \"leather-goods\"", 16, "defined twice"),
            ("id = \"jewellery\"", "id = \"Jewels\"", 16, "small letters"),
            ("[\"Joaillerie\"]", "[\n\"maroquinerie\"]", 19, "claimed by \"leather-goods\""),
            ("[\"Joaillerie\"]", "[]", 18, "is empty"),
            ("fr = \"la joaillerie\", ", "", 17, "no name in \"fr\""),
            ("sensitive_types", "k = 0\nsensitive_types", 8, "from 1 to 255"),
            ("sensitive_types", "k = 256\nsensitive_types", 8, "from 1 to 255"),
            ("sensitive_types", "retention_days = 397\nsensitive_types", 8, "from 1 to 396"),
            ("sensitive_types", "mode = \"personal\"\nsensitive_types", 8, "unknown field `mode`"),
            ("[\"fr\", \"en\"]", "[]", 4, "at least one"),
            ("[\"fr\", \"en\"]", "[\"french\"]", 4, "not a language tag"),
            ("/p/{id}\"", "/p/\"", 3, "{id}"),
            ("https://shop", "shop", 3, "in full"),
            ("name = \"Maison Exemple\"", "name = Maison", 2, ""),
        ] {
            assert!(HOUSE.contains(from), "{from}");
            let error = House::parse(&HOUSE.replacen(from, to, 1), "house.toml").unwrap_err().to_string();
            assert!(error.starts_with(&format!("house.toml:{line}: ")), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
        let none = HOUSE.split("[[division]]").next().unwrap();
        assert!(House::parse(none, "h").unwrap_err().to_string().contains("no [[division]]"));
    }

    #[test]
    fn minor_units() {
        let digits = |code| Currency::new(code).map(|currency| currency.minor_digits);
        assert_eq!(["EUR", "JPY", "KRW", "KWD", "BHD"].map(digits), [2, 0, 0, 3, 3].map(Some));
        assert_eq!(["eur", "EU", "EURO", "€"].map(digits), [None; 4]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = House::parse(&text, "h");
        }

        #[test]
        fn no_damage_panics(at in 0..HOUSE.len(), text in "[\\[\\]=\"{}a-z0-9\n>.-]{0,12}") {
            let mut damaged = HOUSE.to_owned();
            damaged.insert_str(at, &text);
            let _ = House::parse(&damaged, "h");
        }
    }
}
