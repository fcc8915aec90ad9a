//! Reads the values of a row beside its items: the order or event and its shopper, its time, and whether it counts. Not
//! for the items: see [`super::named_item`].

use passerelle::history::EventKind;

use super::column_map::ColumnMap;
use super::columns::Columns;
use super::date_format::DateFormat;
use super::dates::NoDate;
use super::events::{Event, event_called};
use super::open_file::{Last, Open, keep};
use super::returns::is_return;
use super::shown_text::{masked, shown_date};
use super::skip::{MAX_ID, Skip};
use super::status::{Standing, is_usual};
use super::{DateFault, Split};
use crate::error::LogError;
use crate::input::Record;
use crate::input::delimited::column_name;
use crate::input::values::{is_nobody, is_ruined, plain_id};
use crate::problems::Kind;
use crate::yes_no::yes_or_no;

/// The values of a row beside its items.
pub(super) struct RowContext {
    pub(super) session: Vec<u8>,
    pub(super) user: Vec<u8>,
    pub(super) kind: EventKind,
    pub(super) time_ms: Option<i64>,
    pub(super) seq: i64,
    pub(super) split: Split,
    /// The code of the adviser credited with the order; empty for none.
    pub(super) adviser: Vec<u8>,
}

/// Why a row, or one of its items, does not become an event.
pub(super) enum Unused {
    /// The row is not an order of an item, and is not meant to be.
    LeftOut,
    /// The row is a return.
    Return,
    Skipped(Skip),
}

impl Open<'_> {
    /// Reads the values of a row beside its items. The outer error ends the reading.
    pub(super) fn context(&mut self, record: &Record, map: &ColumnMap) -> Result<Result<RowContext, Unused>, LogError> {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let optional = |index: Option<usize>| index.map(field).unwrap_or_default();
        let skip = |kind, column, text: &[u8]| Ok(Err(Unused::Skipped(Skip::new(kind, column, text))));

        let event = optional(self.columns.event);
        let kind = match (event_of(event, map, &mut self.last), self.columns.event) {
            (Some(Event::Of(kind)), _) => kind,
            (Some(Event::Other), _) => return Ok(Err(Unused::LeftOut)),
            // Every shop has events of its own among GA4's.
            (None, Some(at)) if self.columns.platform.is_none() => {
                let shown = self.shown_word(event, at)?;
                return skip(Kind::UnknownEvent, Some(at), shown.as_bytes());
            }
            (None, _) => return Ok(Err(Unused::LeftOut)),
        };
        let (session, session_column) = self.columns.order(record);
        let mut repeats = !session.is_empty() && self.last.session == session;
        // A value that a row of an order leaves out is in another row: the row before, or any other.
        let leaves_out = |at: Option<usize>| at.is_some_and(|at| field(at).is_empty());
        if !repeats
            && !session.is_empty()
            && self.columns.event.is_none()
            && (leaves_out(self.columns.timestamp) || leaves_out(self.columns.status))
        {
            self.recall(session)?;
            repeats = true;
            keep(&mut self.last.session, session);
        }
        let standing = self.standing(record, repeats);
        if !repeats {
            keep(&mut self.last.session, session);
        }
        let time_ms = match self.moment(record, repeats, standing, map)? {
            Ok(time_ms) => time_ms,
            Err(skip) => return Ok(Err(Unused::Skipped(skip))),
        };
        match (standing, self.columns.status) {
            (Standing::Kept, _) => {}
            (Standing::Unknown, Some(at)) => {
                let status = self.last.status.clone();
                let text = String::from_utf8_lossy(&status);
                let shown = if is_usual(&text) { text.into_owned() } else { self.shown_word(&status, at)? };
                return skip(Kind::UnknownStatus, Some(at), shown.as_bytes());
            }
            _ => return Ok(Err(Unused::LeftOut)),
        }
        if let Some(at) = self.columns.returned
            && is_return(self.titles.get(at).map(|title| column_name(title)).as_deref().unwrap_or_default(), field(at))
        {
            return Ok(Err(Unused::Return));
        }
        let columns = &self.columns;
        let user_column = columns.user.iter().copied().find(|at| !is_nobody(field(*at)));
        let user = plain_id(optional(user_column));
        // The id of a session that a spreadsheet ruined is a number.
        for (text, column) in [(session, session_column), (user, user_column)] {
            if is_ruined(text) {
                let shown = if column == session_column { text.to_vec() } else { masked(text).into_bytes() };
                return skip(Kind::RuinedId, column, &shown);
            }
            if text.len() > MAX_ID {
                return skip(Kind::BadRow, column, masked(text).as_bytes());
            }
        }
        let seq = optional(columns.seq);
        let Some(seq) = number(seq) else { return skip(Kind::BadRow, columns.seq, masked(seq).as_bytes()) };
        let split = optional(columns.split);
        let Some(split) = Split::from_name(split) else {
            return skip(Kind::BadRow, columns.split, masked(split).as_bytes());
        };
        let adviser = Some(optional(columns.adviser)).filter(|code| !is_nobody(code)).unwrap_or_default();
        let session = if is_session(session) { session.to_vec() } else { Vec::new() };
        Ok(Ok(RowContext { session, user: user.to_vec(), kind, time_ms, seq, split, adviser: adviser.to_vec() }))
    }

    /// Whether the order of a row counts. The first row of an order may have the state for all: `repeats` is whether
    /// the row before is of the same order.
    fn standing(&mut self, record: &Record, repeats: bool) -> Standing {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let status = self.columns.status.map(field).unwrap_or_default();
        let says_nothing = repeats && status.is_empty();
        self.last.void = self.columns.is_void(record) || (says_nothing && self.last.void);
        if !says_nothing && self.last.status != status {
            self.last.standing = self.columns.states.standing(&String::from_utf8_lossy(status));
            keep(&mut self.last.status, status);
        }
        if self.last.void { Standing::Lost } else { self.last.standing }
    }

    /// The time of the row; `None` if the file has no times, or if the time makes no difference.
    fn moment(
        &mut self,
        record: &Record,
        repeats: bool,
        standing: Standing,
        map: &ColumnMap,
    ) -> Result<Result<Option<i64>, Skip>, LogError> {
        let Some(at) = self.columns.timestamp else { return Ok(Ok(None)) };
        let text = record.get(at).unwrap_or_default().trim_ascii();
        if text.is_empty() {
            if !repeats {
                self.last.time_ms = None;
            }
            let missing = || Skip::new(Kind::MissingAttribute, Some(at), "timestamp is empty");
            return Ok(self.last.time_ms.map(Some).ok_or_else(missing));
        }
        let (date_fault, says) = match self.time(text, at)? {
            Ok(time) => return Ok(Ok(Some(time))),
            Err(_) if standing != Standing::Kept => return Ok(Ok(None)),
            Err(NoDate::OutOfRange) => {
                (DateFault::OutOfRange, " (before 1995, or after tomorrow or --as-of)".to_owned())
            }
            Err(NoDate::UnknownZone) => (DateFault::UnknownZone, " (a zone that is not known)".to_owned()),
            Err(_) if map.date_format != DateFormat::Auto => {
                (DateFault::OtherFormat, format!(" (does not fit \"{}\")", map.date_format))
            }
            Err(_) => (DateFault::Unreadable, String::new()),
        };
        let skip = Skip::new(Kind::BadDate, Some(at), shown_date(text) + &says);
        Ok(Err(Skip { date_fault, ..skip }))
    }
}

