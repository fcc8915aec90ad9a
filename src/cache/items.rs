//! The page's cache of items: their handles, neighbour lists and cards. Not for the record format: see
//! [`super::record`].
//!
//! A list is keyed by its item's id, so that it stays valid across builds. The cache keeps the lists of the last
//! [`MAX_LISTS`] items and the cards that they mention, so that items of the history need no fetch.

use super::CardText;
use crate::history::MAX_LISTS;
use crate::model::{CategoryIndex, Handle, Interner, ItemFeatures, ListWeight};
use crate::pack::{CardRef, ItemRef};
use crate::rank::{Items, List};

/// The data needed to draw an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Title, URL and images.
    pub texts: CardText,
    /// Price in minor units.
    pub price_minor: Option<u32>,
    /// The time at which the price was valid: that of the card's build, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// The features that ranking reads, as of the card's build.
    pub facts: ItemFeatures,
}

/// A neighbour list and its item.
#[derive(Clone, Debug)]
pub struct CachedItem {
    /// The item.
    pub handle: Handle,
    /// The item's category.
    pub category: CategoryIndex,
    pub(super) scale: ListWeight,
    /// Neighbours whose cards came with the list are first.
    pub(super) neighbours: Vec<Handle>,
    pub(super) levels: Vec<u8>,
    /// By neighbour: whether it is derived rather than counted.
    pub(super) derived: Vec<bool>,
    /// The cards that came with the list, if this page has read it; `None` for a list from the device.
    pub(super) drawn: Option<Drawn>,
    /// When the device stored the list, in seconds since 1970-01-01 UTC; `None` if this document has read it from the
    /// pack.
    pub(super) stored_at: Option<i64>,
    /// Whether the device has stored the list in its current form.
    pub(super) written: bool,
}

/// The cards that came with a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    /// Number of neighbours, from the first, that have such a card.
    pub(super) neighbours: usize,
    /// Whether the item itself has such a card.
    pub(super) itself: bool,
}

impl CachedItem {
    /// The list, as ranking reads it.
    #[must_use]
    pub fn list(&self) -> List<'_> {
        List { scale: self.scale, items: &self.neighbours, levels: &self.levels }
    }

    /// Whether this page has read the list itself.
    #[must_use]
    pub fn is_of_page(&self) -> bool {
        self.drawn.is_some()
    }

    /// The part of the list that this page alone determines, independent of earlier pages: neighbours whose cards came
    /// with it.
    #[must_use]
    pub fn list_of_page(&self) -> List<'_> {
        let drawn = self.drawn.map_or(0, |drawn| drawn.neighbours);
        List { items: self.neighbours.get(..drawn).unwrap_or_default(), ..self.list() }
    }

    /// By neighbour: whether it was derived from other pairs, types or attributes.
    #[must_use]
    pub fn derived(&self) -> &[bool] {
        &self.derived
    }

    /// Whether the neighbour at `place` of the list was derived.
    pub(super) fn is_derived(&self, place: usize) -> bool {
        self.derived.get(place) == Some(&true)
    }
}

/// The cached items.
#[derive(Debug, Default)]
pub struct ItemCache {
    names: Interner,
    /// Least recently inserted first.
    items: Vec<CachedItem>,
    /// The lists of items that suit the season, one per division.
    season: Vec<CachedItem>,
    /// The lists of trending items, one per division.
    trending: Vec<CachedItem>,
    /// By handle.
    cards: Vec<Option<Card>>,
    /// By handle, the features of each card. Stored separately because each slate reads hundreds of features but only a
    /// few cards.
    facts: Vec<Option<ItemFeatures>>,
}

impl ItemCache {
    /// The handle of `id`; `None` if no list or card has mentioned it.
    #[must_use]
    pub fn handle(&self, id: &str) -> Option<Handle> {
        self.names.number(id).map(Handle)
    }

    /// The number of handles: every handle is below it.
    #[must_use]
    pub fn handles(&self) -> usize {
        self.names.len()
    }

