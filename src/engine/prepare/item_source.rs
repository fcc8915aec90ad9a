//! The source of items for preparing a request: the device's cache, or a log that is replayed.

use crate::cache::ItemCache;
use crate::model::{CategoryIndex, Handle, Wearer};
use crate::rank::{Items, List};

/// Known items and their lists. In the browser this is the device's cache; in `evaluate`, a replay of a log with the
/// lists learned from it.
pub trait ItemSource {
    /// The handle of `id`; `None` if nothing has mentioned it.
    fn handle(&self, id: &str) -> Option<Handle>;
    /// The number of handles: every handle is below it.
    fn handles(&self) -> usize;
    /// The category of `id`.
    fn category(&self, id: &str) -> Option<CategoryIndex>;
    /// The item with its list, if that is known; with [`Lists::OfPage`], only what the open page has read itself.
    fn item(&self, handle: Handle, lists: Lists) -> Option<ListedItem<'_>>;
    /// The gender and age group that the item is made for.
    fn wearer(&self, handle: Handle) -> Wearer;
    /// The lists of items that suit the season.
    fn season(&self) -> Vec<List<'_>>;
    /// The lists of trending items.
    fn trending(&self) -> Vec<List<'_>>;
}

/// Which lists to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// All known lists.
    All,
    /// The lists that this page has read itself.
    OfPage,
}

/// An item whose list is known.
#[derive(Clone, Copy, Debug)]
pub struct ListedItem<'a> {
    /// The item.
    pub handle: Handle,
    /// The item's category.
    pub category: CategoryIndex,
    /// The item's neighbours.
    pub list: List<'a>,
    /// By neighbour: whether it was derived from other pairs, types or attributes rather than counted.
    pub derived: &'a [bool],
}

impl ListedItem<'_> {
    /// Whether the neighbour at `place` of the list was derived.
    #[must_use]
    pub fn is_derived(&self, place: usize) -> bool {
        self.derived.get(place) == Some(&true)
    }
}

impl ItemSource for ItemCache {
    fn handle(&self, id: &str) -> Option<Handle> {
        Self::handle(self, id)
    }

    fn handles(&self) -> usize {
        Self::handles(self)
    }

    fn category(&self, id: &str) -> Option<CategoryIndex> {
        Self::category(self, id)
    }

    fn item(&self, handle: Handle, lists: Lists) -> Option<ListedItem<'_>> {
        let item = self.item_of(handle)?;
        let list = match lists {
            Lists::All => item.list(),
            Lists::OfPage if item.is_of_page() => item.list_of_page(),
            Lists::OfPage => return None,
        };
        Some(ListedItem { handle, category: item.category, list, derived: item.derived() })
    }

    fn wearer(&self, handle: Handle) -> Wearer {
        self.facts(handle).map_or_else(Wearer::default, |facts| facts.wearer)
    }

    fn season(&self) -> Vec<List<'_>> {
        Self::season(self).collect()
    }

    fn trending(&self) -> Vec<List<'_>> {
        Self::trending(self).collect()
    }
}
