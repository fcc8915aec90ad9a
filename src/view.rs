//! A slate as the outside sees it: the same fields in JavaScript and in the native tool's JSON.

use crate::discretion::Reason;
use crate::engine::{Explanation, Slate, Suggestion};
use crate::pack::Core;
use crate::rank::Merit;
use crate::season::{Flag, Signs};
use serde::Serialize;

/// A slate, ready to serialise. Field names are part of the public API.
#[derive(Debug, Serialize)]
pub struct SlateView<'a> {
    /// Why the slate is as it is: `ok`, `off`, `no-pack`, `item-unknown`, `nothing-suitable`.
    pub status: &'static str,
    /// The suggestions, the best first.
    pub suggestions: Vec<SuggestionView<'a>>,
}

/// One suggestion.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView<'a> {
    item_id: &'a str,
    title: &'a str,
    url: &'a str,
    image: &'a str,
    price: Option<PriceView<'a>>,
    division: DivisionView<'a>,
    #[serde(rename = "type")]
    item_type: &'a str,
    score: i64,
    reason: ReasonView<'a>,
    season: SeasonView,
    flags: Vec<FlagView<'a>>,
    place: &'static str,
}

#[derive(Debug, Serialize)]
struct PriceView<'a> {
    amount: f64,
    currency: &'a str,
}

#[derive(Debug, Serialize)]
struct DivisionView<'a> {
    id: &'a str,
    name: &'a str,
}

/// How well an item fits the season and the weather, -1..=1, and what that is the sum of.
#[derive(Debug, Serialize)]
pub struct SeasonView {
    fit: f64,
    collection: f64,
    occasion: f64,
    demand: f64,
    weather: f64,
}

/// What may be said of an item's season.
#[derive(Debug, Serialize)]
pub struct FlagView<'a> {
    code: &'static str,
    /// Of the collection or occasion; empty for other flags.
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    /// What a collection tells.
    #[serde(skip_serializing_if = "str::is_empty")]
    story: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    link: &'a str,
}

/// A number from -1 to 1 with 16 fractional bits, to four decimals, as the browser's own numbers are written.
#[must_use]
pub fn number(fixed: i32) -> f64 {
    f64::from((fixed * 10_000 + (1 << 15)) >> 16) / 10_000.0
}

impl SeasonView {
    /// `signs` as numbers.
    #[must_use]
    pub fn new(signs: &Signs) -> Self {
        Self {
            fit: number(signs.fit()),
            collection: number(signs.collection),
            occasion: number(signs.occasion),
            demand: number(signs.demand),
            weather: number(signs.weather),
        }
    }
}

impl<'a> FlagView<'a> {
    /// `flag` with the names that `core` has in its language at this position.
    #[must_use]
    pub fn new(flag: Flag, core: &'a Core, language: usize) -> Self {
        let mut view = Self { code: flag.code(), id: "", name: "", story: "", link: "" };
        if let Flag::Collection(number) | Flag::Occasion(number) = flag {
            let (number, languages) = (usize::from(number), core.languages.len());
            let story = number * (languages + 1);
            view.id = core.collections.get(number).map_or("", String::as_str);
            view.name = core.season.names.get(number * languages + language);
            view.link = core.season.stories.get(story);
            view.story = core.season.stories.get(story + 1 + language);
        }
        view
    }
}

/// Why an item is suggested, with what the sentence names.
#[derive(Debug, Serialize)]
struct ReasonView<'a> {
    code: &'static str,
    /// Of the item, type, division, collection or occasion; `cold`, `rain` or `sun` of the weather.
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    /// In the page's language; what types are called is in the words of the pack.
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

impl<'a> ReasonView<'a> {
    fn new(suggestion: &Suggestion<'a>, core: &'a Core, language: usize) -> Self {
        let reason = suggestion.reason;
        let (id, name) = match reason {
            Reason::CompletesType(number) => {
                (core.types.get(usize::from(number)).map_or("", |kind| kind.name.as_str()), "")
            }
            Reason::Division(number) | Reason::NewInDivision(number) => named(core, number, language),
            Reason::Collection(number) | Reason::Occasion(number) => {
                let FlagView { id, name, .. } = FlagView::new(Flag::Collection(number as u8), core, language);
                (id, name)
            }
            Reason::Weather(weather) => (weather.code(), ""),
            _ => suggestion.about.unwrap_or_default(),
        };
        Self { code: reason.code(), id, name }
    }
}

