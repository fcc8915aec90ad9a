//! The form in which a history lies in a store: a string of records, each with a checksum and a version of its own.
//!
//! ```text
//! checksum u32 | length of the body u16 | version u8 | kind u8 | body
//!
//! 1 events   places: count u8, of each division and type | items: count u8, of each place u8 and id
//!            | to the end, of each event: item u8, kind u8, flags u8, time i64, number 16 bytes, whose first
//!            four are the order's hash where the flags say so
//! 2 tally    week i64 | events u32 | purchases u32 | flags u8 | division | logged: events u32, purchases u32
//! 3 clock    seen i64 | doubted u8 | since i64; of version 2 alone
//! 4 paused
//! 5 list     see cache/record.rs
//! 6 lines    subjects: count u8, of each kind u8, number u8, text
//!            | to the end, of each line: time i64, what u8, count u8, of each subject u8
//! 7 lines    as 6, of what became of messages: modules from before messages step over it
//! 8 adviser  time i64 | flags u8 | hash of the order that was credited u32, 0 unless the flags say so | code; the last one counts
//! 9 lines    as 6, of answers to questionnaires, whose subjects are answers: likewise of modules from before these
//! 10 sizes   time of the first event i64 | sizes: count u8, of each group and name
//!            | to the end, of each event: its number 16 bytes, size u8. It stands before the events that it tells of
//! ```
//!
//! Little-endian; the checksum, the lower half of the XXH64 that packs have, covers everything behind it. A text is its length (u16) and its bytes. The first
//! eight bytes stay as they are in every version, so that an older module can step over what it does not know. What has
//! just happened is a record of its own; compaction puts [`PACKED`] events or lines into one, so that a full log is read
//! in a few milliseconds and damage costs no more than those. Not for what the records mean together: see
//! [`super::compact`] and [`super::History`].

use super::crc32c::crc32c;
use super::{Clock, EventKind, OrderHash};
use crate::hash::hash;
use crate::model::{Category, FeedbackKind, VariantKey, Week};

/// The version that this module writes.
pub(super) const VERSION: u8 = 3;
/// The version before, which it reads: with CRC-32C, and without what was logged in tallies. No release wrote version 1.
pub(super) const OLD_VERSION: u8 = 2;
/// Bytes before a record's body.
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

pub(super) const GIFT: u8 = 1;
pub(super) const IMPORTED: u8 = 2;
pub(super) const OF_ORDER: u8 = 4;

/// The part of an event's number that is its own, where the rest is its order's.
pub(super) const NUMBER_OF_LINE: u128 = !(u32::MAX as u128);

/// So many events, or lines of the ledger, share a record at most.
pub const PACKED: usize = 64;
/// Bytes of an event behind the items of its record.
pub(super) const EVENT_LENGTH: usize = 1 + 1 + 1 + 8 + 16;

/// An event as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its own number: the same event, written twice, counts once. Of a line of an order the lower 32 bits are not kept.
    pub uuid: u128,
    /// What was done.
    pub kind: EventKind,
    /// The item, by the id the pack knows it by.
    pub item_id: &'a str,
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// Of a purchase, its order, where the page said it.
    pub order: Option<OrderHash>,
    /// It was for somebody else.
    pub gift: bool,
    /// The house's own records told of it, not this device.
    pub imported: bool,
    /// Where the item belonged.
    pub place: Category<'a>,
    /// The size of the variant, where the page said one. It lies in a record of its own.
    pub size: Option<SizeName<'a>>,
}

/// A size by the names that outlive a build: see [`crate::model::Size`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeName<'a> {
    /// What it is a size of.
    pub group: &'a str,
    /// The size as the feed writes it.
    pub name: &'a str,
}

/// The sizes of events that stand behind this record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSizes<'a> {
    /// When the first of them happened, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// By the numbers of the events.
    pub sizes: Vec<(u128, SizeName<'a>)>,
}

/// Whether a string of records has some of the version before, which are to be written anew.
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

/// The checksum of what stands behind it in a record of this version.
pub(super) fn checksum(version: u8, rest: &[u8]) -> u32 {
    if version <= OLD_VERSION { crc32c(rest) } else { hash(rest) as u32 }
}

/// A week as it is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekCounts<'a> {
    /// Weeks since 1970-01-01 UTC.
    pub week: Week,
    /// The division's id.
    pub division: &'a str,
    /// Events of that week that are not in the log any more.
    pub events: u32,
    /// Purchases among them.
    pub purchases: u32,
    /// The house's own records told of it, not this device.
    pub imported: bool,
    /// Of the same week, what lay in the log when this was written, so that the count is right when that has been deleted
    /// by its day, unread.
    pub logged: Logged,
}

/// What is counted apart from everything else: a week of a division, and who told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WeekKey<'a> {
    /// Weeks since 1970-01-01 UTC.
    pub(super) week: Week,
    /// The division's id.
    pub(super) division: &'a str,
    /// The house's own records told of it, not this device.
    pub(super) imported: bool,
}

