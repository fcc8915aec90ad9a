//! What the page itself says: the items it declares and what happened on it.
//!
//! A [`DeclaredItem`] is the only thing that can name a shard to fetch, and only a page can make one: a history has
//! no way to.

use crate::history::{Category, Event, Memory, Store};
use crate::pack::shard_of;

/// A page declares at most this many items.
pub const MAX_DECLARED: usize = 4;

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
///
/// What it declares follows from what the page says, call by call, and from nothing else: two shoppers with different
/// histories make the same declarations.
#[derive(Debug, Default)]
pub struct Page {
    /// The item whose page this is, as the page speaks it.
    item: Option<String>,
    declared: Vec<DeclaredItem>,
    /// For each declared item, whether its shard has been read on this page.
    read: Vec<bool>,
    events: Memory,
}

impl Page {
    /// This is the page of the item that the page speaks of as `id`.
    pub(crate) fn open(&mut self, id: &str) {
        self.item = Some(id.to_owned());
    }

    /// The page shows this item. The answer names it when its shard is to be read: not twice on one page, and not
    /// beyond [`MAX_DECLARED`] items.
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        if let Some(place) = self.declared.iter().position(|item| item.0 == id) {
            return self.declared.get(place).filter(|_| self.read.get(place) == Some(&false)).cloned();
        }
        if self.declared.len() >= MAX_DECLARED {
            return None;
        }
        let item = DeclaredItem(id.to_owned());
        self.declared.push(item.clone());
        self.read.push(false);
        Some(item)
    }

    /// The shards of these declared items have been read.
    pub(crate) fn mark_read(&mut self, is_read: impl Fn(&str) -> bool) {
        for (item, read) in self.declared.iter().zip(&mut self.read) {
            *read |= is_read(&item.0);
        }
    }

    /// Whether the shard of this declared item has been read.
    pub(crate) fn has_read(&self, id: &str) -> bool {
        self.declared.iter().zip(&self.read).any(|(item, read)| *read && item.0 == id)
    }

    /// The item behind an alias that this page declares, found in the alias's own shard. It is the same item, so it
    /// does not count against [`MAX_DECLARED`]: a page asks for at most two shards for each item it declares.
    pub(crate) fn follow(&self, alias: &DeclaredItem, item: &str) -> Option<DeclaredItem> {
        self.declared.contains(alias).then(|| DeclaredItem(item.to_owned()))
    }

    /// The ids this page has declared, as it speaks them.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().map(DeclaredItem::id)
    }

    /// Remembers what happened on this page.
    pub(crate) fn remember(&mut self, event: Event) {
        self.events.append(event, Category::default());
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
