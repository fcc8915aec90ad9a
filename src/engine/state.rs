//! The module's state (the open pack, the page, the history and impressions) and the operations that change it. Not for
//! answering a request: see [`super::answer`].

use super::aliases::Aliases;
use super::kept_lists::keep_list;
use super::opened_pack::{Pack, category, draw, may_keep, variant_of};
use super::prepare::Local;
use super::spoken_sizes::SpokenSizes;
use crate::cache::ItemCache;
use crate::discretion::{FeedbackKind, ImpressionLog, ItemAnswer, LoggedMessage, MessageAnswer, PageImpressions};
use crate::history::{Event, EventKind, History, Subject};
use crate::message::{MessageBoard, PageMessages};
use crate::model::{CategoryIndex, Country, Day, DivisionIndex, HalfMonth, Size, TypeIndex};
use crate::pack::{CardRef, PackError, Shard, SpokenId};
use crate::page::{DeclaredItem, Page, choosing};
use crate::plan::Needs;
use crate::rank::{Placement, Scorer};
use crate::request::{SuggestRequest, TrackedEvent};
use crate::season::Weather;

/// Whether a history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Only the open page is known.
    #[default]
    Contextual,
    /// After consent: a history is kept on the device.
    Personal,
}

/// The adviser named by the URL of the open page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageAdviser {
    pub(super) code: String,
    /// Time in seconds since 1970-01-01 UTC.
    pub(super) time: i64,
}

/// The module's state.
#[derive(Debug, Default)]
pub struct Engine {
    pub(super) pack: Option<Pack>,
    pub(super) known: ItemCache,
    pub(super) mode: Mode,
    pub(super) page: Page,
    pub(super) history: History,
    pub(super) scorer: Scorer,
    pub(super) aliases: Aliases,
    pub(super) spoken_sizes: SpokenSizes,
    /// Records of lists that have yet to be written.
    pub(super) lists: Vec<u8>,
    pub(super) local: Local,
    /// BCP 47 tag of the page's language.
    pub(super) locale: String,
    /// The impression log: of this device in personal mode, else of this page.
    pub(super) notes: ImpressionLog,
    pub(super) offers: PageImpressions,
    /// The half-month whose season file has been read.
    pub(super) half_month: Option<HalfMonth>,
    /// Whether the trending items have been read.
    pub(super) knows_trending: bool,
    /// Keys of the notices and messages of relation that are pending on this page.
    pub(super) pending_notices: Vec<String>,
    /// The house's messages in the page's language, once read.
    pub(super) board: MessageBoard,
    /// The messages that are on this page, or were on it before they were read or closed.
    pub(super) page_messages: PageMessages,
    /// The adviser named by the page's URL before a history starts.
    pub(super) page_adviser: Option<PageAdviser>,
    /// Number of pages that were left in this document.
    pub(super) pages_left: u32,
}

impl Engine {
    /// Creates an engine without a pack, in contextual mode.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens `pack` and replaces an earlier one. Cached lists and cards of an earlier build stay: they are keyed by
    /// item id, and their divisions and types are renumbered for the new core. Entries whose division or type no longer
    /// exists are evicted.
    pub fn open(&mut self, pack: Pack) {
        if let Some(old) = &self.pack {
            let division = |index: DivisionIndex| {
                let id = &index.of(&old.core.divisions)?.id;
                DivisionIndex::position(&pack.core.divisions, |division| division.id == *id)
            };
            let item_type = |index: TypeIndex| {
                let wanted = index.of(&old.core.types)?;
                let home = division(wanted.division)?;
                TypeIndex::position(&pack.core.types, |kind| kind.division == home && kind.name == wanted.name)
            };
            self.known.renumber(&|of| {
                Some(CategoryIndex { division: division(of.division)?, item_type: item_type(of.item_type)? })
            });
        }
        self.aliases.clear();
        self.spoken_sizes.clear();
        (self.half_month, self.knows_trending) = (None, false);
        self.pack = Some(pack);
    }

    /// The open pack.
    #[must_use]
    pub fn pack(&self) -> Option<&Pack> {
        self.pack.as_ref()
    }

