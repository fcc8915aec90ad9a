//! Answers as the outside sees them: the same fields in JavaScript and in the native tool's JSON. Names of fields, codes and
//! comments here are the public API: the package's TypeScript types are made from them.

use crate::discretion::{Reason, ReasonCode};
use crate::engine::DecidedMessage;
use crate::message::{Condition, MessageAbsence, MessageAbsenceCode, MessageKind};
use crate::model::{DivisionIndex, Factor, Fit};
use crate::pack::Core;
use crate::rank::{Absence, PartName, RankSource};
use crate::season::{Flag, FlagCode, SeasonScore};
use crate::slate::{Explanation, NamedPart, ShownItem, Slate, Status, Suggestion};
use serde::Serialize;

/// The ordered list for a slot.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Slate"))]
pub struct SlateView<'a> {
    /// Why the slate is as it is.
    pub status: Status,
    /// The best first; more of one type than the house wants comes last, where nothing else is left.
    pub suggestions: Vec<SuggestionView<'a>>,
}

/// One entry of a slate. Every text is text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Suggestion"))]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView<'a> {
    /// The item's id in the feed.
    item_id: &'a str,
    /// The title.
    title: &'a str,
    /// Address of the item's page.
    url: &'a str,
    /// Address of the picture; `null` when the feed has none.
    image: Option<&'a str>,
    /// The picture by its width, as `srcset` says it; `null` where house.toml has no `[images] template`.
    image_set: Option<String>,
    /// Address of another picture, for when the first one cannot be had; `null` when the feed has none.
    additional_image: Option<&'a str>,
    /// `null` when the feed has none, or it is too old to show.
    price: Option<PriceView<'a>>,
    /// The item's division.
    division: DivisionView<'a>,
    /// The product type, as the feed calls it.
    #[serde(rename = "type")]
    item_type: &'a str,
    /// Comparable within one slate: a whole number of units of 2^-30, at most 2^52 and so exact.
    score: i64,
    /// Why it is suggested.
    reason: ReasonView<'a>,
    /// How well it fits the season and the weather.
    season: SeasonView,
    /// The most particular first.
    flags: Vec<FlagView<'a>>,
    /// How it came to its place: by its score, as something new that gets a chance, or pinned by the house.
    place: RankSource,
}

/// What is needed to draw an item. Every text is text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Item"))]
#[serde(rename_all = "camelCase")]
pub struct ItemView<'a> {
    /// The item's id in the feed.
    item_id: &'a str,
    /// The title.
    title: &'a str,
    /// Address of the item's page.
    url: &'a str,
    /// Address of the picture; `null` when the feed has none.
    image: Option<&'a str>,
    /// The picture by its width, as `srcset` says it; `null` where house.toml has no `[images] template`.
    image_set: Option<String>,
    /// Address of another picture, for when the first one cannot be had; `null` when the feed has none.
    additional_image: Option<&'a str>,
    /// `null` when the feed has none, or it is too old to show.
    price: Option<PriceView<'a>>,
    /// The item's division.
    division: DivisionView<'a>,
    /// The product type, as the feed calls it.
    #[serde(rename = "type")]
    item_type: &'a str,
    /// Whether it can be bought now; of a variant, where the page speaks of one.
    available: bool,
}

/// An amount of money.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Price"))]
pub(crate) struct PriceView<'a> {
    /// In major units: 2.95.
    amount: f64,
    /// ISO 4217.
    currency: &'a str,
}

/// A department of the house.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Division"))]
pub(crate) struct DivisionView<'a> {
    /// The id of house.toml.
    id: &'a str,
    /// In the page's language.
    name: &'a str,
}

/// How well an item fits the season and the weather: -1 to 1 with four decimals, and what that is the sum of.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "SeasonFit"))]
pub struct SeasonView {
    /// The sum.
    fit: f64,
    /// Its collections are shown now, or are over or to come.
    collection: f64,
    /// An occasion is near that it is for.
    occasion: f64,
    /// What clients bought at this time of other years.
    demand: f64,
    /// Warm when it is cold, for rain when it rains.
    weather: f64,
}

/// What may be said of an item's season.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Flag"))]
pub struct FlagView<'a> {
    /// What may be said.
    code: FlagCode,
    /// Of the collection or occasion.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// In the page's language, where the house has given one.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// What a collection tells, likewise.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<&'a str>,
    /// Where to read on.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
}

