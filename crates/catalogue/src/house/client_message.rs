//! `[[invitation]]`, `[[care]]`, `[[early_access]]`, `[[offer]]`: a house's messages to its clients. Every device gets
//! every message and checks itself whether it concerns its shopper. `[[notice]]` has rules of its own: see
//! [`super::notice`].

use passerelle::message::{MessageKind, Predicate};
use passerelle::model::{CollectionIndex, CollectionSet, Day, Days};
use serde::Deserialize;
use toml::Spanned;

use super::addresses::{AddressTable, addresses, picture};
use super::check::{TextTable, Wrong, line_of, spanned_texts, visible, wrong};
use super::collection::Collection;
use super::item_titles::ItemTitles;
use super::notice::{MAX_TEXT, one_word, window};
use super::predicate::{Named, PredicateScope, PredicateSetting, PredicateTable};
use super::wording::{self, Kind};
use crate::catalogue::Catalogue;
use crate::error::{HouseError, Wording};
use crate::fold::fold;

/// Most messages at a time, without notices: they are sent to every page with the element.
const MAX_MESSAGES: usize = 64;
/// Longest code of an offer, in characters.
const MAX_CODE: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageTable {
    id: Spanned<String>,
    from: Spanned<toml::Value>,
    until: Spanned<toml::Value>,
    texts: TextTable,
    link: Option<Spanned<AddressTable>>,
    picture: Option<Spanned<String>>,
    items: Option<Spanned<Vec<String>>>,
    #[serde(rename = "for")]
    predicate: Option<Spanned<PredicateTable>>,
    ask: Option<Spanned<bool>>,
    service: Option<Spanned<AddressTable>>,
    collection: Option<Spanned<String>>,
    publish_items_early: Option<Spanned<bool>>,
    code: Option<Spanned<String>>,
    divisions: Option<Spanned<Vec<Spanned<String>>>>,
    types: Option<Spanned<Vec<Spanned<String>>>>,
    collections: Option<Spanned<Vec<Spanned<String>>>>,
}

/// A message to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientMessage {
    /// The id, by which a device remembers that the message was read.
    pub id: String,
    /// The days on which it is shown.
    pub window: Days,
    /// Text by language, in the order of the house's languages.
    pub texts: Vec<String>,
    /// Absolute address of the page with more, by language.
    pub links: Vec<Option<String>>,
    /// Absolute address of a picture.
    pub picture: Option<String>,
    /// The content that its kind needs.
    pub content: MessageContent,
    /// Whom it concerns, before names are looked up in the feed.
    predicate: PredicateSetting,
    /// Items of which one must have been bought; empty if no purchase is required.
    items: Vec<String>,
    /// Its line in the file.
    line: usize,
}

/// The content of a message, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageContent {
    /// News.
    Invitation,
    /// Advice.
    Care {
        /// Whether it asks "are you satisfied?".
        asks: bool,
        /// Absolute address of the service for clients who are not satisfied, by language.
        service: Vec<Option<String>>,
    },
    /// Earlier access to a collection.
    EarlyAccess {
        /// The collection's id.
        collection: String,
        /// The day on which it opens for everybody.
        opens: Day,
        /// Whether a pack may contain its items before that day.
        publishes_items: bool,
    },
    /// A promotion.
    Offer {
        /// The code that clients enter at the checkout, the same for everybody.
        code: String,
        /// What the offer applies to.
        scope: OfferScope,
    },
}

/// What an offer applies to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferScope {
    /// Ids of divisions.
    pub divisions: Vec<String>,
    types: Vec<Named>,
    collections: Vec<String>,
}

/// A message whose names were looked up in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedMessage {
    /// Whom it concerns.
    pub predicate: Predicate,
    /// For an offer, the ids of the divisions it applies to, each once: its own, those of its types and of its
    /// collections' items.
    pub divisions: Vec<String>,
}

impl MessageContent {
    /// The message's kind.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::Invitation => MessageKind::Invitation,
            Self::Care { .. } => MessageKind::Care,
            Self::EarlyAccess { .. } => MessageKind::EarlyAccess,
            Self::Offer { .. } => MessageKind::Offer,
        }
    }
}

