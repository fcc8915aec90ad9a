//! The public answers, with the same fields in JavaScript and in the native tool's JSON. Names of fields, codes and
//! comments here are the public API: the package's TypeScript types are generated from them. Not for computing an
//! answer: see [`crate::engine`].

use crate::discretion::{Reason, ReasonBasis, ReasonCode};
use crate::engine::DecidedMessage;
use crate::message::{Condition, MessageAbsence, MessageAbsenceCode, MessageKind};
use crate::model::{DivisionIndex, Factor, Fit, LanguageIndex};
use crate::pack::{Core, Division};
use crate::rank::{Absence, PartName, RankSource};
use crate::season::{Flag, FlagCode, SeasonScore};
use crate::slate::{Explanation, NamedPart, ShownItem, Slate, Status, Suggestion};
use serde::Serialize;

/// An ordered list of suggestions for a slot.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Slate"))]
pub struct SlateView<'a> {
    /// Whether there are suggestions, and if not, why.
    pub status: Status,
    /// Best first. Suggestions above the house's limit per type come last, and only if the slate would be short without
    /// them.
    pub suggestions: Vec<SuggestionView<'a>>,
}

/// One entry of a slate. All strings are plain text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Suggestion"))]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView<'a> {
    /// The item's id in the feed.
    pub(crate) item_id: &'a str,
    /// The title.
    title: &'a str,
    /// URL of the item's page.
    url: &'a str,
    /// URL of the image; `null` if the feed has none.
    image: Option<&'a str>,
    /// The image in several widths, in the format of `srcset`; `null` if house.toml has no `[images] template`.
    image_set: Option<String>,
    /// URL of a second image, to use if the first one fails to load; `null` if the feed has none.
    additional_image: Option<&'a str>,
    /// The price; `null` if the feed has none or the stored price is too old to show.
    price: Option<PriceView<'a>>,
    /// The item's division.
    division: DivisionView<'a>,
    /// The product type, as named in the feed.
    #[serde(rename = "type")]
    item_type: &'a str,
    /// Comparable within one slate only: a whole number in units of 2^-30, below 2^53 and therefore exact.
    score: i64,
    /// Why the item is suggested.
    reason: ReasonView<'a>,
    /// How well the item fits the season and the weather.
    season: SeasonView,
    /// Flags about the season, the most specific first.
    flags: Vec<FlagView<'a>>,
    /// How the item got its position: by its score, as a new item that gets a chance, or pinned by the house.
    place: RankSource,
}

/// The data needed to draw an item. All strings are plain text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Item"))]
#[serde(rename_all = "camelCase")]
pub struct ItemView<'a> {
    /// The item's id in the feed.
    item_id: &'a str,
    /// The title.
    title: &'a str,
    /// URL of the item's page.
    url: &'a str,
    /// URL of the image; `null` if the feed has none.
    image: Option<&'a str>,
    /// The image in several widths, in the format of `srcset`; `null` if house.toml has no `[images] template`.
    image_set: Option<String>,
    /// URL of a second image, to use if the first one fails to load; `null` if the feed has none.
    additional_image: Option<&'a str>,
    /// The price; `null` if the feed has none or the stored price is too old to show.
    price: Option<PriceView<'a>>,
    /// The item's division.
    division: DivisionView<'a>,
    /// The product type, as named in the feed.
    #[serde(rename = "type")]
    item_type: &'a str,
    /// Whether the item can be bought now; if the page named a variant, whether that variant can.
    available: bool,
}

/// An amount of money.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Price"))]
pub(crate) struct PriceView<'a> {
    /// In major units of the currency, for example 2.95.
    amount: f64,
    /// ISO 4217 code.
    currency: &'a str,
}

/// A division (department) of the shop.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Division"))]
pub(crate) struct DivisionView<'a> {
    /// The id from house.toml.
    id: &'a str,
    /// The name in the page's language.
    name: &'a str,
}

/// How well an item fits the season and the weather: the sum and its parts, -1 to 1, rounded to four decimals.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "SeasonFit"))]
pub struct SeasonView {
    /// The sum of the parts.
    fit: f64,
    /// The part of collections: positive while a collection of the item is shown, negative before and after.
    collection: f64,
    /// The part of occasions: positive while an occasion that the item is meant for is near.
    occasion: f64,
    /// The part of demand: sales at this time in other years.
    demand: f64,
    /// The part of the weather: warm clothing in cold weather, rain protection in rain.
    weather: f64,
}

/// A label about an item's season.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Flag"))]
pub struct FlagView<'a> {
    /// Which label.
    code: FlagCode,
    /// Id of the collection or occasion.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// Name of the collection or occasion in the page's language, if the house has given one.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The story of a collection in the page's language, if the house has given one.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<&'a str>,
    /// Address of a page with more about the collection or occasion.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
}

