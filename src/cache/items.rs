//! The items a page has met: their handles, their neighbour lists, their cards.
//!
//! A list is keyed by its item's id, so that it outlives its build. The lists of the last [`MAX_LISTS`] items are kept,
//! with the cards they mention, so that older history needs no fetch.

use super::CardText;
use crate::history::MAX_LISTS;
use crate::model::{CategoryIndex, Handle, Interner, ItemFeatures, ListWeight};
use crate::pack::{CardRef, ItemRef};
use crate::rank::{Items, List};

/// What is needed to draw an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// What it says.
    pub texts: CardText,
    /// Price in minor units.
    pub price_minor: Option<u32>,
    /// When the price was right: the time of the card's build, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// What ranking reads of it, as of its build.
    pub facts: ItemFeatures,
}

/// A neighbour list and the item it belongs to.
#[derive(Clone, Debug)]
pub struct CachedItem {
    /// The item.
    pub handle: Handle,
    /// Where it belongs.
    pub category: CategoryIndex,
    pub(super) scale: ListWeight,
    /// Those whose cards came with the list first.
    pub(super) neighbours: Vec<Handle>,
    pub(super) levels: Vec<u8>,
    /// By neighbour: whether it was derived, not counted.
    pub(super) derived: Vec<bool>,
    /// What this very page can draw with what came with the list; `None` where the list is older than the page.
    pub(super) drawn: Option<Drawn>,
    /// When it was kept on the device; the end of time for one that this page has read.
    pub(super) kept: i64,
    /// Whether the device keeps it as it is here.
    pub(super) written: bool,
}

/// What came with a list beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    /// So many of the neighbours, the first ones, have a card of it.
    pub(super) neighbours: usize,
    /// Whether the item itself has one.
    pub(super) itself: bool,
}

impl CachedItem {
    /// The list, as ranking reads it.
    #[must_use]
    pub fn list(&self) -> List<'_> {
        List { scale: self.scale, items: &self.neighbours, levels: &self.levels }
    }

    /// Whether the page has read it itself.
    #[must_use]
    pub fn is_of_page(&self) -> bool {
        self.drawn.is_some()
    }

    /// What of the list this page alone determines, whatever an earlier page has left: neighbours that are drawn with what
    /// came with the list.
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

/// The items met so far.
#[derive(Debug, Default)]
pub struct ItemCache {
    names: Interner,
    /// The least recently met first.
    items: Vec<CachedItem>,
    /// What suits the season, division by division.
    season: Vec<CachedItem>,
    /// What is bought now more than before, division by division.
    trending: Vec<CachedItem>,
    /// By handle.
    cards: Vec<Option<Card>>,
    /// By handle, those of the cards: hundreds are read for each slate, of few of which the card is.
    facts: Vec<Option<ItemFeatures>>,
}

impl ItemCache {
    /// The handle of `id`, if any list or card has mentioned it.
    #[must_use]
    pub fn handle(&self, id: &str) -> Option<Handle> {
        self.names.number(id).map(Handle)
    }

    /// How many handles there are: every handle is below this.
    #[must_use]
    pub fn handles(&self) -> usize {
        self.names.len()
    }

