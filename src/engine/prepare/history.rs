//! Reads a request's inputs from the history: the source items, the shopper's profile, and purchases. Not for the log
//! of impressions: see `impressions`.

use super::inputs::RequestInputs;
use super::item_source::{ItemSource, ListedItem};
use crate::engine::opened_pack::find;
use crate::history::{EventKind, Tally};
use crate::model::{DivisionIndex, TypeIndex, Week};
use crate::pack::Core;
use crate::rank::{Interaction, MAX_SOURCES, PurchaseFilter, Reminder, RepurchaseInterval, Source};
use crate::shopper::{DivisionCounts, Onward, Shopper, ShopperSizes};

/// An item of the page, the cart or the history.
#[derive(Clone, Copy, Debug)]
pub(super) struct MetItem<'a> {
    pub(super) item: ListedItem<'a>,
    /// The strongest event with the item.
    pub(super) event: EventKind,
    /// Number of its events.
    pub(super) times: u32,
}

impl<'a> MetItem<'a> {
    pub(super) fn source(&self) -> Source<'a> {
        Source { list: self.item.list, event: self.event }
    }

    pub(super) fn reminder(&self) -> Reminder {
        Reminder { handle: self.item.handle, times: self.times }
    }
}

/// The division counts from the weeks of the last thirteen months.
pub(in crate::engine) fn counts_of_weeks(core: &Core, tallies: &[Tally], this_week: Week) -> DivisionCounts {
    let mut met = DivisionCounts::new(core.divisions.len());
    for tally in tallies.iter().filter(|tally| tally.is_recent(this_week)) {
        if let Some(division) = core.division(&tally.division) {
            met.tally(division, tally, this_week);
        }
    }
    met
}

impl<'a, K: ItemSource> RequestInputs<'a, K> {
    /// The source items: the page's item, the cart, then the history, most recent first; each with its strongest event
    /// and the number of its events. Sensitive items and gifts are left out.
    pub(super) fn items(&self, declared: impl Iterator<Item = MetItem<'a>>, oldest: i64) -> Vec<MetItem<'a>> {
        let core = self.core;
        let may_speak = |item: &ListedItem<'_>| !core.is_sensitive(item.category.item_type);
        let mut items: Vec<MetItem<'a>> = Vec::with_capacity(MAX_SOURCES);
        for one in declared {
            let met = items.iter().any(|met| met.item.handle == one.item.handle);
            if !met && items.len() < MAX_SOURCES && may_speak(&one.item) {
                items.push(one);
            }
        }
        let declared = items.len();
        for event in self.events.iter().rev().filter(|event| event.time >= oldest && !event.gift) {
            let Some(handle) = self.known.handle(&event.item_id) else { continue };
            if let Some(place) = items.iter().position(|met| met.item.handle == handle) {
                if let Some(met) = items.get_mut(place) {
                    met.times += 1;
                    // An item that the page declares keeps the event that the page implies.
                    if place >= declared && core.tables.event(event.kind) > core.tables.event(met.event) {
                        met.event = event.kind;
                    }
                }
            } else if items.len() < MAX_SOURCES
                && let Some(item) = self.known.item(handle, self.lists()).filter(may_speak)
            {
                items.push(MetItem { item, event: event.kind, times: 1 });
            }
        }
        items
    }

    /// The shopper's profile. The page's division counts as one current event, because the shopper is visiting it.
    pub(super) fn shopper(&self, page_division: Option<DivisionIndex>, this_week: Week) -> Shopper {
        let core = self.core;
        let mut met = counts_of_weeks(core, self.tallies, this_week);
        if self.tallies.is_empty() {
            for event in self.events.iter().filter(|event| !event.gift) {
                let Some(category) = self.known.category(&event.item_id) else { continue };
                let times = if event.kind == EventKind::Purchase { 3 } else { 1 };
                (0..times).for_each(|_| met.now(category.division));
            }
        }
        page_division.into_iter().for_each(|division| met.now(division));
        Shopper::new(&met, self.tallies, &Onward::new(&core.onward, core.divisions.len()), this_week)
    }

    /// The shopper's sizes from the history; none in contextual mode.
    pub(super) fn sizes(&self, oldest: i64) -> ShopperSizes<'a> {
        let events = self.events.iter().filter(|event| event.time >= oldest && self.history.is_some());
        ShopperSizes::new(events, &self.core.size_ranges, self.sizes_left)
    }

    /// The filter of items that must not be suggested: purchases, the cart, the page's item, and items that the page
    /// excludes.
    pub(super) fn bought(&self, oldest: i64) -> PurchaseFilter {
        let rest: Vec<RepurchaseInterval> = self.core.types.iter().map(|item_type| item_type.rest).collect();
        let item_type = |id: &str| self.known.category(id).map(|category| category.item_type);
        // Most events are views, which exclude nothing, so their ids are not looked up.
        let deeds =
            self.events.iter().enumerate().filter(|(_, event)| event.time >= oldest).filter_map(|(at, event)| {
                if matches!(event.kind, EventKind::View | EventKind::Select | EventKind::AddToWishlist) {
                    return None;
                }
                let mut item_type = item_type(&event.item_id);
                if event.kind == EventKind::Purchase && item_type.is_none() {
                    item_type = self.recorded_type(at);
                }
                let handle = self.known.handle(&event.item_id);
                if handle.is_none() && item_type.is_none() {
                    return None;
                }
                Some(Interaction { handle, item_type, kind: event.kind, time: event.time, gift: event.gift })
            });
        let mut bought = PurchaseFilter::new(deeds, self.known.handles(), &rest, self.now);
        for id in self.cart {
            if let Some(handle) = self.known.handle(id) {
                let counts = self.earlier.is_some() || self.listed(id).is_some();
                bought.put_in_cart(Some(handle), item_type(id).filter(|_| counts), &rest);
            }
        }
        self.page_item
            .iter()
            .chain(self.exclude)
            .filter_map(|id| self.known.handle(id))
            .for_each(|id| bought.forbid(id));
        bought
    }

    /// The type recorded with the event at this position.
    fn recorded_type(&self, position: usize) -> Option<TypeIndex> {
        let place = self.history?.place(position)?;
        find(self.core, place).map(|category| category.item_type)
    }
}