/// A message of the house that may come now. Every text is text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Message"))]
#[serde(rename_all = "camelCase")]
pub struct MessageView<'a> {
    /// Its id: what `recordMessage()` takes.
    id: String,
    /// What it is.
    #[cfg_attr(feature = "types", ts(type = "MessageKind"))]
    kind: &'static str,
    /// `first` where it concerns this shopper, `letter` where it is for everybody.
    #[cfg_attr(feature = "types", ts(type = "\"first\" | \"letter\""))]
    prominence: &'static str,
    /// Whether what this device remembers decided that it is shown, or that it is this one. An offer must say so.
    from_history: bool,
    /// What it says; of what is back in stock, the item's title.
    text: &'a str,
    /// Where to read on; `null` where there is no such page.
    link: Option<&'a str>,
    /// Address of a picture; `null` where there is none, and unless the request says `pictures: "everyone"`.
    picture: Option<&'a str>,
    /// Whether it asks if the client is satisfied.
    asks: bool,
    /// The page of the service, for who is not satisfied; `null` where it does not ask.
    service: Option<&'a str>,
    /// Of an offer, its code; `null` for every other kind.
    code: Option<&'a str>,
    /// Why it is not shown; `null` where it comes.
    absence: Option<MessageAbsenceView>,
}

/// Why a message is not shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MessageAbsence"))]
pub(crate) struct MessageAbsenceView {
    /// The rule.
    code: MessageAbsenceCode,
    /// The condition of `for` that is not met; `null` where another rule decided.
    #[cfg_attr(feature = "types", ts(type = "Condition | null"))]
    condition: Option<&'static str>,
}

impl<'a> MessageView<'a> {
    /// A message with what was decided of it; its picture only where everybody asks for the pictures of all messages.
    #[must_use]
    pub fn new(decided: &'a DecidedMessage, pictures: bool) -> Self {
        let DecidedMessage { message, prominence, from_history, absence } = decided;
        let absence = absence.map(|MessageAbsence { code, condition }| MessageAbsenceView {
            code,
            condition: condition.map(Condition::name),
        });
        Self {
            // What is back in stock has no id of the house's own.
            id: if message.kind == MessageKind::BackInStock { message.key() } else { message.id.clone() },
            kind: message.kind.name(),
            prominence: prominence.name(),
            from_history: *from_history,
            text: &message.text,
            link: message.link.as_deref(),
            picture: message.picture.as_deref().filter(|_| pictures),
            asks: message.asks,
            service: message.service.as_deref(),
            code: message.code.as_deref(),
            absence,
        }
    }
}

/// To four decimals, as the browser's own numbers are written.
#[must_use]
pub fn number(fit: Fit) -> f64 {
    f64::from((fit.bits() * 10_000 + (1 << 15)) >> 16) / 10_000.0
}

/// A share likewise.
fn share(share: Factor) -> f64 {
    number(Fit::from_bits(share.bits() as i32))
}

impl SeasonView {
    /// `signs` as numbers.
    #[must_use]
    pub fn new(signs: &SeasonScore) -> Self {
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
        let mut view = Self { code: flag.into(), id: None, name: None, story: None, link: None };
        if let Flag::Collection(number) | Flag::Occasion(number) = flag {
            let (number, languages) = (number.at(), core.languages.len());
            let story = number * (languages + 1);
            view.id = core.collections.get(number).map(String::as_str);
            view.name = given(core.season.names.get(number * languages + language));
            view.link = given(core.season.stories.get(story));
            view.story = given(core.season.stories.get(story + 1 + language));
        }
        view
    }
}

/// Why something is suggested, in the most particular way that may be spoken: docs/discretion.md.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Reason"))]
pub(crate) struct ReasonView<'a> {
    /// Which reason.
    code: ReasonCode,
    /// Of the item, type, division, collection or occasion that it names; `cold`, `rain` or `sun` of the weather.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// The title, or the name in the page's language; what types are called is in the words of the pack.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl<'a> ReasonView<'a> {
    fn new(suggestion: &Suggestion<'a>, core: &'a Core, language: usize) -> Self {
        let reason = suggestion.reason;
        let (id, name) = match reason {
            Reason::CompletesType(number) => (number.of(&core.types).map(|item_type| item_type.name.as_str()), None),
            Reason::Division(number) | Reason::NewInDivision(number) => {
                let (id, name) = named(core, number, language);
                (Some(id), given(name))
            }
            Reason::Collection(number) | Reason::Occasion(number) => {
                let FlagView { id, name, .. } = FlagView::new(Flag::Collection(number), core, language);
                (id, name)
            }
            Reason::Weather(weather) => (Some(weather.code()), None),
            _ => suggestion.about.map_or((None, None), |item| (Some(item.id), given(item.title))),
        };
        Self { code: reason.into(), id, name }
    }
}

