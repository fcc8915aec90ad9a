//! The stored format of a history: a sequence of records, each with a checksum and a version.
//!
//! ```text
//! checksum u32 | length of the body u16 | version u8 | kind u8 | body
//!
//! 1 events   places: count u8, of each division and type | items: count u8, of each place u8 and id
//!            | to the end, of each event: item u8, kind u8, flags u8, time i64, number 16 bytes, whose first
//!            four are the order's hash if the flags say so
//! 2 tally    week i64 | events u32 | purchases u32 | flags u8 | division | logged: events u32, purchases u32
//! 3 clock    seen i64 | doubted u8 | since i64; in version 2 only
//! 4 paused
//! 5 list     see cache/record.rs
//! 6 lines    subjects: count u8, of each kind u8, number u8, text
//!            | to the end, of each line: time i64, what u8, count u8, of each subject u8
//! 7 lines    as 6, about messages: modules from before messages skip it
//! 8 adviser  time i64 | flags u8 | hash of the credited order u32, 0 unless the flags say so | code;
//!            the last one counts
//! 9 lines    as 6, about answers to questionnaires, whose subjects are answers: older modules skip it
//! 10 sizes   time of the first event i64 | sizes: count u8, of each group and name
//!            | to the end, of each event: its number 16 bytes, size u8. It precedes the events it describes
//! 11 lines   as 6, about messages that must not be drawn again, with the start of their last days for times:
//!            older modules skip it
//! ```
//!
//! Numbers are little-endian. The checksum is the lower half of the XXH64 that packs use, and covers everything after
//! it. A text is its length (u16) and its bytes. The first eight bytes are the same in every version, so that an older
//! module can skip records it does not know. A new event is a record of its own; compaction puts [`PACKED`] events or
//! lines into one record, so that a full log is read in a few milliseconds and damage loses no more than those. Not for
//! combining records: see [`super::compact`] and [`super::History`].

use super::crc32c::crc32c;
use super::{Clock, EventKind, EventNumber, OrderHash};
use crate::hash::hash;
use crate::model::{Category, FeedbackKind, ReasonNumber, VariantKey, Week};

/// The version that this module writes.
pub(super) const VERSION: u8 = 3;
/// The previous version, which this module still reads: with CRC-32C, and without logged counts in tallies. Version 1
/// was never released.
pub(super) const OLD_VERSION: u8 = 2;
/// Size in bytes of a record's header.
pub(crate) const HEADER: usize = 8;

pub(super) const EVENTS: u8 = 1;
pub(super) const TALLY: u8 = 2;
pub(super) const CLOCK: u8 = 3;
pub(super) const PAUSED: u8 = 4;
pub(crate) const LIST: u8 = 5;
pub(super) const LINES: u8 = 6;
pub(super) const MESSAGE_LINES: u8 = 7;
pub(super) const ADVISER: u8 = 8;
pub(super) const ANSWER_LINES: u8 = 9;
pub(super) const SIZES: u8 = 10;
pub(super) const SETTLED_LINES: u8 = 11;

pub(super) const GIFT: u8 = 1;
pub(super) const IMPORTED: u8 = 2;
pub(super) const OF_ORDER: u8 = 4;

/// Maximum number of events or log lines per record.
pub const PACKED: usize = 64;
/// Size in bytes of an event after the items of its record.
pub(super) const EVENT_LENGTH: usize = 1 + 1 + 1 + 8 + 16;

/// A stored event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedEvent<'a> {
    /// Its number. For a line of an order, the lower 32 bits are not stored.
    pub number: EventNumber,
    /// The kind of event.
    pub kind: EventKind,
    /// The item's id in the pack.
    pub item_id: &'a str,
    /// Time in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// The order of a purchase, if the page gave one.
    pub order: Option<OrderHash>,
    /// Whether the item was a gift.
    pub gift: bool,
    /// Whether the house imported the event.
    pub imported: bool,
    /// The item's category at the time.
    pub place: Category<'a>,
    /// The size of the variant, if the page gave one. Stored in a separate record.
    pub size: Option<SizeName<'a>>,
}

