//! What the page itself says: the items it declares and what happened on it.
//!
//! A [`DeclaredItem`] is the only thing that can name a shard to fetch, and only a page can make one: a history has
//! no way to.

use crate::history::{Event, EventLog};
use crate::model::{ShardIndex, SpokenId};

/// So many lines of a cart, the last ones, choose what is suggested. Their files are fetched together.
pub const CART_LINES: usize = 6;

/// The lines of a cart that choose what is suggested: the last [`CART_LINES`].
#[must_use]
pub fn choosing<T>(cart: &[T]) -> &[T] {
    cart.get(cart.len().saturating_sub(CART_LINES)..).unwrap_or_default()
}

/// An item that the page says it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredItem(String);

impl DeclaredItem {
    /// The id as the page speaks it, an item id or an alias, with its kind where the page says one: see [`SpokenId`].
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }

    /// The shard it lives in, of `shards` shards.
    #[must_use]
    pub fn shard(&self, shards: u32) -> ShardIndex {
        SpokenId::of(&self.0).shard(shards)
    }
}

/// What the page has said of an item.
#[derive(Debug)]
struct Declaration {
    item: DeclaredItem,
    /// Whether its shard has been read on this page.
    is_read: bool,
}

/// The page that is open now. Known in both modes, forgotten when the next page opens.
///
/// What it declares follows from what the page says, call by call, and from nothing else: two shoppers with different
/// histories make the same declarations.
#[derive(Debug, Default)]
pub struct Page {
    /// The item whose page this is, as the page speaks it.
    item: Option<String>,
    declared: Vec<Declaration>,
    events: EventLog,
}

impl Page {
    /// This is the page of the item that the page speaks of as `id`.
    pub(crate) fn open(&mut self, id: &str) {
        self.item = Some(id.to_owned());
    }

    /// What follows is for this item's page: the page shows several products, and each is answered as if it were alone. What
    /// was declared and read stays, so that nothing is asked for twice.
    pub(crate) fn turn_to(&mut self, id: &str) {
        self.open(id);
        self.events = EventLog::default();
    }

    /// The page shows this item. The answer names it when its shard is to be read: not twice on one page.
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        if let Some(Declaration { item, is_read }) = self.declared.iter().find(|declared| declared.item.0 == id) {
            return (!is_read).then(|| item.clone());
        }
        let item = DeclaredItem(id.to_owned());
        self.declared.push(Declaration { item: item.clone(), is_read: false });
        Some(item)
    }

    /// The page names this item, whether or not its shard was read: for files that are asked for by the page's word alone.
    pub fn name(&mut self, id: &str) -> DeclaredItem {
        self.declare(id).unwrap_or_else(|| DeclaredItem(id.to_owned()))
    }

    /// The shard of this declared item has been read.
    pub(crate) fn mark_read(&mut self, item: &DeclaredItem) {
        self.declared.iter_mut().filter(|declared| declared.item == *item).for_each(|declared| declared.is_read = true);
    }

    /// Whether the shard of this declared item has been read.
    pub(crate) fn has_read(&self, id: &str) -> bool {
        self.declared.iter().any(|declared| declared.is_read && declared.item.0 == id)
    }

    /// The ids this page has declared, as it speaks them.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().map(|declared| declared.item.id())
    }

    /// Remembers what happened on this page.
    pub(crate) fn remember(&mut self, event: Event) {
        self.events.append(event);
    }

    /// What happened on this page, the oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.events.events()
    }

    /// The item whose page this is, as the page speaks it.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }
}
