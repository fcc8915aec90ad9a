//! The form in which a history lies in a store: a string of records, each with a checksum and a version of its own.
//!
//! ```text
//! checksum u32 | length of the body u16 | version u8 | kind u8 | body
//! ```
//!
//! Little-endian; the checksum (CRC-32C) covers everything behind it. A text is its length (u16) and its bytes. These
//! eight bytes stay as they are in every version, so that an older module can step over what it does not know. Not for
//! what the records mean together: see [`super::compact`] and [`super::Kept`].

use super::EventKind;
use super::crc32c::{Wordwise, crc32c};
use crate::discretion::What;
use crate::prelude::*;

/// The version that this module writes, and the newest it reads.
const VERSION: u8 = 1;
/// Bytes before a record's body.
pub(crate) const HEADER: usize = 8;

const EVENT: u8 = 1;
const TALLY: u8 = 2;
const CLOCK: u8 = 3;
const PAUSED: u8 = 4;
pub(crate) const LIST: u8 = 5;
const LINE: u8 = 6;

const GIFT: u8 = 1;
const IMPORTED: u8 = 2;

/// Where an item belonged when its event was recorded, by the names that outlive a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// The division's id.
    pub division: &'a str,
    /// The type's name.
    pub item_type: &'a str,
}

/// An event as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its own number: the same event, written twice, counts once.
    pub uuid: u128,
    /// What was done.
    pub kind: EventKind,
    /// The item, by the id the pack knows it by.
    pub item_id: &'a str,
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// It was for somebody else.
    pub gift: bool,
    /// The house's own records told of it, not this device.
    pub imported: bool,
    /// Where the item belonged.
    pub place: Place<'a>,
}

/// A week as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week<'a> {
    /// Weeks since 1970-01-01 UTC.
    pub week: i64,
    /// The division's id.
    pub division: &'a str,
    /// Events of that week.
    pub events: u32,
    /// Purchases among them.
    pub purchases: u32,
    /// The house's own records told of it, not this device.
    pub imported: bool,
}

/// What the clock has said so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The last time that was believed, in seconds since 1970-01-01 UTC.
    pub seen: i64,
    /// Since when it has said something else; it is believed when it still does so a day later.
    pub doubted: Option<i64>,
}

/// A line of the ledger as it is stored: one thing that became of several invitations at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
    /// What happened.
    pub what: What,
    subjects: &'a [u8],
}

impl<'a> Line<'a> {
    /// What it happened to.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'a>> + use<'a> {
        let mut reader = Reader(self.subjects);
        core::iter::from_fn(move || read_subject(&mut reader))
    }
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
}

/// A record that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record<'a> {
    /// An event.
    Event(Entry<'a>),
    /// What is left of a week.
    Tally(Week<'a>),
    /// What the clock has said so far.
    Clock(Clock),
    /// The shopper has paused the recording.
    Paused,
    /// A kept neighbour list, with its header.
    List(&'a [u8]),
    /// A line of the ledger.
    Line(Line<'a>),
    /// Of a newer module, as it lies there.
    Newer(&'a [u8]),
    /// Bytes that are no record, up to the next that is one.
    Damaged,
}

/// Reads a string of records. Damage costs what is damaged: reading goes on with the next sound record.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    rest: &'a [u8],
    sums: Wordwise,
}

impl<'a> Records<'a> {
    /// The records of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, sums: Wordwise::new() }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((record, length)) = sound(self.rest, &self.sums) {
            self.rest = self.rest.get(length..).unwrap_or_default();
            return Some(record);
        }
        while !self.rest.is_empty() && sound(self.rest, &self.sums).is_none() {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        Some(Record::Damaged)
    }
}

/// The record that `bytes` begin with, and its length.
fn sound<'a>(bytes: &'a [u8], sums: &Wordwise) -> Option<(Record<'a>, usize)> {
    let mut reader = Reader(bytes);
    let checksum = reader.u32()?;
    let length = HEADER + usize::from(reader.u16()?);
    let (version, kind) = (reader.u8()?, reader.u8()?);
    let raw = bytes.get(..length)?;
    if version == 0 || sums.checksum(raw.get(4..)?) != checksum {
        return None;
    }
    let body = raw.get(HEADER..)?;
    let record = match (version, kind) {
        (VERSION, EVENT) => Record::Event(read_event(body)?),
        (VERSION, TALLY) => Record::Tally(read_tally(body)?),
        (VERSION, CLOCK) => Record::Clock(read_clock(body)?),
        (VERSION, PAUSED) => Record::Paused,
        (VERSION, LIST) => Record::List(raw),
        (VERSION, LINE) => Record::Line(read_line(body)?),
        _ => Record::Newer(raw),
    };
    Some((record, length))
}

fn read_event(body: &[u8]) -> Option<Entry<'_>> {
    let mut reader = Reader(body);
    let uuid = u128::from_le_bytes(reader.array()?);
    let time = reader.i64()?;
    let kind = *EventKind::ALL.get(usize::from(reader.u8()?))?;
    let flags = reader.u8()?;
    let item_id = reader.text()?;
    let place = Place { division: reader.text()?, item_type: reader.text()? };
    Some(Entry { uuid, kind, item_id, time, gift: flags & GIFT != 0, imported: flags & IMPORTED != 0, place })
}

