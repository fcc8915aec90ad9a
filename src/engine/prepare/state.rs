//! What is known when a request is prepared.

use super::item_source::{ItemSource, ListedItem, Lists};
use crate::discretion::{ImpressionLog, PageImpressions};
use crate::history::{Event, History, Tally};
use crate::model::SizesLeft;
use crate::pack::Core;
use crate::season::{Region, Weather};

/// What is known, for one request.
#[derive(Debug)]
pub struct State<'a, K> {
    /// The house.
    pub core: &'a Core,
    /// The items that can be spoken of.
    pub known: &'a K,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Of the page in contextual mode, of the history in personal mode, the oldest first.
    pub events: &'a [Event],
    /// What is left of the weeks of the last thirteen months; none in contextual mode.
    pub tallies: &'a [Tally],
    /// Knows where items belonged when their events were recorded; none in contextual mode.
    pub history: Option<&'a History>,
    /// The item whose page this is.
    pub page_item: Option<&'a str>,
    /// Where the page is read.
    pub local: Local,
    /// The ids of what the page says is in the cart.
    pub cart: &'a [&'a str],
    /// The ids that the page excludes.
    pub exclude: &'a [&'a str],
    /// What became of earlier invitations; none where no history counts.
    pub earlier: Option<Earlier<'a>>,
    /// In which sizes items can be bought, where that is known.
    pub sizes_left: Option<&'a SizesLeft>,
}

/// Earlier invitations.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// What was offered on this device, and what became of it.
    pub notes: &'a ImpressionLog,
    /// What stands on this page.
    pub offers: &'a PageImpressions,
}

/// Where and in what weather a page is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local {
    /// The country and its climate.
    pub place: Region,
    /// The weather, as the page says it.
    pub weather: Weather,
}

impl<'a, K: ItemSource> State<'a, K> {
    /// Which lists count: where no history does, those that this page has read.
    pub(super) fn lists(&self) -> Lists {
        if self.earlier.is_some() { Lists::All } else { Lists::OfPage }
    }

    /// The item, if its list is known and counts.
    pub(super) fn listed(&self, id: &str) -> Option<ListedItem<'a>> {
        self.known.item(self.known.handle(id)?, self.lists())
    }
}
