//! The module without its browser: a pack, a page and a history in, a slate out. No input or output of its own;
//! whoever drives it (the browser's API, the native tool, a test) fetches the files it names.

mod prepare;
mod reason_selector;
pub(crate) mod remember;

use crate::cache::{Card, CardText, ItemCache};
use crate::discretion::FeedbackKind;
use crate::discretion::{ImpressionLog, PageImpressions, Permission};
use crate::history::{self, Event, EventKind, History, Kept, Subject};
use crate::pack::{CardRef, Core, Manifest, PackError, Shard, SpokenId, Unavailable};
use crate::page::{DeclaredItem, Page, choosing};
use crate::plan::Needs;
use crate::rank::{Fallback, Handle, ItemFeatures, Items, Part, Placement, RankedItem, Scope, Scorer};
use crate::request::{Basis, Divisions, OptionError, SuggestRequest};
use crate::season::{Weather, half_month};
pub use crate::slate::{Explanation, NamedPart, Slate, Status, Suggestion};
use prepare::{Earlier, Local, Prepared, State};
use reason_selector::{ReasonSelector, may_keep};
use std::borrow::Cow;

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
    /// What rules of the house pin, with what is needed to draw it.
    pinned: Vec<(String, Card)>,
}

impl Pack {
    /// Puts a build together from its uncompressed payloads.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when a payload breaks a rule of the format.
    pub fn new(manifest: Manifest, core: Vec<u8>, unavailable: &[u8]) -> Result<Self, PackError> {
        let parsed = Core::parse(&core)?;
        if parsed.languages != manifest.languages {
            return Err(PackError::malformed("languages", "not those of the manifest"));
        }
        let unavailable = Unavailable::parse(unavailable)?;
        let mut pinned = Vec::new();
        if manifest.shards == 0 || parsed.pins() {
            let shard = Shard::parse(&core, &parsed)?;
            for card in shard.cards().filter(|card| parsed.pins_item(card.id)) {
                pinned.push((card.id.to_owned(), draw(&card, &parsed, manifest.time)));
            }
        }
        let single = (manifest.shards == 0).then_some(core);
        Ok(Self { manifest, core: parsed, unavailable, single, pinned })
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
    /// The pack does not know the id.
    Nowhere,
}

/// The module's state.
#[derive(Debug, Default)]
pub struct Engine {
    pack: Option<Pack>,
    known: ItemCache,
    mode: Mode,
    page: Page,
    history: History<Kept>,
    scorer: Scorer,
    aliases: Vec<(String, String)>,
    /// Records of lists that are to be written.
    lists: Vec<u8>,
    local: Local,
    /// BCP 47 tag of the page's language.
    locale: String,
    /// What became of earlier invitations: on this device in personal mode, else on this page.
    notes: ImpressionLog,
    offers: PageImpressions,
    /// The half-month whose season has been read.
    half_month: Option<u8>,
    /// Notices that wait on this page to be read.
    pending_notices: Vec<String>,
    /// How many pages were left in this document.
    pages_left: u32,
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
        self.half_month = None;
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
                // What stands here was offered by the page's ledger, not by the device's; what was refused stays refused.
                self.offers.clear();
                for (what, id, time) in self.notes.answers() {
                    if may_keep(&self.known, self.pack.as_ref(), id) {
                        self.history.line(what, &[Subject::Item(id)], time);
                    }
                }
                for event in self.page.events() {
                    let place = place(&self.known, self.pack.as_ref(), &event.item_id);
                    self.history.append(event.clone(), place);
                    remember::keep_list(&mut self.known, self.pack.as_ref(), &mut self.lists, event);
                }
            }
            (_, Mode::Contextual) => {
                self.history.wipe();
                self.lists = Vec::new();
                // A refusal of consent takes back no refusal of an item.
                if self.mode == Mode::Personal {
                    self.notes = ImpressionLog::default();
                    self.offers.clear();
                }
                self.forget_other_pages();
            }
            (Mode::Personal, Mode::Personal) => {}
        }
        self.mode = mode;
    }

    /// The page says its `country` (two letters of ISO 3166), or the device its `time_zone`; the page goes first. The
    /// answer is the country, if it is known.
    pub fn set_place(&mut self, country: Option<&str>, time_zone: Option<&str>) -> Option<[u8; 2]> {
        self.local.place = self.pack.as_ref()?.core.season.place(country, time_zone);
        self.local.place.country
    }

    /// The page says what the weather is.
    pub fn set_weather(&mut self, weather: Weather) {
        self.local.weather = weather;
    }

    /// The number of the page that is open, in a document that shows one after the other.
    #[must_use]
    pub fn page_number(&self) -> u32 {
        self.pages_left
    }

    /// What is to be read before `request` can be answered at `now`, in seconds since 1970-01-01 UTC. The page declares its
    /// item and the lines of its cart with it.
    pub fn needs_of_request(&mut self, request: &SuggestRequest, now: i64) -> Needs {
        let of_page = self.page.item().filter(|_| request.placement == Placement::Product);
        let item_id = request.item_id.clone().or(of_page.map(ToOwned::to_owned));
        let mut items: Vec<DeclaredItem> =
            item_id.and_then(|id| self.ask(request.placement, &id)).into_iter().collect();
        for id in choosing(&request.cart) {
            items.extend(self.declare(id).filter(|item| !items.contains(item)));
        }
        let shows_season = request.basis == Basis::Season || request.placement.shows_season();
        let half_month = shows_season.then(|| self.season_to_read(now)).flatten();
        Needs { items, half_month, locale: None }
    }

    /// The half-month of `now`, in seconds since 1970-01-01 UTC, whose season is to be read before a slate can show it;
    /// `None` when it has been read. A build may have none.
    #[must_use]
    pub fn season_to_read(&self, now: i64) -> Option<u8> {
        let half_month = half_month(now.div_euclid(86_400));
        (self.half_month != Some(half_month)).then_some(half_month)
    }

    /// What is to be read before an event of the item `id` can be recorded. The page declares the item with it.
    pub fn needs_of_event(&mut self, kind: EventKind, id: &str) -> Needs {
        Needs { items: self.speak(kind, id).into_iter().collect(), ..Needs::default() }
    }

    /// Keeps what suits a half-month, from its uncompressed file.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when the payload breaks a rule of the format; nothing is kept of it.
    pub fn read_season(&mut self, half_month: u8, payload: &[u8]) -> Result<(), PackError> {
        let Some(pack) = &self.pack else { return Ok(()) };
        let shard = Shard::parse(payload, &pack.core)?;
        let (core, time) = (&pack.core, pack.manifest.time);
        let cards: Vec<CardRef<'_>> = shard.cards().collect();
        self.known.put_season(shard.items(), &cards, &|card| draw(card, core, time));
        self.half_month = Some(half_month);
        Ok(())
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

    /// This is the page of that item, which the page declares with it. Another id than before means another page: which
    /// aliases this device has met must not show in what the page asks for.
    pub fn open_page(&mut self, id: &str) -> Option<DeclaredItem> {
        if self.page.item().is_some_and(|item| item != id) {
            self.leave_page();
        }
        self.page.open(id);
        self.page.declare(id)
    }

    /// The page was left, in a shop that loads no other: nothing stands any more of what was offered on it.
    pub fn leave_page(&mut self) {
        self.page = Page::default();
        self.pages_left = self.pages_left.wrapping_add(1);
        self.offers.clear();
        self.known.turn_page();
        match self.mode {
            Mode::Contextual => self.forget_other_pages(),
            Mode::Personal => self.forget_sensitive_items(),
        }
    }

    /// A slate for the product page of `request` is about to be made. Where a page shows several products, each has a slate of
    /// its own, whichever was prepared last.
    pub fn show_page_of(&mut self, request: &SuggestRequest) {
        if let Some(id) = request.item_id.as_deref().filter(|_| request.placement == Placement::Product)
            && self.page.item().is_some_and(|item| item != id)
        {
            self.page.turn_to(id);
            self.offers.clear();
        }
    }

    /// A page asks for suggestions for the item `id`. On a product page that is the page's own item.
    pub fn ask(&mut self, placement: Placement, id: &str) -> Option<DeclaredItem> {
        if placement == Placement::Product { self.open_page(id) } else { self.declare(id) }
    }

    /// The page speaks of something that was done with the item `id`. A view means that the page is the item's own.
    pub fn speak(&mut self, kind: EventKind, id: &str) -> Option<DeclaredItem> {
        if kind == EventKind::View { self.open_page(id) } else { self.declare(id) }
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

    /// Keeps the neighbours and cards of `item` from the uncompressed shard in which its id lives; the id may be an alias.
    ///
    /// # Errors
    /// [`PackError::Malformed`] when the payload breaks a rule of the format; nothing is kept of it.
    pub fn read_shard(&mut self, item: &DeclaredItem, payload: &[u8]) -> Result<Found, PackError> {
        let Some(pack) = &self.pack else { return Ok(Found::Nowhere) };
        let shard = Shard::parse(payload, &pack.core)?;
        self.page.mark_read(item);
        let Some(found) = shard.find(SpokenId::of(item.id())) else { return Ok(Found::Nowhere) };
        let (core, time) = (&pack.core, pack.manifest.time);
        let cards: Vec<CardRef<'_>> = shard.cards().collect();
        self.known.put(&found, &cards, &|card| draw(card, core, time));
        if found.id != item.id() {
            self.keep_alias(item.id(), found.id);
        }
        Ok(Found::Item)
    }

    /// From now on the page's `alias` means the item `id`.
    fn keep_alias(&mut self, alias: &str, id: &str) {
        let again = self.aliases.iter().position(|(known, _)| known == alias);
        let oldest = (self.aliases.len() >= MAX_ALIASES).then_some(0);
        if let Some(gone) = again.or(oldest) {
            self.aliases.remove(gone);
        }
        self.aliases.push((alias.to_owned(), id.to_owned()));
    }

    /// Whether the pack is known not to have the id that this page speaks: its shard was read, and holds neither such an
    /// item nor such an alias.
    #[must_use]
    pub fn lacks(&self, id: &str) -> bool {
        self.page.has_read(id) && self.known.place(resolve(&self.aliases, id)).is_none()
    }

    /// Of several ids under which a page speaks of one item, tried in this order: the first that the pack knows, or the last
    /// one where its shard could not be read. A view under another id than before began another page, so of those that were
    /// tried in vain it is no longer known that the pack lacks them.
    #[must_use]
    pub fn first_known<'ids>(&self, ids: &'ids [String]) -> Option<&'ids String> {
        let is_known = |id: &&String| self.known.place(resolve(&self.aliases, id)).is_some();
        ids.iter().find(is_known).or_else(|| ids.last().filter(|id| !self.lacks(id)))
    }

    /// Takes note of an event: on the page in both modes, in the history in personal mode. False when it was not
    /// recorded anywhere, because the item's type is sensitive, or unknown and so perhaps sensitive: declare the item
    /// and read its shard first.
    ///
    /// A `gift` is for somebody else. It is recorded and weighs nothing: what is in the cart or was bought is not suggested
    /// again, and suggests nothing.
    pub fn track(&mut self, kind: EventKind, id: &str, now: i64, gift: bool) -> bool {
        let id = resolve(&self.aliases, id);
        let Some(pack) = &self.pack else { return false };
        let Some((_, item_type)) = self.known.place(id) else { return false };
        if pack.core.is_sensitive(item_type) {
            return false;
        }
        let event = Event { kind, item_id: id.into(), time: now, gift };
        let is_followed = kind == EventKind::Select && self.notes.has_item(id);
        if self.mode == Mode::Personal && !self.history.paused() {
            self.history.append(event.clone(), place(&self.known, Some(pack), id));
            remember::keep_list(&mut self.known, Some(pack), &mut self.lists, &event);
        }
        if is_followed {
            self.note(FeedbackKind::Click, &[Subject::Item(&event.item_id)], now);
        }
        self.page.remember(event);
        true
    }

    /// Refuses a request for divisions that the house does not have, which is known only once the pack is open.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] with the first such id.
    pub fn check(&self, request: &SuggestRequest) -> Result<(), OptionError> {
        let (Some(pack), Some(Divisions::Only(ids))) = (&self.pack, &request.divisions) else { return Ok(()) };
        match ids.iter().find(|id| pack.core.division(id).is_none()) {
            None => Ok(()),
            Some(id) => {
                let known: Vec<&str> = pack.core.divisions.iter().map(|division| division.id.as_str()).collect();
                let needed = format!("ids of the house's divisions ({}); it has no \"{id}\"", known.join(", "));
                Err(OptionError::Wrong { call: "suggest(request)", field: "divisions", needed })
            }
        }
    }

    /// Answers `request` at `now`, in seconds since 1970-01-01 UTC. Empty when suggestions are switched off, when nothing
    /// suitable is known, or when the page's item is unknown where that decides the division: an empty slate is better
    /// than a random one.
    pub fn suggest(&mut self, request: &SuggestRequest, now: i64) -> Slate<'_> {
        let request = self.restricted(request, now);
        self.answer(&request, now, None).0
    }

    /// Why the item `id` has its place in the answer to `request`, or why it is not there; `None` without a pack.
    pub fn explain(&mut self, request: &SuggestRequest, id: &str, now: i64) -> Option<Explanation> {
        let request = self.restricted(request, now);
        self.answer(&request, now, Some(id)).1
    }

    /// The request with everything excluded that would stand on the slate and that it does not allow.
    fn restricted<'r>(&mut self, request: &'r SuggestRequest, now: i64) -> Cow<'r, SuggestRequest> {
        let mut restricted = Cow::Borrowed(request);
        let Some(allowed) = &request.restrict_to else { return restricted };
        loop {
            let slate = self.answer(&restricted, now, None).0;
            let is_outside = |id: &&str| !allowed.iter().any(|allowed| allowed == id);
            let outside: Vec<String> =
                slate.suggestions.iter().map(|one| one.id).filter(is_outside).map(ToOwned::to_owned).collect();
            if outside.is_empty() {
                return restricted;
            }
            restricted.to_mut().exclude.extend(outside);
        }
    }

    fn answer(
        &mut self,
        request: &SuggestRequest,
        now: i64,
        explain: Option<&str>,
    ) -> (Slate<'_>, Option<Explanation>) {
        let Some(pack) = &self.pack else {
            return (Slate { status: Status::NoPack, core: None, language: 0, suggestions: Vec::new() }, None);
        };
        for (id, card) in &pack.pinned {
            self.known.put_newer_card(id, card);
        }
        let known = &self.known;
        let resolve = |id| resolve(&self.aliases, id);
        let page_item = request.item_id.as_deref().map(resolve).or_else(|| match request.placement {
            Placement::Product => self.page.item().map(resolve),
            _ => None,
        });
        let cart: Vec<&str> = request.cart.iter().map(|id| resolve(id)).collect();
        let exclude: Vec<&str> = request.exclude.iter().map(|id| resolve(id)).collect();
        let (events, history) = match self.mode {
            _ if request.basis.is_of_page() => (&[][..], None),
            Mode::Personal => (self.history.events(), Some(&self.history)),
            Mode::Contextual => (self.page.events(), None),
        };
        let local = self.local;
        let (notes, offers) = (&self.notes, &self.offers);
        let earlier = (!request.basis.is_of_page()).then_some(Earlier { notes, offers });
        let (cart, exclude) = (&cart, &exclude);
        let state = State { pack, known, now, events, history, page_item, local, cart, exclude, earlier };
        let settings = &pack.core.placements[request.placement as usize];
        let speech = ReasonSelector::new(
            &state,
            request,
            self.page.item().map(resolve),
            &self.locale,
            !self.pending_notices.is_empty(),
        );
        let said = request.divisions.as_ref().map(|divisions| scope(&pack.core, divisions));
        let scope = match speech.permission {
            // After an order: what the house pinned there.
            Permission { page: false, .. } => &Scope::Pinned,
            _ => said.as_ref().unwrap_or(&settings.scope),
        };
        let admits = |handle: Handle| !pack.unavailable.contains(known.id(handle)) && speech.admits(handle);
        let empty = |status| Slate { status, core: Some(&pack.core), language: 0, suggestions: Vec::new() };
        let mut prepared = match state.prepare(request, scope) {
            _ if !pack.manifest.on => return (empty(Status::Off), None),
            _ if speech.permission == Permission::NONE => return (empty(Status::NotNow), None),
            Ok(prepared) => prepared,
            Err(status) => return (empty(status), None),
        };
        let tables = &pack.core.tables;
        let mut fill = |prepared: &Prepared<'_>| prepared.brief().slate(&mut self.scorer, tables, known, admits);
        let mut places = fill(&prepared);
        if places.is_empty()
            && settings.fallback == Fallback::Any
            && !matches!(scope, Scope::Any | Scope::Pinned)
            && let Ok(wider) = state.prepare(request, &Scope::Any)
        {
            prepared = wider;
            places = fill(&prepared);
        }
        let explanation = explain.map(|id| {
            let id = resolve(id);
            let handle = known.handle(id).unwrap_or(Handle::MAX);
            let derived = |distance, place| prepared.derived(distance, place);
            let (parts, absence) =
                prepared.brief().explain(handle, &places, &self.scorer, tables, known, (admits, derived));
            Explanation {
                score: parts.iter().map(|(_, value)| value).sum(),
                parts: parts.into_iter().map(|(part, value)| named(part, value, &prepared, known)).collect(),
                place: places.iter().position(|place| place.handle == handle),
                absence,
                attachment: prepared.attachment,
                potential: prepared.potential,
            }
        });
        let suggestions: Vec<Suggestion<'_>> = places
            .into_iter()
            .filter_map(|RankedItem { handle, score, rank_source, .. }| {
                let card = known.card(handle)?;
                let fresh = now.saturating_sub(card.time) <= i64::from(pack.core.price_age_seconds);
                let price_minor = card.price_minor.filter(|_| fresh);
                let (signs, flags) = (prepared.moment().signs(&card.facts), prepared.moment().flags(&card.facts));
                let reason = speech.reason(&prepared, handle, card, (rank_source, &signs, &flags))?;
                let about = speech.about(known, reason);
                Some(Suggestion {
                    id: known.id(handle),
                    card,
                    price_minor,
                    score,
                    rank_source,
                    reason,
                    about,
                    signs,
                    flags,
                })
            })
            .collect();
        let status = if suggestions.is_empty() { Status::NothingSuitable } else { Status::Ok };
        (Slate { status, core: Some(&pack.core), language: speech.language, suggestions }, explanation)
    }

    /// Forgets lists, cards and aliases that do not belong to the page that is open.
    fn forget_other_pages(&mut self) {
        let page = &self.page;
        self.aliases.retain(|(alias, _)| page.declared().any(|declared| declared == alias));
        let aliases = &self.aliases;
        self.known.retain(&|id, _| page.declared().any(|declared| resolve(aliases, declared) == id));
    }

    /// Forgets the lists of items of sensitive types: that their pages were visited is recorded nowhere.
    fn forget_sensitive_items(&mut self) {
        if let Some(pack) = &self.pack {
            self.known.retain(&|_, item| !pack.core.is_sensitive(item.item_type));
        }
    }
}

