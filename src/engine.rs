//! The module without its browser: a pack, a page and a history in, a slate out. No input or output of its own;
//! whoever drives it (the browser's API, the native tool, a test) fetches the files it names.

use crate::history::{Event, EventKind, History};
use crate::pack::{CardRef, Core, Manifest, PackError, Shard, Unavailable};
use crate::page::{DeclaredItem, Page};
use crate::prelude::*;
use crate::rank::{Card, Handle, Known, KnownItem, MAX_SOURCES, Placement, Scorer, Source, choose};

/// Whether a history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// The page that is open now is all that is known.
    #[default]
    Contextual,
    /// After a grant: a history is kept on the device.
    Personal,
}

/// A build that has been read and checked.
#[derive(Clone, Debug)]
pub struct Pack {
    manifest: Manifest,
    core: Core,
    unavailable: Unavailable,
    /// Payload that carries the only shard, when the pack is one file.
    single: Option<Vec<u8>>,
}

impl Pack {
    /// Puts a build together from its uncompressed payloads.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when a payload breaks a rule of the format.
    pub fn new(manifest: Manifest, core: Vec<u8>, unavailable: &[u8]) -> Result<Self, PackError> {
        let parsed = Core::parse(&core)?;
        let unavailable = Unavailable::parse(unavailable)?;
        let single = (manifest.shards == 0).then_some(core);
        if let Some(payload) = &single {
            Shard::parse(payload, &parsed)?;
        }
        Ok(Self { manifest, core: parsed, unavailable, single })
    }

    /// The manifest of this build.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The house.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.core
    }
}

/// Where an item that a page declares was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its list is known now.
    Item,
    /// The id is an alias: the item's own shard is needed next.
    Elsewhere(DeclaredItem),
    /// The pack does not know the id.
    Nowhere,
}

/// A spot to fill.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Which kind of spot.
    pub placement: Placement,
    /// The page's item, as the page speaks it.
    pub item_id: Option<&'a str>,
    /// How many suggestions at most.
    pub limit: usize,
    /// Ids that must not be suggested.
    pub exclude: &'a [String],
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

/// Why an item is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It goes with the page's own item.
    GoesWithPageItem,
    /// It comes from a division that goes with what this shopper looks at.
    Division,
}

impl Reason {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::GoesWithPageItem => "goes-with-page-item",
            Self::Division => "division",
        }
    }
}

/// One entry of a slate.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<'a> {
    /// The item.
    pub id: &'a str,
    /// What is needed to draw it.
    pub card: &'a Card,
    /// The price in minor units; `None` when the feed has none or the card is too old to say.
    pub price_minor: Option<u32>,
    /// Score in units of 2^-30.
    pub score: i64,
    /// Why.
    pub reason: Reason,
}

/// Why a slate is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has suggestions.
    Ok,
    /// The house has switched suggestions off.
    Off,
    /// No pack could be read.
    NoPack,
    /// The pack does not know the page's item, or the page named none.
    ItemUnknown,
    /// Nothing known goes well enough.
    NothingSuitable,
}

impl Status {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Off => "off",
            Self::NoPack => "no-pack",
            Self::ItemUnknown => "item-unknown",
            Self::NothingSuitable => "nothing-suitable",
        }
    }
}

/// The ordered list for a spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Slate<'a> {
    /// Why it is as it is.
    pub status: Status,
    /// The house, once a pack is open.
    pub core: Option<&'a Core>,
    /// The best first.
    pub suggestions: Vec<Suggestion<'a>>,
}

/// The module's state.
#[derive(Debug, Default)]
pub struct Engine {
    pack: Option<Pack>,
    known: Known,
    mode: Mode,
    page: Page,
    history: History,
    scorer: Scorer,
    aliases: Vec<(String, String)>,
}

/// Aliases are remembered for at most this many ids: the most recent.
const MAX_ALIASES: usize = 200;

impl Engine {
    /// An engine with no pack, in contextual mode.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses `pack` from now on. Lists and cards kept from an earlier build stay: they are keyed by item id, and their
    /// divisions and types get the numbers of the new core. What the new core has no division or type for is forgotten.
    pub fn open(&mut self, pack: Pack) {
        if let Some(old) = &self.pack {
            let division = |index: u16| {
                let id = &old.core.divisions.get(usize::from(index))?.id;
                position(&pack.core.divisions, |division| division.id == *id)
            };
            let item_type = |index: u16| {
                let wanted = old.core.types.get(usize::from(index))?;
                let home = division(wanted.division)?;
                position(&pack.core.types, |kind| kind.division == home && kind.name == wanted.name)
            };
            self.known.renumber(&division, &item_type);
        }
        self.aliases.clear();
        self.pack = Some(pack);
    }

    /// The pack in use.
    #[must_use]
    pub fn pack(&self) -> Option<&Pack> {
        self.pack.as_ref()
    }

