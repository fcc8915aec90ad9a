//! Logs of orders and events as tables: CSV, plain or gzip, Parquet, and what known platforms export. One pass; rows may come
//! in any order. Not for which of them belong together: see [`super::sessions`].

use std::path::Path;

use indicatif::ProgressBar;
use passerelle::history::EventKind;

use super::build::{Builder, MAX_EVENTS, Row};
use super::columns::ColumnMap;
use super::date_format::DateFormat;
use super::dates::{Dates, NoDate};
use super::dominance::Dominance;
use super::events::{Event, event_called};
use super::find_item::{ItemFinder, Resolve};
use super::named_item::Named;
use super::open_file::{Last, Open, keep};
use super::sessions::{Place, Sessions, TooMany};
use super::skip::{MAX_ID, Skip, masked, shown_number};
use super::status::{Standing, standing};
use super::{Clock, DateFault, FileReport, Log, LogReport, Split};
use crate::error::LogError;
use crate::input::delimited::{Step, Table};
use crate::input::source::SourceError;
use crate::input::values::{is_nobody, is_ruined, plain_id};
use crate::input::{self, Record};
use crate::problems::{Kind, Problems};
use crate::yes_no::yes_or_no;

/// How many of the most frequent unmatched ids are reported.
const TOP_UNMATCHED: usize = 10;

/// Reads the files of one log: tables with a header (see [`ColumnMap`]).
///
/// - `resolve` is asked once about an id that means an item, each time about one that does not.
/// - Times: RFC 3339 or `YYYY-MM-DD[ HH:MM[:SS]]` (UTC without an offset), numbers since 1970, and what
///   [`ColumnMap::date_format`] names; between 1995 and a day after [`ColumnMap::latest`]. Without a `timestamp` column
///   the order of rows is the order of time (see [`Clock`]).
/// - `seq` orders rows of one session that have the same time; without times it is their order.
/// - Rows of one session need not stand together. A session that occurs in two splits is two sessions. Without an `event`
///   column the log is one of orders, whose sessions never go on in another file or on another day.
/// - Rows that cannot be used are counted in `problems` and skipped; a file that ends early keeps its rows.
/// - `progress` gets the sizes of the files added to its length (set it to 0 first) and counts bytes.
///
/// # Errors
/// A file that cannot be read at all, a column that is missing, dates that can be read in two ways, files with and without
/// times, or a log too large.
pub fn read<P: AsRef<Path>>(
    sources: &[P],
    map: &ColumnMap,
    resolve: &mut dyn Resolve,
    problems: &mut Problems,
    progress: &ProgressBar,
) -> Result<(Log, LogReport), LogError> {
    let mut reader = Reader {
        map,
        items: ItemFinder::new(resolve),
        problems,
        sessions: Sessions::default(),
        dominance: Dominance::default(),
        builder: Builder::default(),
        timed: None,
        report: LogReport::default(),
    };
    for (path, number) in sources.iter().zip(0usize..) {
        let number = u16::try_from(number);
        let number = number.map_err(|_| LogError::TooLarge { what: "files", limit: u64::from(u16::MAX) + 1 })?;
        reader.file(path.as_ref(), number, progress)?;
    }
    reader.finish()
}

struct Reader<'a> {
    map: &'a ColumnMap,
    items: ItemFinder<'a>,
    problems: &'a mut Problems,
    sessions: Sessions,
    dominance: Dominance,
    builder: Builder,
    /// Whether the first file has times.
    timed: Option<bool>,
    report: LogReport,
}

/// What comes of a row, or of one of its items.
enum Taken {
    Event,
    /// It is no order of an item, and not meant to be.
    LeftOut,
    Skipped(Skip),
}