/// Which divisions a page means; ids that the house does not have mean nothing.
fn scope(core: &Core, divisions: &Divisions) -> Scope {
    match divisions {
        Divisions::Other => Scope::Other,
        Divisions::Same => Scope::Same,
        Divisions::Any => Scope::Any,
        Divisions::Pinned => Scope::Pinned,
        Divisions::Only(ids) => Scope::Only(ids.iter().filter_map(|id| core.division(id)).collect()),
    }
}

fn resolve<'a>(aliases: &'a [(String, String)], id: &'a str) -> &'a str {
    aliases.iter().rev().find(|(alias, _)| alias == id).map_or(id, |(_, item)| item)
}

/// Where `item` belongs, by name; empty when it is not known.
fn place<'a>(known: &ItemCache, pack: Option<&'a Pack>, item: &str) -> history::Category<'a> {
    let find = || {
        let (core, (division, item_type)) = (&pack?.core, known.place(item)?);
        let division = &core.divisions.get(usize::from(division))?.id;
        Some(history::Category { division, item_type: &core.types.get(usize::from(item_type))?.name })
    };
    find().unwrap_or_default()
}

fn position<T>(list: &[T], fits: impl FnMut(&T) -> bool) -> Option<u16> {
    u16::try_from(list.iter().position(fits)?).ok()
}

/// A part of a score with the name of what it comes from.
fn named(part: Part, value: i64, prepared: &Prepared<'_>, known: &ItemCache) -> NamedPart {
    let source = match part {
        Part::Neighbour(distance) | Part::BackOff(distance) => {
            prepared.source(distance).map(|item| known.id(item.handle).to_owned())
        }
        Part::Rule(number) => Some(number.to_string()),
        _ => None,
    };
    NamedPart { name: part.into(), source, value }
}

fn draw(card: &CardRef<'_>, core: &Core, time: i64) -> Card {
    Card {
        texts: CardText::new(card.title, &core.url.expand(card.id, card.url), &core.images(card.id, card.image)),
        price_minor: card.price_minor,
        time,
        facts: ItemFeatures {
            division: card.division,
            item_type: card.item_type,
            is_new: card.is_new,
            collections: core.collection_sets.get(usize::from(card.collections)).copied().unwrap_or(0),
            traits: card.traits,
            wearer: card.wearer,
        },
    }
}
