//! Compaction: a pure function from all rows of a store to the rows it should hold. The caller writes the result in one
//! transaction, if no other tab has changed the store in the meantime. Not for writing the rows: see [`crate::store`].

use super::clock::MAX_JUMP_SECONDS;
use super::known_sizes::KnownSizes;
use super::record::{AdviserRecord, Line, Record, RecordedEvent, VERSION, WeekCounts, WeekKey};
use super::row::{Key, Row, StorePart, in_order, oldest_kept};
use super::seen_events::SeenEvents;
use super::tally::Weeks;
use super::{Clock, EventKind, ListHead, MAX_EVENTS, MAX_LISTS, Records, TALLY_WEEKS, Writer};
use crate::model::{Category, DAY, Day, FeedbackKind, MAX_RETENTION_DAYS, Week};

/// Maximum number of lines of the impression log: the most recent impressions, and separately the most recent
/// responses, so that browsing does not evict a dismissal.
const MAX_LINES: usize = 2_000;
/// Maximum number of settled messages, the most recent ones: several times what a pack carries.
const MAX_SETTLED: usize = 500;

/// The parameters of compaction.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The device's clock, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Number of days that an event is kept.
    pub retention_days: u16,
    /// Categories that must not be stored, because their types are sensitive.
    pub unwanted: &'a [Category<'a>],
}

/// The new contents of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// The new state of the clock; `None` if there is nothing to age.
    pub clock: Option<Clock>,
    /// All rows. Their numbers are below `APPENDED`.
    pub rows: Vec<Row>,
}

