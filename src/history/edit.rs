//! Edits of a history by the shopper (view, forget, mark as gift, pause, clear) and imports by the house. Pure
//! functions from rows to rows. Not for storing the result: the caller compacts and stores the rows.

use super::known_sizes::KnownSizes;
use super::record::{AdviserRecord, Line, Record, RecordBytes, RecordedEvent, SizeName, Subject, WeekCounts};
use super::row::in_order;
use super::seen_events::SeenEvents;
use super::tally::Weeks;
use super::{
    EXPORT_VERSION, EventNumber, HistoryAdviser, HistoryEvent, HistoryExport, HistoryImport, HistoryInvitation,
    HistorySize, HistoryWeek, InvitationSubject, Key, Records, Row, StorePart, Writer,
};
use crate::model::{AnswerKey, Category, Day, FeedbackKind, MessageKind, Slug, VariantKey};
use std::collections::HashSet;

/// An edit of the history.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Deletes everything about one item.
    Forget(String),
    /// Deletes the adviser.
    ForgetAdviser,
    /// Marks the events of an item as gifts or not.
    MarkGift {
        /// The item's id.
        item: String,
        /// Whether the item was a gift.
        is_gift: bool,
    },
    /// Pauses recording (true) or resumes it.
    Pause(bool),
    /// Replaces the answers to a questionnaire. Without answers, the earlier ones are deleted.
    Answer {
        /// The questionnaire.
        questionnaire: Slug,
        /// All of its answers.
        answers: Vec<AnswerKey>,
        /// Time in seconds since 1970-01-01 UTC.
        time: i64,
    },
    /// Merges an export, without duplicates.
    Merge(HistoryExport),
    /// Replaces all events that the house imported before.
    ReplaceImported(Vec<HistoryEvent>),
    /// Deletes everything; a pause remains.
    Clear,
}

impl HistoryImport {
    /// The edit that imports this. Past events are numbered from `first` on.
    #[must_use]
    pub fn into_edit(self, first: EventNumber) -> Edit {
        match self {
            Self::Export(export) => Edit::Merge(export),
            Self::Past(events) => {
                let numbers = (0..).map(|at| EventNumber(first.0.wrapping_add(at)));
                Edit::ReplaceImported(events.into_iter().zip(numbers).map(|(event, id)| event.numbered(id)).collect())
            }
        }
    }
}

/// The result of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// All rows to store.
    pub rows: Vec<Row>,
    /// Number of events that the edit added.
    pub brought: usize,
}

impl Edit {
    /// Whether the edit adds events or answers. Answers replace earlier ones, and told orders earlier told orders; other
    /// content drawn from the history remains valid.
    #[must_use]
    pub const fn only_adds(&self) -> bool {
        match self {
            Self::Merge(_) | Self::ReplaceImported(_) => true,
            Self::Answer { answers, .. } => !answers.is_empty(),
            Self::Forget(_) | Self::ForgetAdviser | Self::MarkGift { .. } | Self::Pause(_) | Self::Clear => false,
        }
    }

    /// Applies the edit to all stored rows.
    #[must_use]
    pub fn apply(&self, rows: &[Row]) -> Edited {
        let mut log = Log::read(rows);
        let brought = match self.clone() {
            Self::Forget(item) => {
                log.forget(&item);
                0
            }
            Self::ForgetAdviser => {
                log.adviser = None;
                0
            }
            Self::MarkGift { item, is_gift } => {
                log.mark_gift(&item, is_gift);
                0
            }
            Self::Pause(is_paused) => {
                log.paused = is_paused;
                0
            }
            Self::Answer { questionnaire, answers, time } => {
                log.answer(questionnaire, &answers, time);
                0
            }
            Self::Merge(export) => log.merge(export),
            Self::ReplaceImported(events) => {
                let count = events.len();
                log.replace_imported(events);
                count
            }
            Self::Clear => {
                log.clear();
                0
            }
        };
        Edited { rows: log.into_rows(), brought }
    }
}

/// A history while it is edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Whether recording is paused.
    pub paused: bool,
    /// Distinct events, oldest first.
    pub events: Vec<HistoryEvent>,
    /// The tallies of weeks whose events were deleted.
    pub weeks: Vec<HistoryWeek>,
    /// The impression log, oldest first.
    pub invitations: Vec<HistoryInvitation>,
    /// The adviser named last by a link.
    pub adviser: Option<HistoryAdviser>,
    /// Stored lists and records of newer versions, unchanged.
    others: Vec<Row>,
}