/// A size by names that stay the same across builds: see [`crate::model::Size`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeName<'a> {
    /// The size range's group.
    pub group: &'a str,
    /// The size as the feed writes it.
    pub name: &'a str,
}

/// The sizes of the events that follow this record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSizes<'a> {
    /// Time of the first of them, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// The sizes, in any order.
    pub sizes: Vec<EventSize<'a>>,
}

/// The size of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSize<'a> {
    /// The number of the event.
    pub event: EventNumber,
    /// Its size.
    pub size: SizeName<'a>,
}

/// Whether a sequence of records contains some of the previous version, which should be rewritten.
#[must_use]
pub fn has_old_records(mut records: &[u8]) -> bool {
    while let [_, _, _, _, low, high, version, ..] = records {
        if *version == OLD_VERSION {
            return true;
        }
        records = records.get(HEADER + usize::from(u16::from_le_bytes([*low, *high]))..).unwrap_or_default();
    }
    false
}

/// The checksum of the bytes after it, in a record of this version.
pub(super) fn checksum(version: u8, rest: &[u8]) -> u32 {
    if version <= OLD_VERSION { crc32c(rest) } else { hash(rest) as u32 }
}

/// A stored tally of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekCounts<'a> {
    /// Weeks since 1970-01-01 UTC.
    pub week: Week,
    /// The division's id.
    pub division: &'a str,
    /// Number of events of the week that are no longer in the log.
    pub events: u32,
    /// Number of purchases among them.
    pub purchases: u32,
    /// Whether the house imported the events.
    pub imported: bool,
    /// Events of the same week that were in the log when the tally was written: the count stays right even if they are
    /// then deleted by day, without being read.
    pub logged: Logged,
}

/// The key of a tally: a week of a division, and whether it was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WeekKey<'a> {
    /// Weeks since 1970-01-01 UTC.
    pub(super) week: Week,
    /// The division's id.
    pub(super) division: &'a str,
    /// Whether the house imported the events.
    pub(super) imported: bool,
}

impl<'a> WeekCounts<'a> {
    pub(super) fn key(&self) -> WeekKey<'a> {
        WeekKey { week: self.week, division: self.division, imported: self.imported }
    }
}

impl<'a> RecordedEvent<'a> {
    /// The key of the tally that counts the event.
    pub(super) fn week(&self) -> WeekKey<'a> {
        WeekKey { week: Week::of_time(self.time), division: self.place.division, imported: self.imported }
    }
}

/// Number of events of a week in the log, without gifts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// Number of events.
    pub events: u32,
    /// Number of purchases among them.
    pub purchases: u32,
}

/// A stored line of the impression log: one kind of feedback on several subjects at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Time in seconds since 1970-01-01 UTC, by the device's clock; for [`FeedbackKind::Settled`], a day of the pack.
    pub time: i64,
    /// The kind of feedback.
    pub what: FeedbackKind,
    /// The subjects.
    pub subjects: Vec<Subject<'a>>,
}

/// A stored adviser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviserRecord<'a> {
    /// Time in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// The order for which the shopper credited the adviser.
    pub credited: Option<OrderHash>,
    /// The adviser's code: see [`crate::model::is_adviser_code`].
    pub code: &'a str,
}

