//! The impression log in memory, with the interned ids of its entries. Not for its rules: see [`super::caps`] and
//! [`super::fatigue`].

use super::caps::{holds, left, may_offer};
use super::fatigue::{DIVISION_REST_SECONDS, Extent, Fatigue, ITEM_REST_SECONDS};
use super::ledger::{Aged, CappedSubject, LogEntry, LoggedDivision, LoggedItem, newest_first};
use crate::history::{Lines, NumberedLine, Subject};
use crate::model::{
    AnswerKey, Caps, CategoryIndex, DAY, Day, FeedbackKind, Interner, MessageKind, ReasonNumber, Slug, VariantKey,
};
use serde::Serialize;

/// Maximum number of entries; beyond it the older half is dropped. Logs from a device are far smaller, so only a
/// long-lived page reaches it.
const MAX_ENTRIES: usize = 32_000;
/// Cooldown in seconds of a kind of message after one of that kind was dismissed: the same as for a division.
pub const KIND_REST_SECONDS: i64 = DIVISION_REST_SECONDS;

/// The impression log of a device or, in contextual mode, of a page.
#[derive(Clone, Debug, Default)]
pub struct ImpressionLog {
    entries: Vec<LogEntry>,
    /// The ids of items by [`LoggedItem`], with variants in the format of [`VariantKey`].
    items: Interner,
    /// The ids of divisions by [`LoggedDivision`].
    divisions: Interner,
    /// In the order of the first line about each.
    messages: Vec<LoggedMessage>,
    /// Answers to questionnaires, grouped by questionnaire.
    answers: Vec<AnswerKey>,
}

/// A message that the log has a line about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedMessage {
    /// The message's key: see [`MessageKind::key`].
    pub key: String,
    /// Its state.
    pub state: MessageState,
}

/// The state of a message on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageState {
    /// Number of page views on which it was drawn.
    pub drawn: u32,
    /// Number of times it was seen.
    pub seen: u32,
    /// How the shopper last opened, dismissed or answered it; after that it is never shown again.
    pub answer: Option<MessageAnswer>,
    /// The last day of the message, if it must not be drawn again: kept for longer than what is above.
    pub settled_until: Option<Day>,
}

impl MessageState {
    /// Whether it was opened, dismissed or answered, or is settled on `day` by something that is no longer kept.
    #[must_use]
    pub fn is_settled(&self, day: Day) -> bool {
        self.answer.is_some() || self.settled_until.is_some_and(|last| day <= last)
    }
}

/// The shopper's response to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageAnswer {
    /// The kind of response.
    pub what: FeedbackKind,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
}

/// The dismissal of an item, or its undoing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAnswer<'a> {
    /// The kind of response.
    pub what: FeedbackKind,
    /// The item's id.
    pub item: &'a str,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
}

/// The state of a notice on this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NoticeState {
    /// Number of times it was seen.
    pub seen: u32,
    /// Whether it was opened or dismissed.
    pub read: bool,
}

/// An event of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum NoticeEvent {
    /// The notice is on the page and was not seen yet.
    Waits,
    /// The notice was seen.
    Shown,
    /// The notice was opened or dismissed.
    Read,
}

impl NoticeEvent {
    /// The event with this name; `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "waits" => Some(Self::Waits),
            "shown" => Some(Self::Shown),
            "read" => Some(Self::Read),
            _ => None,
        }
    }
}

/// A sold-out item that the shopper viewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldOut<'a> {
    /// The item's id.
    pub item: &'a str,
    /// The variant, if the page named one.
    pub variant: Option<VariantKey<'a>>,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
}

impl<'a> SoldOut<'a> {
    /// The subject of the log's line for it.
    #[must_use]
    pub fn subject(&self) -> Subject<'a> {
        self.variant.map_or(Subject::Item(self.item), Subject::Variant)
    }
}

