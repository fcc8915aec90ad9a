//! Compaction: everything that a store holds goes in, what it shall hold from now on comes out. A pure function, so
//! that whoever drives the store only has to write its answer in one transaction, if nobody else did meanwhile.

use super::record::{Clock, Entry, Line, Record, VERSION, Week};
use super::{Category, EventKind, MAX_EVENTS, MAX_LISTS, Records, Stamp, TALLY_WEEKS, WEEK, Writer};
use crate::model::FeedbackKind;
use crate::model::{DAY, MAX_RETENTION_DAYS};
use std::collections::HashSet;

/// Lines of the ledger that are kept at most: the most recent of those that tell what was shown, and of those that tell what
/// the shopper did about it, so that looking around pushes out no refusal.
const MAX_LINES: usize = 2_000;
/// A clock that stands further than this from where it was is not believed at once: it deletes nothing by age before it
/// has said so for a day. A year, so that nobody who comes at least once a year is kept longer than promised.
const JUMP: i64 = 366 * DAY;
/// A clock that has stood elsewhere for at least a day is believed; a clock that moves again by more than this, back or
/// on, is doubted anew.
const LASTING: i64 = 5 * JUMP;

/// What holds for a house, here and now.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Now, by the device's clock, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Days for which an event is kept.
    pub retention_days: u16,
    /// Places that must not be remembered: those of sensitive types.
    pub unwanted: &'a [Category<'a>],
}

/// What the records of a store come to by `rules`: those that it shall hold instead. Of the lists among them, those that
/// are worth keeping.
#[must_use]
pub fn compact(records: &[u8], rules: &Rules<'_>) -> Vec<u8> {
    let read = Read::new(records, rules.unwanted);
    let Read { mut entries, mut weeks, mut lines, clock, .. } = read;
    let known = clock.is_some();
    // A history that was never compacted tells by its first event what the clock said.
    let first = entries.iter().find(|entry| !entry.imported);
    let clock = clock.or_else(|| first.map(|entry| Clock { seen: entry.time, doubted: None }));
    let (clock, trusted) = believe(clock, rules.now);
    if trusted {
        put_right(&mut entries.iter_mut().filter(|entry| !entry.imported).map(|entry| &mut entry.time), rules.now);
        put_right(&mut lines.iter_mut().map(|line| &mut line.time), rules.now);
    }
    let mut writer = Writer::default();
    // An empty history has nothing that a clock could be held against.
    if known || !entries.is_empty() {
        writer.clock(&clock);
    }
    if read.paused {
        writer.paused();
    }
    let days = rules.retention_days.min(MAX_RETENTION_DAYS);
    let oldest = if trusted { rules.now.saturating_sub(i64::from(days) * DAY) } else { i64::MIN };
    let surplus = entries.len().saturating_sub(MAX_EVENTS);
    let mut kept = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if number >= surplus && entry.time >= oldest {
            kept.push(*entry);
        } else if !entry.gift {
            fold(&mut weeks, entry);
        }
    }
    writer.events(&kept);
    let this_week = if trusted { rules.now.div_euclid(WEEK) } else { i64::MAX };
    for week in &weeks {
        // What the clock called the future is now at the latest.
        if !trusted || week.week > this_week - TALLY_WEEKS {
            writer.tally(&Week { week: week.week.min(this_week), ..*week });
        }
    }
    read.foreign.iter().for_each(|record| writer.put(record));
    // An offer that nobody saw is forgotten long before a day is over.
    let offers_from = if trusted { rules.now.saturating_sub(DAY) } else { i64::MIN };
    let mut room = [MAX_LINES; 2];
    let stays = |line: &Line<'_>| {
        let room = &mut room[usize::from(matches!(line.what, FeedbackKind::Offer | FeedbackKind::Exposure))];
        let stays = line.time >= if line.what == FeedbackKind::Offer { offers_from } else { oldest } && *room > 0;
        *room -= usize::from(stays);
        stays
    };
    let mut lines: Vec<_> = lines.into_iter().rev().filter(stays).collect();
    lines.reverse();
    writer.lines(&lines);
    let mut items: Vec<&str> = Vec::new();
    for entry in kept.iter().rev() {
        if items.len() < MAX_LISTS && !items.contains(&entry.item_id) {
            items.push(entry.item_id);
        }
    }
    // The first list of an item is the newest: what was written since stands before what was compacted.
    for record in read.lists {
        let Some((stamp, item)) = Stamp::of(record) else { continue };
        if let Some(place) = items.iter().position(|wanted| *wanted == item)
            && (!trusted || stamp.is_fresh(rules.now))
        {
            items.swap_remove(place);
            writer.put(record);
        }
    }
    writer.finish()
}