/// A subject of the impression log, by names that stay the same across builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An item, by its id.
    Item(&'a str),
    /// A reason.
    Reason {
        /// [`crate::discretion::Reason::number`].
        reason: ReasonNumber,
        /// The id of the suggested item's division.
        division: &'a str,
    },
    /// A slate with at least one promoting suggestion.
    Promotion,
    /// A message, by its key.
    Message(&'a str),
    /// An answer to a questionnaire, in the format of [`crate::model::AnswerKey`].
    Answer(&'a str),
    /// A variant of an item.
    Variant(VariantKey<'a>),
}

/// The kind of record for lines with this feedback: a module skips records of kinds that were added after it.
pub(super) const fn lines_of(what: FeedbackKind) -> u8 {
    match what {
        FeedbackKind::Answered => ANSWER_LINES,
        FeedbackKind::Settled => SETTLED_LINES,
        what if what.is_of_messages() => MESSAGE_LINES,
        _ => LINES,
    }
}

/// Events that share a record and its item names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events<'a> {
    /// The items.
    pub items: Vec<RecordedItem<'a>>,
    /// Validated.
    pub(super) events: &'a [[u8; EVENT_LENGTH]],
}

/// An item of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// The item's category when it was recorded.
    pub place: Category<'a>,
}

/// An event of a record, and its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemEvent<'a> {
    /// The position of the item in [`Events::items`].
    pub item: usize,
    /// The event.
    pub event: RecordedEvent<'a>,
}

impl<'a> Events<'a> {
    /// The events, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = RecordedEvent<'a>> {
        self.with_items().map(|one| one.event)
    }

    /// The events, oldest first, each with the position of its item.
    pub fn with_items(&self) -> impl Iterator<Item = ItemEvent<'a>> {
        self.events.iter().filter_map(|event| self.read(event))
    }

    fn read(&self, event: &[u8; EVENT_LENGTH]) -> Option<ItemEvent<'a>> {
        let [item, kind, flags, rest @ ..] = event;
        let (time, number) = rest.split_first_chunk()?;
        let (item, kind) = (usize::from(*item), *EventKind::ALL.get(usize::from(*kind))?);
        let RecordedItem { id: item_id, place } = *self.items.get(item)?;
        let (gift, imported) = (flags & GIFT != 0, flags & IMPORTED != 0);
        let (time, number) = (i64::from_le_bytes(*time), u128::from_le_bytes(number.try_into().ok()?));
        let order = (flags & OF_ORDER != 0).then_some(OrderHash(number as u32));
        let number = if order.is_some() { EventNumber(number).of_line() } else { EventNumber(number) };
        let event = RecordedEvent { number, kind, item_id, time, order, gift, imported, place, size: None };
        Some(ItemEvent { item, event })
    }
}

/// Lines that share a record and its subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines<'a> {
    /// The subjects of the lines.
    pub subjects: Vec<Subject<'a>>,
    /// Validated.
    pub(super) lines: &'a [u8],
}

/// A decoded record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record<'a> {
    /// Events.
    Events(Events<'a>),
    /// The tally of a week.
    Tally(WeekCounts<'a>),
    /// The readings of the clock.
    Clock(Clock),
    /// The shopper has paused recording.
    Paused,
    /// A stored neighbour list, with its header.
    List(&'a [u8]),
    /// Lines of the impression log.
    Lines(Lines<'a>),
    /// Sizes of events.
    Sizes(EventSizes<'a>),
    /// The adviser named by a link.
    Adviser(AdviserRecord<'a>),
    /// A record of another version of the module, undecoded.
    Foreign(&'a [u8]),
    /// Bytes up to the next valid record.
    Damaged,
}

/// A record and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecordBytes<'a> {
    /// The decoded record.
    pub(super) record: Record<'a>,
    /// Its bytes, with its header.
    pub(super) bytes: &'a [u8],
}

/// A line with the positions of its subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedLine<'a> {
    /// The kind of feedback.
    pub kind: FeedbackKind,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// The positions of its subjects in the record.
    pub subjects: &'a [u8],
}

impl<'a> Record<'a> {
    /// The events of the record, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<RecordedEvent<'a>> {
        let Self::Events(events) = self else { return Vec::new() };
        events.iter().collect()
    }

    /// The lines of the record, oldest first.
    #[must_use]
    pub fn lines(&self) -> Vec<Line<'a>> {
        let Self::Lines(lines) = self else { return Vec::new() };
        let line = |NumberedLine { kind, time, subjects }| {
            let subject = |at: &u8| lines.subjects.get(usize::from(*at)).copied();
            Line { time, what: kind, subjects: subjects.iter().filter_map(subject).collect() }
        };
        lines.numbered().map(line).collect()
    }
}