    /// Whether a history is kept.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// A grant lets the history begin, with what happened on this page; anything else wipes it at once.
    pub fn set_mode(&mut self, mode: Mode) {
        match (self.mode, mode) {
            (Mode::Contextual, Mode::Personal) => {
                for event in self.page.events() {
                    self.history.append(event.clone());
                }
            }
            (_, Mode::Contextual) => {
                self.history.wipe();
                self.forget_other_pages();
            }
            (Mode::Personal, Mode::Personal) => {}
        }
        self.mode = mode;
    }

    /// The history: empty in contextual mode.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.history.events()
    }

    /// The page shows this item. The answer names it when its shard is to be read: see [`Page::declare`].
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        self.page.declare(id)
    }

    /// This is the page of that item, which the page declares with it. In a single-page shop nothing else tells that
    /// another page has opened.
    pub fn open_page(&mut self, id: &str) -> Option<DeclaredItem> {
        if self.page.open(id) {
            match self.mode {
                Mode::Contextual => self.forget_other_pages(),
                Mode::Personal => self.forget_sensitive_items(),
            }
        }
        self.page.declare(id)
    }

    /// A page asks for a spot to be filled for the item `id`. On a product page that is the page's own item.
    pub fn ask(&mut self, placement: Placement, id: &str) -> Option<DeclaredItem> {
        if placement == Placement::Product { self.open_page(id) } else { self.declare(id) }
    }

    /// Looks `item` up in the only shard of a pack that is one file.
    ///
    /// # Errors
    /// [`PackError`] as [`Engine::read_shard`].
    pub fn read_single(&mut self, item: &DeclaredItem) -> Result<Found, PackError> {
        let Some(payload) = self.pack.as_mut().and_then(|pack| pack.single.take()) else {
            return Ok(Found::Nowhere);
        };
        let found = self.read_shard(item, &payload);
        if let Some(pack) = &mut self.pack {
            pack.single = Some(payload);
        }
        found
    }

    /// Keeps the neighbours and cards of `item` from the uncompressed shard in which it lives.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when the payload breaks a rule of the format; nothing is kept of it.
    pub fn read_shard(&mut self, item: &DeclaredItem, payload: &[u8]) -> Result<Found, PackError> {
        let Some(pack) = &self.pack else { return Ok(Found::Nowhere) };
        let shard = Shard::parse(payload, &pack.core)?;
        if let Some(found) = shard.items().find(|candidate| candidate.id == item.id()) {
            let (core, time) = (&pack.core, pack.manifest.time);
            self.known.keep(&found, shard.cards(), |card| draw(card, core, time));
            let aliases = &self.aliases;
            self.page.mark_read(|declared| resolve(aliases, declared) == item.id());
            return Ok(Found::Item);
        }
        let Some(target) = shard.alias(item.id()) else {
            self.page.mark_read(|declared| declared == item.id());
            return Ok(Found::Nowhere);
        };
        self.aliases.retain(|(alias, _)| alias != item.id());
        if self.aliases.len() >= MAX_ALIASES {
            self.aliases.remove(0);
        }
        self.aliases.push((item.id().to_owned(), target.to_owned()));
        Ok(self.page.follow(item, target).map_or(Found::Nowhere, Found::Elsewhere))
    }

    /// Takes note of an event: on the page in both modes, in the history in personal mode. False when it was not
    /// recorded anywhere, because the item's type is sensitive, or unknown and so perhaps sensitive: declare the item
    /// and read its shard first.
    pub fn track(&mut self, kind: EventKind, id: &str, now: i64) -> bool {
        let id = resolve(&self.aliases, id);
        let Some(pack) = &self.pack else { return false };
        let Some(item_type) = self.known.item_type(id) else { return false };
        if type_is_sensitive(&pack.core, item_type) {
            return false;
        }
        let event = Event { kind, item_id: id.to_owned(), time: now };
        if self.mode == Mode::Personal {
            self.history.append(event.clone());
        }
        self.page.remember(event);
        true
    }

    /// Fills a spot. Empty when suggestions are switched off, when nothing suitable is known, or when the page's item
    /// is unknown where that decides the division: an empty slate is better than a random one.
    pub fn suggest(&mut self, request: &Request<'_>) -> Slate<'_> {
        let Some(pack) = &self.pack else {
            return Slate { status: Status::NoPack, core: None, suggestions: Vec::new() };
        };
        let empty = |status| Slate { status, core: Some(&pack.core), suggestions: Vec::new() };
        if !pack.manifest.on {
            return empty(Status::Off);
        }
        let resolve = |id| resolve(&self.aliases, id);
        let page_item = request.item_id.map(resolve).or_else(|| match request.placement {
            Placement::Product => self.page.item().map(resolve),
            Placement::Cart | Placement::Home => None,
        });
        let page_known = page_item.and_then(|id| self.known.item(id));
        if request.placement.other_divisions_only() && page_known.is_none() {
            return empty(Status::ItemUnknown);
        }
        let oldest = request.now.saturating_sub(i64::from(pack.core.retention_days) * 86_400);
        let events = match self.mode {
            Mode::Personal => self.history.events(),
            Mode::Contextual => self.page.events(),
        };
        let tables = &pack.core.tables;
        let sensitive = |item: &KnownItem| type_is_sensitive(&pack.core, item.item_type);
        let mut sources: Vec<Source<'_>> = Vec::with_capacity(MAX_SOURCES);
        let page_list = page_known.filter(|item| !sensitive(item)).map(KnownItem::list);
        sources.extend(page_list.map(|list| Source { list, event: EventKind::View }));
        // The most recent first; of each item its strongest event counts.
        let mut recent: Vec<(&KnownItem, &str, EventKind)> = Vec::with_capacity(MAX_SOURCES);
        for event in events.iter().rev().filter(|event| event.time >= oldest) {
            let id = event.item_id.as_str();
            if let Some((_, _, kind)) = recent.iter_mut().find(|(_, other, _)| *other == id) {
                if tables.event(event.kind) > tables.event(*kind) {
                    *kind = event.kind;
                }
            } else if recent.len() < MAX_SOURCES - sources.len()
                && Some(id) != page_item
                && let Some(item) = self.known.item(id).filter(|item| !sensitive(item))
            {
                recent.push((item, id, event.kind));
            }
        }
        sources.extend(recent.iter().map(|(item, _, kind)| Source { list: item.list(), event: *kind }));
        let mut forbidden = taken(&self.known, events.iter().filter(|event| event.time >= oldest));
        for id in page_item.into_iter().chain(request.exclude.iter().map(|id| resolve(id))) {
            if let Some(place) = self.known.handle(id).and_then(|handle| forbidden.get_mut(handle as usize)) {
                *place = true;
            }
        }
        let page_division = page_known.map(|item| item.division);
        let admits = |handle: Handle| {
            let elsewhere = !request.placement.other_divisions_only()
                || self.known.card(handle).is_some_and(|card| Some(card.division) != page_division);
            let allowed = forbidden.get(handle as usize).is_some_and(|forbidden| !forbidden);
            elsewhere && allowed && !pack.unavailable.contains(self.known.id(handle))
        };
        self.scorer.accumulate(tables, &sources);
        let scorer = &self.scorer;
        let suggestions: Vec<Suggestion<'_>> = choose(&self.known, scorer, admits, request.limit)
            .into_iter()
            .filter_map(|handle| {
                let card = self.known.card(handle)?;
                let fresh = request.now.saturating_sub(card.time) <= i64::from(pack.core.price_age_seconds);
                let goes_with_page = page_list.is_some_and(|list| list.items.contains(&handle));
                Some(Suggestion {
                    id: self.known.id(handle),
                    card,
                    price_minor: card.price_minor.filter(|_| fresh),
                    score: scorer.score(handle),
                    reason: if goes_with_page { Reason::GoesWithPageItem } else { Reason::Division },
                })
            })
            .collect();
        let status = if suggestions.is_empty() { Status::NothingSuitable } else { Status::Ok };
        Slate { status, core: Some(&pack.core), suggestions }
    }

    /// Forgets lists, cards and aliases that do not belong to the page that is open.
    fn forget_other_pages(&mut self) {
        let page = &self.page;
        self.aliases.retain(|(alias, _)| page.declared().any(|declared| declared == alias));
        let aliases = &self.aliases;
        self.known.retain(|id, _| page.declared().any(|declared| resolve(aliases, declared) == id));
    }

    /// Forgets the lists of items of sensitive types: that their pages were visited is recorded nowhere.
    fn forget_sensitive_items(&mut self) {
        if let Some(pack) = &self.pack {
            self.known.retain(|_, item| !type_is_sensitive(&pack.core, item.item_type));
        }
    }
}