fn read_tally(body: &[u8]) -> Option<Week<'_>> {
    let mut reader = Reader(body);
    let (week, events, purchases) = (reader.i64()?, reader.u32()?, reader.u32()?);
    let imported = reader.u8()? & IMPORTED != 0;
    Some(Week { week, division: reader.text()?, events, purchases, imported })
}

fn read_clock(body: &[u8]) -> Option<Clock> {
    let mut reader = Reader(body);
    let seen = reader.i64()?;
    Some(Clock { seen, doubted: if reader.u8()? == 0 { None } else { Some(reader.i64()?) } })
}

fn read_line(body: &[u8]) -> Option<Line<'_>> {
    let mut reader = Reader(body);
    let (time, what) = (reader.i64()?, *What::ALL.get(usize::from(reader.u8()?))?);
    let subjects = reader.0;
    while !reader.0.is_empty() {
        read_subject(&mut reader)?;
    }
    Some(Line { time, what, subjects })
}

fn read_subject<'a>(reader: &mut Reader<'a>) -> Option<Subject<'a>> {
    let (kind, number, text) = (reader.u8()?, reader.u8()?, reader.text()?);
    Some(match kind {
        0 => Subject::Item(text),
        1 => Subject::Reason(number, text),
        2 => Subject::Promotion,
        _ => Subject::Letter(text),
    })
}

/// Writes records one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    start: usize,
}

impl Writer {
    /// Bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// An event.
    pub fn event(&mut self, entry: &Entry<'_>) {
        self.begin(EVENT);
        self.put(&entry.uuid.to_le_bytes());
        self.i64(entry.time);
        let flags = if entry.gift { GIFT } else { 0 } | if entry.imported { IMPORTED } else { 0 };
        self.put(&[entry.kind as u8, flags]);
        self.text(entry.item_id);
        self.text(entry.place.division);
        self.text(entry.place.item_type);
        self.end();
    }

    /// What is left of a week.
    pub fn tally(&mut self, week: &Week<'_>) {
        self.begin(TALLY);
        self.i64(week.week);
        self.u32(week.events);
        self.u32(week.purchases);
        self.put(&[if week.imported { IMPORTED } else { 0 }]);
        self.text(week.division);
        self.end();
    }

    /// What the clock has said so far.
    pub fn clock(&mut self, clock: &Clock) {
        self.begin(CLOCK);
        self.i64(clock.seen);
        self.put(&[u8::from(clock.doubted.is_some())]);
        self.i64(clock.doubted.unwrap_or_default());
        self.end();
    }

    /// That the recording is paused.
    pub fn paused(&mut self) {
        self.begin(PAUSED);
        self.end();
    }

