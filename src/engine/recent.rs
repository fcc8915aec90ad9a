//! Answers requests for the placement `recent`. Not for selecting the items: see `prepare`.

use super::prepare::{RecentlyViewed, RequestInputs};
use super::reply::{SlateReply, price};
use crate::cache::ItemCache;
use crate::discretion::{PageKind, Reason};
use crate::model::{Handle, LanguageIndex};
use crate::pack::Core;
use crate::rank::{Absence, Items, MAX_SUGGESTIONS, RankSource, Scope, Score};
use crate::request::SuggestRequest;
use crate::season::SeasonScore;
use crate::shopper::Shopper;
use crate::slate::{Explanation, Slate, Status, Suggestion};

/// Answers `request`, and explains the item `explain` if given. `core` and `known` are those of `state`.
pub(super) fn answer<'a>(
    state: &RequestInputs<'_, ItemCache>,
    (core, known): (&'a Core, &'a ItemCache),
    request: &SuggestRequest,
    scope: &Scope,
    language: LanguageIndex,
    is_sold_out: impl Fn(Handle) -> bool,
    explain: Option<&str>,
) -> SlateReply<'a> {
    // Nothing is shown during payment, so that the shopper is not distracted, nor after an order, where only pinned
    // items are shown.
    if request.page != PageKind::Other {
        return SlateReply::empty(Status::NotNow, Some(core));
    }
    let viewed = match RecentlyViewed::new(state, request, scope) {
        Ok(viewed) => viewed,
        Err(status) => return SlateReply::empty(status, Some(core)),
    };
    let settings = &core.placements[request.placement as usize];
    let limit = request.limit.unwrap_or(settings.limit.into()).min(MAX_SUGGESTIONS);
    let shown: Vec<Handle> = viewed.items(&is_sold_out).take(limit).collect();
    let explanation = explain.map(|id| {
        let handle = known.handle(id);
        let place = shown.iter().position(|one| Some(*one) == handle);
        let absence = handle.map_or(Some(Absence::NotViewed), |handle| viewed.absence(handle, &is_sold_out));
        let Shopper { attachment, potential, .. } = viewed.shopper();
        Explanation {
            score: Score::ZERO,
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
                price_minor: price(card, core, state.now),
                score: Score::ZERO,
                rank_source: RankSource::Ranked,
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
