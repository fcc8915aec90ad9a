//! The effect of earlier impressions and dismissals on scores, types, divisions and caps. Not for the rules: see
//! [`crate::discretion`].

use super::inputs::{Earlier, RequestInputs};
use super::item_source::ItemSource;
use crate::discretion::left_of_new;
use crate::rank::{Factor, Ration};
use crate::request::SuggestRequest;

/// The effect of earlier impressions and dismissals.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// By handle, the factors of scores; items beyond the end have factor 1.
    pub(super) of_scores: Vec<Factor>,
    /// How often items may still be shown.
    pub(super) ration: Option<Ration>,
}

impl<K: ItemSource> RequestInputs<'_, K> {
    /// Computes the effect of earlier impressions; dismissed types and divisions are excluded.
    pub(super) fn left_by_impressions(
        &self,
        request: &SuggestRequest,
        resting: &mut [bool],
        divisions: &mut [bool],
    ) -> Left {
        let Some(Earlier { notes, offers }) = self.earlier else { return Left::default() };
        let core = self.core;
        let (slot, now) = (request.slot.as_str(), self.now);
        let mut left = Vec::new();
        let mut ration = None;
        let mut leave = |id: &str, factor| {
            if left.is_empty() {
                left = vec![Factor::ONE; self.known.handles()];
            }
            if let Some(left) = self.known.handle(id).and_then(|handle| left.get_mut(handle.at())) {
                *left = factor;
            }
        };
        if notes.items().next().is_some() {
            let fatigue = notes.fatigue(resting.len(), divisions.len(), &|id| self.known.category(id), now);
            let times_left = notes.items_left(&core.policy.caps, now);
            ration = self.ration(request, &times_left);
            for (at, id) in notes.items().enumerate() {
                let is_refused = fatigue.items.get(at) == Some(&true);
                let is_spent = times_left.get(at) == Some(&0);
                let factor = fatigue.factors.get(at).copied().unwrap_or(Factor::ONE);
                let stays = offers.stays(slot, id, now);
                leave(
                    id,
                    if is_refused || (is_spent && !stays) {
                        Factor::ZERO
                    } else if stays {
                        Factor::ONE
                    } else {
                        factor
                    },
                );
            }
            resting.iter_mut().zip(fatigue.types).for_each(|(rests, refused)| *rests |= refused);
            divisions.iter_mut().zip(fatigue.divisions).for_each(|(allowed, refused)| *allowed &= !refused);
        }
        offers.elsewhere(slot).for_each(|id| leave(id, Factor::ZERO));
        Left { of_scores: left, ration }
    }

    /// The ration, if any item was shown so often that it may be shown less often now than a new one. `times_left` is
    /// by item of the log.
    fn ration(&self, request: &SuggestRequest, times_left: &[u32]) -> Option<Ration> {
        // The page's own restriction says nothing about the size of the house's assortment.
        let Earlier { notes, offers } = self.earlier.filter(|_| request.restrict_to.is_none())?;
        let fresh = left_of_new(&self.core.policy.caps);
        if times_left.iter().all(|left| *left >= fresh) {
            return None;
        }
        let mut left = vec![fresh; self.known.handles()];
        let mut standing = 0;
        for (id, times) in notes.items().zip(times_left) {
            standing += usize::from(offers.stays(&request.slot, id, self.now));
            if let Some(left) = self.known.handle(id).and_then(|handle| left.get_mut(handle.at())) {
                *left = (*times).min(fresh);
            }
        }
        Some(Ration { fresh, left, standing })
    }
}
