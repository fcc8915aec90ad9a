//! Compaction of the history: old events, clocks that jump, and damaged records.

use passerelle::history::{
    Category, Clock, Compacted, EventKind, EventNumber, History, Key, MAX_EVENTS, Record, RecordedEvent, Records, Row,
    Rules, StorePart, Subject, TALLY_WEEKS, WEEK, WeekCounts, Writer, has_old_records, records_of,
};
use passerelle::model::{Day, FeedbackKind, Week};
use std::ops::Deref;

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const TEN_YEARS: i64 = 3_652 * DAY;

fn rules(now: i64) -> Rules<'static> {
    Rules { now, retention_days: 90, unwanted: &[] }
}

/// The result of a compaction, as a single string of records.
#[derive(Clone, Debug, PartialEq)]
struct Log {
    records: Vec<u8>,
    clock: Option<Clock>,
}

impl Deref for Log {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.records
    }
}

impl From<&Vec<u8>> for Log {
    fn from(records: &Vec<u8>) -> Self {
        Self { records: records.clone(), clock: None }
    }
}

impl From<&Log> for Log {
    fn from(log: &Log) -> Self {
        log.clone()
    }
}

impl Log {
    fn followed_by(&self, records: Vec<u8>) -> Self {
        Self { records: [&self.records[..], &records].concat(), ..self.clone() }
    }
}

/// Compacts a string of records.
fn compact(log: impl Into<Log>, rules: &Rules<'_>) -> Log {
    let Log { records, clock } = log.into();
    let key = Key { part: StorePart::Log, day: Day::of_time(rules.now), number: 0 };
    let Compacted { clock, rows } = passerelle::history::compact(&[Row { key, records }], clock, rules);
    Log { records: records_of(&rows), clock }
}

fn event(uuid: u128, item_id: &str, time: i64) -> RecordedEvent<'_> {
    let place = Category { division: "shoes", item_type: "Boots" };
    RecordedEvent {
        number: EventNumber(uuid),
        kind: EventKind::Purchase,
        item_id,
        time,
        order: None,
        gift: false,
        imported: false,
        place,
        size: None,
    }
}

fn written<'a>(entries: impl IntoIterator<Item = RecordedEvent<'a>>) -> Vec<u8> {
    let mut writer = Writer::default();
    entries.into_iter().for_each(|entry| writer.events(&[entry]));
    writer.finish()
}

fn read(log: &[u8]) -> (Vec<RecordedEvent<'_>>, Vec<WeekCounts<'_>>) {
    let (mut entries, mut weeks) = (Vec::new(), Vec::new());
    for record in Records::new(log) {
        entries.extend(record.entries());
        if let Record::Tally(week) = record
            && week.events > 0
        {
            weeks.push(week);
        }
    }
    (entries, weeks)
}

fn ids(log: &[u8]) -> Vec<String> {
    read(log).0.into_iter().map(|entry| entry.item_id.to_owned()).collect()
}

#[test]
fn what_grows_old_becomes_a_tally_and_then_nothing() {
    let log = written([event(1, "old", TIME - 91 * DAY), event(2, "new", TIME - 80 * DAY)]);
    let first = compact(&log, &rules(TIME));
    assert_eq!(ids(&first), ["new"]);
    let week = Week::of_time(TIME - 91 * DAY);
    let expected = WeekCounts { week, division: "shoes", events: 1, purchases: 1, ..WeekCounts::default() };
    assert_eq!(read(&first).1, [expected]);
    let later = compact(&first, &rules(TIME + 200 * DAY));
    assert_eq!((ids(&later).len(), read(&later).1.len()), (0, 2));
    let end = compact(&later, &rules(TIME + TALLY_WEEKS * WEEK));
    assert!(read(&end).1.is_empty());
    let long = Rules { retention_days: 9_999, ..rules(TIME + 300 * DAY) };
    let kept = compact(&log, &long);
    assert_eq!(ids(&kept), ["old", "new"], "a house may keep them for longer");
    let cap = compact(&kept, &Rules { now: TIME + 400 * DAY, ..long });
    assert_eq!(ids(&cap).len(), 0, "but never for more than thirteen months");
}

