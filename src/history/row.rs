//! Rows: records stored under a day, so that expired ones can be deleted by a range of keys without being read. Not for
//! the content of records: see [`super::record`].

use super::list::{LIST_AGE_SECONDS, ListHead};
use super::record::{Record, RecordBytes};
use super::{Clock, Records, TALLY_WEEKS};
use crate::model::{DAY, Day, FeedbackKind, MAX_RETENTION_DAYS, Week};

/// Rows written by compaction have numbers below this; rows appended since then have this number or above.
pub const APPENDED: u64 = 1 << 20;

/// The parts of a store. Each has its own retention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum StorePart {
    /// Settings without expiry: whether recording is paused.
    Settings = 0,
    /// Tallies of weeks, under their first days.
    Weeks = 1,
    /// Events and lines of the impression log.
    Log = 2,
    /// Stored neighbour lists.
    Lists = 3,
}

impl StorePart {
    /// The part with this number.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Settings),
            1 => Some(Self::Weeks),
            2 => Some(Self::Log),
            3 => Some(Self::Lists),
            _ => None,
        }
    }
}

/// The key of a row. Keys are ordered by their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The part of the store.
    pub part: StorePart,
    /// The day of the records.
    pub day: Day,
    /// Position in the order of the log, unique within a part.
    pub number: u64,
}

/// Records of one part and one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key of the row.
    pub key: Key,
    /// The concatenated records.
    pub records: Vec<u8>,
}

/// The time from which events are kept at `now`, both in seconds since 1970-01-01 UTC.
#[must_use]
pub fn oldest_kept(now: i64, retention_days: u16) -> i64 {
    now.saturating_sub(i64::from(retention_days.min(MAX_RETENTION_DAYS)) * DAY)
}

/// The first day to keep, for each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oldest {
    /// For [`StorePart::Weeks`].
    pub weeks: Day,
    /// For [`StorePart::Log`].
    pub log: Day,
    /// For [`StorePart::Lists`].
    pub lists: Day,
}

impl Oldest {
    /// The first days to keep at `now`, in seconds since 1970-01-01 UTC, with a retention of `retention_days`. `None`
    /// while the clock is doubted, see [`Clock::believe`].
    #[must_use]
    pub fn at(now: i64, retention_days: u16, clock: Clock) -> Option<Self> {
        clock.doubted.is_none().then_some(Self {
            weeks: Week::of_time(now).before(TALLY_WEEKS - 1).first_day(),
            log: Day::of_time(oldest_kept(now, retention_days)),
            lists: Day::of_time(now.saturating_sub(LIST_AGE_SECONDS)),
        })
    }

    /// Whether a row has expired.
    #[must_use]
    pub const fn drops(&self, key: &Key) -> bool {
        match key.part {
            StorePart::Settings => false,
            StorePart::Weeks => key.day.number() < self.weeks.number(),
            StorePart::Log => key.day.number() < self.log.number(),
            StorePart::Lists => key.day.number() < self.lists.number(),
        }
    }
}

/// Arranges the module's records in rows, in order. The store numbers them when it appends them. A record whose time is
/// far from the believed clock gets the clock's day, so that a jump of the clock does not delete it.
#[must_use]
pub fn rows_of(records: &[u8], clock: Option<Clock>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut reader = Records::new(records);
    while let Some(RecordBytes { record, bytes }) = reader.next_with_bytes() {
        let mut is_dated_by_pack = false;
        let (part, time) = match &record {
            Record::Events(events) => (StorePart::Log, events.iter().next().map(|event| event.time)),
            Record::Sizes(sizes) => (StorePart::Log, Some(sizes.time)),
            Record::Adviser(adviser) => (StorePart::Log, Some(adviser.time)),
            Record::Lines(lines) => {
                let first = lines.numbered().next();
                is_dated_by_pack = first.is_some_and(|line| line.kind == FeedbackKind::Settled);
                (StorePart::Log, first.map(|line| line.time))
            }
            Record::Foreign(_) | Record::Damaged => (StorePart::Log, None),
            Record::Tally(week) => (StorePart::Weeks, Some(week.week.start())),
            Record::List(list) => (StorePart::Lists, ListHead::of(list).map(|head| head.stamp.kept)),
            Record::Clock(_) | Record::Paused => (StorePart::Settings, None),
        };
        let is_near = |time: &i64| {
            part == StorePart::Weeks || is_dated_by_pack || !clock.is_some_and(|clock| clock.is_far(*time))
        };
        let seen = clock.map_or(0, |clock| clock.seen);
        let key = Key { part, day: Day::of_time(time.filter(is_near).unwrap_or(seen)), number: 0 };
        match rows.last_mut() {
            Some(row) if row.key == key => row.records.extend_from_slice(bytes),
            _ => rows.push(Row { key, records: bytes.to_vec() }),
        }
    }
    rows
}