    /// Switches the mode. On a grant the history starts with the events of this page; without one it is wiped at once.
    pub fn set_mode(&mut self, mode: Mode) {
        if self.mode != mode {
            // The messages on this page are chosen anew for the new mode.
            self.page_messages = PageMessages::default();
        }
        match (self.mode, mode) {
            (Mode::Contextual, Mode::Personal) => {
                // Slates on this page were offered by the page's log, not by the device's; dismissals are kept.
                self.offers.clear();
                for ItemAnswer { what, item, time } in self.notes.item_answers() {
                    if may_keep(&self.known, self.pack.as_ref(), item) {
                        self.history.line(what, &[Subject::Item(item)], time);
                    }
                }
                for sold_out in self.notes.sold_out() {
                    if may_keep(&self.known, self.pack.as_ref(), sold_out.item) {
                        self.history.line(FeedbackKind::SoldOut, &[sold_out.subject()], sold_out.time);
                    }
                }
                if let Some(PageAdviser { code, time }) = self.page_adviser.take() {
                    self.history.set_adviser(&code, time);
                }
                for LoggedMessage { key, state } in self.notes.messages() {
                    if let Some(MessageAnswer { what, time }) = state.answer {
                        self.history.line(what, &[Subject::Message(key)], time);
                    }
                }
                for event in self.page.events() {
                    // A pack opened since may lack the item, whose type may then be sensitive.
                    let Some(place) = category(&self.known, self.pack.as_ref(), &event.item_id) else { continue };
                    self.history.append(event.clone(), place);
                    keep_list(&mut self.known, self.pack.as_ref(), &mut self.lists, event);
                }
            }
            (_, Mode::Contextual) => {
                self.history.wipe();
                self.lists = Vec::new();
                // Withdrawing consent does not undo the dismissal of an item.
                if self.mode == Mode::Personal {
                    self.notes = ImpressionLog::default();
                    self.offers.clear();
                    // These messages may have been chosen by the history.
                    self.pending_notices.clear();
                }
                self.forget_other_pages();
            }
            (Mode::Personal, Mode::Personal) => {}
        }
        self.mode = mode;
    }

    /// Sets the page's language, as a BCP 47 tag.
    pub fn set_locale(&mut self, locale: String) {
        self.locale = locale;
    }

    /// Sets the region from the page's `country` (two letters of ISO 3166) or the device's `time_zone`; the country has
    /// priority. Returns the country, if it is known.
    pub fn set_place(&mut self, country: Option<&str>, time_zone: Option<&str>) -> Option<Country> {
        self.local.place = self.pack.as_ref()?.core.season.place(country, time_zone);
        self.local.place.country
    }

    /// Sets the weather reported by the page.
    pub fn set_weather(&mut self, weather: Weather) {
        self.local.weather = weather;
    }

    /// Number of the open page, in a document that shows several pages in turn.
    #[must_use]
    pub fn page_number(&self) -> u32 {
        self.pages_left
    }

    /// The files to read before `request` can be answered at `now`, in seconds since 1970-01-01 UTC. The request
    /// declares the page's item and the cart's lines.
    pub fn needs_of_request(&mut self, request: &SuggestRequest, now: i64) -> Needs {
        // Recently viewed items are drawn from the cache: a fetch would reveal what the device has viewed.
        if request.placement == Placement::Recent {
            return Needs::default();
        }
        let of_page = self.page.item().filter(|_| request.placement == Placement::Product);
        let item_id = request.item_id.clone().or(of_page.map(ToOwned::to_owned));
        let mut items: Vec<DeclaredItem> =
            item_id.and_then(|id| self.ask(request.placement, &id)).into_iter().collect();
        for id in choosing(&request.cart) {
            items.extend(self.declare(id).filter(|item| !items.contains(item)));
        }
        let half_month = request.shows_season().then(|| self.season_to_read(now)).flatten();
        let trending = request.placement == Placement::Trending && !self.knows_trending;
        Needs { items, half_month, trending }
    }

    /// The half-month of `now`, in seconds since 1970-01-01 UTC, whose season file must be read before a slate can show
    /// it; `None` if it has been read. A build may have no season file.
    #[must_use]
    pub fn season_to_read(&self, now: i64) -> Option<HalfMonth> {
        let half_month = HalfMonth::of(Day::of_time(now));
        (self.half_month != Some(half_month)).then_some(half_month)
    }

    /// The files to read before an event of the item `id` can be recorded. The event declares the item.
    pub fn needs_of_event(&mut self, kind: EventKind, id: &str) -> Needs {
        Needs { items: self.speak(kind, id).into_iter().collect(), ..Needs::default() }
    }