#[test]
fn a_history_is_bounded_however_much_is_offered() {
    let mut log = Log { records: Vec::new(), clock: None };
    let mut next = 1;
    for round in 0..20 {
        for _ in 0..5_000 {
            next += 1;
            log.records.extend(written([event(next, &format!("P{next}"), TIME + round)]));
        }
        log = compact(&log, &rules(TIME + round));
        let (entries, weeks) = read(&log);
        assert_eq!(entries.len(), MAX_EVENTS);
        assert_eq!(entries.last().unwrap().number.0, next, "the newest stay");
        assert_eq!(weeks.iter().map(|week| week.events).sum::<u32>() as usize, (next - 1) as usize - MAX_EVENTS);
        assert!(log.len() < 150_000, "{} bytes", log.len());
    }
}

#[test]
fn settled_messages_are_bounded_and_no_clock_moves_their_last_days() {
    let mut writer = Writer::default();
    let ids: Vec<String> = (0..1_000).map(|number| format!("offer:{number}")).collect();
    for id in &ids {
        writer.line(FeedbackKind::Settled, &[Subject::Message(id)], TIME + 800 * DAY);
    }
    let log = compact(&writer.finish(), &rules(TIME));
    let lines = |log: &[u8]| Records::new(log).flat_map(|record| record.lines()).map(|line| line.time).collect();
    let times: Vec<i64> = lines(&log);
    assert_eq!((times.len(), times.iter().all(|time| *time == TIME + 800 * DAY)), (500, true));
    let last = Records::new(&log).last().map(|record| format!("{record:?}"));
    assert!(last.is_some_and(|record| record.contains("offer:999")), "the newest stay");
}

#[test]
fn a_clock_that_jumps_and_comes_back_ages_nothing() {
    for leap in [TEN_YEARS, -TEN_YEARS] {
        let log = compact(&written([event(1, "a", TIME), event(2, "b", TIME)]), &rules(TIME));
        let log = log.followed_by(written([event(3, "c", TIME + leap)]));
        let jumped = compact(&log, &rules(TIME + leap));
        assert_eq!(ids(&jumped), ["a", "b", "c"]);
        let hours = compact(&jumped, &rules(TIME + leap + DAY / 2));
        assert_eq!(ids(&hours), ["a", "b", "c"]);
        let back = compact(&hours, &rules(TIME + DAY));
        assert_eq!(ids(&back), ["a", "b", "c"]);
        assert!(read(&back).0.iter().all(|entry| entry.time <= TIME + DAY), "nothing stays in the future");
        assert_eq!(ids(&compact(&back, &rules(TIME + 100 * DAY))).len(), 0, "all of it grows old");
    }
}

#[test]
fn a_clock_that_stays_where_it_jumped_to_is_believed_after_a_day() {
    let log = compact(&written([event(1, "a", TIME)]), &rules(TIME));
    let away = compact(&log, &rules(TIME + 425 * DAY));
    assert_eq!(ids(&away), ["a"], "nobody knows yet");
    assert_eq!(ids(&compact(&away, &rules(TIME + 426 * DAY))).len(), 0);
    assert_eq!(ids(&compact(&away, &rules(TIME + 850 * DAY))).len(), 0, "who comes every 14 months");
}

#[test]
fn gifts_are_not_counted_and_a_pause_lasts() {
    let mut writer = Writer::default();
    writer.paused();
    writer.events(&[RecordedEvent { gift: true, ..event(1, "a", TIME) }, event(2, "b", TIME)]);
    let log = compact(&writer.finish(), &rules(TIME));
    let mut history = History::default();
    history.restore(&log, &[], &mut |_| ());
    assert!(history.paused());
    assert_eq!(history.events().iter().map(|event| event.gift).collect::<Vec<_>>(), [true, false]);
    assert_eq!(history.tallies().iter().map(|tally| tally.events).sum::<u32>(), 1);
    let old = compact(&log, &rules(TIME + 100 * DAY));
    assert_eq!(read(&old).1[0].events, 1, "nor when they grow old");
    history.restore(&old, &[], &mut |_| ());
    assert!(history.paused());
}

