//! The state of the current page: the items it declares and the events on it. Not for the stored history: see
//! [`crate::history`].
//!
//! A shard to fetch can be named only by a [`DeclaredItem`], and only a page can create one. A history cannot.

use crate::history::{Event, EventLog};
use crate::model::{ShardCount, ShardIndex, SpokenId};

/// Number of cart lines, counted from the last, that choose suggestions. Their files are fetched together.
pub const CART_LINES: usize = 6;

/// Returns the cart lines that choose suggestions: the last [`CART_LINES`].
#[must_use]
pub fn choosing<T>(cart: &[T]) -> &[T] {
    cart.get(cart.len().saturating_sub(CART_LINES)..).unwrap_or_default()
}

/// An item that the page declares as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredItem(String);

impl DeclaredItem {
    /// The id as the page writes it: an item id or an alias, prefixed with its kind if the page gives one. See
    /// [`SpokenId`].
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0
    }

    /// The shard that holds the item's lists, out of `shards` shards.
    #[must_use]
    pub fn shard(&self, shards: ShardCount) -> ShardIndex {
        SpokenId::of(&self.0).shard(shards)
    }
}

/// A declared item, and whether its shard has been read.
#[derive(Debug)]
struct Declaration {
    item: DeclaredItem,
    /// Whether the item's shard has been read on this page.
    is_read: bool,
}

/// The page that is open now. It exists in both modes and is dropped when the next page opens.
///
/// Its declarations depend on the page's calls alone: two shoppers with different histories make the same declarations.
#[derive(Debug, Default)]
pub struct Page {
    /// The item of this page, as the page writes it.
    item: Option<String>,
    declared: Vec<Declaration>,
    events: EventLog,
}

impl Page {
    /// Sets the item of this page, as the page writes it.
    pub(crate) fn open(&mut self, id: &str) {
        self.item = Some(id.to_owned());
    }

    /// Switches to another item of the same page, which shows several products, and clears the page's events so that
    /// each item is answered as if it were alone. Declarations and read shards are kept, so that no file is fetched
    /// twice.
    pub(crate) fn turn_to(&mut self, id: &str) {
        self.open(id);
        self.events = EventLog::default();
    }

    /// Declares an item that the page shows. Returns it if its shard has not been read yet on this page.
    pub fn declare(&mut self, id: &str) -> Option<DeclaredItem> {
        if let Some(Declaration { item, is_read }) = self.declared.iter().find(|declared| declared.item.0 == id) {
            return (!is_read).then(|| item.clone());
        }
        let item = DeclaredItem(id.to_owned());
        self.declared.push(Declaration { item: item.clone(), is_read: false });
        Some(item)
    }

    /// Returns this item as declared, whether or not its shard was read: for files that only the page's own request may
    /// name.
    pub fn name(&mut self, id: &str) -> DeclaredItem {
        self.declare(id).unwrap_or_else(|| DeclaredItem(id.to_owned()))
    }

    /// Marks the shard of this declared item as read.
    pub(crate) fn mark_read(&mut self, item: &DeclaredItem) {
        self.declared.iter_mut().filter(|declared| declared.item == *item).for_each(|declared| declared.is_read = true);
    }

    /// Whether the shard of this declared item has been read.
    pub(crate) fn has_read(&self, id: &str) -> bool {
        self.declared.iter().any(|declared| declared.is_read && declared.item.0 == id)
    }

    /// The ids this page has declared, as it writes them.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().map(|declared| declared.item.id())
    }

    /// Appends an event of this page.
    pub(crate) fn remember(&mut self, event: Event) {
        self.events.append(event);
    }

    /// The events of this page, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.events.events()
    }

    /// The item of this page, as the page writes it.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }
}
