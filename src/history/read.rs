//! Decodes records. For the format see [`super::record`].

use super::record::{
    ADVISER, ANSWER_LINES, AdviserRecord, CLOCK, EVENT_LENGTH, EVENTS, EventSize, EventSizes, Events, HEADER, IMPORTED,
    LINES, LIST, Lines, Logged, MESSAGE_LINES, NumberedLine, OF_ORDER, OLD_VERSION, PAUSED, Record, RecordBytes,
    RecordedItem, SETTLED_LINES, SIZES, SizeName, Subject, TALLY, VERSION, WeekCounts, checksum, lines_of,
};
use super::{Clock, EventKind, EventNumber, OrderHash};
use crate::model::{Category, FeedbackKind, ReasonNumber, VariantKey, Week, is_adviser_code};

/// An iterator over records. After a damaged record it continues with the next valid one.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Iterates over the records of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next record and its bytes.
    pub(super) fn next_with_bytes(&mut self) -> Option<RecordBytes<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(sound) = sound(self.rest) {
            self.rest = self.rest.get(sound.bytes.len()..)?;
            return Some(sound);
        }
        let start = self.rest;
        while !self.rest.is_empty() && sound(self.rest).is_none() {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        let bytes = start.get(..start.len() - self.rest.len()).unwrap_or_default();
        Some(RecordBytes { record: Record::Damaged, bytes })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        self.next_with_bytes().map(|next| next.record)
    }
}

/// The record at the start of `bytes`; `None` if it is invalid.
fn sound(bytes: &[u8]) -> Option<RecordBytes<'_>> {
    let mut reader = ByteReader(bytes);
    let sum = reader.u32()?;
    let length = HEADER + usize::from(reader.u16()?);
    let (version, kind) = (reader.u8()?, reader.u8()?);
    let raw = bytes.get(..length)?;
    if version == 0 || checksum(version, raw.get(4..)?) != sum {
        return None;
    }
    let body = ByteReader(raw.get(HEADER..)?);
    let record = match (version, kind) {
        (VERSION | OLD_VERSION, EVENTS) => Record::Events(read_events(body)?),
        (VERSION | OLD_VERSION, TALLY) => Record::Tally(read_tally(body, version)?),
        (OLD_VERSION, CLOCK) => Record::Clock(read_clock(body)?),
        (VERSION | OLD_VERSION, PAUSED) => Record::Paused,
        (VERSION | OLD_VERSION, LIST) => Record::List(raw),
        (VERSION, SIZES) => Record::Sizes(read_sizes(body)?),
        (VERSION, ADVISER) => Record::Adviser(read_adviser(body)?),
        (VERSION | OLD_VERSION, LINES) | (VERSION, MESSAGE_LINES | ANSWER_LINES | SETTLED_LINES) => {
            Record::Lines(read_lines(body, kind)?)
        }
        _ => Record::Foreign(raw),
    };
    Some(RecordBytes { record, bytes: raw })
}

