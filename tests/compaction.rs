//! Compaction: what grows old, what clocks that jump must not do, what damage costs.

use passerelle::history::{
    Clock, Entry, EventKind, History, Kept, Key, MAX_EVENTS, Part, Place, Record, Records, Row, Rules, TALLY_WEEKS,
    WEEK, Week, Writer,
};

const TIME: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const TEN_YEARS: i64 = 3_652 * DAY;

fn rules(now: i64) -> Rules<'static> {
    Rules { now, retention_days: 90, unwanted: &[] }
}

/// Compacts a string of records.
fn compact(records: &[u8], rules: &Rules<'_>) -> Vec<u8> {
    let key = Key { part: Part::Log, day: rules.now.div_euclid(DAY), number: 0 };
    passerelle::history::compact(&[Row { key, records: records.to_vec() }], None, rules).into_records()
}

fn event(uuid: u128, item_id: &str, time: i64) -> Entry<'_> {
    let place = Place { division: "shoes", item_type: "Boots" };
    Entry { uuid, kind: EventKind::Purchase, item_id, time, gift: false, imported: false, place }
}

fn written<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Vec<u8> {
    let mut writer = Writer::default();
    entries.into_iter().for_each(|entry| writer.events(&[entry]));
    writer.finish()
}

fn read(log: &[u8]) -> (Vec<Entry<'_>>, Vec<Week<'_>>) {
    let (mut entries, mut weeks) = (Vec::new(), Vec::new());
    for record in Records::new(log) {
        entries.extend(record.entries());
        if let Record::Tally(week) = record {
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
    let week = (TIME - 91 * DAY).div_euclid(WEEK);
    assert_eq!(read(&first).1, [Week { week, division: "shoes", events: 1, purchases: 1, imported: false }]);
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
    let mut log = Vec::new();
    let mut next = 1;
    for round in 0..20 {
        for _ in 0..5_000 {
            next += 1;
            log.extend(written([event(next, &format!("P{next}"), TIME + round)]));
        }
        log = compact(&log, &rules(TIME + round));
        let (entries, weeks) = read(&log);
        assert_eq!(entries.len(), MAX_EVENTS);
        assert_eq!(entries.last().unwrap().uuid, next, "the newest stay");
        assert_eq!(weeks.iter().map(|week| week.events).sum::<u32>() as usize, (next - 1) as usize - MAX_EVENTS);
        assert!(log.len() < 150_000, "{} bytes", log.len());
    }
}

#[test]
fn a_clock_that_jumps_and_comes_back_ages_nothing() {
    for leap in [TEN_YEARS, -TEN_YEARS] {
        let log = compact(&written([event(1, "a", TIME), event(2, "b", TIME)]), &rules(TIME));
        let log = [log, written([event(3, "c", TIME + leap)])].concat();
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
    writer.events(&[Entry { gift: true, ..event(1, "a", TIME) }, event(2, "b", TIME)]);
    let log = compact(&writer.finish(), &rules(TIME));
    let mut history = History::<Kept>::default();
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
    let boots = [Place { division: "shoes", item_type: "Boots" }];
    let place = Place { division: "shoes", item_type: "Sandals" };
    let log = written([event(1, "a", TIME), Entry { place, ..event(2, "b", TIME) }]);
    let compacted = compact(&log, &Rules { unwanted: &boots, ..rules(TIME) });
    assert_eq!(ids(&compacted), ["b"]);
    assert!(read(&compacted).1.is_empty(), "it leaves no tally either");
    let mut history = History::<Kept>::default();
    history.restore(&log, &boots, &mut |_| ());
    assert_eq!(history.events().len(), 1);
    assert_eq!(history.place(0), Some(place), "known without a list");
}

#[test]
fn what_the_house_told_is_counted_apart() {
    let told = Entry { imported: true, ..event(1, "x", TIME - 300 * DAY) };
    let log = compact(&written([told, event(2, "a", TIME)]), &rules(TIME));
    assert_eq!(ids(&log), ["a"]);
    let (_, weeks) = read(&log);
    assert_eq!((weeks.len(), weeks[0].imported, weeks[0].purchases), (1, true, 1));
}

#[test]
fn damage_and_newer_records_are_survived() {
    let foreign = |id, change: fn(&mut Vec<u8>)| {
        let mut record = written([event(7, id, TIME)]);
        change(&mut record);
        let sum = crc32c_of(&record[4..]).to_le_bytes();
        record[..4].copy_from_slice(&sum);
        record
    };
    let newer = foreign("n", |record| record[7] = 200);
    let older = foreign("o", |record| record[6] -= 1);
    let mut torn = written([event(2, "b", TIME)]);
    torn.truncate(torn.len() - 3);
    let log =
        [written([event(1, "a", TIME)]), newer.clone(), older.clone(), torn, written([event(3, "c", TIME)])].concat();
    let mut history = History::<Kept>::default();
    let restored = history.restore(&log, &[], &mut |_| ());
    assert_eq!((restored.events, restored.damaged), (2, 1));
    let compacted = compact(&log, &rules(TIME));
    assert_eq!(ids(&compacted), ["a", "c"]);
    assert!(compacted.windows(newer.len()).any(|window| window == newer), "left as it lay there");
    assert!(!compacted.windows(older.len()).any(|window| window == older), "nobody reads it any more");
    assert!(!Records::new(&compacted).any(|record| record == Record::Damaged), "said once");
}

fn crc32c_of(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0x82f6_3b78 } else { sum >> 1 };
        }
    }
    !sum
}

#[test]
fn an_empty_history_leaves_nothing() {
    assert_eq!(compact(&[], &rules(TIME)), []);
    let log = written([event(1, "a", TIME)]);
    let log = compact(&log, &rules(TIME));
    let clock = Record::Clock(Clock { seen: TIME, doubted: None });
    assert_eq!(Records::new(&log).next(), Some(clock.clone()));
}