/// Id and name of the division at this position.
fn named(core: &Core, division: u16, language: usize) -> (&str, &str) {
    core.divisions
        .get(usize::from(division))
        .map_or(("", ""), |division| (&division.id, division.names.get(language).map_or("", String::as_str)))
}

/// Why an item has its score, or is not shown. The parts sum to the score.
#[derive(Debug, Serialize)]
pub struct ExplanationView<'a> {
    score: i64,
    parts: Vec<PartView<'a>>,
    /// Its place on the slate, from 1.
    place: Option<usize>,
    /// Why it is not on the slate.
    absence: Option<&'static str>,
    /// The shopper's, 0 to 1.
    attachment: f64,
    potential: f64,
}

#[derive(Debug, Serialize)]
struct PartView<'a> {
    name: &'static str,
    source: &'a str,
    value: i64,
}

impl<'a> ExplanationView<'a> {
    /// `explanation`, ready to serialise.
    #[must_use]
    pub fn new(explanation: &'a Explanation) -> Self {
        let parts = explanation.parts.iter();
        Self {
            score: explanation.score,
            parts: parts.map(|part| PartView { name: part.name, source: &part.source, value: part.value }).collect(),
            place: explanation.place.map(|place| place + 1),
            absence: explanation.absence.map(crate::rank::Absence::code),
            attachment: number(explanation.attachment as i32),
            potential: number(explanation.potential as i32),
        }
    }
}

impl<'a> SlateView<'a> {
    /// `slate` with names in its language.
    #[must_use]
    pub fn new(slate: &Slate<'a>) -> Self {
        let language = slate.language;
        let suggestions = slate.core.map_or_else(Vec::new, |core| {
            slate.suggestions.iter().map(|suggestion| view(core, suggestion, language)).collect()
        });
        Self { status: slate.status.code(), suggestions }
    }
}

/// The position of the house's language for `locale`: the same tag, else the same primary language, else the first.
#[must_use]
pub fn language(core: &Core, locale: &str) -> usize {
    let position = |fits: &dyn Fn(&str) -> bool| core.languages.iter().position(|tag| fits(tag));
    position(&|tag| tag.eq_ignore_ascii_case(locale))
        .or_else(|| position(&|tag| primary(tag).eq_ignore_ascii_case(primary(locale))))
        .unwrap_or(0)
}

/// What stands before the first hyphen of a language tag. Bytes: to split a text would bring a search of its own.
fn primary(tag: &str) -> &[u8] {
    tag.as_bytes().split(|byte| *byte == b'-').next().unwrap_or_default()
}

fn view<'a>(core: &'a Core, suggestion: &Suggestion<'a>, language: usize) -> SuggestionView<'a> {
    let card = suggestion.card;
    let (id, name) = named(core, card.facts.division, language);
    SuggestionView {
        item_id: suggestion.id,
        title: card.texts.title(),
        url: card.texts.url(),
        image: card.texts.image(),
        price: suggestion.price_minor.map(|minor| PriceView {
            amount: f64::from(minor) / f64::from(10u32.pow(u32::from(core.minor_digits))),
            currency: &core.currency,
        }),
        division: DivisionView { id, name },
        item_type: core.types.get(usize::from(card.facts.item_type)).map_or("", |item_type| &item_type.name),
        score: suggestion.score,
        reason: ReasonView::new(suggestion, core, language),
        season: SeasonView::new(&suggestion.signs),
        flags: suggestion.flags.iter().map(|flag| FlagView::new(*flag, core, language)).collect(),
        place: match suggestion.merit {
            Merit::Score => "ranked",
            Merit::New => "new",
            Merit::Pinned => "pinned",
        },
    }
}