/// A message of the house, and why it is not shown if it is not. All strings are plain text, never markup.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Message"))]
#[serde(rename_all = "camelCase")]
pub struct MessageView<'a> {
    /// The id to pass to `recordMessage()`.
    id: String,
    /// The kind of message.
    #[cfg_attr(feature = "types", ts(type = "MessageKind"))]
    kind: &'static str,
    /// `first` if the message concerns this shopper, `letter` if it is for everybody.
    #[cfg_attr(feature = "types", ts(type = "\"first\" | \"letter\""))]
    prominence: &'static str,
    /// Whether the history on this device decided that a message is shown, or which one. An offer must disclose this.
    from_history: bool,
    /// The text of the message; for `back-in-stock`, the item's title.
    text: &'a str,
    /// Address of a page with more; `null` if there is none.
    link: Option<&'a str>,
    /// URL of an image; `null` if there is none, or if the request does not set `pictures: "everyone"`.
    picture: Option<&'a str>,
    /// Whether the message asks if the client is satisfied.
    asks: bool,
    /// The customer service page for a client who is not satisfied; `null` if the message does not ask.
    service: Option<&'a str>,
    /// The code of an offer; `null` for every other kind.
    code: Option<&'a str>,
    /// Why the message is not shown; `null` if it is shown.
    absence: Option<MessageAbsenceView>,
}

/// Why a message is not shown.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "MessageAbsence"))]
pub(crate) struct MessageAbsenceView {
    /// The rule that excluded the message.
    code: MessageAbsenceCode,
    /// The condition of `for` that is not met; `null` if another rule excluded the message.
    #[cfg_attr(feature = "types", ts(type = "Condition | null"))]
    condition: Option<&'static str>,
}

impl<'a> MessageView<'a> {
    /// Converts a message and the decision about it. The picture is included only if `pictures` is true, that is if the
    /// page loads the pictures of all messages for every shopper.
    #[must_use]
    pub fn new(decided: &'a DecidedMessage, pictures: bool) -> Self {
        let DecidedMessage { message, prominence, from_history, absence } = decided;
        let absence = absence.map(|MessageAbsence { code, condition }| MessageAbsenceView {
            code,
            condition: condition.map(Condition::name),
        });
        Self {
            // A back-in-stock message has no id from the house, so its key is used.
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

/// Rounds to four decimals, as the JavaScript API returns numbers.
#[must_use]
pub fn number(fit: Fit) -> f64 {
    f64::from((fit.bits() * 10_000 + (1 << 15)) >> 16) / 10_000.0
}

/// Converts a share, 0 to 1, rounded to four decimals.
fn share(share: Factor) -> f64 {
    number(Fit::from_bits(share.bits() as i32))
}

impl SeasonView {
    /// Converts a season score to numbers.
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
    /// Converts `flag`, with the names that `core` has for the language at position `language`.
    #[must_use]
    pub fn new(flag: Flag, core: &'a Core, language: LanguageIndex) -> Self {
        let mut view = Self { code: flag.into(), id: None, name: None, story: None, link: None };
        if let Flag::Collection(number) | Flag::Occasion(number) = flag {
            view.id = number.of(&core.collections).map(String::as_str);
            view.name = core.collection_name(number, language);
            view.link = core.collection_link(number);
            view.story = core.collection_story(number, language);
        }
        view
    }
}

/// Why an item is suggested: the most specific reason that may be shown. See docs/discretion.md.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Reason"))]
pub(crate) struct ReasonView<'a> {
    /// Which reason.
    code: ReasonCode,
    /// Id of the item, type, division, collection or occasion that the reason names; for weather, `cold`, `rain` or
    /// `sun`.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// The item's title, or the name in the page's language. Names of types are in the pack's translations.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The data that the reason depends on.
    basis: ReasonBasis,
    /// The name of the reason's sentence in the catalogues, see docs/sentences.md. For a type without a name in the
    /// pack's translations, the sentence with the suffix `-plain` takes the feed's own word.
    sentence: &'static str,
}

impl<'a> ReasonView<'a> {
    fn new(suggestion: &Suggestion<'a>, core: &'a Core, language: LanguageIndex) -> Self {
        let reason = suggestion.reason;
        let (basis, sentence) = (reason.basis(), reason.sentence());
        let mut view = Self { code: reason.into(), id: None, name: None, basis, sentence };
        match reason {
            Reason::CompletesType(item_type) => {
                view.id = item_type.of(&core.types).map(|item_type| item_type.name.as_str());
            }
            Reason::Division(division) | Reason::NewInDivision(division) => {
                let division = division.of(&core.divisions);
                view.id = division.map(|division| division.id.as_str());
                view.name = division.and_then(|division| name_of(division, language));
            }
            Reason::Collection(number) | Reason::Occasion(number) => {
                let FlagView { id, name, .. } = FlagView::new(Flag::Collection(number), core, language);
                (view.id, view.name) = (id, name);
            }
            Reason::Weather(weather) => view.id = Some(weather.code()),
            _ => {
                view.id = suggestion.about.map(|item| item.id);
                view.name = suggestion.about.and_then(|item| item.title);
            }
        }
        if reason == Reason::GoesWithPageItem && view.name.is_none() {
            view.sentence = "goes-with-page-item-plain";
        }
        view
    }
}

impl<'a> DivisionView<'a> {
    /// Converts the division at this position. Every division of a card is in the core that its pack was opened with.
    fn new(core: &'a Core, division: DivisionIndex, language: LanguageIndex) -> Self {
        let division = division.of(&core.divisions);
        Self {
            id: division.map(|division| division.id.as_str()).unwrap_or_default(),
            name: division.and_then(|division| name_of(division, language)).unwrap_or_default(),
        }
    }
}

/// The name of a division in a language, if it has one.
fn name_of(division: &Division, language: LanguageIndex) -> Option<&str> {
    given(language.of(&division.names)?)
}

/// `None` for an empty string: the pack stores missing texts as empty.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Why an item has its score, or why it is not shown. The parts add up to the score.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Explanation"))]
pub struct ExplanationView<'a> {
    /// The sum of the parts: a whole number in units of 2^-30, below 2^53 and therefore exact.
    score: i64,
    /// In the order of computation.
    parts: Vec<PartView<'a>>,
    /// Position on the slate, starting at 1; `null` if the item is not shown.
    place: Option<usize>,
    /// Why the item is not shown; `null` if it is shown.
    absence: Option<Absence>,
    /// How loyal the shopper is to the house, 0 to 1, rounded to four decimals: see docs/ranking.md.
    attachment: f64,
    /// How open the shopper is to divisions that are new to them, 0 to 1, rounded to four decimals.
    potential: f64,
}

/// One part of a score.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Part"))]
pub(crate) struct PartView<'a> {
    /// `neighbour` and `back-off`: the neighbour list of an item in the history, from counts or derived from types and
    /// attributes; `in-season`: the season's list; `trending`: the list of trending items; `reminder`: the shopper has
    /// viewed the item; `season`: fit with the season and the weather; `fatigue`: shown before without a click; `size`:
    /// only other sizes are left; `attachment`: a new item, for a loyal shopper; `rule`: a rule of house.toml; `share`:
    /// the division's share of the slate.
    name: PartName,
    /// The item's id or the rule's number; `null` for other parts.
    source: Option<&'a str>,
    /// In whole units of 2^-30, exact; negative if the part lowers the score.
    value: i64,
}