impl ImpressionLog {
    /// Records feedback on subjects at `time`.
    pub fn add(&mut self, what: FeedbackKind, subjects: &[Subject<'_>], time: i64) {
        for &subject in subjects {
            let capped = self.capped(subject);
            self.push(subject, LogEntry { subject: capped, what, time });
        }
    }

    /// Inserts lines stored on the device.
    pub fn insert(&mut self, lines: &Lines<'_>) {
        let answer = |subject: &Subject<'_>| if let Subject::Answer(key) = subject { AnswerKey::of(key) } else { None };
        if let Some(keys) = lines.subjects.iter().map(answer).collect::<Option<Vec<_>>>() {
            for NumberedLine { subjects, .. } in lines.numbered() {
                let answers = subjects.iter().filter_map(|at| keys.get(usize::from(*at)).copied());
                self.answer(&answers.collect::<Vec<_>>());
            }
            return;
        }
        let capped: Vec<CappedSubject> = lines.subjects.iter().map(|subject| self.capped(*subject)).collect();
        for NumberedLine { kind, time, subjects } in lines.numbered() {
            for at in subjects.iter().map(|at| usize::from(*at)) {
                if let (Some(subject), Some(capped)) = (lines.subjects.get(at), capped.get(at)) {
                    self.push(*subject, LogEntry { subject: *capped, what: kind, time });
                }
            }
        }
    }

    /// Replaces the earlier answers to the same questionnaire.
    fn answer(&mut self, answers: &[AnswerKey]) {
        let Some(first) = answers.first() else { return };
        self.answers.retain(|known| known.questionnaire != first.questionnaire);
        self.answers.extend_from_slice(answers);
    }

    /// The stored answers to a questionnaire.
    #[must_use]
    pub fn kept_answers(&self, questionnaire: Slug) -> &[AnswerKey] {
        let mut all = self.answers.chunk_by(|one, other| one.questionnaire == other.questionnaire);
        all.find(|answers| answers.iter().all(|answer| answer.questionnaire == questionnaire)).unwrap_or_default()
    }

    fn push(&mut self, subject: Subject<'_>, entry: LogEntry) {
        if let Subject::Message(id) = subject {
            self.tell(id, &entry);
        }
        // The time of this line is not that of an act.
        if entry.what == FeedbackKind::Settled {
            return;
        }
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.drain(..MAX_ENTRIES / 2);
        }
        self.entries.push(entry);
    }

    /// The subject of caps for a subject of the log.
    fn capped(&mut self, subject: Subject<'_>) -> CappedSubject {
        match subject {
            Subject::Item(id) => CappedSubject::Item(LoggedItem(self.items.intern(id))),
            Subject::Reason { reason, division } => {
                CappedSubject::Reason { reason, division: LoggedDivision(self.divisions.intern(division)) }
            }
            Subject::Variant(key) => CappedSubject::Item(LoggedItem(self.items.intern(&key.written()))),
            Subject::Promotion => CappedSubject::Promotion,
            // An answer is not capped; no other line uses this entry.
            Subject::Message(key) | Subject::Answer(key) => CappedSubject::Message(MessageKind::of_key(key)),
        }
    }

    fn tell(&mut self, key: &str, &LogEntry { what, time, .. }: &LogEntry) {
        let mut state = self.message_state(key);
        match what {
            FeedbackKind::Drawn => state.drawn += 1,
            FeedbackKind::Exposure => state.seen += 1,
            FeedbackKind::Click | FeedbackKind::Dismissal | FeedbackKind::Satisfied | FeedbackKind::Dissatisfied => {
                state.answer = Some(MessageAnswer { what, time });
            }
            FeedbackKind::Settled => state.settled_until = state.settled_until.max(Some(Day::of_time(time))),
            FeedbackKind::Offer | FeedbackKind::Undo | FeedbackKind::SoldOut | FeedbackKind::Answered => {}
        }
        match self.messages.iter_mut().find(|message| message.key == key) {
            Some(known) => known.state = state,
            None => self.messages.push(LoggedMessage { key: key.to_owned(), state }),
        }
    }

    /// All entries, in the order of the log.
    #[must_use]
    pub fn entries(&self) -> &[LogEntry] {
        &self.entries
    }