impl Log {
    /// Decodes rows. Damaged records are skipped.
    #[must_use]
    pub fn read(rows: &[Row]) -> Self {
        let (mut log, mut seen, mut weeks) = (Self::default(), SeenEvents::default(), Weeks::default());
        let mut sizes = KnownSizes::default();
        for row in in_order(rows) {
            let mut records = Records::new(&row.records);
            while let Some(RecordBytes { record, bytes }) = records.next_with_bytes() {
                match record {
                    Record::Events(events) => {
                        for entry in events.iter().filter(|entry| seen.is_new(entry)) {
                            weeks.count(&entry);
                            log.events.push(event_of(&entry));
                        }
                    }
                    Record::Adviser(AdviserRecord { time, credited, code }) => {
                        log.adviser = Some(HistoryAdviser { code: code.to_owned(), time, credited });
                    }
                    Record::Sizes(told) => sizes.add(told),
                    Record::Lines(_) => log.invitations.extend(record.lines().iter().map(invitation_of)),
                    Record::Tally(week) => weeks.add(week),
                    Record::Paused => log.paused = true,
                    Record::List(_) | Record::Foreign(_) => {
                        log.others.push(Row { key: row.key, records: bytes.to_vec() });
                    }
                    Record::Clock(_) | Record::Damaged => {}
                }
            }
        }
        for event in &mut log.events {
            let size =
                |SizeName { group, name }: SizeName<'_>| HistorySize { group: group.to_owned(), name: name.to_owned() };
            event.size = sizes.of(event.id).map(size);
        }
        let week = |WeekCounts { week, division, events, purchases, imported, .. }: WeekCounts<'_>| HistoryWeek {
            week,
            division: division.to_owned(),
            events,
            purchases,
            imported,
        };
        log.weeks = weeks.gone().filter(|week| week.events > 0).map(week).collect();
        log
    }

    /// Encodes as rows, which are to be compacted.
    #[must_use]
    pub fn into_rows(self) -> Vec<Row> {
        let mut writer = Writer::default();
        if self.paused {
            writer.paused();
        }
        for HistoryWeek { week, division, events, purchases, imported } in &self.weeks {
            let (week, events, purchases, imported) = (*week, *events, *purchases, *imported);
            writer.tally(&WeekCounts { week, division, events, purchases, imported, ..WeekCounts::default() });
        }
        writer.events(&self.events.iter().map(entry_of).collect::<Vec<_>>());
        writer.lines(&self.invitations.iter().map(line_of).collect::<Vec<_>>());
        if let Some(HistoryAdviser { code, time, credited }) = &self.adviser {
            writer.adviser(&AdviserRecord { time: *time, credited: *credited, code });
        }
        let mut rows = self.others;
        // Numbers order rows: this row comes before all others of the log.
        rows.iter_mut().for_each(|row| row.key.number += 1);
        rows.push(Row { key: Key { part: StorePart::Log, day: Day::default(), number: 0 }, records: writer.finish() });
        rows
    }

    /// Everything, in the form that the shopper can view.
    #[must_use]
    pub fn into_export(self) -> HistoryExport {
        let Self { paused, events, weeks, invitations, adviser, .. } = self;
        HistoryExport { passerelle: EXPORT_VERSION, paused, events, weeks, invitations, adviser }
    }

    /// Merges an export, without duplicates. Returns the number of new events.
    pub fn merge(&mut self, told: HistoryExport) -> usize {
        let mut known: HashSet<EventNumber> = self.events.iter().map(|event| event.id).collect();
        let before = self.events.len();
        self.events.extend(told.events.into_iter().filter(|event| known.insert(event.id)));
        for week in told.weeks {
            let key = |week: &HistoryWeek| (week.week, week.imported);
            let same = |one: &&mut HistoryWeek| key(one) == key(&week) && one.division == week.division;
            match self.weeks.iter_mut().find(same) {
                Some(same) => {
                    same.events = same.events.max(week.events);
                    same.purchases = same.purchases.max(week.purchases);
                }
                None => self.weeks.push(week),
            }
        }
        // Dismissals in the export remain; entries of this device are newer.
        let new = told.invitations.into_iter().filter(|one| !self.invitations.contains(one)).collect::<Vec<_>>();
        self.invitations.splice(..0, new);
        // The later adviser counts.
        let is_later = |told: &HistoryAdviser| self.adviser.as_ref().is_none_or(|own| own.time < told.time);
        if let Some(adviser) = told.adviser.filter(is_later) {
            self.adviser = Some(adviser);
        }
        self.paused |= told.paused;
        self.events.len() - before
    }

    /// Replaces all events that the house imported before.
    pub fn replace_imported(&mut self, events: Vec<HistoryEvent>) {
        self.weeks.retain(|week| !week.imported);
        self.events.retain(|event| !event.imported);
        for event in events {
            // Inserted among the device's own events, by time.
            let later = self.events.iter().position(|one| one.time > event.time);
            self.events.insert(later.unwrap_or(self.events.len()), event);
        }
    }

    /// Deletes everything. A pause remains.
    pub fn clear(&mut self) {
        *self = Self { paused: self.paused, ..Self::default() };
    }

    /// Deletes everything about one item. Compaction then deletes its list, because no event needs it.
    pub fn forget(&mut self, item: &str) {
        self.events.retain(|event| event.item_id != item);
        let told_of = MessageKind::BackInStock.key(item);
        let is_of_it = |about: &InvitationSubject| match about {
            InvitationSubject::Item { item_id } | InvitationSubject::Variant { item_id, .. } => item_id == item,
            InvitationSubject::Message { letter } => *letter == told_of,
            _ => false,
        };
        for invitation in &mut self.invitations {
            invitation.about.retain(|about| !is_of_it(about));
        }
        self.invitations.retain(|invitation| !invitation.about.is_empty());
    }

    /// Replaces the answers to a questionnaire: see [`Edit::Answer`].
    pub fn answer(&mut self, questionnaire: Slug, answers: &[AnswerKey], time: i64) {
        // While recording is paused, new answers are not stored and earlier ones remain.
        if self.paused && !answers.is_empty() {
            return;
        }
        let is_of_it = |about: &InvitationSubject| match about {
            InvitationSubject::Answer { answer } => {
                AnswerKey::of(answer).is_some_and(|key| key.questionnaire == questionnaire)
            }
            _ => false,
        };
        self.invitations.retain(|invitation| !invitation.about.iter().any(is_of_it));
        let about: Vec<InvitationSubject> =
            answers.iter().map(|key| InvitationSubject::Answer { answer: key.written() }).collect();
        if !about.is_empty() {
            self.invitations.push(HistoryInvitation { time, what: FeedbackKind::Answered, about });
        }
    }

    /// Marks the events of this item as gifts or not.
    pub fn mark_gift(&mut self, item: &str, gift: bool) {
        for event in self.events.iter_mut().filter(|event| event.item_id == item) {
            event.gift = gift;
        }
    }
}