#[test]
fn a_type_that_became_sensitive_is_forgotten() {
    let boots = [Category { division: "shoes", item_type: "Boots" }];
    let place = Category { division: "shoes", item_type: "Sandals" };
    let log = written([event(1, "a", TIME), RecordedEvent { place, ..event(2, "b", TIME) }]);
    let compacted = compact(&log, &Rules { unwanted: &boots, ..rules(TIME) });
    assert_eq!(ids(&compacted), ["b"]);
    assert!(read(&compacted).1.is_empty(), "it leaves no tally either");
    let mut history = History::default();
    history.restore(&log, &boots, &mut |_| ());
    assert_eq!(history.events().len(), 1);
    assert_eq!(history.place(0), Some(place), "known without a list");
}

#[test]
fn what_the_house_told_is_counted_apart() {
    let told = RecordedEvent { imported: true, ..event(1, "x", TIME - 300 * DAY) };
    let log = compact(&written([told, event(2, "a", TIME)]), &rules(TIME));
    assert_eq!(ids(&log), ["a"]);
    let (_, weeks) = read(&log);
    assert_eq!((weeks.len(), weeks[0].imported, weeks[0].purchases), (1, true, 1));
}

#[test]
fn damage_and_newer_records_are_survived() {
    let mut newer = written([event(7, "n", TIME)]);
    newer[6..8].copy_from_slice(&[4, 200]);
    let sum = (passerelle::hash::hash(&newer[4..]) as u32).to_le_bytes();
    newer[..4].copy_from_slice(&sum);
    let mut torn = written([event(2, "b", TIME)]);
    torn.truncate(torn.len() - 3);
    let log = [written([event(1, "a", TIME)]), newer.clone(), torn, written([event(3, "c", TIME)])].concat();
    let mut history = History::default();
    let restored = history.restore(&log, &[], &mut |_| ());
    assert_eq!((restored.events, restored.damaged), (2, 1));
    let compacted = compact(&log, &rules(TIME));
    assert_eq!(ids(&compacted), ["a", "c"]);
    assert!(compacted.windows(newer.len()).any(|window| window == newer), "left as it lay there");
    assert!(!Records::new(&compacted).any(|record| record == Record::Damaged), "said once");
    let row =
        |day, records: &[u8]| Row { key: Key { part: StorePart::Log, day, number: 0 }, records: records.to_vec() };
    let old = passerelle::history::compact(
        &[row(Day::from_number(TIME / DAY - 91), &newer)],
        Some(Clock::new(TIME)),
        &rules(TIME),
    );
    assert_eq!(old.rows, [], "it goes by its day");
}

/// A store of version 2 with CRC-32C: a base of every kind of record, two days old, and the records appended since.
#[test]
fn a_store_of_the_version_before_is_read_once_and_written_anew() {
    let old = include_bytes!("data/store/version-2.bin").to_vec();
    assert!(has_old_records(&old));
    let mut history = History::default();
    let restored = history.restore(&old, &[], &mut |_| ());
    assert_eq!((restored.events, restored.damaged, history.paused()), (5, 0, true));
    let new = compact(&old, &rules(TIME));
    assert!(!has_old_records(&new) && Records::new(&new).all(|record| record != Record::Damaged));
    let mut again = History::default();
    let restored = again.restore(&new, &[], &mut |_| ());
    assert_eq!((restored.events, restored.damaged, again.paused()), (5, 0, true));
    assert_eq!(again.events(), history.events());
    let (entries, weeks) = read(&new);
    let shape: Vec<_> = entries.iter().map(|one| (one.item_id, one.number.0, one.gift, one.imported)).collect();
    let expected = [("85123A", 1 << 100, true, false), ("22423", 7, false, true)];
    assert_eq!(
        shape,
        [&expected[..], &[("a", 0, false, false), ("a", 1, false, false), ("c", 2, false, false)]].concat()
    );
    let week = WeekCounts {
        week: Week::from_number(2_950),
        division: "division-0",
        events: 7,
        purchases: 2,
        imported: true,
        ..WeekCounts::default()
    };
    assert!(weeks.contains(&week), "{weeks:?}");
    let lines = |log: &[u8]| {
        Records::new(log).flat_map(|record| record.lines()).map(|line| format!("{line:?}")).collect::<Vec<_>>()
    };
    assert_eq!((lines(&new), lines(&new).len()), (lines(&old), 2));
    let lists = |log: &[u8]| Records::new(log).filter(|record| matches!(record, Record::List(_))).count();
    assert_eq!((lists(&old), lists(&new)), (3, 2), "an item's newest list");
    assert_eq!(new.clock, Some(Clock::new(TIME)), "a clock that was doubted two days ago is believed");
}

