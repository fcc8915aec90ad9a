//! Encodes records. For the format see [`super::record`].

use super::OrderHash;
use super::record::{
    ADVISER, AdviserRecord, EVENTS, GIFT, HEADER, IMPORTED, LIST, Line, OF_ORDER, PACKED, PAUSED, RecordedEvent, SIZES,
    SizeName, Subject, TALLY, VERSION, WeekCounts, checksum, lines_of,
};
use crate::model::{FeedbackKind, ReasonNumber};

/// The maximum of a byte.
const MOST: usize = 255;

/// Encodes records one after the other.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    start: usize,
}

impl Writer {
    /// Number of bytes written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The encoded records.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes events, in as few records as possible.
    pub fn events(&mut self, entries: &[RecordedEvent<'_>]) {
        pack(0, entries.len(), &mut |from, to| self.events_of_a_record(entries.get(from..to).unwrap_or_default()));
    }

    fn events_of_a_record(&mut self, entries: &[RecordedEvent<'_>]) -> bool {
        let start = self.bytes.len();
        let fits = self.sizes(entries) && self.events_alone(entries);
        if !fits {
            self.bytes.truncate(start);
        }
        fits
    }

    /// Writes the sizes of these events, if any has one. Returns false if they do not fit in one record.
    fn sizes(&mut self, entries: &[RecordedEvent<'_>]) -> bool {
        let Some(first) = entries.iter().find(|entry| entry.size.is_some()) else { return true };
        let (mut names, mut sizes) = (Dictionary::default(), Self::default());
        for entry in entries {
            let Some(SizeName { group, name }) = entry.size else { continue };
            let size = names.number(&[], &[group, name]);
            sizes.put(&entry.number.0.to_le_bytes());
            sizes.put(&[size]);
        }
        if names.0.len() > MOST {
            return false;
        }
        self.begin(SIZES);
        self.i64(first.time);
        self.names(&names);
        self.put(&sizes.bytes);
        self.end()
    }

    fn events_alone(&mut self, entries: &[RecordedEvent<'_>]) -> bool {
        let (mut places, mut items, mut events) = (Dictionary::default(), Dictionary::default(), Self::default());
        for RecordedEvent { number, kind, item_id, time, order, gift, imported, place, .. } in entries {
            let place = places.number(&[], &[place.division, place.item_type]);
            let item = items.number(&[place], &[item_id]);
            let of_order = if order.is_some() { OF_ORDER } else { 0 };
            let flags = if *gift { GIFT } else { 0 } | if *imported { IMPORTED } else { 0 } | of_order;
            let number = order.map_or(number.0, |OrderHash(hash)| number.of_line().0 | u128::from(hash));
            events.put(&[item, *kind as u8, flags]);
            events.i64(*time);
            events.put(&number.to_le_bytes());
        }
        self.record(EVENTS, &[places, items], &events)
    }

    /// Writes the tally of a week.
    pub fn tally(&mut self, week: &WeekCounts<'_>) {
        self.begin(TALLY);
        self.i64(week.week.number());
        self.u32(week.events);
        self.u32(week.purchases);
        self.put(&[if week.imported { IMPORTED } else { 0 }]);
        self.text(week.division);
        self.u32(week.logged.events);
        self.u32(week.logged.purchases);
        self.end();
    }

    /// Writes a stored list, whose record may be of the previous version.
    pub fn list(&mut self, record: &[u8]) {
        self.begin(LIST);
        self.put(record.get(HEADER..).unwrap_or_default());
        self.end();
    }

    /// Writes that recording is paused.
    pub fn paused(&mut self) {
        self.begin(PAUSED);
        self.end();
    }

    /// Writes the adviser.
    pub fn adviser(&mut self, adviser: &AdviserRecord<'_>) {
        self.begin(ADVISER);
        self.i64(adviser.time);
        self.put(&[if adviser.credited.is_some() { OF_ORDER } else { 0 }]);
        self.u32(adviser.credited.map_or(0, |OrderHash(hash)| hash));
        self.text(adviser.code);
        self.end();
    }

    /// Writes a line of the impression log: feedback on `subjects` at `time`, in seconds since 1970-01-01 UTC.
    pub fn line(&mut self, what: FeedbackKind, subjects: &[Subject<'_>], time: i64) {
        self.lines(&[Line { time, what, subjects: subjects.to_vec() }]);
    }

    /// Writes lines of the impression log, in as few records as possible.
    pub fn lines(&mut self, lines: &[Line<'_>]) {
        for lines in lines.chunk_by(|one, other| lines_of(one.what) == lines_of(other.what)) {
            let Some(kind) = lines.first().map(|line| lines_of(line.what)) else { continue };
            pack(0, lines.len(), &mut |from, to| self.lines_of_a_record(kind, lines.get(from..to).unwrap_or_default()));
        }
    }

    fn lines_of_a_record(&mut self, kind_of_record: u8, lines: &[Line<'_>]) -> bool {
        let (mut subjects, mut told) = (Dictionary::default(), Self::default());
        for line in lines {
            told.i64(line.time);
            let of = line.subjects.get(..MOST).unwrap_or(&line.subjects);
            told.put(&[line.what as u8, of.len() as u8]);
            for subject in of {
                let variant;
                let (kind, number, text) = match *subject {
                    Subject::Item(id) => (0, 0, id),
                    Subject::Reason { reason: ReasonNumber(number), division } => (1, number, division),
                    Subject::Promotion => (2, 0, ""),
                    Subject::Message(id) => (3, 0, id),
                    Subject::Answer(key) => (4, 0, key),
                    Subject::Variant(key) => {
                        variant = key.written();
                        (5, 0, variant.as_str())
                    }
                };
                told.put(&[subjects.number(&[kind, number], &[text])]);
            }
        }
        self.record(kind_of_record, &[subjects], &told)
    }

    /// Writes a record of names and of entries that refer to them by number. Returns false if it does not fit.
    fn record(&mut self, kind: u8, names: &[Dictionary], rest: &Self) -> bool {
        if names.iter().any(|names| names.0.len() > MOST) {
            return false;
        }
        self.begin(kind);
        for names in names {
            self.names(names);
        }
        self.put(&rest.bytes);
        self.end()
    }

    fn names(&mut self, names: &Dictionary) {
        self.put(&[names.0.len() as u8]);
        names.0.iter().for_each(|name| self.put(name));
    }

    /// Starts a record. [`Writer::end`] completes it.
    pub(crate) fn begin(&mut self, kind: u8) {
        self.start = self.bytes.len();
        self.put(&[0, 0, 0, 0, 0, 0, VERSION, kind]);
    }

    /// Completes the record. Returns false, and removes the record, if it is longer than its length field allows.
    pub(crate) fn end(&mut self) -> bool {
        let start = self.start;
        let Ok(length) = u16::try_from(self.bytes.len() - start - HEADER) else {
            self.bytes.truncate(start);
            return false;
        };
        self.set(start + 4, &length.to_le_bytes());
        let sum = checksum(VERSION, self.bytes.get(start + 4..).unwrap_or_default());
        self.set(start, &sum.to_le_bytes());
        true
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

    /// Writes a text. One longer than 65,535 bytes makes the record too long.
    pub(crate) fn text(&mut self, text: &str) {
        self.put(&(text.len() as u16).to_le_bytes());
        self.put(text.as_bytes());
    }
}

/// The distinct names of a record, encoded.
#[derive(Default)]
struct Dictionary(Vec<Vec<u8>>);

impl Dictionary {
    /// The number of a name, made of `bytes` and `texts`.
    fn number(&mut self, bytes: &[u8], texts: &[&str]) -> u8 {
        let mut name = Writer::default();
        name.put(bytes);
        texts.iter().for_each(|text| name.text(text));
        let known = self.0.iter().position(|other| *other == name.bytes);
        known.unwrap_or_else(|| {
            self.0.push(name.bytes);
            self.0.len() - 1
        }) as u8
    }
}

/// Calls `write` for the range `from..to`, [`PACKED`] entries at a time, or fewer if they do not fit in a record. An
/// entry that does not fit alone is skipped.
fn pack(mut from: usize, to: usize, write: &mut dyn FnMut(usize, usize) -> bool) {
    while from < to {
        let mut end = to.min(from + PACKED);
        while !write(from, end) && end > from + 1 {
            end = from + (end - from) / 2;
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::EventSize;
    use super::super::{Category, EventKind, EventNumber, EventSizes, Logged, Record, Records};
    use super::*;
    use crate::model::Week;

    fn entry(uuid: u128, id: &str) -> RecordedEvent<'_> {
        let place = Category { division: "shoes", item_type: "Bottines d'été" };
        let imported = uuid % 2 == 1;
        RecordedEvent {
            number: EventNumber(uuid),
            kind: EventKind::Purchase,
            item_id: id,
            time: -5,
            order: None,
            gift: true,
            imported,
            place,
            size: None,
        }
    }

    fn read(bytes: &[u8]) -> Vec<Record<'_>> {
        Records::new(bytes).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        let logged = Logged { events: 5, purchases: 4 };
        let week = WeekCounts {
            week: Week::from_number(-3),
            division: "watches",
            events: 7,
            purchases: 2,
            imported: true,
            logged,
        };
        writer.events(&[entry(1 << 100, "85123A")]);
        writer.tally(&week);
        writer.paused();
        let subjects = [
            Subject::Item("85123A"),
            Subject::Reason { reason: ReasonNumber(3), division: "shoes" },
            Subject::Promotion,
            Subject::Message("hi"),
        ];
        writer.line(FeedbackKind::Undo, &subjects, -9);
        let bytes = writer.finish();
        let [events, rest @ .., lines] = &read(&bytes)[..] else { panic!() };
        assert_eq!(events.entries(), [entry(1 << 100, "85123A")]);
        assert_eq!(rest, [Record::Tally(week), Record::Paused]);
        let line = Line { time: -9, what: FeedbackKind::Undo, subjects: subjects.to_vec() };
        assert_eq!(lines.lines(), [line]);
    }

    /// Raise VERSION before you change this: devices hold records of this format.
    #[test]
    fn the_form_stays() {
        let form = |writer: Writer| -> String {
            let bytes = writer.finish();
            assert_eq!(bytes[..4], (crate::hash::hash(&bytes[4..]) as u32).to_le_bytes());
            bytes[4..].iter().map(|byte| format!("{byte:02x}")).collect()
        };
        let expected = |kind: u8, body: &str| {
            let body = body.replace(char::is_whitespace, "");
            format!("{:02x}0003{kind:02x}{body}", body.len() / 2)
        };
        let mut writer = Writer::default();
        let other = RecordedEvent { place: Category { division: "bags", item_type: "" }, ..entry(3, "A1") };
        let of_order =
            RecordedEvent { number: EventNumber(5 << 32), order: Some(OrderHash(0x0a0b_0c0d)), ..entry(4, "A1") };
        writer.events(&[entry(0x0102, "A1"), other, of_order]);
        let places = "02 0500 73686f6573 1000 426f7474696e6573206427c3a974c3a9 0400 62616773 0000";
        let items = "02 00 0200 4131 01 0200 4131";
        let events = "00 05 01 fbffffffffffffff 02010000000000000000000000000000
                      01 05 03 fbffffffffffffff 03000000000000000000000000000000
                      00 05 05 fbffffffffffffff 0d0c0b0a050000000000000000000000";
        assert_eq!(form(writer), expected(1, &format!("{places}{items}{events}")));
        let mut writer = Writer::default();
        let logged = Logged { events: 5, purchases: 4 };
        writer.tally(&WeekCounts {
            week: Week::from_number(1),
            division: "bags",
            events: 3,
            purchases: 2,
            imported: true,
            logged,
        });
        let tally = "0100000000000000 03000000 02000000 02 0400 62616773 05000000 04000000";
        assert_eq!(form(writer), expected(2, tally));
        let mut writer = Writer::default();
        writer.line(
            FeedbackKind::Exposure,
            &[Subject::Reason { reason: ReasonNumber(7), division: "bags" }, Subject::Promotion],
            1,
        );
        assert_eq!(form(writer), expected(6, "02 01 07 0400 62616773 02 00 0000 0100000000000000 01 02 00 01"));
        let mut writer = Writer::default();
        writer.line(FeedbackKind::Dissatisfied, &[Subject::Message("care:a")], 1);
        assert_eq!(form(writer), expected(7, "01 03 00 0600 636172653a61 0100000000000000 07 01 00"));
    }

    #[test]
    fn sizes_stand_before_their_events_and_their_form_stays() {
        let size = SizeName { group: "shoes EU", name: "38" };
        let sized = |uuid| RecordedEvent { size: Some(size), ..entry(uuid, "A1") };
        let mut writer = Writer::default();
        writer.events(&[entry(1, "A1"), sized(2), sized(3)]);
        let bytes = writer.finish();
        let [sizes, events] = &read(&bytes)[..] else { panic!() };
        assert_eq!(events.entries(), [1, 2, 3].map(|uuid| entry(uuid, "A1")), "a module from before sizes reads these");
        let told =
            EventSizes { time: -5, sizes: [2, 3].map(|uuid| EventSize { event: EventNumber(uuid), size }).to_vec() };
        assert_eq!(*sizes, Record::Sizes(told));
        let body: String = bytes[HEADER..HEADER + 57].iter().map(|byte| format!("{byte:02x}")).collect();
        let expected = "fbffffffffffffff 01 0800 73686f6573204555 0200 3338
                        02000000000000000000000000000000 00 03000000000000000000000000000000 00";
        assert_eq!(body, expected.replace(char::is_whitespace, ""));
        assert_eq!(bytes[7], 10);
    }

    #[test]
    fn an_adviser_is_read_as_written_and_its_form_stays() {
        let adviser = AdviserRecord { time: 1, credited: Some(OrderHash(0x0a0b_0c0d)), code: "LYON-07" };
        let without = AdviserRecord { credited: None, ..adviser };
        let mut writer = Writer::default();
        writer.adviser(&adviser);
        writer.adviser(&without);
        let bytes = writer.finish();
        assert_eq!(read(&bytes), [Record::Adviser(adviser), Record::Adviser(without)]);
        let body: String = bytes[HEADER..30].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(body, "0100000000000000040d0c0b0a07004c594f4e2d3037");
        let mut hostile = Writer::default();
        hostile.adviser(&AdviserRecord { code: "<b>", ..adviser });
        assert_eq!(read(&hostile.finish()), [Record::Damaged]);
    }

    #[test]
    fn many_share_a_record_in_their_order() {
        let ids: Vec<String> = (0..200).map(|number| format!("P{number}")).collect();
        let entries: Vec<RecordedEvent<'_>> = (0..1_000).map(|at| entry(at as u128, &ids[at * 7 % 200])).collect();
        let subjects: Vec<Subject<'_>> = ids.iter().map(|id| Subject::Item(id)).collect();
        let line =
            |at: usize| Line { time: at as i64, what: FeedbackKind::Exposure, subjects: subjects[at..at + 3].to_vec() };
        let lines: Vec<Line<'_>> = (0..190).map(line).collect();
        let mut writer = Writer::default();
        writer.events(&entries);
        writer.lines(&lines);
        let bytes = writer.finish();
        let records = read(&bytes);
        assert_eq!(records.len(), 1_000usize.div_ceil(PACKED) + 190usize.div_ceil(PACKED));
        assert_eq!(records.iter().flat_map(Record::entries).collect::<Vec<_>>(), entries);
        assert_eq!(records.iter().flat_map(Record::lines).collect::<Vec<_>>(), lines);
    }

    /// A module from before messages skips their records and reads the others in order.
    #[test]
    fn what_became_of_messages_has_records_of_its_own() {
        let line = |time: i64, what| Line { time, what, subjects: vec![Subject::Message("care:a")] };
        let kinds = [FeedbackKind::Drawn, FeedbackKind::Exposure, FeedbackKind::Satisfied, FeedbackKind::Dissatisfied];
        let lines: Vec<Line<'_>> = kinds.into_iter().zip(0..).map(|(what, time)| line(time, what)).collect();
        let mut writer = Writer::default();
        writer.lines(&lines);
        let bytes = writer.finish();
        let records = read(&bytes);
        assert_eq!(records.iter().map(|record| record.lines().len()).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(records.iter().flat_map(Record::lines).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn what_does_not_fit_into_one_record_goes_into_several() {
        let ids: Vec<String> = (0..PACKED).map(|number| format!("{number:04000}")).collect();
        let entries: Vec<RecordedEvent<'_>> = ids.iter().map(|id| entry(1, id)).collect();
        let ids: Vec<String> = (0..6 * PACKED).map(|number| format!("P{number}")).collect();
        let lines: Vec<Line<'_>> = ids
            .chunks(6)
            .map(|six| Line {
                time: 0,
                what: FeedbackKind::Offer,
                subjects: six.iter().map(|id| Subject::Item(id)).collect(),
            })
            .collect();
        let mut writer = Writer::default();
        writer.events(&entries);
        writer.lines(&lines);
        let bytes = writer.finish();
        let records = read(&bytes);
        assert_eq!(records.iter().flat_map(Record::entries).collect::<Vec<_>>(), entries);
        assert_eq!(records.iter().flat_map(Record::lines).collect::<Vec<_>>(), lines);
        assert!(records.len() > 4);
    }

    #[test]
    fn what_is_too_long_is_not_written() {
        let mut writer = Writer::default();
        for length in [65_600, 1 << 16, 1 << 17] {
            writer.events(&[entry(1, &"x".repeat(length))]);
        }
        assert!(writer.finish().is_empty());
    }
}
