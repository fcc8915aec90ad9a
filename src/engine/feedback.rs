//! Feedback: offers before drawing, impressions, dismissals, and the state of notices. Not for the effect of feedback:
//! see [`crate::discretion`].

use super::opened_pack::may_keep;
use super::state::Engine;
use crate::discretion::{FeedbackKind, NoticeEvent, NoticeState, Policy, SlateDraft};
use crate::history::Subject;

impl Engine {
    /// Records that the slate is about to be drawn in `slot`: its suggestions count as shown until they are seen or
    /// half an hour has passed.
    pub fn offer(&mut self, draft: &SlateDraft, slot: &str, now: i64) {
        let told = self.offers.offer(slot, draft, now);
        if !told.is_empty() {
            self.note(FeedbackKind::Offer, &told, now);
        }
    }

    /// Whether the offers in `slot` are still within the caps, including offers of other tabs. Offers that are not are
    /// withdrawn; the caller must then make another slate.
    pub fn is_active(&mut self, slot: &str, now: i64) -> bool {
        let Some(pack) = &self.pack else { return false };
        let Policy { caps, pace, .. } = &pack.core.policy;
        let notes = &mut self.notes;
        self.offers.keep(slot, |subject| {
            let daily = matches!(subject, Subject::Promotion).then(|| pace.daily());
            notes.holds(subject, daily.as_ref().unwrap_or(caps), now)
        })
    }

    /// Records that at least half of the suggestion was visible for a second. Returns false if its offer has expired or
    /// there is none: it must then be offered again before it is shown any longer.
    pub fn record_impression(&mut self, id: &str, now: i64) -> bool {
        let mut offers = std::mem::take(&mut self.offers);
        let stands = offers.see(id, now, |subjects| self.note(FeedbackKind::Exposure, subjects, now));
        self.offers = offers;
        stands
    }

    /// Dismisses the item ("Not for me").
    pub fn dismiss(&mut self, id: &str, now: i64) {
        self.answer_for(FeedbackKind::Dismissal, id, now);
    }

    /// Undoes the dismissal of the item.
    pub fn undo_dismiss(&mut self, id: &str, now: i64) {
        self.answer_for(FeedbackKind::Undo, id, now);
    }

    fn answer_for(&mut self, what: FeedbackKind, id: &str, now: i64) {
        let id = self.aliases.resolve(id).to_owned();
        self.note(what, &[Subject::Item(&id)], now);
    }

    /// The state of a notice on this device.
    #[must_use]
    pub fn notice_state(&self, id: &str) -> NoticeState {
        self.notes.notice_state(id)
    }

    /// Records an event of a notice: pending, seen or read. While a notice is pending, promotions are limited by the
    /// share of relation.
    pub fn record_notice(&mut self, id: &str, event: NoticeEvent, now: i64) {
        self.pending_notices.retain(|pending| pending != id);
        if event == NoticeEvent::Waits {
            self.pending_notices.push(id.to_owned());
            return;
        }
        let what = if event == NoticeEvent::Read { FeedbackKind::Click } else { FeedbackKind::Exposure };
        self.note(what, &[Subject::Message(id)], now);
    }

    /// Adds feedback to the log: in memory, and in personal mode also for the store. Sensitive items stay in memory
    /// only.
    pub(super) fn note(&mut self, what: FeedbackKind, subjects: &[Subject<'_>], now: i64) {
        self.notes.add(what, subjects, now);
        if self.uses_history() {
            let (known, pack) = (&self.known, self.pack.as_ref());
            let keeps = |subject: &Subject<'_>| match subject {
                Subject::Item(id) => may_keep(known, pack, id),
                _ => true,
            };
            let kept: Vec<Subject<'_>> = subjects.iter().copied().filter(keeps).collect();
            if !kept.is_empty() {
                self.history.line(what, &kept, now);
            }
        }
        if what != FeedbackKind::Settled && subjects.iter().any(|subject| matches!(subject, Subject::Message(_))) {
            self.settle_messages(now);
        }
    }
}