fn read_events(mut body: ByteReader<'_>) -> Option<Events<'_>> {
    let mut places = Vec::new();
    for _ in 0..body.u8()? {
        places.push(Category { division: body.text()?, item_type: body.text()? });
    }
    let mut items = Vec::new();
    for _ in 0..body.u8()? {
        let place = *places.get(usize::from(body.u8()?))?;
        items.push(RecordedItem { id: body.text()?, place });
    }
    let (events, rest) = body.0.as_chunks();
    let known = |[item, kind, ..]: &[u8; EVENT_LENGTH]| {
        usize::from(*item) < items.len() && usize::from(*kind) < EventKind::COUNT
    };
    (rest.is_empty() && events.iter().all(known)).then_some(Events { items, events })
}

fn read_tally(mut body: ByteReader<'_>, version: u8) -> Option<WeekCounts<'_>> {
    let (week, events, purchases) = (Week::from_number(body.i64()?), body.u32()?, body.u32()?);
    let (imported, division) = (body.u8()? & IMPORTED != 0, body.text()?);
    let is_old = version == OLD_VERSION;
    let logged = if is_old { Logged::default() } else { Logged { events: body.u32()?, purchases: body.u32()? } };
    Some(WeekCounts { week, division, events, purchases, imported, logged })
}

fn read_clock(mut body: ByteReader<'_>) -> Option<Clock> {
    let seen = body.i64()?;
    Some(Clock { seen, doubted: if body.u8()? == 0 { None } else { Some(body.i64()?) } })
}

fn read_adviser(mut body: ByteReader<'_>) -> Option<AdviserRecord<'_>> {
    let (time, flags, order, code) = (body.i64()?, body.u8()?, body.u32()?, body.text()?);
    let credited = (flags & OF_ORDER != 0).then_some(OrderHash(order));
    (body.0.is_empty() && is_adviser_code(code)).then_some(AdviserRecord { time, credited, code })
}

fn read_sizes(mut body: ByteReader<'_>) -> Option<EventSizes<'_>> {
    let time = body.i64()?;
    let mut names = Vec::new();
    for _ in 0..body.u8()? {
        names.push(SizeName { group: body.text()?, name: body.text()? });
    }
    let mut sizes = Vec::new();
    while !body.0.is_empty() {
        let event = EventNumber(u128::from_le_bytes(body.array()?));
        sizes.push(EventSize { event, size: *names.get(usize::from(body.u8()?))? });
    }
    Some(EventSizes { time, sizes })
}

/// Decodes lines. Lines about messages and about answers have their own kinds of records.
fn read_lines(mut body: ByteReader<'_>, kind_of_record: u8) -> Option<Lines<'_>> {
    let mut subjects = Vec::new();
    for _ in 0..body.u8()? {
        let (kind, number, text) = (body.u8()?, body.u8()?, body.text()?);
        subjects.push(match kind {
            0 => Subject::Item(text),
            1 => Subject::Reason { reason: ReasonNumber(number), division: text },
            2 => Subject::Promotion,
            4 if kind_of_record == ANSWER_LINES => Subject::Answer(text),
            // Older modules decode a variant as a message that does not exist.
            5 => Subject::Variant(VariantKey::of(text)?),
            _ => Subject::Message(text),
        });
    }
    let lines = body.0;
    while !body.0.is_empty() {
        let line = body.line()?;
        (lines_of(line.kind) == kind_of_record).then_some(())?;
        line.subjects.iter().all(|at| usize::from(*at) < subjects.len()).then_some(())?;
    }
    Some(Lines { subjects, lines })
}

impl<'a> Lines<'a> {
    /// The lines, oldest first.
    pub fn numbered(&self) -> impl Iterator<Item = NumberedLine<'a>> {
        let mut reader = ByteReader(self.lines);
        std::iter::from_fn(move || reader.line())
    }
}

/// Reads the fields of a body; `None` if it ends too early.
pub(crate) struct ByteReader<'a>(pub(crate) &'a [u8]);

impl<'a> ByteReader<'a> {
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

    /// The bytes of a text, without a check for UTF-8.
    pub(crate) fn raw_text(&mut self) -> Option<&'a [u8]> {
        let length = self.u16()?;
        self.take(usize::from(length))
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.raw_text()?).ok()
    }

    fn line(&mut self) -> Option<NumberedLine<'a>> {
        let (time, kind) = (self.i64()?, *FeedbackKind::ALL.get(usize::from(self.u8()?))?);
        let count = self.u8()?;
        Some(NumberedLine { kind, time, subjects: self.take(usize::from(count))? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RecordedEvent, Writer};
    use super::*;
    use crate::history::has_old_records;

    fn entry(uuid: u128) -> RecordedEvent<'static> {
        let place = Category { division: "shoes", item_type: "Bottines d'été" };
        RecordedEvent {
            number: EventNumber(uuid),
            kind: EventKind::Purchase,
            item_id: "A1",
            time: -5,
            order: None,
            gift: true,
            imported: uuid % 2 == 1,
            place,
            size: None,
        }
    }

    /// Three records of one event each.
    fn three() -> Vec<u8> {
        let mut writer = Writer::default();
        (0..3).for_each(|uuid| writer.events(&[entry(uuid)]));
        writer.finish()
    }

    fn entries<'a>(records: &[Record<'a>]) -> Vec<RecordedEvent<'a>> {
        records.iter().flat_map(Record::entries).collect()
    }

    #[test]
    fn every_flipped_bit_costs_its_record_and_no_other() {
        let bytes = three();
        let length = bytes.len() / 3;
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let read: Vec<Record<'_>> = Records::new(&damaged).collect();
            let others: Vec<RecordedEvent<'_>> =
                (0..3).filter(|uuid| *uuid != bit / 8 / length).map(|at| entry(at as u128)).collect();
            assert_eq!(entries(&read), others, "bit {bit}: {read:?}");
            assert_eq!(read.iter().filter(|record| **record == Record::Damaged).count(), 1, "bit {bit}");
            assert_eq!(read.len(), 3);
        }
    }

    #[test]
    fn every_truncation_is_noticed() {
        let bytes = three();
        for length in 0..bytes.len() {
            let read: Vec<Record<'_>> = Records::new(&bytes[..length]).collect();
            assert_eq!(entries(&read).len(), length / (bytes.len() / 3));
            assert_eq!(read.len(), length.div_ceil(bytes.len() / 3), "length {length}");
        }
    }

    /// A record of another version.
    fn of_version(version: u8) -> Vec<u8> {
        let mut record = three();
        record.truncate(record.len() / 3);
        record[6] = version;
        let sum = checksum(version, &record[4..]).to_le_bytes();
        record[..4].copy_from_slice(&sum);
        record
    }

    #[test]
    fn another_version_is_stepped_over() {
        for version in [OLD_VERSION - 1, VERSION + 1] {
            let foreign = of_version(version);
            let bytes = [foreign.clone(), three()].concat();
            let read: Vec<Record<'_>> = Records::new(&bytes).collect();
            assert_eq!(read.len(), 4);
            assert_eq!(read[0], Record::Foreign(&foreign));
        }
    }

    #[test]
    fn records_of_the_version_before_are_read() {
        let old = of_version(OLD_VERSION);
        assert_eq!(entries(&Records::new(&old).collect::<Vec<_>>()), [entry(0)]);
        assert!(has_old_records(&[three(), old.clone()].concat()) && !has_old_records(&three()));
        let mut with_the_new_checksum = old;
        let sum = (crate::hash::hash(&with_the_new_checksum[4..]) as u32).to_le_bytes();
        with_the_new_checksum[..4].copy_from_slice(&sum);
        assert_eq!(Records::new(&with_the_new_checksum).collect::<Vec<_>>(), [Record::Damaged]);
    }

    /// A valid checksum over an invalid body: numbers out of range.
    #[test]
    fn a_body_that_makes_no_sense_is_damage() {
        let sealed = |kind: u8, body: &[u8]| {
            let mut record = [&[0; 4], &(body.len() as u16).to_le_bytes()[..], &[VERSION, kind], body].concat();
            let sum = checksum(VERSION, &record[4..]).to_le_bytes();
            record[..4].copy_from_slice(&sum);
            record
        };
        let place = [1, 1, 0, b'd', 1, 0, b't'];
        let item = |place: u8| [1, place, 1, 0, b'i'];
        let event = |item: u8, kind: u8| [vec![item, kind, 0], vec![0; 24]].concat();
        let events = |of: u8, item_of: u8, kind: u8| [&place[..], &item(of), &event(item_of, kind)].concat();
        let line = |what: u8, subject: u8| [&[1, 0, 0, 1, 0, b'i'][..], &[0; 8], &[what, 1, subject]].concat();
        let is_damage = |kind: u8, body: &[u8]| Records::new(&sealed(kind, body)).all(|one| one == Record::Damaged);
        assert!(!is_damage(EVENTS, &events(0, 0, 5)) && !is_damage(LINES, &line(4, 0)));
        let sizes = |at: u8| [&[0; 8][..], &[1, 1, 0, b'g', 1, 0, b's'], &[0; 16], &[at]].concat();
        assert!(!is_damage(SIZES, &sizes(0)));
        assert!(is_damage(SIZES, &sizes(1)) && is_damage(SIZES, &sizes(0)[1..]));
        assert!(is_damage(EVENTS, &events(1, 0, 5)), "an item of no place");
        assert!(is_damage(EVENTS, &events(0, 1, 5)), "an event of no item");
        assert!(is_damage(EVENTS, &events(0, 0, 6)), "of no kind");
        assert!(is_damage(EVENTS, &[events(0, 0, 5), vec![0]].concat()), "a byte too many");
        assert!(is_damage(LINES, &line(5, 0)) && is_damage(LINES, &line(4, 1)));
        assert!(!is_damage(MESSAGE_LINES, &line(8, 0)), "what became of messages has records of its own");
        assert!(is_damage(MESSAGE_LINES, &line(4, 0)) && is_damage(MESSAGE_LINES, &line(9, 0)));
        assert!(!is_damage(ANSWER_LINES, &line(9, 0)), "and so have answers");
        assert!(is_damage(ANSWER_LINES, &line(8, 0)) && is_damage(ANSWER_LINES, &line(10, 0)));
        assert!(!is_damage(SETTLED_LINES, &line(10, 0)) && is_damage(SETTLED_LINES, &line(5, 0)));
        assert!(is_damage(SETTLED_LINES, &line(11, 0)), "of no kind");
    }
}