    /// The ids of all items in the log.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.items.ids()
    }

    /// Whether the log has an entry for the item with this id.
    #[must_use]
    pub fn has_item(&self, id: &str) -> bool {
        self.items.number(id).is_some()
    }

    /// Dismissals of items and their undoing, in the order of the log.
    pub fn item_answers(&self) -> impl Iterator<Item = ItemAnswer<'_>> {
        self.entries.iter().filter_map(|entry| match entry.subject {
            CappedSubject::Item(item) if matches!(entry.what, FeedbackKind::Dismissal | FeedbackKind::Undo) => {
                Some(ItemAnswer { what: entry.what, item: self.items.id(item.0), time: entry.time })
            }
            _ => None,
        })
    }

    /// All messages that the log has a line about.
    #[must_use]
    pub fn messages(&self) -> &[LoggedMessage] {
        &self.messages
    }

    /// The state of the message with this key.
    #[must_use]
    pub fn message_state(&self, key: &str) -> MessageState {
        self.messages.iter().find(|message| message.key == key).map_or_else(MessageState::default, |known| known.state)
    }

    /// The state of the notice with this id.
    #[must_use]
    pub fn notice_state(&self, id: &str) -> NoticeState {
        let MessageState { seen, answer, settled_until, .. } = self.message_state(&MessageKind::Notice.key(id));
        NoticeState { seen, read: answer.is_some() || settled_until.is_some() }
    }

    /// Number of page views of the last day on which messages were drawn.
    #[must_use]
    pub fn messages_of_the_day(&self, now: i64) -> u32 {
        let drawn = |aged: &Aged<'_>| aged.age < DAY && aged.entry.what == FeedbackKind::Drawn;
        newest_first(&self.entries, now).filter(drawn).count() as u32
    }

    /// Whether the kind is in its cooldown after a dismissal.
    #[must_use]
    pub fn rests(&self, kind: MessageKind, now: i64) -> bool {
        let refused = CappedSubject::Message(kind);
        newest_first(&self.entries, now).any(|aged| {
            aged.entry.subject == refused && aged.entry.what == FeedbackKind::Dismissal && aged.age < KIND_REST_SECONDS
        })
    }

    /// The sold-out items and variants that the shopper viewed, each once with the time of its last view, newest first.
    #[must_use]
    pub fn sold_out(&self) -> Vec<SoldOut<'_>> {
        let mut all: Vec<SoldOut<'_>> = Vec::new();
        for entry in self.entries.iter().rev().filter(|entry| entry.what == FeedbackKind::SoldOut) {
            let CappedSubject::Item(item) = entry.subject else { continue };
            let id = self.items.id(item.0);
            let variant = VariantKey::of(id);
            let one = SoldOut { item: variant.map_or(id, |key| key.item), variant, time: entry.time };
            if !all.iter().any(|other| (other.item, other.variant) == (one.item, one.variant)) {
                all.push(one);
            }
        }
        all
    }

    /// For each of [`ImpressionLog::items`], how often it may be offered from now on.
    #[must_use]
    pub fn items_left(&self, caps: &Caps, now: i64) -> Vec<u32> {
        let slot = |subject| if let CappedSubject::Item(item) = subject { Some(item.at()) } else { None };
        left(&self.entries, caps, now, self.items.len(), &slot)
    }

    /// Whether the impressions and pending offers of a subject are within its caps, and it has not been dismissed.
    pub fn holds(&mut self, subject: Subject<'_>, caps: &Caps, now: i64) -> bool {
        let capped = self.capped(subject);
        !self.rests_after_dismissal(capped, now) && holds(&self.entries, caps, capped, now)
    }

    /// Whether the item was dismissed, and neither was the dismissal undone nor has its cooldown passed.
    #[must_use]
    pub fn is_dismissed(&self, id: &str, now: i64) -> bool {
        self.items.number(id).is_some_and(|item| self.rests_after_dismissal(CappedSubject::Item(LoggedItem(item)), now))
    }

    fn rests_after_dismissal(&self, capped: CappedSubject, now: i64) -> bool {
        let mut of_it = self.entries.iter().rev().filter(|entry| entry.subject == capped);
        let answer = of_it.find(|entry| matches!(entry.what, FeedbackKind::Dismissal | FeedbackKind::Undo));
        let is_resting = |entry: &LogEntry| {
            entry.what == FeedbackKind::Dismissal && now.saturating_sub(entry.time) < ITEM_REST_SECONDS
        };
        answer.is_some_and(is_resting)
    }

    /// Whether this reason may be used once more for a division.
    #[must_use]
    pub fn may_say(&self, reason: ReasonNumber, division: &str, caps: &Caps, now: i64) -> bool {
        self.divisions.number(division).is_none_or(|division| {
            let subject = CappedSubject::Reason { reason, division: LoggedDivision(division) };
            may_offer(&self.entries, caps, subject, now)
        })
    }

    /// The effect on ranking in a house with this many types and divisions: see [`Fatigue::new`]. `place` maps an item
    /// to its category.
    #[must_use]
    pub fn fatigue(
        &self,
        types: usize,
        divisions: usize,
        place: &dyn Fn(&str) -> Option<CategoryIndex>,
        now: i64,
    ) -> Fatigue {
        let place = |item: LoggedItem| place(self.items.id(item.0));
        Fatigue::new(&self.entries, Extent { items: self.items.len(), types, divisions }, &place, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_visit_pushes_out_no_refusal_and_memory_is_bounded() {
        let mut notes = ImpressionLog::default();
        let seen = |notes: &mut ImpressionLog, times: std::ops::Range<i64>| {
            times.for_each(|time| notes.add(FeedbackKind::Exposure, &[Subject::Item("seen")], time));
        };
        notes.add(FeedbackKind::Dismissal, &[Subject::Item("refused")], 0);
        seen(&mut notes, 1..20_000);
        let refused = ItemAnswer { what: FeedbackKind::Dismissal, item: "refused", time: 0 };
        assert_eq!(notes.item_answers().collect::<Vec<_>>(), [refused]);
        seen(&mut notes, 20_000..100_000);
        assert!(notes.entries().len() <= MAX_ENTRIES);
        assert!(notes.entries().last().is_some_and(|entry| entry.time == 99_999));
    }
}