/// The context for checking the messages of a file.
pub(super) struct Context<'a> {
    pub(super) scope: PredicateScope<'a>,
    pub(super) languages: &'a [String],
    /// Whether the house has the address of a page with all open offers.
    pub(super) has_offers_page: bool,
    /// Ids that are taken by notices and by the messages before.
    pub(super) taken: Vec<String>,
}

/// Reads the messages of the file; violations of the rules of wording are added to `findings`.
pub(super) fn messages(
    tables: impl IntoIterator<Item = (MessageKind, Vec<Spanned<MessageTable>>)>,
    mut context: Context<'_>,
    findings: &mut Vec<Wording>,
) -> Result<Vec<ClientMessage>, Wrong> {
    let mut messages = Vec::new();
    for (kind, table) in
        tables.into_iter().flat_map(|(kind, tables)| tables.into_iter().map(move |table| (kind, table)))
    {
        if messages.len() == MAX_MESSAGES {
            return wrong(&table, format!("more than {MAX_MESSAGES} messages: remove those that have passed"));
        }
        let place = Spanned::new(table.span(), ());
        let message = table.into_inner().check(kind, &context, findings)?;
        agree(&place, &message, &messages)?;
        context.taken.push(message.id.clone());
        messages.push(message);
    }
    Ok(messages)
}

/// Refuses two messages of one collection of which only one publishes its items: the other would keep them back.
fn agree(place: &Spanned<()>, message: &ClientMessage, others: &[ClientMessage]) -> Result<(), Wrong> {
    let MessageContent::EarlyAccess { collection, publishes_items, .. } = &message.content else { return Ok(()) };
    let differs = |other: &&ClientMessage| match &other.content {
        MessageContent::EarlyAccess { collection: same, publishes_items: publishes, .. } => {
            same == collection && publishes != publishes_items
        }
        _ => false,
    };
    match others.iter().find(differs) {
        Some(other) => wrong(
            place,
            format!(
                "early_access {:?} and {:?} open collection {collection:?}, and one of them has publish_items_early = \
                 true: write the same in both",
                other.id, message.id
            ),
        ),
        None => Ok(()),
    }
}