    /// The item with this id, if its list is kept.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&CachedItem> {
        self.item_of(self.handle(id)?)
    }

    /// The item of this handle, if its list is kept.
    #[must_use]
    pub fn item_of(&self, handle: Handle) -> Option<&CachedItem> {
        self.items.iter().rev().find(|item| item.handle == handle)
    }

    /// What is needed to draw the item.
    #[must_use]
    pub fn card(&self, handle: Handle) -> Option<&Card> {
        self.cards.get(handle.at())?.as_ref()
    }

    /// Keeps an item's list; `cards` are those of the shard it came from. A list kept earlier is replaced.
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

    /// Keeps what suits the season, instead of what suited another; `lists` and `cards` are those of its file.
    pub fn put_season<'a>(
        &mut self,
        lists: impl Iterator<Item = ItemRef<'a>>,
        cards: &[CardRef<'a>],
        draw: &dyn Fn(&CardRef<'a>) -> Card,
    ) {
        self.season = lists.map(|list| self.read(&list, cards, draw)).collect();
    }

    /// Keeps what is bought now more than before; `lists` and `cards` are those of its file.
    pub fn put_trending<'a>(
        &mut self,
        lists: impl Iterator<Item = ItemRef<'a>>,
        cards: &[CardRef<'a>],
        draw: &dyn Fn(&CardRef<'a>) -> Card,
    ) {
        self.trending = lists.map(|list| self.read(&list, cards, draw)).collect();
    }

    /// What suits the season, division by division.
    pub fn season(&self) -> impl Iterator<Item = List<'_>> {
        self.season.iter().map(CachedItem::list)
    }

    /// What is bought now more than before, division by division.
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
            kept: i64::MAX,
            written: false,
        };
        for first in [true, false] {
            for (neighbour, handle) in item.neighbours.iter().zip(&handles) {
                if carded.contains(handle) == first {
                    known.neighbours.push(*handle);
                    known.levels.push(neighbour.level);
                    known.derived.push(neighbour.support == 0);
                }
            }
            let drawn = Drawn { neighbours: known.neighbours.len(), itself: carded.contains(&handle) };
            known.drawn = known.drawn.or(Some(drawn));
        }
        known
    }

    /// Keeps a card that came with the house and not with a list, unless one as new is known; the answer is its handle.
    pub fn put_newer_card(&mut self, id: &str, card: &Card) -> Handle {
        let handle = self.intern(id);
        if self.card(handle).is_none_or(|known| known.time < card.time) {
            self.put_card(handle, card.clone());
        }
        handle
    }

    /// Another page begins: no list is of that page yet.
    pub fn turn_page(&mut self) {
        self.items.iter_mut().for_each(|item| item.drawn = None);
    }

    /// Inserts a list that the device kept, ordered by age.
    pub(super) fn insert(&mut self, item: CachedItem) {
        let place = self.items.iter().position(|other| other.kept > item.kept);
        self.items.insert(place.unwrap_or(self.items.len()), item);
    }

    /// The list of `id` is kept on the device as it is here.
    pub(super) fn mark_written(&mut self, id: &str) {
        let handle = self.handle(id);
        for item in self.items.iter_mut().filter(|item| Some(item.handle) == handle) {
            item.written = true;
        }
    }

    /// Where `id` belongs, if its list is kept or a card shows it.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<CategoryIndex> {
        let card = || self.facts(self.handle(id)?).map(|facts| facts.category());
        self.item(id).map(|item| item.category).or_else(card)
    }

    /// Gives divisions and types the numbers of another core. What has no number there is forgotten.
    pub fn renumber(&mut self, numbers: &dyn Fn(CategoryIndex) -> Option<CategoryIndex>) {
        // They belong to their build.
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

    /// Keeps the lists of the items that `keep` accepts, by id, and the cards they mention; forgets everything else.
    pub fn retain(&mut self, keep: &dyn Fn(&str, &CachedItem) -> bool) {
        let mut old = std::mem::take(self);
        let mut kept = std::mem::take(&mut old.items);
        kept.retain(|item| keep(old.id(item.handle), item));
        self.rebuild(kept, &mut old);
    }

    /// Keeps what this page has read itself of the items that `is_declared` accepts, by id, and what holds for everybody; forgets
    /// everything else. A card that an older list has left would draw one neighbour more: what is shown would tell of a history.
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

    /// Keeps the lists met last, so that memory stays bounded on a page that is never left.
    fn evict_oldest(&mut self) {
        let mut old = std::mem::take(self);
        let kept = old.items.split_off(old.items.len().saturating_sub(MAX_LISTS));
        self.rebuild(kept, &mut old);
    }

    /// Rebuilds the cache from items of `old` and what they mention, with new handles.
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