/// What a row says beside its items.
struct About {
    session: Vec<u8>,
    user: Vec<u8>,
    kind: EventKind,
    time_ms: Option<i64>,
    seq: i64,
    split: Split,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path, number: u16, progress: &ProgressBar) -> Result<(), LogError> {
        let name = path.display().to_string();
        let unreadable = |source| LogError::Unreadable { file: name.clone(), source };
        let input = input::open(path, progress).map_err(unreadable)?;
        let mut table =
            Table::open(input, |name| self.map.knows(name)).map_err(|error| unreadable(SourceError::Io(error)))?;
        let columns = self.map.find(&name, &table.columns)?;
        for column in columns.misspelt.iter().filter_map(|index| table.titles.get(*index)) {
            self.problems.record(Kind::UnknownColumn, &name, 1, column);
        }
        for column in columns.repeated(&table.columns).into_iter().filter_map(|index| table.titles.get(index)) {
            self.problems.record(Kind::RepeatedColumn, &name, 1, column);
        }
        if *self.timed.get_or_insert(columns.timestamp.is_some()) != columns.timestamp.is_some() {
            return Err(LogError::MixedClocks { file: name });
        }
        let mut file = Open {
            path,
            number,
            titles: table.titles.clone(),
            dates: Dates::new(self.map.date_format.clone(), self.map.latest),
            weighed: false,
            last: Last::default(),
            report: FileReport {
                file: name.clone(),
                platform: columns.platform.map(|platform| platform.name),
                form: table.form,
                columns: columns.named(&table.titles),
                ignored: columns.ignored(&table.titles),
                ..FileReport::default()
            },
            columns,
            name,
        };
        let mut record = Record::default();
        loop {
            let step = table.read(&mut record);
            match step {
                Step::Row => self.row(&mut file, &record)?,
                Step::BadRow if table.is_cut_short(&record) => self.row(&mut file, &record)?,
                Step::BadRow => {
                    // Which cell holds what cannot be told, and one may be a person's name.
                    let says = format!("{} cells under {} columns", record.len(), table.columns.len());
                    self.lines(&mut file, 1);
                    self.skip(&mut file, record.line, &Skip::new(Kind::BadRow, None, says));
                }
                Step::Lost(kind, why) => {
                    self.lines(&mut file, 1);
                    self.skip(&mut file, record.line, &Skip::new(kind, None, why));
                }
                Step::End => break,
                Step::Stop(kind, text) => {
                    // A file of which nothing can be read is no log.
                    if file.report.lines == 0 {
                        return Err(LogError::Broken { file: file.name, line: table.line(), found: text });
                    }
                    self.problems.record(kind, &file.name, table.line(), text);
                    break;
                }
            }
        }
        file.report.dates = file.date_forms();
        self.report.files.push(file.report);
        Ok(())
    }

    fn lines(&mut self, file: &mut Open<'_>, count: u64) {
        file.report.lines += count;
        self.report.lines += count;
    }

    fn skip(&mut self, file: &mut Open<'_>, line: u64, skip: &Skip) {
        let column = skip.column.and_then(|at| file.titles.get(at)).map_or("", String::as_str);
        self.problems.record_in(skip.kind, &file.name, line, column, &skip.text);
        self.report.lose(&file.name, line, column, skip);
    }

    fn row(&mut self, file: &mut Open<'_>, record: &Record) -> Result<(), LogError> {
        let items = file.columns.items(record);
        self.lines(file, items.len() as u64);
        let about = match self.about(file, record)? {
            Ok(about) => about,
            Err(Taken::Skipped(skip)) => {
                // Which items are known is worth knowing, whatever else is wrong.
                for item in &items {
                    if self.items.find(&file.columns, item)?.is_ok() {
                        self.report.matched += 1;
                    }
                    self.skip(file, record.line, &skip);
                }
                return Ok(());
            }
            Err(_) => {
                self.report.left_out += items.len() as u64;
                return Ok(());
            }
        };
        for item in &items {
            match self.take(file, record.line, item, &about)? {
                Taken::Event => {}
                Taken::LeftOut => self.report.left_out += 1,
                Taken::Skipped(skip) => self.skip(file, record.line, &skip),
            }
        }
        Ok(())
    }

    /// What a row says beside its items. The outer error ends the reading.
    fn about(&mut self, file: &mut Open<'_>, record: &Record) -> Result<Result<About, Taken>, LogError> {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let optional = |index: Option<usize>| index.map(field).unwrap_or_default();
        let skip = |kind, column, text: &[u8]| Ok(Err(Taken::Skipped(Skip::new(kind, column, text))));
        let columns = &file.columns;

        let event = optional(columns.event);
        let kind = match self.event(event, &mut file.last) {
            Some(Event::Of(kind)) => kind,
            Some(Event::Other) => return Ok(Err(Taken::LeftOut)),
            // Of GA4's events every shop has its own.
            None if columns.platform.is_some() => return Ok(Err(Taken::LeftOut)),
            None => return skip(Kind::UnknownEvent, columns.event, event),
        };
        let session_column = columns.session.iter().copied().find(|at| is_session(field(*at)));
        let session = plain_id(optional(session_column.or_else(|| columns.session.first().copied())));
        let repeats = !session.is_empty() && file.last.session == session;
        let status = optional(columns.status);
        let is_set =
            |at: &usize| !is_nobody(field(*at)) && yes_or_no(&String::from_utf8_lossy(field(*at))) != Some(false);
        // Of an order with several rows the first may say it for all.
        let says_nothing = repeats && status.is_empty();
        file.last.void = columns.void.iter().any(is_set) || (says_nothing && file.last.void);
        if !says_nothing && file.last.status != status {
            file.last.standing = standing(&String::from_utf8_lossy(status));
            keep(&mut file.last.status, status);
        }
        if !repeats {
            keep(&mut file.last.session, session);
        }
        let standing = if file.last.void { Standing::Lost } else { file.last.standing };
        let time_column = columns.timestamp;
        let no_date = |date_fault, text: &[u8]| {
            let skip = Skip::new(Kind::BadDate, time_column, text);
            Ok(Err(Taken::Skipped(Skip { date_fault, ..skip })))
        };
        let time_text = optional(time_column);
        let time_ms = match time_column {
            None => None,
            Some(_) if time_text.is_empty() && repeats && file.last.time_ms.is_some() => file.last.time_ms,
            Some(_) if time_text.is_empty() => {
                return skip(Kind::MissingAttribute, time_column, b"timestamp is empty");
            }
            Some(at) => match file.time(time_text, at)? {
                Ok(time) => Some(time),
                Err(_) if standing != Standing::Kept => None,
                Err(NoDate::OutOfRange) => {
                    let says = [time_text, b" (before 1995, or after tomorrow or --as-of)"].concat();
                    return no_date(DateFault::OutOfRange, &says);
                }
                Err(_) if self.map.date_format != DateFormat::Auto => {
                    let says = format!(" (does not fit \"{}\")", self.map.date_format);
                    return no_date(DateFault::OtherFormat, &[time_text, says.as_bytes()].concat());
                }
                Err(_) => return no_date(DateFault::Unreadable, time_text),
            },
        };
        let columns = &file.columns;
        match standing {
            Standing::Kept => {}
            Standing::Lost => return Ok(Err(Taken::LeftOut)),
            Standing::Unknown => return skip(Kind::UnknownStatus, columns.status, &file.last.status),
        }
        let user_column = columns.user.iter().copied().find(|at| !is_nobody(field(*at)));
        let user = plain_id(optional(user_column));
        // A session's id that a spreadsheet ruined is a number.
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
        let session = if is_session(session) { session.to_vec() } else { Vec::new() };
        Ok(Ok(About { session, user: user.to_vec(), kind, time_ms, seq, split }))
    }

    /// Takes one item of a row.
    fn take(&mut self, file: &mut Open<'_>, line: u64, named: &Named<'_>, about: &About) -> Result<Taken, LogError> {
        if named.is_service() {
            return Ok(Taken::LeftOut);
        }
        let item = match self.items.find(&file.columns, named)? {
            Ok(item) => item,
            Err(skip) => return Ok(Taken::Skipped(skip)),
        };
        self.report.matched += 1;
        let quantity = named.quantity.as_ref();
        if !positive(quantity) {
            return Ok(Taken::Skipped(Skip::new(Kind::BadQuantity, file.columns.quantity, shown_number(quantity))));
        }
        if self.builder.len() >= MAX_EVENTS as usize {
            return Err(LogError::TooLarge { what: "events", limit: u64::from(MAX_EVENTS) });
        }
        let is_order = file.columns.event.is_none() && about.kind == EventKind::Purchase;
        let place = Place { split: about.split, file: is_order.then_some(file.number), time_ms: about.time_ms };
        let found = self.sessions.find(&about.session, &about.user, place);
        let found = found.map_err(|TooMany(what)| LogError::TooLarge { what, limit: u64::from(u32::MAX - 1) })?;
        let session_column = file.columns.session.first().copied();
        let column = session_column.and_then(|at| file.titles.get(at)).map_or("", String::as_str);
        let Some(found) = found else {
            return Ok(Taken::Skipped(Skip::new(Kind::MissingAttribute, session_column, "session_id is empty")));
        };
        // Of Analytics a hit without consent has none.
        if about.session.is_empty() && file.columns.platform.is_none_or(|platform| platform.event.is_empty()) {
            self.problems.record_in(Kind::NoSession, &file.name, line, column, "session_id is empty");
        }
        if found.repeated {
            self.problems.record_in(Kind::RepeatedOrder, &file.name, line, column, shown_number(&about.session));
        }
        if found.new && !about.user.is_empty() {
            self.dominance.count(found.shopper, file.number, line);
        }
        self.builder.push(&Row {
            session: found.session,
            shopper: found.shopper,
            named: !about.user.is_empty(),
            split: about.split,
            item,
            kind: about.kind,
            time_ms: about.time_ms,
            seq: about.seq,
        });
        Ok(Taken::Event)
    }

    fn event(&self, text: &[u8], last: &mut Last) -> Option<Event> {
        if text.is_empty() {
            return Some(Event::Of(self.map.default_event));
        }
        if last.event.is_none() || last.event_text != text {
            last.event = event_called(text);
            keep(&mut last.event_text, text);
        }
        last.event
    }

    fn finish(self) -> Result<(Log, LogReport), LogError> {
        let (merged, shared) = self.sessions.merged();
        // What a session of Analytics is, its user says with it.
        let analytics = |file: &FileReport| file.platform == Some("Google Analytics 4");
        if let Some(file) = self.report.files.iter().find(|file| !analytics(file)) {
            for id in shared {
                self.problems.record(Kind::SharedSession, &file.file, 0, shown_number(id.as_ref()));
            }
        }
        if let Some(found) = self.dominance.found(self.sessions.len())
            && let Some(file) = self.report.files.get(usize::from(found.file))
        {
            let column = file.columns.iter().find(|(field, _)| *field == "user_id").map_or("", |(_, column)| column);
            let says = format!("the id in this line has {} of {} sessions", found.sessions, self.sessions.len());
            self.problems.record_in(Kind::DominantUser, &file.file, found.line, column, says);
        }
        let Self { sessions, items, mut builder, mut report, timed, .. } = self;
        let unmatched = items.unmatched();
        // Grouping needs the room.
        drop(sessions);
        builder.merge(&merged);
        report.events = builder.len() as u64;
        report.unmatched = unmatched.top(TOP_UNMATCHED);
        report.unmatched_uncounted = unmatched.uncounted;
        report.clock = if timed == Some(true) { Clock::Time } else { Clock::RowOrder };
        let (log, splits) = builder.finish();
        report.splits = splits;
        Ok((log, report))
    }
}

/// Whether a text is the id of a session: 0 may be one, since many logs count from it.
fn is_session(id: &[u8]) -> bool {
    id == b"0" || !is_nobody(id)
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
    fn only_a_number_above_zero_is_a_quantity() {
        for good in ["", "1", "12", "0.5", "0,5", "1.0"] {
            assert!(positive(good.as_bytes()), "{good}");
        }
        for bad in ["0", "-1", "0.0", "x", "NaN", "inf", "1 piece", "é"] {
            assert!(!positive(bad.as_bytes()), "{bad}");
        }
    }
}