/// All records, in reading order.
#[must_use]
pub fn records_of(rows: &[Row]) -> Vec<u8> {
    in_order(rows).into_iter().flat_map(|row| &row.records).copied().collect()
}

/// Rows in reading order: the log in the order of writing, lists newest first, because the first list of an item
/// counts.
pub(super) fn in_order(rows: &[Row]) -> Vec<&Row> {
    let mut ordered: Vec<&Row> = rows.iter().collect();
    ordered.sort_by_key(|row| {
        let Key { part, number, .. } = row.key;
        (part, if part == StorePart::Lists { u64::MAX - number } else { number })
    });
    ordered
}

#[cfg(test)]
mod tests {
    use super::super::{Category, EventKind, EventNumber, RecordedEvent, Subject, Writer};
    use super::*;

    const NOW: i64 = 1_800_000_000;
    const SEEN: Clock = Clock { seen: NOW, doubted: None };

    fn event(uuid: u128, time: i64) -> RecordedEvent<'static> {
        let place = Category { division: "shoes", item_type: "Boots" };
        RecordedEvent {
            number: EventNumber(uuid),
            kind: EventKind::View,
            item_id: "A",
            time,
            order: None,
            gift: false,
            imported: false,
            place,
            size: None,
        }
    }

    #[test]
    fn records_are_filed_under_their_day_and_read_in_their_order() {
        let mut writer = Writer::default();
        for (uuid, time) in [(1, NOW), (2, NOW + 1), (3, NOW + DAY), (4, NOW)] {
            writer.events(&[event(uuid, time)]);
        }
        let bytes = writer.finish();
        let mut rows = rows_of(&bytes, Some(SEEN));
        let day = NOW.div_euclid(DAY);
        assert_eq!(rows.iter().map(|row| row.key.day.number()).collect::<Vec<_>>(), [day, day + 1, day]);
        for (number, row) in rows.iter_mut().enumerate() {
            row.key.number = number as u64;
        }
        rows.reverse();
        assert_eq!(records_of(&rows), bytes);
    }

    #[test]
    fn a_clock_that_jumped_files_nothing_where_it_would_be_deleted() {
        for time in [NOW - 3_652 * DAY, NOW + 3_652 * DAY] {
            let mut writer = Writer::default();
            writer.events(&[event(1, time)]);
            let rows = rows_of(&writer.finish(), Some(SEEN));
            assert_eq!(rows[0].key.day, Day::of_time(NOW));
        }
    }

    #[test]
    fn a_settled_message_is_filed_under_its_last_day_however_far() {
        let mut writer = Writer::default();
        writer.line(FeedbackKind::Settled, &[Subject::Message("care:a")], NOW + 800 * DAY);
        writer.line(FeedbackKind::Dismissal, &[Subject::Message("care:a")], NOW + 800 * DAY);
        let days: Vec<Day> = rows_of(&writer.finish(), Some(SEEN)).iter().map(|row| row.key.day).collect();
        assert_eq!(days, [Day::of_time(NOW + 800 * DAY), Day::of_time(NOW)]);
    }

    #[test]
    fn what_is_too_old_is_known_by_its_day() {
        let oldest = Oldest::at(NOW, 90, SEEN).unwrap();
        let key = |part, day| Key { part, day, number: 7 };
        for (part, days) in [(StorePart::Log, 90), (StorePart::Lists, 30)] {
            assert!(!oldest.drops(&key(part, Day::of_time(NOW - days * DAY))), "part of that day may be younger");
            assert!(oldest.drops(&key(part, Day::of_time(NOW - (days + 1) * DAY))));
        }
        let first_of = |weeks| Week::of_time(NOW).before(weeks).first_day();
        assert!(oldest.drops(&key(StorePart::Weeks, first_of(TALLY_WEEKS))));
        assert!(!oldest.drops(&key(StorePart::Weeks, first_of(TALLY_WEEKS - 1))));
        assert!(!oldest.drops(&key(StorePart::Settings, Day::default())));
        let jumped = SEEN.believe(NOW + 367 * DAY);
        assert_eq!(Oldest::at(NOW + 367 * DAY, 90, jumped), None, "a clock that jumped deletes nothing");
        let lasting = jumped.believe(NOW + 368 * DAY);
        assert!(Oldest::at(NOW + 368 * DAY, 90, lasting).is_some(), "until it has said so for a day");
    }
}