/// Puts right the times that a wrong clock gave, by their order in the log: nothing happened later than now, or it would
/// never grow old, and nothing long before what stands before it.
fn put_right(times: &mut dyn Iterator<Item = &mut i64>, now: i64) {
    let mut before = i64::MIN;
    for time in times {
        if *time > now.saturating_add(DAY) {
            *time = now;
        } else if *time < before.saturating_sub(JUMP) {
            *time = before;
        }
        before = *time;
    }
}

/// Counts an event that goes in its week.
fn fold<'a>(weeks: &mut Vec<Week<'a>>, entry: &Entry<'a>) {
    let (week, division) = (entry.time.div_euclid(WEEK), entry.place.division);
    let same =
        |other: &&mut Week<'_>| other.week == week && other.division == division && other.imported == entry.imported;
    let purchases = u32::from(entry.kind == EventKind::Purchase);
    match weeks.iter_mut().find(same) {
        Some(week) => {
            week.events = week.events.saturating_add(1);
            week.purchases = week.purchases.saturating_add(purchases);
        }
        None => weeks.push(Week { week, division, events: 1, purchases, imported: entry.imported }),
    }
}

/// What the clock is taken for, and whether it may age things.
fn believe(clock: Option<Clock>, now: i64) -> (Clock, bool) {
    let trusted = Clock { seen: now, doubted: None };
    let Some(clock) = clock else { return (trusted, true) };
    let near = now.abs_diff(clock.seen) <= JUMP.unsigned_abs();
    let since = clock.doubted.filter(|since| (0..=LASTING).contains(&now.saturating_sub(*since))).unwrap_or(now);
    if near || now - since >= DAY {
        return (trusted, true);
    }
    (Clock { seen: clock.seen, doubted: Some(since) }, false)
}

/// Everything that a string of records says.
#[derive(Default)]
struct Read<'a> {
    entries: Vec<Entry<'a>>,
    weeks: Vec<Week<'a>>,
    clock: Option<Clock>,
    paused: bool,
    lines: Vec<Line<'a>>,
    foreign: Vec<&'a [u8]>,
    lists: Vec<&'a [u8]>,
}

impl<'a> Read<'a> {
    fn new(records: &'a [u8], unwanted: &[Category<'_>]) -> Self {
        let mut read = Self::default();
        let mut met = HashSet::new();
        for record in Records::new(records) {
            match record {
                Record::Events(events) => {
                    for (_, entry) in events.numbered() {
                        if !unwanted.contains(&entry.place) && met.insert(entry.uuid) {
                            read.entries.push(entry);
                        }
                    }
                }
                Record::Tally(week) => read.weeks.push(week),
                Record::Clock(clock) => read.clock = Some(clock),
                Record::Paused => read.paused = true,
                Record::Lines(_) => read.lines.append(&mut record.lines()),
                Record::Foreign(record) if record.get(6) >= Some(&VERSION) => read.foreign.push(record),
                // No release has left any of an older version.
                Record::Foreign(_) => {}
                Record::List(record) => read.lists.push(record),
                Record::Damaged => {}
            }
        }
        read
    }
}