/// An event that was deleted by its day without being read still counts in its week.
#[test]
fn what_was_deleted_unread_has_been_counted() {
    let gift = RecordedEvent { gift: true, ..event(3, "c", TIME) };
    let week = TIME.div_euclid(WEEK);
    let log = written([event(1, "a", week * WEEK), event(2, "b", week * WEEK + 3 * DAY), gift]);
    let key = Key { part: StorePart::Log, day: Day::default(), number: 0 };
    let compacted = passerelle::history::compact(&[Row { key, records: log }], None, &rules(week * WEEK + 3 * DAY));
    let later = week * WEEK + 92 * DAY;
    let oldest = passerelle::history::Oldest::at(later, 90, Clock::new(later)).unwrap();
    let left: Vec<Row> = compacted.rows.iter().filter(|row| !oldest.drops(&row.key)).cloned().collect();
    let counted = |rows: &[Row]| {
        let mut history = History::default();
        let events = history.restore(&records_of(rows), &[], &mut |_| ()).events;
        let tallies: Vec<_> =
            history.tallies().iter().map(|tally| (tally.week.number(), tally.events, tally.purchases)).collect();
        (events, tallies)
    };
    assert_eq!(counted(&compacted.rows), (3, vec![(week, 2, 2)]));
    assert!(left.len() < compacted.rows.len());
    let (events, tallies) = counted(&left);
    assert_eq!((events < 3, tallies), (true, vec![(week, 2, 2)]));
    let again = passerelle::history::compact(&left, compacted.clock, &rules(later));
    assert_eq!(counted(&again.rows).1, [(week, 2, 2)]);
    assert_eq!(counted(&passerelle::history::compact(&again.rows, again.clock, &rules(later)).rows).1, [(week, 2, 2)]);
}

#[test]
fn an_empty_history_leaves_nothing() {
    assert_eq!(compact(&Vec::new(), &rules(TIME)), Log { records: Vec::new(), clock: None });
    assert_eq!(compact(&written([event(1, "a", TIME)]), &rules(TIME)).clock, Some(Clock::new(TIME)));
}

/// What was compacted is not written again: neither a store of the version before, nor one with an event of an earlier
/// week behind one of a later week.
#[test]
fn a_compacted_store_stays_as_it_is() {
    let mut writer = Writer::default();
    writer.events(&[event(1, "now", TIME), event(2, "before", TIME - 21 * DAY), event(3, "again", TIME)]);
    for records in [include_bytes!("data/store/version-2.bin").to_vec(), writer.finish()] {
        for now in [TIME, 1_793_491_200] {
            let key = Key { part: StorePart::Log, day: Day::of_time(now), number: 0 };
            let once = passerelle::history::compact(&[Row { key, records: records.clone() }], None, &rules(now));
            assert_eq!(passerelle::history::compact(&once.rows, once.clock, &rules(now)), once);
            assert!(
                once.rows.iter().filter(|row| row.key.part == StorePart::Weeks).is_sorted_by_key(|row| row.key.day)
            );
        }
    }
    // A clock that was ahead when the store was compacted, and an event from long before it.
    let mut writer = Writer::default();
    writer.events(&[event(1, "early", -1)]);
    let key = Key { part: StorePart::Log, day: Day::of_time(TIME), number: 0 };
    let ahead = Clock { seen: TIME + 72 * DAY, doubted: Some(TIME - 2 * DAY) };
    let once = passerelle::history::compact(&[Row { key, records: writer.finish() }], Some(ahead), &rules(TIME));
    assert_eq!(once.rows.first().map(|row| row.key.day), Some(Day::of_time(TIME)), "no event is later than now");
    assert_eq!(passerelle::history::compact(&once.rows, once.clock, &rules(TIME)), once);
}
