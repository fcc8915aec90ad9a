//! Recalls a slate that was drawn before, for a shopper who goes back or reloads a page. Not for new slates: see
//! [`super::answer`].

use super::state::Engine;
use crate::hash::hash;
use crate::history::{HistoryInvitation, InvitationSubject};
use crate::model::{Factor, FeedbackKind};
use crate::rank::Absence;
use crate::request::{Basis, SuggestRequest};

/// A number for a list of texts, for example the ids of a slate's items. It does not contain them; who guesses them can
/// check the guess.
#[must_use]
pub fn digest<T: AsRef<str>>(texts: &[T]) -> u32 {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend_from_slice(text.as_ref().as_bytes());
        // No text contains this byte, so other lists have other bytes.
        bytes.push(0xff);
    }
    hash(&bytes) as u32
}

/// The ids of the items of the last offered slate with this [`digest`]; `None` if the log has none.
#[must_use]
pub fn offered_slate(log: &[HistoryInvitation], number: u32) -> Option<Vec<String>> {
    let items_of = |line: &HistoryInvitation| -> Vec<String> {
        let item = |subject: &InvitationSubject| match subject {
            InvitationSubject::Item { item_id } => Some(item_id.clone()),
            _ => None,
        };
        line.about.iter().filter_map(item).collect()
    };
    let offered = log.iter().rev().filter(|line| line.what == FeedbackKind::Offer).map(items_of);
    offered.into_iter().find(|items| digest(items) == number)
}

impl Engine {
    /// Whether an item of a slate drawn for `request` may be drawn again at `now`, in seconds since 1970-01-01 UTC: it
    /// was not dismissed, bought, put in the cart or sold out since. An item whose impressions are used up stays.
    pub fn may_stay(&mut self, request: &SuggestRequest, id: &str, now: i64) -> bool {
        let is_gone = |absence| matches!(absence, Absence::Forbidden | Absence::Unavailable | Absence::Resting);
        let explanation = self.explain(request, id, now);
        explanation.is_some_and(|explanation| !explanation.absence.is_some_and(is_gone))
            && !self.notes.is_dismissed(id, now)
    }

    /// The requests whose answers together are the slate that was `offered` for `request`, without the items that may
    /// no longer be shown: the items within their caps, with reasons of the history; and those whose impressions are
    /// used up, with reasons that are the same for every shopper.
    pub fn requests_to_recall(
        &mut self,
        request: &SuggestRequest,
        offered: &[String],
        now: i64,
    ) -> Vec<SuggestRequest> {
        let only = |ids: Vec<String>, basis| SuggestRequest {
            limit: Some(ids.len()),
            restrict_to: Some(ids),
            threshold: Some(Factor::ZERO),
            basis,
            ..request.clone()
        };
        let of_history = only(offered.to_vec(), Basis::History);
        let shown: Vec<String> =
            self.suggest(&of_history, now).suggestions.iter().map(|shown| shown.id.to_owned()).collect();
        let is_capped = |id: &&String| {
            !shown.contains(id)
                && !self.notes.is_dismissed(id, now)
                && self.explain(request, id, now).is_some_and(|told| told.absence == Some(Absence::Capped))
        };
        let capped: Vec<String> = offered.iter().filter(is_capped).cloned().collect();
        let of_page = (!capped.is_empty()).then(|| only(capped, Basis::Page));
        [of_history].into_iter().chain(of_page).collect()
    }
}