/// Compacts `rows`, last compacted at `clock`. Neighbour lists are kept for the most recent items only.
#[must_use]
pub fn compact(rows: &[Row], clock: Option<Clock>, rules: &Rules<'_>) -> Compacted {
    let read = Read::new(rows, rules.unwanted);
    let Read { mut entries, mut lines, mut adviser, .. } = read;
    // Their times are last days from the pack: they are not corrected, and may be in the future.
    let mut settled: Vec<Line<'_>> = lines.extract_if(.., |line| line.what == FeedbackKind::Settled).collect();
    let clock = clock.or(read.clock);
    let known = clock.is_some();
    // For a history that was never compacted, the first event gives the last reading of the clock.
    let first = entries.iter().find(|entry| !entry.imported);
    let clock = clock.or_else(|| first.map(|entry| Clock::new(entry.time)));
    let before = clock.unwrap_or(Clock::new(rules.now));
    let clock = before.believe(rules.now);
    let trusted = clock.doubted.is_none();
    if trusted {
        let times = &mut entries.iter_mut().filter(|entry| !entry.imported).map(|entry| &mut entry.time);
        put_right(times, before.seen, rules.now);
        put_right(&mut lines.iter_mut().map(|line| &mut line.time), before.seen, rules.now);
        put_right(&mut adviser.iter_mut().map(|adviser| &mut adviser.time), before.seen, rules.now);
    }
    let this_week = if trusted { Week::of_time(rules.now) } else { Week::LAST };
    let mut weeks: Vec<WeekCounts<'_>> = Vec::new();
    for gone in read.weeks.gone() {
        // Dates in the future, from a wrong clock, become the current week at the latest.
        in_week(&mut weeks, WeekKey { week: gone.week.min(this_week), ..gone.key() }, |week| {
            week.events = week.events.saturating_add(gone.events);
            week.purchases = week.purchases.saturating_add(gone.purchases);
        });
    }
    let seen = clock.seen;
    // An empty history has no events to compare a clock with.
    let clock = (known || !entries.is_empty()).then_some(clock);
    let mut filed = Filed::default();
    if read.paused {
        filed.put(StorePart::Settings, Day::default(), |writer| writer.paused());
    }
    let oldest = if trusted { oldest_kept(rules.now, rules.retention_days) } else { i64::MIN };
    let surplus = entries.len().saturating_sub(MAX_EVENTS);
    let mut kept = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if number >= surplus && entry.time >= oldest {
            kept.push(*entry);
        } else if !entry.gift {
            in_week(&mut weeks, entry.week(), |week| {
                week.events = week.events.saturating_add(1);
                week.purchases = week.purchases.saturating_add(purchases_of(entry));
            });
        }
    }
    for entry in kept.iter().filter(|entry| !entry.gift) {
        in_week(&mut weeks, entry.week(), |WeekCounts { logged, .. }| {
            logged.events += 1;
            logged.purchases += purchases_of(entry);
        });
    }
    // Events written under a doubted clock must not be deleted because of it.
    let day = |time: i64| Day::of_time(if trusted { time } else { seen.max(time) });
    for entries in kept.chunk_by(|one, other| day(one.time) == day(other.time)) {
        let day = entries.first().map_or_else(Day::default, |entry| day(entry.time));
        filed.put(StorePart::Log, day, |writer| writer.events(entries));
    }
    weeks.retain(|week| week.events > 0 || week.logged.events > 0);
    for week in weeks.iter().filter(|week| !trusted || week.week > this_week.before(TALLY_WEEKS)) {
        filed.put(StorePart::Weeks, week.week.first_day(), |writer| writer.tally(week));
    }
    for ForeignRecord { day, record } in read.foreign.into_iter().filter(|one| one.day >= Day::of_time(oldest)) {
        filed.put(StorePart::Log, day, |writer| writer.put(record));
    }
    if let Some(adviser) = adviser.filter(|adviser| adviser.time >= oldest) {
        filed.put(StorePart::Log, day(adviser.time), |writer| writer.adviser(&adviser));
    }
    // Pending offers expire long before a day is over.
    let offers_from = if trusted { rules.now.saturating_sub(DAY) } else { i64::MIN };
    let mut room = [MAX_LINES; 2];
    let stays = |line: &Line<'_>| {
        let room = &mut room
            [usize::from(matches!(line.what, FeedbackKind::Offer | FeedbackKind::Exposure | FeedbackKind::SoldOut))];
        let stays = line.time >= if line.what == FeedbackKind::Offer { offers_from } else { oldest } && *room > 0;
        *room -= usize::from(stays);
        stays
    };
    let mut lines: Vec<_> = lines.into_iter().rev().filter(stays).collect();
    lines.reverse();
    for lines in lines.chunk_by(|one, other| day(one.time) == day(other.time)) {
        let day = lines.first().map_or_else(Day::default, |line| day(line.time));
        filed.put(StorePart::Log, day, |writer| writer.lines(lines));
    }
    settled.retain(|line| !trusted || Day::of_time(line.time) >= Day::of_time(rules.now));
    let surplus = settled.len().saturating_sub(MAX_SETTLED);
    for line in settled.into_iter().skip(surplus) {
        filed.put(StorePart::Log, Day::of_time(line.time), |writer| writer.lines(&[line]));
    }
    let mut items: Vec<&str> = Vec::new();
    for entry in kept.iter().rev() {
        if items.len() < MAX_LISTS && !items.contains(&entry.item_id) {
            items.push(entry.item_id);
        }
    }
    // The first list of an item is the newest.
    let mut lists = Vec::new();
    for record in read.lists {
        let Some(ListHead { stamp, item_id }) = ListHead::of(record) else { continue };
        if let Some(place) = items.iter().position(|wanted| *wanted == item_id)
            && (!trusted || stamp.is_fresh(rules.now))
        {
            items.swap_remove(place);
            lists.push((day(stamp.kept), record));
        }
    }
    // The last row of lists is read first, the lists of a row in their order.
    for lists in lists.chunk_by(|(one, _), (other, _)| one == other).rev() {
        for (day, record) in lists {
            filed.put(StorePart::Lists, *day, |writer| writer.list(record));
        }
    }
    Compacted { clock, rows: filed.rows }
}

/// Rows under construction. Consecutive records of one part and day share a row.
#[derive(Default)]
struct Filed {
    rows: Vec<Row>,
}