impl MessageTable {
    fn check(
        self,
        kind: MessageKind,
        context: &Context<'_>,
        findings: &mut Vec<Wording>,
    ) -> Result<ClientMessage, Wrong> {
        let Context { scope, languages, has_offers_page, taken } = context;
        self.refuse_others(kind)?;
        let id = self.id.get_ref().clone();
        if id.trim().is_empty() || taken.contains(&id) {
            let says = format!("message id {id:?} is empty or defined twice: give each message and notice its own id");
            return wrong(&self.id, says);
        }
        one_word(&self.id)?;
        let table = table_of(kind);
        let window = window(Some(&self.from), Some(&self.until), "until is before from")?;
        let mut texts = Vec::new();
        for (tag, said) in spanned_texts(&self.texts, &format!("{table} {id:?}"), "text", languages)? {
            if said.get_ref().chars().count() > MAX_TEXT {
                let says = format!("the text is longer than {MAX_TEXT} characters: put the rest behind the link");
                return wrong(said, says);
            }
            let line = line_of(scope.text, said.span().start);
            findings.extend(wording::check(said.get_ref(), tag, Kind::Message(kind), line));
            texts.push(said.get_ref().trim().to_owned());
        }
        let picture = picture(self.picture)?;
        if let Some(items) = self.items.as_ref().filter(|items| items.get_ref().is_empty()) {
            return wrong(items, "items is empty: list the items that the client must have bought, or remove it");
        }
        let line = line_of(scope.text, self.id.span().start);
        let links = addresses(self.link.as_ref(), "link", languages)?;
        let predicate = match self.predicate {
            None => PredicateSetting::default(),
            Some(table) => {
                let at = Spanned::new(table.span(), ());
                table.into_inner().check(&at, scope)?
            }
        };
        let needs = |what: &str| wrong(&self.id, format!("{table} {id:?} needs {what}"));
        let content = match kind {
            MessageKind::Care => {
                if !predicate.asks_purchase() && self.items.is_none() {
                    return needs("a purchase as its condition: for = { bought_types = [\"...\"] }, or items");
                }
                let asks = self.ask.is_some_and(Spanned::into_inner);
                if asks && self.service.is_none() {
                    return needs("service = \"https://...\": its address is shown to clients who are not satisfied");
                }
                MessageContent::Care { asks, service: addresses(self.service.as_ref(), "service", languages)? }
            }
            MessageKind::EarlyAccess => {
                let Some(collection) = &self.collection else { return needs("collection = \"...\"") };
                if self.link.is_none() {
                    return needs("a link: its page must check who may enter, because a pack is public");
                }
                let opens = scope.collection(collection)?.window(false).first;
                if opens <= window.first {
                    let says = format!(
                        "collection {:?} is open to everybody before {table} {id:?} begins: give it a later from",
                        collection.get_ref()
                    );
                    return wrong(collection, says);
                }
                if window.last >= opens {
                    let says = format!(
                        "collection {:?} is open to everybody before {table} {id:?} ends: give it an earlier until",
                        collection.get_ref()
                    );
                    return wrong(&self.until, says);
                }
                MessageContent::EarlyAccess {
                    collection: collection.get_ref().clone(),
                    opens,
                    publishes_items: self.publish_items_early.is_some_and(Spanned::into_inner),
                }
            }
            MessageKind::Offer => {
                if !has_offers_page {
                    return needs("the page of all open offers: add offers = \"https://...\" to [house]");
                }
                let Some(code) = &self.code else { return needs("code = \"...\", which is public") };
                visible(code)?;
                let length = code.get_ref().trim().chars().count();
                if length == 0 || length > MAX_CODE || code.get_ref().chars().any(char::is_control) {
                    return wrong(code, format!("code has {length} characters: write 1 to {MAX_CODE} in one line"));
                }
                let [divisions, types, collections] =
                    [self.divisions, self.types, self.collections].map(|names| names.map(Spanned::into_inner));
                let scope = OfferScope {
                    divisions: scope.divisions(&divisions.unwrap_or_default())?,
                    types: scope.types(&types.unwrap_or_default()),
                    collections: scope.collections(&collections.unwrap_or_default())?,
                };
                if scope == OfferScope::default() {
                    return needs("a scope: write divisions, types or collections");
                }
                MessageContent::Offer { code: code.get_ref().trim().to_owned(), scope }
            }
            _ => MessageContent::Invitation,
        };
        let items = self.items.map(Spanned::into_inner).unwrap_or_default();
        Ok(ClientMessage { id, window, texts, links, picture, content, predicate, items, line })
    }

    /// Refuses keys that belong to another kind.
    fn refuse_others(&self, kind: MessageKind) -> Result<(), Wrong> {
        let place = |span: std::ops::Range<usize>| span.start;
        let keys = [
            ("ask", MessageKind::Care, self.ask.as_ref().map(|key| place(key.span()))),
            ("service", MessageKind::Care, self.service.as_ref().map(|key| place(key.span()))),
            ("collection", MessageKind::EarlyAccess, self.collection.as_ref().map(|key| place(key.span()))),
            (
                "publish_items_early",
                MessageKind::EarlyAccess,
                self.publish_items_early.as_ref().map(|key| place(key.span())),
            ),
            ("code", MessageKind::Offer, self.code.as_ref().map(|key| place(key.span()))),
            ("divisions", MessageKind::Offer, self.divisions.as_ref().map(|key| place(key.span()))),
            ("types", MessageKind::Offer, self.types.as_ref().map(|key| place(key.span()))),
            ("collections", MessageKind::Offer, self.collections.as_ref().map(|key| place(key.span()))),
        ];
        for (name, of, offset) in keys {
            if let Some(offset) = offset.filter(|_| of != kind) {
                let message =
                    format!("{name} belongs to [[{}]], not to [[{}]]: remove it", table_of(of), table_of(kind));
                return Err(Wrong { offset, message });
            }
        }
        Ok(())
    }
}

/// Returns the name of a kind's table in house.toml.
fn table_of(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::EarlyAccess => "early_access",
        other => other.name(),
    }
}

