//! Answers requests for the placement `recent`. Not for selecting the items: see `prepare`.

use super::prepare::{RecentlyViewed, RequestInputs};
use super::reply::{SlateReply, price};
use crate::cache::ItemCache;
use crate::discretion::{PageKind, Reason};
use crate::model::{Handle, LanguageIndex};
use crate::pack::Core;
use crate::rank::{Absence, Items, Scope};
use crate::request::SuggestRequest;
use crate::season::SeasonScore;
use crate::shopper::Shopper;
use crate::slate::{Explanation, Slate, Status, Suggestion};

/// A request for recently viewed items.
pub(super) struct RecentRequest<'s, 'a> {
    pub(super) inputs: &'s RequestInputs<'s, ItemCache>,
    /// The core and the items of `inputs`, which the answer borrows for longer.
    pub(super) core: &'a Core,
    pub(super) known: &'a ItemCache,
    pub(super) request: &'s SuggestRequest,
    pub(super) scope: &'s Scope,
    pub(super) language: LanguageIndex,
}

impl<'a> RecentRequest<'_, 'a> {
    /// Answers the request, and explains the item `explain` if given.
    pub(super) fn answer(&self, is_sold_out: impl Fn(Handle) -> bool, explain: Option<&str>) -> SlateReply<'a> {
        let Self { inputs, core, known, request, scope, language } = *self;
        // Nothing is shown during payment, so that the shopper is not distracted, nor after an order, where only pinned
        // items are shown.
        if request.page != PageKind::Other {
            return SlateReply::empty(Status::NotNow, Some(core));
        }
        let viewed = match RecentlyViewed::new(inputs, request, scope) {
            Ok(viewed) => viewed,
            Err(status) => return SlateReply::empty(status, Some(core)),
        };
        let shown: Vec<Handle> = viewed.items(&is_sold_out).take(inputs.limit(request)).collect();
        let explanation = explain.map(|id| {
            let handle = known.handle(id);
            let place = shown.iter().position(|one| Some(*one) == handle);
            let absence = handle.map_or(Some(Absence::NotViewed), |handle| viewed.absence(handle, &is_sold_out));
            let Shopper { attachment, potential, .. } = viewed.shopper();
            Explanation {
                parts: Vec::new(),
                place,
                absence: absence.or(place.is_none().then_some(Absence::Outranked)),
                attachment,
                potential,
            }
        });
        let suggestions: Vec<Suggestion<'a>> = shown
            .into_iter()
            .filter_map(|handle| {
                let card = known.card(handle)?;
                Some(Suggestion {
                    id: known.id(handle),
                    card,
                    price_minor: price(card, core, inputs.now),
                    rank: None,
                    reason: Reason::RecentlyViewed,
                    about: None,
                    signs: SeasonScore::default(),
                    flags: Vec::new(),
                })
            })
            .collect();
        let status = if suggestions.is_empty() { Status::NothingSuitable } else { Status::Ok };
        SlateReply { slate: Slate { status, core: Some(core), language, suggestions }, explanation }
    }
}
