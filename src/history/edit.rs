//! What a shopper may do with a history: look at it, forget, mark as a gift, pause, clear; and what a house may tell. Pure
//! functions from rows to rows. Whoever stores the rows compacts them first.

use super::known_sizes::KnownSizes;
use super::record::{AdviserRecord, Entry, Line, Record, SizeName, Subject, WeekCounts};
use super::row::in_order;
use super::seen_events::SeenEvents;
use super::tally::Weeks;
use super::{
    EXPORT_VERSION, HistoryAdviser, HistoryEvent, HistoryExport, HistoryInvitation, HistorySize, HistoryWeek,
    InvitationSubject, Key, Part, Records, Row, Told, Writer,
};
use crate::model::{AnswerKey, Category, Day, FeedbackKind, MessageKind, Slug, VariantKey, Week};
use std::collections::HashSet;

/// What is done with a history by hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Everything about one item is forgotten.
    Forget(String),
    /// The adviser whom a link named is forgotten.
    ForgetAdviser,
    /// What was done with an item was for somebody else (true), or was not.
    Gift(String, bool),
    /// Nothing is recorded from now on (true), or again.
    Pause(bool),
    /// A questionnaire was answered so: what was answered before is forgotten. Without answers nothing is left of it.
    Answer {
        /// The questionnaire.
        questionnaire: Slug,
        /// All of its answers.
        answers: Vec<AnswerKey>,
        /// When, in seconds since 1970-01-01 UTC.
        time: i64,
    },
    /// Something is told to it.
    Import(Told),
    /// Everything is forgotten; a pause lasts.
    Clear,
}

/// What a history is after an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// All that is to be stored.
    pub rows: Vec<Row>,
    /// How many events the edit has brought.
    pub brought: usize,
}