impl<'a> WeekCounts<'a> {
    pub(super) fn key(&self) -> WeekKey<'a> {
        WeekKey { week: self.week, division: self.division, imported: self.imported }
    }
}

impl<'a> Entry<'a> {
    /// Where the event is counted.
    pub(super) fn week(&self) -> WeekKey<'a> {
        WeekKey { week: Week::of_time(self.time), division: self.place.division, imported: self.imported }
    }
}

/// Events of a week that lie in the log, those of gifts left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// How many.
    pub events: u32,
    /// Purchases among them.
    pub purchases: u32,
}

/// A line of the ledger as it is stored: one thing that became of several invitations at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// What happened.
    pub what: FeedbackKind,
    /// What it happened to.
    pub subjects: Vec<Subject<'a>>,
}

/// The adviser whom a link named, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdviserRecord<'a> {
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// The order for which the shopper credited the adviser.
    pub credited: Option<OrderHash>,
    /// The adviser's code: see [`crate::model::is_adviser_code`].
    pub code: &'a str,
}

/// An invitation by the names that outlive a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An item, by its id.
    Item(&'a str),
    /// A reason, by [`crate::discretion::Reason::number`], with the id of the division it invites to.
    Reason(u8, &'a str),
    /// A slate with anything that the page did not ask for by itself.
    Promotion,
    /// A message of service, by the house's id for it.
    Letter(&'a str),
    /// An answer to a questionnaire, as [`crate::model::AnswerKey`] writes it.
    Answer(&'a str),
    /// A variant of an item.
    Variant(VariantKey<'a>),
}

/// The kind of record that lines of this outcome lie in: a module steps over records of outcomes that came after it.
pub(super) const fn lines_of(what: FeedbackKind) -> u8 {
    match what {
        FeedbackKind::Answered => ANSWER_LINES,
        what if what.is_of_messages() => MESSAGE_LINES,
        _ => LINES,
    }
}

/// Events that share a record, and with it the names of their items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events<'a> {
    /// The items.
    pub items: Vec<RecordedItem<'a>>,
    /// Checked.
    pub(super) events: &'a [[u8; EVENT_LENGTH]],
}

/// An item of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where it belonged when it was recorded.
    pub place: Category<'a>,
}

impl<'a> Events<'a> {
    /// Each event, the oldest first, with the position of its item.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, Entry<'a>)> {
        self.events.iter().filter_map(|event| self.read(event))
    }

    fn read(&self, event: &[u8; EVENT_LENGTH]) -> Option<(usize, Entry<'a>)> {
        let [item, kind, flags, rest @ ..] = event;
        let (time, uuid) = rest.split_first_chunk()?;
        let (item, kind) = (usize::from(*item), *EventKind::ALL.get(usize::from(*kind))?);
        let RecordedItem { id: item_id, place } = *self.items.get(item)?;
        let (gift, imported) = (flags & GIFT != 0, flags & IMPORTED != 0);
        let (time, number) = (i64::from_le_bytes(*time), u128::from_le_bytes(uuid.try_into().ok()?));
        let order = (flags & OF_ORDER != 0).then_some(OrderHash(number as u32));
        let uuid = if order.is_some() { number & NUMBER_OF_LINE } else { number };
        Some((item, Entry { uuid, kind, item_id, time, order, gift, imported, place, size: None }))
    }
}

/// Lines of the ledger that share a record, and with it their subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines<'a> {
    /// What the lines tell of.
    pub subjects: Vec<Subject<'a>>,
    /// Checked.
    pub(super) lines: &'a [u8],
}

/// A record that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record<'a> {
    /// Events.
    Events(Events<'a>),
    /// What is left of a week.
    Tally(WeekCounts<'a>),
    /// What the clock has said so far.
    Clock(Clock),
    /// The shopper has paused the recording.
    Paused,
    /// A kept neighbour list, with its header.
    List(&'a [u8]),
    /// Lines of the ledger.
    Lines(Lines<'a>),
    /// Sizes of events.
    Sizes(EventSizes<'a>),
    /// The adviser whom a link named.
    Adviser(AdviserRecord<'a>),
    /// Of another version of the module, as it lies there.
    Foreign(&'a [u8]),
    /// Bytes that are no record, up to the next that is one.
    Damaged,
}

/// A line as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedLine<'a> {
    /// What happened.
    pub kind: FeedbackKind,
    /// When, in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// The positions of its subjects in those of the record.
    pub subjects: &'a [u8],
}

impl<'a> Record<'a> {
    /// The events of the record, the oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry<'a>> {
        let Self::Events(events) = self else { return Vec::new() };
        events.numbered().map(|(_, entry)| entry).collect()
    }

    /// The lines of the record, the oldest first.
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
