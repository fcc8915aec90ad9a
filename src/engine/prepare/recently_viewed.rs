//! Items viewed on this device, newest first: a record of visits, not suggestions. No scores, no caps and no lists are
//! used; the items are drawn from the cards in the device's cache. Not for drawing: see the package.

use super::inputs::{Earlier, RequestInputs};
use crate::cache::ItemCache;
use crate::history::{Event, EventKind};
use crate::model::{Day, DivisionIndex, Handle, Week, leave_out};
use crate::rank::{Absence, ActiveRule, Items, Scope};
use crate::request::SuggestRequest;
use crate::shopper::Shopper;
use crate::slate::Status;

/// The viewed items, and the reasons that exclude some of them.
pub(in crate::engine) struct RecentlyViewed<'s, 'a> {
    inputs: &'s RequestInputs<'a, ItemCache>,
    scope: &'s Scope,
    page_division: Option<DivisionIndex>,
    rules: Vec<ActiveRule>,
    /// Each item once, newest first.
    viewed: Vec<Handle>,
    /// Items that were bought within the retention of the history, dismissed, or excluded by the page.
    bought: Vec<Handle>,
    refused: Vec<Handle>,
    excluded: Vec<Handle>,
}

impl<'s, 'a> RecentlyViewed<'s, 'a> {
    /// Reads the history of `inputs`; without a history no item counts as viewed.
    ///
    /// # Errors
    /// [`Status::ItemUnknown`] if the request names an unknown division.
    pub(in crate::engine) fn new(
        inputs: &'s RequestInputs<'a, ItemCache>,
        request: &SuggestRequest,
        scope: &'s Scope,
    ) -> Result<Self, Status> {
        let known = inputs.known;
        let oldest = inputs.oldest();
        let events: &[Event] = if inputs.history.is_some() { inputs.events } else { &[] };
        let page = inputs.page_item.and_then(|id| inputs.listed(id));
        let page_division = inputs.page_division(request, page)?;
        let mut viewed: Vec<Handle> = Vec::new();
        // Gifts are left out: their recipient may be looking at the screen.
        let is_look = |event: &&Event| event.kind == EventKind::View && !event.gift && event.time >= oldest;
        for event in events.iter().rev().filter(is_look) {
            if let Some(handle) = known.handle(&event.item_id).filter(|handle| !viewed.contains(handle)) {
                viewed.push(handle);
            }
        }
        let purchases = events.iter().filter(|event| event.kind == EventKind::Purchase && event.time >= oldest);
        let left_out = inputs.page_item.iter().chain(inputs.cart).chain(inputs.exclude);
        Ok(Self {
            inputs,
            scope,
            page_division,
            rules: inputs.rules(request.placement, Day::of_time(inputs.now)),
            viewed,
            bought: purchases.filter_map(|event| known.handle(&event.item_id)).collect(),
            refused: inputs.earlier.map(|earlier| refused(&earlier, inputs)).unwrap_or_default(),
            excluded: left_out.filter_map(|id| known.handle(id)).collect(),
        })
    }

    /// The items that may be shown, newest first; `is_sold_out` is called only for items that pass every other test.
    pub(in crate::engine) fn items(&self, is_sold_out: impl Fn(Handle) -> bool) -> impl Iterator<Item = Handle> {
        self.viewed.iter().copied().filter(move |handle| self.absence(*handle, &is_sold_out).is_none())
    }

    /// The shopper's profile.
    pub(in crate::engine) fn shopper(&self) -> Shopper {
        self.inputs.shopper(self.page_division, Week::of_time(self.inputs.now))
    }

    /// Why the item is not shown, regardless of the limit.
    pub(in crate::engine) fn absence(&self, handle: Handle, is_sold_out: &impl Fn(Handle) -> bool) -> Option<Absence> {
        let Some(facts) = self.inputs.known.facts(handle) else {
            let was_viewed = self.viewed.contains(&handle);
            return Some(if was_viewed { Absence::NoCard } else { Absence::NotViewed });
        };
        // A type may have become sensitive since the view.
        if !self.viewed.contains(&handle) || self.inputs.core.is_sensitive(facts.item_type) {
            Some(Absence::NotViewed)
        } else if self.bought.contains(&handle) || self.excluded.contains(&handle) {
            Some(Absence::Forbidden)
        } else if self.refused.contains(&handle) {
            Some(Absence::Capped)
        } else if !self.scope.admits(facts.division, self.page_division) {
            Some(Absence::Division)
        } else if leave_out(&self.rules, handle, &facts) {
            Some(Absence::Rule)
        } else {
            is_sold_out(handle).then_some(Absence::Unavailable)
        }
    }
}

/// The dismissed items that are still in their cooldown.
fn refused(Earlier { notes, .. }: &Earlier<'_>, inputs: &RequestInputs<'_, ItemCache>) -> Vec<Handle> {
    let (types, divisions) = (inputs.core.types.len(), inputs.core.divisions.len());
    let fatigue = notes.fatigue(types, divisions, &|id| inputs.known.category(id), inputs.now);
    let rests = notes.items().zip(fatigue.items).filter(|(_, is_refused)| *is_refused);
    rests.filter_map(|(id, _)| inputs.known.handle(id)).collect()
}