impl ClientMessage {
    /// The message's kind.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        self.content.kind()
    }

    /// Its name in errors, with its place: `house.toml:12: invitation "perfume"`.
    #[must_use]
    pub fn place(&self, file: &str) -> String {
        format!("{file}:{}: {} {:?}", self.line, table_of(self.kind()), self.id)
    }

    /// Looks up the names of all messages; `of_item` has the set of `collections` of each item. `file` is the name of
    /// the house file in errors.
    ///
    /// # Errors
    /// A type that the feed does not have, or a text that names an item of the feed, with its line.
    pub fn resolve_all(
        messages: &[Self],
        catalogue: &Catalogue,
        (collections, of_item): (&[Collection], &[CollectionSet]),
        file: &str,
    ) -> Result<Vec<ResolvedMessage>, HouseError> {
        let titles = ItemTitles::new(catalogue);
        let resolve = |message: &Self| {
            if let Some(title) = message.texts.iter().find_map(|text| titles.named_in(text)) {
                return Err(HouseError::Setting {
                    file: file.to_owned(),
                    line: message.line,
                    message: format!(
                        "a text of {} {:?} names the item {title:?}: name its type or collection instead",
                        table_of(message.kind()),
                        message.id
                    ),
                });
            }
            Ok(ResolvedMessage {
                predicate: message.predicate.resolve(&message.items, catalogue, file)?,
                divisions: message.offered_divisions(catalogue, (collections, of_item), file)?,
            })
        };
        messages.iter().map(resolve).collect()
    }

    fn offered_divisions(
        &self,
        catalogue: &Catalogue,
        (collections, of_item): (&[Collection], &[CollectionSet]),
        file: &str,
    ) -> Result<Vec<String>, HouseError> {
        let MessageContent::Offer { scope, .. } = &self.content else { return Ok(Vec::new()) };
        let types = Named::types(&scope.types, catalogue, file)?;
        let of_types = catalogue.types.iter().filter(|kind| types.iter().any(|name| fold(name) == fold(&kind.name)));
        let numbered = (0..).map(CollectionIndex).zip(collections);
        let wanted = numbered.filter(|(_, collection)| scope.collections.contains(&collection.id));
        let wanted: CollectionSet = wanted.map(|(number, _)| number).collect();
        let of_items = catalogue.items.iter().zip(of_item).filter(|(_, set)| !(**set & wanted).is_empty());
        let of_collections = of_items.map(|(item, _)| item.division);
        let numbers: Vec<u16> = of_types.map(|kind| kind.division).chain(of_collections).collect();
        let is_meant = |(at, id): &(u16, &String)| numbers.contains(at) || scope.divisions.contains(id);
        let ids = (0u16..).zip(catalogue.divisions.iter().map(|division| &division.id));
        Ok(ids.filter(is_meant).map(|(_, id)| id.clone()).collect())
    }
}

/// Returns the collections that `messages` open early, on `day`. The items of some must not
/// be in the pack yet. The items of others are in the pack early, from the first day of a message that publishes them.
#[must_use]
pub fn early_collections<'a>(
    messages: impl IntoIterator<Item = &'a ClientMessage>,
    collections: &[Collection],
    day: Day,
) -> EarlyCollections {
    let (mut withheld, mut waiting, mut published) = (CollectionSet::EMPTY, CollectionSet::EMPTY, CollectionSet::EMPTY);
    for message in messages {
        let MessageContent::EarlyAccess { collection, opens, publishes_items } = &message.content else { continue };
        let number = CollectionIndex::position(collections, |other| other.id == *collection);
        let Some(number) = number.filter(|_| day < *opens) else { continue };
        let set = match (*publishes_items, message.window.first <= day) {
            (false, _) => &mut withheld,
            (true, false) => &mut waiting,
            (true, true) => &mut published,
        };
        *set |= number.into();
    }
    // One message that withholds a collection is enough; of those that publish it, the first day counts.
    published = published - withheld;
    let withheld = withheld | (waiting - published);
    let mut open = CollectionSet::EMPTY;
    for collection in collections.iter().filter(|collection| collection.window(false).first <= day) {
        if let Some(number) = CollectionIndex::position(collections, |other| other.id == collection.id) {
            open |= number.into();
        }
    }
    EarlyCollections { withheld, published, open: open - withheld }
}

/// Collections by whether a pack may contain their items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarlyCollections {
    /// Collections whose items stay out of the pack, unless another collection of theirs is open.
    pub withheld: CollectionSet,
    /// Collections whose items are in the pack before they open.
    pub published: CollectionSet,
    /// Collections that have opened: everybody can buy their items.
    pub open: CollectionSet,
}
