//! What the page itself says: the items it declares and what happened on it.
//!
//! A [`DeclaredItem`] is the only thing that can name a shard to fetch, and only a page can make one: a history has
//! no way to.

use crate::history::{Event, EventKind};
use crate::pack::shard_of;

/// A page declares at most this many items.
pub const MAX_DECLARED: usize = 4;

/// Of a page's events at most this many are remembered.
const MAX_EVENTS: usize = 100;

/// An item that the page says it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredItem(String);

impl DeclaredItem {
    /// The id as the page speaks it: an item id or an alias.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }

    /// The number of the shard it lives in, of `shards` shards.
    #[must_use]
    pub fn shard(&self, shards: u32) -> u32 {
        shard_of(&self.0, shards)
    }
}

/// The page that is open now. Known in both modes, forgotten when the next page opens.
#[derive(Debug, Default)]
pub struct Page {
    declared: Vec<DeclaredItem>,
    events: Vec<Event>,
}

impl Page {
    /// The page shows this item. `None` beyond [`MAX_DECLARED`] items.
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        if let Some(item) = self.declared.iter().find(|item| item.0 == id) {
            return Some(item.clone());
        }
        if self.declared.len() >= MAX_DECLARED {
            return None;
        }
        let item = DeclaredItem(id.to_owned());
        self.declared.push(item.clone());
        Some(item)
    }

    /// The item behind an alias that this page declares, found in the alias's own shard.
    pub(crate) fn follow(&self, alias: &DeclaredItem, item: &str) -> Option<DeclaredItem> {
        self.declared.contains(alias).then(|| DeclaredItem(item.to_owned()))
    }

    /// Whether a view of the item `id`, spoken as `spoken`, opens another page than this one.
    pub(crate) fn turns_with(&self, spoken: &str, id: &str) -> bool {
        match self.viewed() {
            Some(viewed) => viewed != id,
            None => !self.declared.iter().any(|item| item.0 == spoken),
        }
    }

    /// The ids this page has declared, as it speaks them.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().map(DeclaredItem::id)
    }

    /// Remembers what happened on this page.
    pub(crate) fn remember(&mut self, event: Event) {
        if self.events.len() < MAX_EVENTS {
            self.events.push(event);
        }
    }

    /// What happened on this page, the oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The item viewed on this page, as the pack knows it.
    #[must_use]
    pub fn viewed(&self) -> Option<&str> {
        self.events.iter().rev().find(|event| event.kind == EventKind::View).map(|event| event.item_id.as_str())
    }
}