fn event_of(entry: &RecordedEvent<'_>) -> HistoryEvent {
    let RecordedEvent { number, kind, item_id, time, order, gift, imported, place, .. } = *entry;
    let (division, item_type) = (place.division.to_owned(), place.item_type.to_owned());
    HistoryEvent {
        id: number,
        name: kind,
        item_id: item_id.to_owned(),
        time,
        order,
        division,
        item_type,
        gift,
        imported,
        size: None,
    }
}

fn entry_of(event: &HistoryEvent) -> RecordedEvent<'_> {
    let HistoryEvent { id, name, item_id, time, order, division, item_type, gift, imported, size } = event;
    let place = Category { division, item_type };
    let size = size.as_ref().map(|HistorySize { group, name }| SizeName { group, name });
    let (number, kind, time, order, gift, imported) = (*id, *name, *time, *order, *gift, *imported);
    RecordedEvent { number, kind, item_id, time, order, gift, imported, place, size }
}

fn invitation_of(line: &Line<'_>) -> HistoryInvitation {
    let about = |subject: &Subject<'_>| match *subject {
        Subject::Item(id) => InvitationSubject::Item { item_id: id.to_owned() },
        Subject::Reason { reason, division } => InvitationSubject::Reason { reason, division: division.to_owned() },
        Subject::Promotion => InvitationSubject::Promotion { promotion: true },
        Subject::Message(id) => InvitationSubject::Message { letter: id.to_owned() },
        Subject::Answer(key) => InvitationSubject::Answer { answer: key.to_owned() },
        Subject::Variant(VariantKey { item, id }) => {
            InvitationSubject::Variant { item_id: item.to_owned(), variant_id: id.to_owned() }
        }
    };
    HistoryInvitation { time: line.time, what: line.what, about: line.subjects.iter().map(about).collect() }
}

fn line_of(invitation: &HistoryInvitation) -> Line<'_> {
    let HistoryInvitation { time, what, about } = invitation;
    Line { time: *time, what: *what, subjects: about.iter().map(subject_of).collect() }
}

fn subject_of(about: &InvitationSubject) -> Subject<'_> {
    match about {
        InvitationSubject::Item { item_id } => Subject::Item(item_id),
        InvitationSubject::Reason { reason, division } => Subject::Reason { reason: *reason, division },
        InvitationSubject::Promotion { .. } => Subject::Promotion,
        InvitationSubject::Message { letter } => Subject::Message(letter),
        InvitationSubject::Answer { answer } => Subject::Answer(answer),
        InvitationSubject::Variant { item_id, variant_id } => {
            Subject::Variant(VariantKey { item: item_id, id: variant_id })
        }
    }
}