    /// The item with this id, if its list is cached.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&CachedItem> {
        self.item_of(self.handle(id)?)
    }

    /// The item with this handle, if its list is cached.
    #[must_use]
    pub fn item_of(&self, handle: Handle) -> Option<&CachedItem> {
        self.items.iter().rev().find(|item| item.handle == handle)
    }

    /// The card of the item, if it is cached.
    #[must_use]
    pub fn card(&self, handle: Handle) -> Option<&Card> {
        self.cards.get(handle.at())?.as_ref()
    }

    /// Inserts an item's list and the cards of its shard, and replaces an earlier list.
    pub fn put<'a>(&mut self, item: &ItemRef<'a>, cards: &[CardRef<'a>], draw: &dyn Fn(&CardRef<'a>) -> Card) {
        if self.items.len() >= 2 * MAX_LISTS {
            self.evict_oldest();
        }
        let item = self.read(item, cards, draw);
        if let Some(earlier) = self.items.iter().position(|known| known.handle == item.handle) {
            self.items.remove(earlier);
        }
        self.items.push(item);
    }

    /// Replaces the season's lists; `lists` and `cards` are those of its file.
    pub fn put_season<'a>(
        &mut self,
        lists: impl Iterator<Item = ItemRef<'a>>,
        cards: &[CardRef<'a>],
        draw: &dyn Fn(&CardRef<'a>) -> Card,
    ) {
        self.season = lists.map(|list| self.read(&list, cards, draw)).collect();
    }

    /// Replaces the trending lists; `lists` and `cards` are those of its file.
    pub fn put_trending<'a>(
        &mut self,
        lists: impl Iterator<Item = ItemRef<'a>>,
        cards: &[CardRef<'a>],
        draw: &dyn Fn(&CardRef<'a>) -> Card,
    ) {
        self.trending = lists.map(|list| self.read(&list, cards, draw)).collect();
    }

    /// The season's lists, one per division.
    pub fn season(&self) -> impl Iterator<Item = List<'_>> {
        self.season.iter().map(CachedItem::list)
    }

    /// The trending lists, one per division.
    pub fn trending(&self) -> impl Iterator<Item = List<'_>> {
        self.trending.iter().map(CachedItem::list)
    }

    fn read<'a>(
        &mut self,
        item: &ItemRef<'a>,
        cards: &[CardRef<'a>],
        draw: &dyn Fn(&CardRef<'a>) -> Card,
    ) -> CachedItem {
        let handle = self.intern(item.id);
        let handles: Vec<Handle> = item.neighbours.iter().map(|neighbour| self.intern(neighbour.id)).collect();
        let mut carded: Vec<Handle> = Vec::new();
        for card in cards {
            if let Some(mentioned) = self.handle(card.id)
                && (mentioned == handle || handles.contains(&mentioned))
            {
                self.put_card(mentioned, draw(card));
                carded.push(mentioned);
            }
        }
        let mut known = CachedItem {
            handle,
            category: CategoryIndex { division: item.division, item_type: item.item_type },
            scale: item.scale,
            neighbours: Vec::new(),
            levels: Vec::new(),
            derived: Vec::new(),
            drawn: None,
            stored_at: None,
            written: false,
        };
        for first in [true, false] {
            for (neighbour, handle) in item.neighbours.iter().zip(&handles) {
                if carded.contains(handle) == first {
                    known.neighbours.push(*handle);
                    known.levels.push(neighbour.level);
                    known.derived.push(neighbour.support.is_none());
                }
            }
            let drawn = Drawn { neighbours: known.neighbours.len(), itself: carded.contains(&handle) };
            known.drawn = known.drawn.or(Some(drawn));
        }
        known
    }

    /// Inserts a card of the core, unless the cached one is as new, and returns its handle.
    pub fn put_newer_card(&mut self, id: &str, card: &Card) -> Handle {
        let handle = self.intern(id);
        if self.card(handle).is_none_or(|known| known.time < card.time) {
            self.put_card(handle, card.clone());
        }
        handle
    }

    /// Starts another page: no list counts as read by the page.
    pub fn turn_page(&mut self) {
        self.items.iter_mut().for_each(|item| item.drawn = None);
    }

    /// Inserts a cached neighbour list, ordered by age. Lists that this document has read from the pack are the newest.
    pub(super) fn insert(&mut self, item: CachedItem) {
        let is_newer = |other: &CachedItem| match (other.stored_at, item.stored_at) {
            (Some(other), Some(own)) => other > own,
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let place = self.items.iter().position(is_newer);
        self.items.insert(place.unwrap_or(self.items.len()), item);
    }

    /// Marks the list of `id` as stored on the device.
    pub(super) fn mark_written(&mut self, id: &str) {
        let handle = self.handle(id);
        for item in self.items.iter_mut().filter(|item| Some(item.handle) == handle) {
            item.written = true;
        }
    }

    /// The category of `id`, if its list or its card is cached.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<CategoryIndex> {
        let card = || self.facts(self.handle(id)?).map(|facts| facts.category());
        self.item(id).map(|item| item.category).or_else(card)
    }

    /// Renumbers divisions and types for another core. Entries without a number there are evicted.
    pub fn renumber(&mut self, numbers: &dyn Fn(CategoryIndex) -> Option<CategoryIndex>) {
        // These lists belong to their build.
        (self.season, self.trending) = (Vec::new(), Vec::new());
        self.items.retain_mut(|item| numbers(item.category).map(|numbers| item.category = numbers).is_some());
        for (place, facts) in self.cards.iter_mut().zip(&mut self.facts) {
            let Some(card) = place else { continue };
            match numbers(card.facts.category()) {
                Some(CategoryIndex { division, item_type }) => {
                    (card.facts.division, card.facts.item_type) = (division, item_type);
                }
                None => *place = None,
            }
            *facts = place.as_ref().map(|card| card.facts);
        }
    }

    /// Keeps the lists for which `keep` returns true and the cards they mention, and evicts everything else.
    pub fn retain(&mut self, keep: &dyn Fn(&str, &CachedItem) -> bool) {
        let mut old = std::mem::take(self);
        let mut kept = std::mem::take(&mut old.items);
        kept.retain(|item| keep(old.id(item.handle), item));
        self.rebuild(kept, &mut old);
    }

    /// Keeps the lists that this page has read itself, of items for which `is_declared` returns true, and the lists
    /// that are the same for everybody; evicts everything else. A card left by an older list would make one more
    /// neighbour drawable, and the slate would then reveal something about the history.
    pub fn retain_page(&mut self, is_declared: &dyn Fn(&str) -> bool) {
        self.retain(&|id, item| item.is_of_page() && is_declared(id));
        let mut drawn = vec![false; self.handles()];
        for item in self.season.iter().chain(&self.trending).chain(&self.items) {
            let own = item.drawn.filter(|drawn| drawn.itself).map(|_| item.handle);
            for handle in item.list_of_page().items.iter().copied().chain(own) {
                if let Some(drawn) = drawn.get_mut(handle.at()) {
                    *drawn = true;
                }
            }
        }
        for ((card, facts), drawn) in self.cards.iter_mut().zip(&mut self.facts).zip(drawn) {
            if !drawn {
                (*card, *facts) = (None, None);
            }
        }
    }

    pub(super) fn put_card(&mut self, handle: Handle, card: Card) {
        if let (Some(place), Some(facts)) = (self.cards.get_mut(handle.at()), self.facts.get_mut(handle.at())) {
            *facts = Some(card.facts);
            *place = Some(card);
        }
    }

    pub(super) fn intern(&mut self, id: &str) -> Handle {
        let handle = Handle(self.names.intern(id));
        if handle.at() == self.cards.len() {
            self.cards.push(None);
            self.facts.push(None);
        }
        handle
    }

    /// Keeps the most recent lists, so that memory stays bounded on a long-lived page.
    fn evict_oldest(&mut self) {
        let mut old = std::mem::take(self);
        let kept = old.items.split_off(old.items.len().saturating_sub(MAX_LISTS));
        self.rebuild(kept, &mut old);
    }

    /// Rebuilds the cache from items of `old` and the cards they mention, with new handles.
    fn rebuild(&mut self, items: Vec<CachedItem>, old: &mut Self) {
        let (of_season, of_trending) = (old.season.len(), old.trending.len());
        let (season, trending) = (std::mem::take(&mut old.season), std::mem::take(&mut old.trending));
        for mut item in season.into_iter().chain(trending).chain(items) {
            for handle in std::iter::once(&mut item.handle).chain(&mut item.neighbours) {
                let fresh = self.intern(old.id(*handle));
                if let Some(card) = old.cards.get_mut(handle.at()).and_then(Option::take) {
                    self.put_card(fresh, card);
                }
                *handle = fresh;
            }
            self.items.push(item);
        }
        self.season = self.items.drain(..of_season).collect();
        self.trending = self.items.drain(..of_trending).collect();
    }
}

impl Items for ItemCache {
    fn id(&self, handle: Handle) -> &str {
        self.names.id(handle.0)
    }

    fn facts(&self, handle: Handle) -> Option<ItemFeatures> {
        *self.facts.get(handle.at())?
    }
}
