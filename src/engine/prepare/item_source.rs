//! What a request is prepared from: the items that the device, or a log that is replayed, knows by their lists.

use crate::cache::ItemCache;
use crate::model::{CategoryIndex, Handle, Wearer};
use crate::rank::{Items, List};

/// Items and their lists, as far as they are known. In the browser the cache of the device; `evaluate` replays a log over
/// what was learned.
pub trait ItemSource {
    /// The handle of `id`, if anything mentions it.
    fn handle(&self, id: &str) -> Option<Handle>;
    /// How many handles there are: every handle is below this.
    fn handles(&self) -> usize;
    /// Where `id` belongs.
    fn category(&self, id: &str) -> Option<CategoryIndex>;
    /// The item with its list, where the list is known: by `Lists::OfPage` what the page that is open has read itself.
    fn item(&self, handle: Handle, lists: Lists) -> Option<ListedItem<'_>>;
    /// Whom the item is made for.
    fn wearer(&self, handle: Handle) -> Wearer;
    /// Lists of what suits the season.
    fn season(&self) -> Vec<List<'_>>;
    /// Lists of what is bought now more than before.
    fn trending(&self) -> Vec<List<'_>>;
}

/// Which lists count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// All that are known.
    All,
    /// Those that the page has read, whatever an earlier one has left.
    OfPage,
}

/// An item whose list is known.
#[derive(Clone, Copy, Debug)]
pub struct ListedItem<'a> {
    /// The item.
    pub handle: Handle,
    /// Where it belongs.
    pub category: CategoryIndex,
    /// Its neighbours.
    pub list: List<'a>,
    /// By neighbour: whether it was derived from other pairs, types or attributes, not counted.
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