impl Edit {
    /// What it makes of everything that is stored.
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
            Self::Gift(item, is_gift) => {
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
            Self::Import(Told::Export(export)) => log.merge(export),
            Self::Import(Told::Past(events)) => {
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

/// A history that is being edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Whether the recording is paused.
    pub paused: bool,
    /// The oldest first, each once.
    pub events: Vec<HistoryEvent>,
    /// What is left of weeks whose events are gone.
    pub weeks: Vec<HistoryWeek>,
    /// What became of invitations, the oldest first.
    pub invitations: Vec<HistoryInvitation>,
    /// The adviser whom a link named last.
    pub adviser: Option<HistoryAdviser>,
    /// Kept lists and records of newer versions, as they lie there.
    others: Vec<Row>,
}

impl Log {
    /// Reads rows. What is damaged is left out.
    #[must_use]
    pub fn read(rows: &[Row]) -> Self {
        let (mut log, mut seen, mut weeks) = (Self::default(), SeenEvents::default(), Weeks::default());
        let mut sizes = KnownSizes::default();
        for row in in_order(rows) {
            let mut records = Records::new(&row.records);
            while let Some((record, bytes)) = records.next_with_bytes() {
                match record {
                    Record::Events(events) => {
                        for (_, entry) in events.numbered().filter(|(_, entry)| seen.is_new(entry)) {
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
            week: week.number(),
            division: division.to_owned(),
            events,
            purchases,
            imported,
        };
        log.weeks = weeks.gone().filter(|week| week.events > 0).map(week).collect();
        log
    }

    /// The same in rows that are to be compacted.
    #[must_use]
    pub fn into_rows(self) -> Vec<Row> {
        let mut writer = Writer::default();
        if self.paused {
            writer.paused();
        }
        for HistoryWeek { week, division, events, purchases, imported } in &self.weeks {
            let (week, events, purchases, imported) = (Week::from_number(*week), *events, *purchases, *imported);
            writer.tally(&WeekCounts { week, division, events, purchases, imported, ..WeekCounts::default() });
        }
        writer.events(&self.events.iter().map(entry_of).collect::<Vec<_>>());
        writer.lines(&self.invitations.iter().map(line_of).collect::<Vec<_>>());
        if let Some(HistoryAdviser { code, time, credited }) = &self.adviser {
            writer.adviser(&AdviserRecord { time: *time, credited: *credited, code });
        }
        let mut rows = self.others;
        // Numbers put rows in order: this one stands before all others of the log.
        rows.iter_mut().for_each(|row| row.key.number += 1);
        rows.push(Row { key: Key { part: Part::Log, day: Day::default(), number: 0 }, records: writer.finish() });
        rows
    }

    /// Everything, for the shopper to look at.
    #[must_use]
    pub fn into_export(self) -> HistoryExport {
        let Self { paused, events, weeks, invitations, adviser, .. } = self;
        HistoryExport { passerelle: EXPORT_VERSION, paused, events, weeks, invitations, adviser }
    }

    /// An export comes back: what is there already stays once. Answers how many events were new.
    pub fn merge(&mut self, told: HistoryExport) -> usize {
        let mut known: HashSet<u128> = self.events.iter().map(|event| event.id).collect();
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
        // What was refused there stays refused; what this device saw since is newer.
        let new = told.invitations.into_iter().filter(|one| !self.invitations.contains(one)).collect::<Vec<_>>();
        self.invitations.splice(..0, new);
        // The last one counts.
        let is_later = |told: &HistoryAdviser| self.adviser.as_ref().is_none_or(|own| own.time < told.time);
        if let Some(adviser) = told.adviser.filter(is_later) {
            self.adviser = Some(adviser);
        }
        self.paused |= told.paused;
        self.events.len() - before
    }

    /// The house tells all that it knows itself: it takes the place of what it told before.
    pub fn replace_imported(&mut self, events: Vec<HistoryEvent>) {
        self.weeks.retain(|week| !week.imported);
        self.events.retain(|event| !event.imported);
        for event in events {
            // Among what this device saw, by its time.
            let later = self.events.iter().position(|one| one.time > event.time);
            self.events.insert(later.unwrap_or(self.events.len()), event);
        }
    }

    /// Forgets everything. A pause lasts.
    pub fn clear(&mut self) {
        *self = Self { paused: self.paused, ..Self::default() };
    }

    /// Forgets everything about one item. Its list goes with the compaction: no event is left that needs it.
    pub fn forget(&mut self, item: &str) {
        self.events.retain(|event| event.item_id != item);
        let told_of = MessageKind::BackInStock.key(item);
        let is_of_it = |about: &InvitationSubject| match about {
            InvitationSubject::Item { item_id } | InvitationSubject::Variant { item_id, .. } => item_id == item,
            InvitationSubject::Letter { letter } => *letter == told_of,
            _ => false,
        };
        for invitation in &mut self.invitations {
            invitation.about.retain(|about| !is_of_it(about));
        }
        self.invitations.retain(|invitation| !invitation.about.is_empty());
    }

    /// A questionnaire was answered so: see [`Edit::Answer`].
    pub fn answer(&mut self, questionnaire: Slug, answers: &[AnswerKey], time: i64) {
        // While nothing is recorded nothing is kept, and what was kept stays.
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

    /// What was done with this item was for somebody else, or was not.
    pub fn mark_gift(&mut self, item: &str, gift: bool) {
        for event in self.events.iter_mut().filter(|event| event.item_id == item) {
            event.gift = gift;
        }
    }
}

fn event_of(entry: &Entry<'_>) -> HistoryEvent {
    let Entry { uuid, kind, item_id, time, order, gift, imported, place, .. } = *entry;
    let (division, item_type) = (place.division.to_owned(), place.item_type.to_owned());
    HistoryEvent {
        id: uuid,
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

fn entry_of(event: &HistoryEvent) -> Entry<'_> {
    let HistoryEvent { id, name, item_id, time, order, division, item_type, gift, imported, size } = event;
    let place = Category { division, item_type };
    let size = size.as_ref().map(|HistorySize { group, name }| SizeName { group, name });
    let (uuid, kind, time, order, gift, imported) = (*id, *name, *time, *order, *gift, *imported);
    Entry { uuid, kind, item_id, time, order, gift, imported, place, size }
}

fn invitation_of(line: &Line<'_>) -> HistoryInvitation {
    let about = |subject: &Subject<'_>| match *subject {
        Subject::Item(id) => InvitationSubject::Item { item_id: id.to_owned() },
        Subject::Reason(reason, division) => InvitationSubject::Reason { reason, division: division.to_owned() },
        Subject::Promotion => InvitationSubject::Promotion { promotion: true },
        Subject::Letter(id) => InvitationSubject::Letter { letter: id.to_owned() },
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
        InvitationSubject::Reason { reason, division } => Subject::Reason(*reason, division),
        InvitationSubject::Promotion { .. } => Subject::Promotion,
        InvitationSubject::Letter { letter } => Subject::Letter(letter),
        InvitationSubject::Answer { answer } => Subject::Answer(answer),
        InvitationSubject::Variant { item_id, variant_id } => {
            Subject::Variant(VariantKey { item: item_id, id: variant_id })
        }
    }
}