/// Returns the event of a row; `None` for an unknown name.
fn event_of(text: &[u8], map: &ColumnMap, last: &mut Last) -> Option<Event> {
    if text.is_empty() {
        return Some(Event::Of(map.default_event));
    }
    if last.event.is_none() || last.event_text != text {
        last.event = event_called(text);
        keep(&mut last.event_text, text);
    }
    last.event
}

impl Columns {
    /// Returns the id of a row's session or order, and its column.
    pub(super) fn order<'r>(&self, record: &'r Record) -> (&'r [u8], Option<usize>) {
        let field = |at: usize| record.get(at).unwrap_or_default().trim_ascii();
        let column = self.session.iter().copied().find(|at| is_session(field(*at)));
        let id = column.or_else(|| self.session.first().copied()).map(field).unwrap_or_default();
        (plain_id(id), column)
    }

    /// Whether the platform marks the row's order as cancelled or as a test.
    pub(super) fn is_void(&self, record: &Record) -> bool {
        let field = |at: usize| record.get(at).unwrap_or_default().trim_ascii();
        let is_set =
            |at: &usize| !is_nobody(field(*at)) && yes_or_no(&String::from_utf8_lossy(field(*at))) != Some(false);
        self.void.iter().any(is_set)
    }
}

/// Whether a text is the id of a session. 0 may be one, since many logs count from 0.
fn is_session(id: &[u8]) -> bool {
    id == b"0" || !is_nobody(id)
}

/// Reads a whole number; an empty text is 0.
fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() { Some(0) } else { std::str::from_utf8(text).ok()?.parse().ok() }
}