fn resolve<'a>(aliases: &'a [(String, String)], id: &'a str) -> &'a str {
    aliases.iter().rev().find(|(alias, _)| alias == id).map_or(id, |(_, item)| item)
}

fn position<T>(list: &[T], fits: impl FnMut(&T) -> bool) -> Option<u16> {
    u16::try_from(list.iter().position(fits)?).ok()
}

fn type_is_sensitive(core: &Core, item_type: u16) -> bool {
    core.types.get(usize::from(item_type)).is_some_and(|item_type| item_type.sensitive)
}

/// By handle: whether the item is in the cart or was bought, after `events`.
fn taken<'a>(known: &Known, events: impl Iterator<Item = &'a Event>) -> Vec<bool> {
    let mut taken = vec![false; known.handles()];
    let mut bought = vec![false; known.handles()];
    for event in events {
        let Some(handle) = known.handle(&event.item_id) else { continue };
        let (Some(taken), Some(bought)) = (taken.get_mut(handle as usize), bought.get_mut(handle as usize)) else {
            continue;
        };
        match event.kind {
            EventKind::AddToCart => *taken = true,
            EventKind::Purchase => (*taken, *bought) = (true, true),
            EventKind::RemoveFromCart => *taken = *bought,
            EventKind::View | EventKind::Select | EventKind::AddToWishlist => {}
        }
    }
    taken
}

fn draw(card: &CardRef<'_>, core: &Core, time: i64) -> Card {
    Card {
        title: card.title.to_owned(),
        url: core.url.expand(card.id, card.url),
        image: core.image.expand(card.id, card.image),
        price_minor: card.price_minor,
        time,
        division: card.division,
        item_type: card.item_type,
    }
}