    /// A line of the ledger.
    pub fn line(&mut self, what: What, subjects: &[Subject<'_>], time: i64) {
        self.begin(LINE);
        self.i64(time);
        self.put(&[what as u8]);
        for subject in subjects {
            let (kind, number, text) = match *subject {
                Subject::Item(id) => (0, 0, id),
                Subject::Reason(number, division) => (1, number, division),
                Subject::Promotion => (2, 0, ""),
                Subject::Letter(id) => (3, 0, id),
            };
            self.put(&[kind, number]);
            self.text(text);
        }
        self.end();
    }

    /// Begins a record. [`Writer::end`] ends it.
    pub(crate) fn begin(&mut self, kind: u8) {
        self.start = self.bytes.len();
        self.put(&[0, 0, 0, 0, 0, 0, VERSION, kind]);
    }

    /// Ends the record. One that is longer than its length can say is taken back.
    pub(crate) fn end(&mut self) {
        let start = self.start;
        let Ok(length) = u16::try_from(self.bytes.len() - start - HEADER) else {
            self.bytes.truncate(start);
            return;
        };
        self.set(start + 4, &length.to_le_bytes());
        let checksum = crc32c(self.bytes.get(start + 4..).unwrap_or_default());
        self.set(start, &checksum.to_le_bytes());
    }

    fn set(&mut self, at: usize, bytes: &[u8]) {
        if let Some(place) = self.bytes.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.put(&value.to_le_bytes());
    }

    pub(crate) fn i64(&mut self, value: i64) {
        self.put(&value.to_le_bytes());
    }

    /// A text; one that is longer than 65,535 bytes makes the record too long.
    pub(crate) fn text(&mut self, text: &str) {
        self.put(&(text.len() as u16).to_le_bytes());
        self.put(text.as_bytes());
    }
}

/// Reads the fields of a body; `None` where it ends too soon.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        Some(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.array()?))
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.array()?))
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.u16()?;
        core::str::from_utf8(self.take(usize::from(length))?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn entry(uuid: u128, id: &str) -> Entry<'_> {
        let place = Place { division: "shoes", item_type: "Bottines d'été" };
        let imported = uuid % 2 == 1;
        Entry { uuid, kind: EventKind::Purchase, item_id: id, time: -5, gift: true, imported, place }
    }

    fn three() -> Vec<u8> {
        let mut writer = Writer::default();
        for uuid in 0..3 {
            writer.event(&entry(uuid, "A1"));
        }
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        let week = Week { week: -3, division: "watches", events: 7, purchases: 2, imported: true };
        let clock = Clock { seen: 5, doubted: Some(9) };
        writer.event(&entry(1 << 100, "85123A"));
        writer.tally(&week);
        writer.clock(&clock);
        writer.clock(&Clock { seen: 5, doubted: None });
        writer.paused();
        let bytes = writer.finish();
        let read: Vec<Record<'_>> = Records::new(&bytes).collect();
        let expected = [
            Record::Event(entry(1 << 100, "85123A")),
            Record::Tally(week),
            Record::Clock(clock),
            Record::Clock(Clock { seen: 5, doubted: None }),
            Record::Paused,
        ];
        assert_eq!(read, expected);
    }

    /// Raise VERSION before you change this: devices hold records of this form.
    #[test]
    fn the_form_stays() {
        let mut writer = Writer::default();
        writer.event(&entry(0x0102, "A1"));
        let hex: String = writer.finish().iter().map(|byte| format!("{byte:02x}")).collect();
        let body = "02010000000000000000000000000000fbffffffffffffff0501\
                    0200413105007368 6f6573 10 00426f7474696e65732064 27c3a974c3a9"
            .replace(char::is_whitespace, "");
        assert_eq!(&hex[8..], format!("{:02x}000101{body}", body.len() / 2));
    }

    #[test]
    fn every_flipped_bit_costs_its_record_and_no_other() {
        let bytes = three();
        let length = bytes.len() / 3;
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let read: Vec<Record<'_>> = Records::new(&damaged).collect();
            let at = bit / 8 / length;
            for uuid in (0..3).filter(|uuid| *uuid != at) {
                assert!(read.contains(&Record::Event(entry(uuid as u128, "A1"))), "bit {bit}: {read:?}");
            }
            assert_eq!(read.iter().filter(|record| **record == Record::Damaged).count(), 1, "bit {bit}");
            assert_eq!(read.len(), 3);
        }
    }

    #[test]
    fn every_truncation_is_noticed() {
        let bytes = three();
        for length in 0..bytes.len() {
            let read: Vec<Record<'_>> = Records::new(&bytes[..length]).collect();
            let whole = length / (bytes.len() / 3);
            assert_eq!(read.iter().filter(|record| matches!(record, Record::Event(_))).count(), whole);
            assert_eq!(read.len(), length.div_ceil(bytes.len() / 3), "length {length}");
        }
    }

    #[test]
    fn a_newer_version_is_stepped_over() {
        let mut newer = three();
        newer.truncate(newer.len() / 3);
        newer[6] = VERSION + 1;
        let checksum = crc32c(&newer[4..]).to_le_bytes();
        newer[..4].copy_from_slice(&checksum);
        let bytes = [newer.clone(), three()].concat();
        let read: Vec<Record<'_>> = Records::new(&bytes).collect();
        assert_eq!(read.len(), 4);
        assert_eq!(read[0], Record::Newer(&newer));
    }

    #[test]
    fn what_is_too_long_is_not_written() {
        let mut writer = Writer::default();
        for length in [65_600, 1 << 16, 1 << 17] {
            writer.event(&entry(1, &"x".repeat(length)));
        }
        assert!(writer.finish().is_empty());
    }
}
