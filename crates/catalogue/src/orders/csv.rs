//! Logs of orders and events as CSV, plain or gzip. One pass; rows may come in any order.

use std::path::Path;

use csv::ByteRecord;
use indicatif::ProgressBar;
use passerelle::history::EventKind;

use super::build::{Builder, MAX_EVENTS, MAX_ITEMS, Row};
use super::columns::{ColumnMap, Columns};
use super::intern::Interner;
use super::unmatched::Unmatched;
use super::{Clock, Log, LogReport, Split};
use crate::date;
use crate::error::LogError;
use crate::input::delimited::{Step, Table, line_of};
use crate::input::source::{Source, SourceError};
use crate::problems::{Kind, Problems};

/// How many of the most frequent unmatched ids are reported.
const TOP_UNMATCHED: usize = 10;
/// Longest id of a session, a shopper or an item, in bytes.
const MAX_ID: usize = 1024;

/// Reads the files of one log: comma-, semicolon- or tab-separated text with a header (see [`ColumnMap`]).
///
/// - `resolve` gives the number of an item (below 2^29) for an id, or `None`. It is asked once about an id that means
///   an item, each time about one that does not.
/// - Times: RFC 3339 or `YYYY-MM-DD[ HH:MM[:SS]]` (UTC without an offset), or seconds, milliseconds or microseconds
///   since 1970. Without a `timestamp` column the order of rows is the order of time (see [`Clock`]).
/// - `seq` orders rows of one session that have the same time; without times it is their order.
/// - Rows of one session need not stand together. A session that occurs in two splits is two sessions.
/// - Rows that cannot be used are counted in `problems` and skipped; a file that ends early keeps its rows.
/// - `progress` gets the sizes of the files added to its length (set it to 0 first) and counts bytes.
///
/// # Errors
/// A file that cannot be read at all, a column that is missing, files with and without times, or a log too large.
pub fn read<P: AsRef<Path>>(
    sources: &[P],
    map: &ColumnMap,
    resolve: &mut dyn FnMut(&str) -> Option<u32>,
    problems: &mut Problems,
    progress: &ProgressBar,
) -> Result<(Log, LogReport), LogError> {
    let mut reader = Reader {
        default_event: map.default_event,
        resolve,
        problems,
        sessions: Interner::default(),
        shoppers: Interner::default(),
        items: Interner::default(),
        numbers: Vec::new(),
        unmatched: Unmatched::default(),
        builder: Builder::default(),
        timed: None,
        lines: 0,
        matched: 0,
    };
    for path in sources {
        reader.file(path.as_ref(), map, progress)?;
    }
    let Reader { unmatched, builder, timed, lines, matched, sessions, shoppers, items, numbers, .. } = reader;
    // Grouping needs the room.
    drop((sessions, shoppers, items, numbers));
    let events = builder.len() as u64;
    let (log, splits) = builder.finish();
    let report = LogReport {
        lines,
        matched,
        events,
        unmatched: unmatched.top(TOP_UNMATCHED),
        unmatched_uncounted: unmatched.uncounted,
        clock: if timed == Some(true) { Clock::Time } else { Clock::RowOrder },
        splits,
    };
    Ok((log, report))
}

struct Reader<'a> {
    default_event: EventKind,
    resolve: &'a mut dyn FnMut(&str) -> Option<u32>,
    problems: &'a mut Problems,
    sessions: Interner,
    shoppers: Interner,
    /// Ids that mean an item, with its number.
    items: Interner,
    numbers: Vec<u32>,
    unmatched: Unmatched,
    builder: Builder,
    timed: Option<bool>,
    lines: u64,
    matched: u64,
}

/// What the row before held: most rows repeat some of it.
#[derive(Default)]
struct Last {
    session_text: Vec<u8>,
    session: Option<u32>,
    user_text: Vec<u8>,
    user: Option<u32>,
    time_text: Vec<u8>,
    time_ms: Option<i64>,
    event_text: Vec<u8>,
    event: Option<EventKind>,
}

/// Why a row is skipped: the kind of problem and the field with the text that is wrong.
type Skip<'r> = (Kind, &'r [u8]);