impl<'a> ExplanationView<'a> {
    /// Converts `explanation` for serialisation. Positions start at 1.
    #[must_use]
    pub fn new(explanation: &'a Explanation) -> Self {
        let part = |part: &'a NamedPart| PartView {
            name: part.name,
            source: part.source.as_deref(),
            value: part.value.units(),
        };
        Self {
            score: explanation.score().units(),
            parts: explanation.parts.iter().map(part).collect(),
            place: explanation.place.map(|place| place + 1),
            absence: explanation.absence,
            attachment: share(explanation.attachment),
            potential: share(explanation.potential),
        }
    }
}

impl<'a> SlateView<'a> {
    /// Converts `slate`, with names in its language.
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
    /// Converts `item`, with names in its language.
    #[must_use]
    pub fn new(item: &ShownItem<'a>) -> Self {
        let ShownItem { id, card, price_minor, available, core, language } = *item;
        Self {
            item_id: id,
            title: card.texts.title(),
            url: card.texts.url(),
            image: card.texts.image(),
            image_set: card.texts.image().and_then(|image| core.picture_set(id, image)),
            additional_image: card.texts.additional_image(),
            price: PriceView::of(core, price_minor),
            division: DivisionView::new(core, card.facts.division, language),
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

fn view<'a>(core: &'a Core, suggestion: &Suggestion<'a>, language: LanguageIndex) -> SuggestionView<'a> {
    let card = suggestion.card;
    SuggestionView {
        item_id: suggestion.id,
        title: card.texts.title(),
        url: card.texts.url(),
        image: card.texts.image(),
        image_set: card.texts.image().and_then(|image| core.picture_set(suggestion.id, image)),
        additional_image: card.texts.additional_image(),
        price: PriceView::of(core, suggestion.price_minor),
        division: DivisionView::new(core, card.facts.division, language),
        item_type: card.facts.item_type.of(&core.types).map_or("", |item_type| &item_type.name),
        // An item that is not ranked has the score 0 and the place `ranked` in the public answer.
        score: suggestion.rank.map_or(0, |rank| rank.score.units()),
        reason: ReasonView::new(suggestion, core, language),
        season: SeasonView::new(&suggestion.signs),
        flags: suggestion.flags.iter().map(|flag| FlagView::new(*flag, core, language)).collect(),
        place: suggestion.rank.map_or(RankSource::Ranked, |rank| rank.source),
    }
}