    /// Reads the uncompressed season file of a half-month.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if the payload violates the format; nothing of it is kept.
    pub fn read_season(&mut self, half_month: HalfMonth, payload: &[u8]) -> Result<(), PackError> {
        let Some(pack) = &self.pack else { return Ok(()) };
        let shard = Shard::parse(payload, &pack.core)?;
        let (core, time) = (&pack.core, pack.manifest.time);
        let cards: Vec<CardRef<'_>> = shard.cards().collect();
        self.known.put_season(shard.items(), &cards, &|card| draw(card, core, time));
        self.half_month = Some(half_month);
        Ok(())
    }

    /// Reads the uncompressed file of trending items.
    ///
    /// # Errors
    /// As for [`Engine::read_season`].
    pub fn read_trending(&mut self, payload: &[u8]) -> Result<(), PackError> {
        let Some(pack) = &self.pack else { return Ok(()) };
        let shard = Shard::parse(payload, &pack.core)?;
        let (core, time) = (&pack.core, pack.manifest.time);
        let cards: Vec<CardRef<'_>> = shard.cards().collect();
        self.known.put_trending(shard.items(), &cards, &|card| draw(card, core, time));
        self.knows_trending = true;
        Ok(())
    }

    /// The events of the history: empty in contextual mode.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.history.events()
    }

    /// Declares an item that the page shows. Returns it if its shard must be read: see [`Page::declare`].
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        self.page.declare(id)
    }

    /// Opens the page of an item and declares the item. An id other than the current one starts a new page, even if
    /// both are aliases of one item: the page's fetches must not reveal which aliases this device knows.
    pub fn open_page(&mut self, id: &str) -> Option<DeclaredItem> {
        if self.page.item().is_some_and(|item| item != id) {
            self.leave_page();
        }
        self.page.open(id);
        self.page.declare(id)
    }

    /// Leaves the page, in a shop that changes pages without reloading: its slates and messages are removed.
    pub fn leave_page(&mut self) {
        self.page = Page::default();
        self.pages_left = self.pages_left.wrapping_add(1);
        self.offers.clear();
        self.page_adviser = None;
        self.page_messages = PageMessages::default();
        self.pending_notices.clear();
        self.known.turn_page();
        match self.mode {
            Mode::Contextual => self.forget_other_pages(),
            Mode::Personal => self.forget_sensitive_items(),
        }
    }

    /// Prepares for a slate for the product page of `request`. If a page shows several products, each has its own
    /// slate, in any order.
    pub fn show_page_of(&mut self, request: &SuggestRequest) {
        if let Some(id) = request.item_id.as_deref().filter(|_| request.placement == Placement::Product)
            && self.page.item().is_some_and(|item| item != id)
        {
            self.page.turn_to(id);
            self.offers.clear();
        }
    }

    /// Declares the item that the page requests suggestions for. On a product page it is the page's own item.
    pub fn ask(&mut self, placement: Placement, id: &str) -> Option<DeclaredItem> {
        if placement == Placement::Product { self.open_page(id) } else { self.declare(id) }
    }

    /// Declares the item of an event. A view starts the item's own page.
    pub fn speak(&mut self, kind: EventKind, id: &str) -> Option<DeclaredItem> {
        if kind == EventKind::View { self.open_page(id) } else { self.declare(id) }
    }

    /// Looks up `item` in the only shard of a pack that is one file.
    ///
    /// # Errors
    /// As for [`Engine::read_shard`].
    pub fn read_single(&mut self, item: &DeclaredItem) -> Result<(), PackError> {
        let Some(payload) = self.pack.as_mut().and_then(|pack| pack.single.take()) else {
            return Ok(());
        };
        let read = self.read_shard(item, &payload);
        if let Some(pack) = &mut self.pack {
            pack.single = Some(payload);
        }
        read
    }

    /// Reads the neighbours and cards of `item`, whose id may be an alias, from its uncompressed shard.
    ///
    /// # Errors
    /// [`PackError::Malformed`] if the payload violates the format; nothing of it is kept.
    pub fn read_shard(&mut self, item: &DeclaredItem, payload: &[u8]) -> Result<(), PackError> {
        let Some(pack) = &self.pack else { return Ok(()) };
        let shard = Shard::parse(payload, &pack.core)?;
        self.page.mark_read(item);
        let Some(found) = shard.find(SpokenId::of(item.id())) else { return Ok(()) };
        let (core, time) = (&pack.core, pack.manifest.time);
        let cards: Vec<CardRef<'_>> = shard.cards().collect();
        self.known.put(&found, &cards, &|card| draw(card, core, time));
        if found.id != item.id() {
            self.aliases.keep(item.id(), found.id);
        }
        if let Some(range) = found.size_range {
            self.spoken_sizes.keep(item.id(), range, shard.size(SpokenId::of(item.id())));
        }
        Ok(())
    }

    /// Whether the pack does not contain the id: its shard was read and has no such item or alias.
    #[must_use]
    pub fn lacks(&self, id: &str) -> bool {
        self.page.has_read(id) && !self.knows(id)
    }

    /// Whether the item with this id is cached.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.known.category(self.aliases.resolve(id)).is_some()
    }

    /// Of several ids of one item, tried in this order: the first that the pack knows, else the last one if its shard
    /// could not be read. A view under another id starts a new page, so ids tried earlier no longer count as known to
    /// be missing.
    #[must_use]
    pub fn first_known<'ids>(&self, ids: &'ids [String]) -> Option<&'ids String> {
        ids.iter().find(|id| self.knows(id)).or_else(|| ids.last().filter(|id| !self.lacks(id)))
    }

    /// Records an event: on the page in both modes, in the history in personal mode. Returns false if the event was not
    /// recorded, because the item's type is sensitive, or unknown and thus possibly sensitive: declare the item and
    /// read its shard first.
    ///
    /// A `gift` is recorded without weight: it leads to no suggestions, but an item in the cart or already bought is
    /// still not suggested again.
    pub fn track(&mut self, kind: EventKind, id: &str, now: i64, gift: bool) -> bool {
        let size = self.size_of(id, None);
        self.record(Event { kind, item_id: id.into(), time: now, gift, order: None, size })
    }

    /// Records an event reported by the page for the item with this id: see [`Engine::track`]. Also returns false for a
    /// line of an order that is in the history already.
    pub fn track_event(&mut self, event: &TrackedEvent, id: &str, now: i64) -> bool {
        let TrackedEvent { name, gift, order_id, variant, .. } = event;
        let (order, size) = (order_id.as_deref().map(Into::into), self.size_of(id, variant.as_deref()));
        self.record(Event { kind: *name, item_id: id.into(), time: now, gift: *gift, order, size })
    }

    /// The size that the page refers to with this id, or with its name of the variant.
    fn size_of(&self, id: &str, variant: Option<&str>) -> Option<Size> {
        let ranges = &self.pack.as_ref()?.core.size_ranges;
        self.spoken_sizes.size(id, variant, ranges)?.size(ranges)
    }

    /// Records an event whose item is an id as the page writes it.
    fn record(&mut self, spoken: Event) -> bool {
        let (kind, now) = (spoken.kind, spoken.time);
        let id = self.aliases.resolve(&spoken.item_id);
        let Some(pack) = &self.pack else { return false };
        let Some(place) = category(&self.known, Some(pack), id) else { return false };
        if !may_keep(&self.known, Some(pack), id) {
            return false;
        }
        let event = Event { item_id: id.into(), ..spoken.clone() };
        let is_followed = kind == EventKind::Select && self.notes.has_item(id);
        let is_sold_out = kind == EventKind::View && pack.is_sold_out(id, &spoken.item_id);
        if self.uses_history() {
            if !self.history.append(event.clone(), place) {
                return false;
            }
            keep_list(&mut self.known, Some(pack), &mut self.lists, &event);
        }
        if is_followed {
            self.note(FeedbackKind::Click, &[Subject::Item(&event.item_id)], now);
        }
        if is_sold_out {
            self.note(FeedbackKind::SoldOut, &[variant_of(&event.item_id, &spoken.item_id)], now);
        }
        self.page.remember(event);
        true
    }

    /// Evicts lists, cards and aliases that do not belong to the open page.
    fn forget_other_pages(&mut self) {
        let page = &self.page;
        let is_declared = |id: &str| page.declared().any(|declared| declared == id);
        self.aliases.retain(is_declared);
        self.spoken_sizes.retain(is_declared);
        let aliases = &self.aliases;
        self.known.retain_page(&|id| page.declared().any(|declared| aliases.resolve(declared) == id));
    }

    /// Evicts the lists of items of sensitive types, so that visits to their pages leave no trace.
    fn forget_sensitive_items(&mut self) {
        if let Some(pack) = &self.pack {
            self.known.retain(&|_, item| !pack.core.is_sensitive(item.category.item_type));
        }
    }
}
