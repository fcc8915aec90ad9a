//! The inputs for preparing a request.

use super::item_source::{ItemSource, ListedItem, Lists};
use crate::discretion::{ImpressionLog, PageImpressions};
use crate::history::{Event, History, Tally, oldest_kept};
use crate::model::{MAX_SUGGESTIONS, SizesLeft};
use crate::pack::Core;
use crate::request::SuggestRequest;
use crate::season::{Region, Weather};

/// The inputs for preparing a request.
#[derive(Debug)]
pub struct RequestInputs<'a, K> {
    /// The core of the open pack.
    pub core: &'a Core,
    /// The known items.
    pub known: &'a K,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// In contextual mode the events of the page, in personal mode those of the history; oldest first.
    pub events: &'a [Event],
    /// The tallies of the weeks of the last thirteen months; empty in contextual mode.
    pub tallies: &'a [Tally],
    /// The history, with the category recorded for each event; `None` in contextual mode.
    pub history: Option<&'a History>,
    /// The item of the page.
    pub page_item: Option<&'a str>,
    /// Region and weather of the page.
    pub local: Local,
    /// The ids in the cart, as stated by the page.
    pub cart: &'a [&'a str],
    /// The ids that the page excludes.
    pub exclude: &'a [&'a str],
    /// Earlier impressions; `None` if the answer must not depend on a history.
    pub earlier: Option<Earlier<'a>>,
    /// The sizes in which items can be bought, if known.
    pub sizes_left: Option<&'a SizesLeft>,
}

/// Earlier impressions.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// The impression log.
    pub notes: &'a ImpressionLog,
    /// The slates on this page.
    pub offers: &'a PageImpressions,
}

/// Region and weather of a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local {
    /// The region.
    pub place: Region,
    /// The weather that the page reports.
    pub weather: Weather,
}

impl<'a, K: ItemSource> RequestInputs<'a, K> {
    /// Which lists to use: without earlier impressions, only those that this page has read.
    pub(super) fn lists(&self) -> Lists {
        if self.earlier.is_some() { Lists::All } else { Lists::OfPage }
    }

    /// The time from which events count, in seconds since 1970-01-01 UTC.
    pub(super) fn oldest(&self) -> i64 {
        oldest_kept(self.now, self.core.retention_days)
    }

    /// The most suggestions to return: the request's limit, else that of house.toml.
    pub(in crate::engine) fn limit(&self, request: &SuggestRequest) -> usize {
        let settings = &self.core.placements[request.placement as usize];
        request.limit.unwrap_or(settings.limit.into()).min(MAX_SUGGESTIONS)
    }

    /// The item, if its list is known and may be used.
    pub(super) fn listed(&self, id: &str) -> Option<ListedItem<'a>> {
        self.known.item(self.known.handle(id)?, self.lists())
    }
}
