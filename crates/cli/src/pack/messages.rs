//! The messages of a house to its clients, in one language. The file is the same for everybody, and a page loads it
//! with the element that shows messages. Notices are in the translations, which every page loads.

use passerelle::message::{MessageKind, Predicate};
use passerelle::model::Factor;
use passerelle::pack::write::LanguageFile;
use serde::{Deserialize, Serialize};

use passerelle_catalogue::house::{self, ClientMessage, House, MessageContent, Programme, Resolved, ResolvedMessage};

/// A file of messages, as docs/pack-format-json.md describes it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesFile {
    per_day: u8,
    /// The page with all open offers; only if a message is an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offers: Option<String>,
    messages: Vec<Message>,
    /// The loyalty programme, if the house has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    loyalty: Option<Loyalty>,
}

/// The loyalty programme in one language.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Loyalty {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    tiers: Vec<Tier>,
}

/// A tier, with its minimum attachment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tier {
    id: String,
    attachment: f64,
    name: String,
    benefits: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deepen: Option<String>,
}

/// A message in one language. Days are counted from 1970-01-01 UTC.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    id: String,
    kind: String,
    from: u32,
    until: u32,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    conditions: Option<Conditions>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    /// For messages of care: whether it asks a question.
    #[serde(default, skip_serializing_if = "is_false")]
    ask: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    /// For offers: the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    divisions: Vec<String>,
}

/// A predicate; conditions that are not used are absent.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Conditions {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    knows: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_yet: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bought_types: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bought_items: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_days: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_days: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    collections: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    potential: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    countries: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Conditions {
    /// The conditions of a predicate; `None` if it has none.
    pub(super) fn of(predicate: &Predicate) -> Option<Self> {
        predicate.conditions().next()?;
        Some(Self {
            knows: predicate.knows.clone(),
            not_yet: predicate.not_yet.clone(),
            bought_types: predicate.bought_types.clone(),
            bought_items: predicate.bought_items.clone(),
            after_days: predicate.after_days,
            until_days: predicate.until_days,
            collections: predicate.collections.clone(),
            attachment: predicate.attachment.map(Factor::to_f64),
            potential: predicate.potential.map(Factor::to_f64),
            countries: predicate.countries.iter().map(ToString::to_string).collect(),
        })
    }
}

/// Returns the file for each language of the house, in their order.
#[must_use]
pub fn messages(house: &House, resolved: &Resolved) -> Vec<LanguageFile> {
    let has_offers = house.client_messages.iter().any(|message| message.kind() == MessageKind::Offer);
    let files = house.languages.iter().enumerate().map(|(language, tag)| {
        let messages = house.client_messages.iter().zip(&resolved.messages);
        let file = MessagesFile {
            per_day: house.discretion.messages_per_day,
            offers: house.offers.get(language).cloned().flatten().filter(|_| has_offers),
            messages: messages.map(|(message, resolved)| Message::new(message, resolved, language)).collect(),
            loyalty: house.loyalty.programme.as_ref().map(|programme| Loyalty::new(programme, language)),
        };
        LanguageFile { tag: tag.clone(), bytes: serde_json::to_vec(&file).unwrap_or_default() }
    });
    files.collect()
}

impl Loyalty {
    fn new(programme: &Programme, language: usize) -> Self {
        let said = |texts: &[String]| texts.get(language).cloned().unwrap_or_default();
        let tier = |tier: &house::Tier| Tier {
            id: tier.id.clone(),
            attachment: tier.attachment.to_f64(),
            name: said(&tier.names),
            benefits: said(&tier.benefits),
            deepen: tier.deepen.get(language).cloned().flatten(),
        };
        Self {
            text: said(&programme.texts),
            link: programme.links.get(language).cloned().flatten(),
            tiers: programme.tiers.iter().map(tier).collect(),
        }
    }
}

impl Message {
    fn new(message: &ClientMessage, resolved: &ResolvedMessage, language: usize) -> Self {
        let in_language = |addresses: &[Option<String>]| addresses.get(language).cloned().flatten();
        let (mut ask, mut service, mut code) = (false, None, None);
        match &message.content {
            MessageContent::Care { asks, service: addresses } => {
                (ask, service) = (*asks, in_language(addresses).filter(|_| *asks));
            }
            MessageContent::Offer { code: public, .. } => code = Some(public.clone()),
            MessageContent::Invitation | MessageContent::EarlyAccess { .. } => {}
        }
        Self {
            id: message.id.clone(),
            kind: message.kind().name().to_owned(),
            from: message.window.first.stored(),
            until: message.window.last.stored(),
            conditions: Conditions::of(&resolved.predicate),
            text: message.texts.get(language).cloned().unwrap_or_default(),
            link: in_language(&message.links),
            picture: message.picture.clone(),
            ask,
            service,
            code,
            divisions: resolved.divisions.clone(),
        }
    }
}