impl Filed {
    fn put(&mut self, part: StorePart, day: Day, write: impl FnOnce(&mut Writer)) {
        let mut writer = Writer::default();
        write(&mut writer);
        let mut records = writer.finish();
        match self.rows.last_mut().filter(|row| (row.key.part, row.key.day) == (part, day)) {
            Some(row) => row.records.append(&mut records),
            None if records.is_empty() => {}
            None => {
                let number = self.rows.len() as u64;
                self.rows.push(Row { key: Key { part, day, number }, records });
            }
        }
    }
}

/// Corrects the times written by a wrong clock, using the order of the log: no time is later than `now`, since it would
/// never expire; none is far earlier than its predecessor; and none is so far before the last compaction, at `seen`,
/// that it would have expired then.
fn put_right(times: &mut dyn Iterator<Item = &mut i64>, seen: i64, now: i64) {
    let mut before = i64::MIN;
    for time in times {
        if *time > now.saturating_add(DAY) {
            *time = now;
        } else if *time < seen.saturating_sub(i64::from(MAX_RETENTION_DAYS) * DAY) {
            *time = seen.min(now);
        } else if *time < before.saturating_sub(MAX_JUMP_SECONDS) {
            *time = before;
        }
        before = *time;
    }
}

/// Changes the counts of a week. Inserts the week if needed, behind the earlier ones, as the store returns them.
fn in_week<'a>(weeks: &mut Vec<WeekCounts<'a>>, key: WeekKey<'a>, change: impl FnOnce(&mut WeekCounts<'a>)) {
    if let Some(known) = weeks.iter_mut().rfind(|other| other.key() == key) {
        change(known);
    } else {
        let WeekKey { week, division, imported } = key;
        let mut new = WeekCounts { week, division, imported, ..WeekCounts::default() };
        change(&mut new);
        let place = weeks.iter().rposition(|other| other.week <= week).map_or(0, |last| last + 1);
        weeks.insert(place, new);
    }
}

fn purchases_of(entry: &RecordedEvent<'_>) -> u32 {
    u32::from(entry.kind == EventKind::Purchase)
}

/// The decoded contents of all records.
#[derive(Default)]
struct Read<'a> {
    entries: Vec<RecordedEvent<'a>>,
    weeks: Weeks<'a>,
    clock: Option<Clock>,
    paused: bool,
    lines: Vec<Line<'a>>,
    /// The adviser named last.
    adviser: Option<AdviserRecord<'a>>,
    foreign: Vec<ForeignRecord<'a>>,
    lists: Vec<&'a [u8]>,
}

/// A record of another version of the module.
struct ForeignRecord<'a> {
    /// The day of its row.
    day: Day,
    record: &'a [u8],
}

impl<'a> Read<'a> {
    fn new(rows: &'a [Row], unwanted: &[Category<'_>]) -> Self {
        let mut read = Self::default();
        let mut seen = SeenEvents::default();
        let mut sizes = KnownSizes::default();
        let rows = in_order(rows);
        for (day, record) in rows.iter().flat_map(|row| Records::new(&row.records).map(|one| (row.key.day, one))) {
            match record {
                Record::Events(events) => {
                    for entry in events.iter() {
                        if !seen.is_new(&entry) {
                            continue;
                        }
                        read.weeks.count(&entry);
                        if !unwanted.contains(&entry.place) {
                            read.entries.push(entry);
                        }
                    }
                }
                Record::Sizes(told) => sizes.add(told),
                Record::Tally(week) => read.weeks.add(week),
                Record::Clock(clock) => read.clock = Some(clock),
                Record::Paused => read.paused = true,
                Record::Adviser(adviser) => read.adviser = Some(adviser),
                Record::Lines(_) => read.lines.append(&mut record.lines()),
                Record::Foreign(record) if record.get(6) >= Some(&VERSION) => {
                    read.foreign.push(ForeignRecord { day, record })
                }
                // Records of an older version were never released.
                Record::Foreign(_) => {}
                Record::List(record) => read.lists.push(record),
                Record::Damaged => {}
            }
        }
        // A module from before size records may have written them after their events.
        for entry in &mut read.entries {
            entry.size = sizes.of(entry.number);
        }
        read
    }
}