impl Reader<'_> {
    fn file(&mut self, path: &Path, map: &ColumnMap, progress: &ProgressBar) -> Result<(), LogError> {
        let file = path.display().to_string();
        let unreadable = |source| LogError::Unreadable { file: file.clone(), source };
        let source = Source::open(path, progress).map_err(unreadable)?;
        let mut table =
            Table::open(source, |name| map.knows(name)).map_err(|error| unreadable(SourceError::Io(error)))?;
        let columns = map.find(&file, &table.columns)?;
        for column in columns.unknown.iter().filter_map(|index| table.columns.get(*index)) {
            self.problems.record(Kind::UnknownColumn, &file, 1, column);
        }
        if *self.timed.get_or_insert(columns.timestamp.is_some()) != columns.timestamp.is_some() {
            return Err(LogError::MixedClocks { file });
        }
        let mut record = ByteRecord::new();
        let mut last = Last::default();
        loop {
            match table.read(&mut record) {
                Step::Row => {
                    self.lines += 1;
                    if let Err((kind, text)) = self.row(&columns, &record, &mut last)? {
                        self.problems.record(kind, &file, line_of(&record), text);
                    }
                }
                Step::BadRow => {
                    self.lines += 1;
                    self.problems.record(Kind::BadRow, &file, line_of(&record), record.as_slice());
                }
                Step::End => return Ok(()),
                Step::Stop(kind, text) => {
                    self.problems.record(kind, &file, table.line(), text);
                    return Ok(());
                }
            }
        }
    }

    /// Takes one row. The outer error ends the reading, the inner one skips the row.
    fn row<'r>(
        &mut self,
        columns: &Columns,
        record: &'r ByteRecord,
        last: &mut Last,
    ) -> Result<Result<(), Skip<'r>>, LogError> {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let optional = |index: Option<usize>| index.map(field).unwrap_or_default();
        let id = field(columns.item);
        let item = match self.item(id)? {
            Ok(item) => item,
            Err(kind) => return Ok(Err((kind, id))),
        };
        self.matched += 1;
        let session = field(columns.session);
        if session.is_empty() {
            return Ok(Err((Kind::MissingAttribute, b"session_id")));
        }
        let user = optional(columns.user);
        if let Some(long) = [session, user].into_iter().find(|text| text.len() > MAX_ID) {
            return Ok(Err((Kind::BadRow, long)));
        }
        let event = optional(columns.event);
        let Some(kind) = self.event(event, last) else { return Ok(Err((Kind::UnknownEvent, event))) };
        let quantity = optional(columns.quantity);
        if !positive(quantity) {
            return Ok(Err((Kind::BadQuantity, quantity)));
        }
        let time_ms = match columns.timestamp.map(field) {
            Some(text) => match last.time(text) {
                None => return Ok(Err((Kind::BadDate, text))),
                time => time,
            },
            None => None,
        };
        let seq = optional(columns.seq);
        let Some(seq) = number(seq) else { return Ok(Err((Kind::BadRow, seq))) };
        let Some(split) = Split::from_name(optional(columns.split)) else {
            return Ok(Err((Kind::BadRow, optional(columns.split))));
        };
        if self.builder.len() >= MAX_EVENTS as usize {
            return Err(LogError::TooLarge { what: "events", limit: u64::from(MAX_EVENTS) });
        }
        let session = self.session(session, split, last)?;
        let shopper = self.shopper(user, last)?;
        self.builder.push(&Row { session, shopper, split, item, kind, time_ms, seq });
        Ok(Ok(()))
    }

    fn item(&mut self, id: &[u8]) -> Result<Result<u32, Kind>, LogError> {
        if id.is_empty() {
            return Ok(Err(Kind::MissingAttribute));
        }
        if id.len() > MAX_ID {
            return Ok(Err(Kind::BadRow));
        }
        if let Some(number) = self.items.find(id) {
            return Ok(self.numbers.get(number as usize).copied().ok_or(Kind::ItemNotInFeed));
        }
        let Ok(text) = std::str::from_utf8(id) else { return Ok(Err(Kind::WrongEncoding)) };
        // Ids that mean no item are asked about again: remembering them all would not be bounded.
        let Some(item) = (self.resolve)(text) else {
            self.unmatched.count(id);
            return Ok(Err(Kind::ItemNotInFeed));
        };
        if item >= MAX_ITEMS {
            return Err(LogError::TooLarge { what: "items", limit: u64::from(MAX_ITEMS) });
        }
        numbered(&mut self.items, id, "items")?;
        self.numbers.push(item);
        Ok(Ok(item))
    }

    fn event(&self, text: &[u8], last: &mut Last) -> Option<EventKind> {
        if text.is_empty() {
            return Some(self.default_event);
        }
        if last.event.is_none() || last.event_text != text {
            last.event = std::str::from_utf8(text).ok().and_then(EventKind::from_name);
            keep(&mut last.event_text, text);
        }
        last.event
    }

    fn shopper(&mut self, id: &[u8], last: &mut Last) -> Result<Option<u32>, LogError> {
        if id.is_empty() {
            return Ok(None);
        }
        if last.user.is_none() || last.user_text != id {
            last.user = Some(numbered(&mut self.shoppers, id, "shoppers")?);
            keep(&mut last.user_text, id);
        }
        Ok(last.user)
    }

    fn session(&mut self, id: &[u8], split: Split, last: &mut Last) -> Result<u32, LogError> {
        let held = &last.session_text;
        if let Some(session) = last.session
            && held.split_last() == Some((&(split as u8), id))
        {
            return Ok(session);
        }
        keep(&mut last.session_text, id);
        last.session_text.push(split as u8);
        let session = numbered(&mut self.sessions, &last.session_text, "sessions")?;
        last.session = Some(session);
        Ok(session)
    }
}

impl Last {
    fn time(&mut self, text: &[u8]) -> Option<i64> {
        if self.time_ms.is_none() || self.time_text != text {
            self.time_ms = date::moment(text);
            keep(&mut self.time_text, text);
        }
        self.time_ms
    }
}

fn keep(held: &mut Vec<u8>, text: &[u8]) {
    held.clear();
    held.extend_from_slice(text);
}

fn numbered(interner: &mut Interner, text: &[u8], what: &'static str) -> Result<u32, LogError> {
    let number = interner.number(text).ok_or(LogError::TooLarge { what, limit: u64::from(u32::MAX - 1) })?;
    Ok(number.0)
}

/// A quantity above zero; nothing said is one piece. Weights have fractions.
fn positive(text: &[u8]) -> bool {
    match text {
        [] | [b'1'..=b'9'] => true,
        _ => std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.replace(',', ".").parse::<f64>().ok())
            .is_some_and(|quantity| quantity > 0.0 && quantity.is_finite()),
    }
}

/// A whole number; nothing said is 0.
fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() { Some(0) } else { std::str::from_utf8(text).ok()?.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        for good in ["", "1", "12", "0.5", "0,5", "1.0"] {
            assert!(positive(good.as_bytes()), "{good}");
        }
        for bad in ["0", "-1", "0.0", "x", "NaN", "inf", "1 piece", "é"] {
            assert!(!positive(bad.as_bytes()), "{bad}");
        }
    }
}