/// Id and name of the division at this position.
fn named(core: &Core, division: DivisionIndex, language: usize) -> (&str, &str) {
    division
        .of(&core.divisions)
        .map_or(("", ""), |division| (&division.id, division.names.get(language).map_or("", String::as_str)))
}

/// A text, unless it is empty: what the pack does not give.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Why an item has its score, or is not shown. The parts sum to the score.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Explanation"))]
pub struct ExplanationView<'a> {
    /// The sum of the parts: a whole number of units of 2^-30, at most 2^52 and so exact.
    score: i64,
    /// In the order in which they were worked out.
    parts: Vec<PartView<'a>>,
    /// From 1; `null` when it is not shown.
    place: Option<usize>,
    /// Why it is not shown.
    absence: Option<Absence>,
    /// How faithful the shopper is to the house, 0 to 1: see docs/ranking.md.
    attachment: f64,
    /// How open the shopper is to divisions not yet met, 0 to 1.
    potential: f64,
}

/// A part of a score.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Part"))]
pub(crate) struct PartView<'a> {
    /// `neighbour` and `back-off`: the list of an item of the history, counted or derived from types and attributes;
    /// `in-season`: the season's slate; `reminder`: it was looked at; `season`: how well it fits the season and the weather;
    /// `fatigue`: shown before and not followed; `size`: left in other sizes alone; `attachment`: new, for a faithful shopper;
    /// `rule`: of house.toml; `share`: its division's share of the slate.
    name: PartName,
    /// The item or the rule's number; `null` for others.
    source: Option<&'a str>,
    /// Whole units of 2^-30, exact; negative where something was taken away.
    value: i64,
}

impl<'a> ExplanationView<'a> {
    /// `explanation`, ready to serialise.
    #[must_use]
    pub fn new(explanation: &'a Explanation) -> Self {
        let part = |part: &'a NamedPart| PartView {
            name: part.name,
            source: part.source.as_deref(),
            value: part.value.units(),
        };
        Self {
            score: explanation.score.units(),
            parts: explanation.parts.iter().map(part).collect(),
            place: explanation.place.map(|place| place + 1),
            absence: explanation.absence,
            attachment: share(explanation.attachment),
            potential: share(explanation.potential),
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
        Self { status: slate.status, suggestions }
    }
}

impl<'a> ItemView<'a> {
    /// `item` with names in its language.
    #[must_use]
    pub fn new(item: &ShownItem<'a>) -> Self {
        let ShownItem { id, card, price_minor, available, core, language } = *item;
        let (division, name) = named(core, card.facts.division, language);
        Self {
            item_id: id,
            title: card.texts.title(),
            url: card.texts.url(),
            image: given(card.texts.image()),
            image_set: core.picture_set(id, card.texts.image()),
            additional_image: given(card.texts.additional_image()),
            price: PriceView::of(core, price_minor),
            division: DivisionView { id: division, name },
            item_type: card.facts.item_type.of(&core.types).map_or("", |item_type| &item_type.name),
            available,
        }
    }
}

impl<'a> PriceView<'a> {
    fn of(core: &'a Core, minor: Option<u32>) -> Option<Self> {
        let unit = f64::from(10u32.pow(u32::from(core.minor_digits)));
        minor.map(|minor| Self { amount: f64::from(minor) / unit, currency: &core.currency })
    }
}

fn view<'a>(core: &'a Core, suggestion: &Suggestion<'a>, language: usize) -> SuggestionView<'a> {
    let card = suggestion.card;
    let (id, name) = named(core, card.facts.division, language);
    SuggestionView {
        item_id: suggestion.id,
        title: card.texts.title(),
        url: card.texts.url(),
        image: given(card.texts.image()),
        image_set: core.picture_set(suggestion.id, card.texts.image()),
        additional_image: given(card.texts.additional_image()),
        price: PriceView::of(core, suggestion.price_minor),
        division: DivisionView { id, name },
        item_type: card.facts.item_type.of(&core.types).map_or("", |item_type| &item_type.name),
        score: suggestion.score.units(),
        reason: ReasonView::new(suggestion, core, language),
        season: SeasonView::new(&suggestion.signs),
        flags: suggestion.flags.iter().map(|flag| FlagView::new(*flag, core, language)).collect(),
        place: suggestion.rank_source,
    }
}
