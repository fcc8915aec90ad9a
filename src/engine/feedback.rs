//! What became of what was shown: slates that are about to be drawn, impressions, refusals, and notices.

use super::opened_pack::may_keep;
use super::state::{Engine, Mode};
use crate::discretion::{Draft, FeedbackKind, NoticeEvent, NoticeState, Policy};
use crate::history::Subject;

impl Engine {
    /// The slate is about to be drawn in `slot`: from now on it counts as shown, until it is seen or half an hour has passed.
    pub fn offer(&mut self, draft: &Draft, slot: &str, now: i64) {
        let told = self.offers.offer(slot, draft, now);
        if !told.is_empty() {
            self.note(FeedbackKind::Offer, &told, now);
        }
    }

    /// Whether what was offered in `slot` still stands when what other tabs offered meanwhile is counted. What does not is
    /// withdrawn: another slate is to be made.
    pub fn is_active(&mut self, slot: &str, now: i64) -> bool {
        let Some(pack) = &self.pack else { return false };
        let Policy { caps, pace, .. } = &pack.core.policy;
        let notes = &mut self.notes;
        self.offers.keep(slot, |subject| {
            let daily = matches!(subject, Subject::Promotion).then(|| pace.daily());
            notes.holds(subject, daily.as_ref().unwrap_or(caps), now)
        })
    }

    /// At least half of the suggestion was seen for a second. False when it was offered too long ago, or not at all: then it
    /// must be offered anew before it is shown any longer.
    pub fn record_impression(&mut self, id: &str, now: i64) -> bool {
        let mut offers = std::mem::take(&mut self.offers);
        let stands = offers.see(id, now, |subjects| self.note(FeedbackKind::Exposure, subjects, now));
        self.offers = offers;
        stands
    }

    /// "Not for me": the item is refused.
    pub fn dismiss(&mut self, id: &str, now: i64) {
        self.answer_for(FeedbackKind::Dismissal, id, now);
    }

    /// The refusal of the item is taken back.
    pub fn undo_dismiss(&mut self, id: &str, now: i64) {
        self.answer_for(FeedbackKind::Undo, id, now);
    }

    fn answer_for(&mut self, what: FeedbackKind, id: &str, now: i64) {
        let id = self.aliases.resolve(id).to_owned();
        self.note(what, &[Subject::Item(&id)], now);
    }

    /// What became of a notice.
    #[must_use]
    pub fn notice_state(&self, id: &str) -> NoticeState {
        self.notes.notice_state(id)
    }

    /// A notice waits to be read, was seen, or was read. While one waits, promotions leave it its share.
    pub fn record_notice(&mut self, id: &str, event: NoticeEvent, now: i64) {
        self.pending_notices.retain(|pending| pending != id);
        if event == NoticeEvent::Waits {
            self.pending_notices.push(id.to_owned());
            return;
        }
        let what = if event == NoticeEvent::Read { FeedbackKind::Click } else { FeedbackKind::Exposure };
        self.note(what, &[Subject::Letter(id)], now);
    }

    /// Takes note in the ledger: in memory, and in personal mode for the store. What is sensitive stays in memory.
    pub(super) fn note(&mut self, what: FeedbackKind, subjects: &[Subject<'_>], now: i64) {
        self.notes.add(what, subjects, now);
        if self.mode == Mode::Personal && !self.history.paused() {
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
    }
}
