//! Reads logs of orders and events as tables: CSV, plain or gzip, Parquet, and the exports of known platforms. One
//! pass; rows may come in any order. Not for the other values of a row: see [`super::row_context`]. Not for grouping
//! rows into sessions: see [`super::sessions`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use indicatif::ProgressBar;
use passerelle::history::EventKind;
use passerelle::model::is_adviser_code;

use super::build::{Builder, Grouped, MAX_EVENTS, NOBODY, Row};
use super::column_map::ColumnMap;
use super::dates::Dates;
use super::dominance::Dominance;
use super::find_item::{ItemFinder, Resolve};
use super::intern::Interner;
use super::named_item::Named;
use super::open_file::{Last, Open};
use super::quantity::{is_below_zero, is_quantity};
use super::row_context::{RowContext, Unused};
use super::sessions::{SessionContext, Sessions, TooMany};
use super::shown_text::{masked, shown_number};
use super::skip::Skip;
use super::{Clock, FileReport, Log, LogReport};
use crate::error::LogError;
use crate::input::delimited::{Step, Table};
use crate::input::source::SourceError;
use crate::input::{self, Record};
use crate::problems::{Kind, Problems};

/// Number of the most frequent unmatched ids in a report.
const TOP_UNMATCHED: usize = 10;

/// Reads the files of one log: tables with a header (see [`ColumnMap`]).
///
/// - `resolve` is called once for an id that has an item, and each time for an id that has none.
/// - Times are RFC 3339 or `YYYY-MM-DD[ HH:MM[:SS]]` (UTC without an offset), numbers since 1970, or in the form of
///   [`ColumnMap::date_format`]. They are between 1995 and a day after [`ColumnMap::latest`]. Without a `timestamp`
///   column, the order of rows is the order of time (see [`Clock`]).
/// - `seq` orders rows of one session at the same time or, without times, all rows of a session.
/// - Rows of one session need not be adjacent. A session in two splits is two sessions. Without an `event` column the
///   log is one of orders, whose sessions never continue in another file or on another day.
/// - Rows that cannot be used are counted in `problems` and skipped. A file that ends early keeps its rows.
/// - `progress` counts bytes; the sizes of the files are added to its length (set it to 0 first).
///
/// # Errors
/// A file that cannot be read at all, a missing column, ambiguous dates, files with and without times, or a log that is
/// too large.
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
        advisers: Interner::default(),
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
    advisers: Interner,
    dominance: Dominance,
    builder: Builder,
    /// Whether the first file has times.
    timed: Option<bool>,
    report: LogReport,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path, number: u16, progress: &ProgressBar) -> Result<(), LogError> {
        let name = path.display().to_string();
        let unreadable = |source| LogError::Unreadable { file: name.clone(), source };
        let input = input::open(path, progress).map_err(unreadable)?;
        let mut table =
            Table::open(input, |name| self.map.knows(name)).map_err(|error| unreadable(SourceError::Io(error)))?;
        if table.columns.is_empty() {
            return Err(unreadable(SourceError::Empty));
        }
        let found = self.map.find(&name, &table.columns);
        let columns = found
            .map_err(|error| if table.has_whole_names() { error } else { unreadable(SourceError::of_header()) })?;
        for column in columns.misspelt.iter().filter_map(|index| table.titles.get(*index)) {
            self.problems.record(Kind::UnknownColumn, &name, 1, column);
        }
        for column in columns.repeated(&table.columns).into_iter().filter_map(|index| table.titles.get(index)) {
            self.problems.record(Kind::RepeatedColumn, &name, 1, column);
        }
        if let Some(column) = columns.unread_status(&table.columns).and_then(|index| table.titles.get(index)) {
            self.problems.record(Kind::UnreadStatus, &name, 1, column);
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
            heads: None,
            words: HashMap::new(),
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
                    // The cells cannot be assigned to columns, and one may be a person's name.
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
                    // A file of which nothing can be read is not a log.
                    if file.report.lines == 0 {
                        return Err(LogError::Broken { file: file.name, line: record.line, found: text });
                    }
                    self.problems.record(kind, &file.name, record.line, text);
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
        let context = match file.context(record, self.map)? {
            Ok(context) => context,
            Err(Unused::Skipped(skip)) => {
                // The known items are counted, even in a row with a problem.
                for item in &items {
                    if self.items.find(&file.columns, item)?.is_ok() {
                        self.report.matched += 1;
                    }
                    self.skip(file, record.line, &skip);
                }
                return Ok(());
            }
            Err(Unused::LeftOut) => {
                self.report.left_out += items.len() as u64;
                return Ok(());
            }
            Err(Unused::Return) => {
                self.report.left_out += items.len() as u64;
                self.report.returns += items.len() as u64;
                return Ok(());
            }
        };
        for item in &items {
            match self.take(file, record.line, item, &context)? {
                Ok(()) => {}
                Err(Unused::LeftOut) => self.report.left_out += 1,
                Err(Unused::Return) => {
                    self.report.left_out += 1;
                    self.report.returns += 1;
                }
                Err(Unused::Skipped(skip)) => self.skip(file, record.line, &skip),
            }
        }
        Ok(())
    }

    /// Adds one item of a row.
    fn take(
        &mut self,
        file: &mut Open<'_>,
        line: u64,
        named: &Named<'_>,
        context: &RowContext,
    ) -> Result<Result<(), Unused>, LogError> {
        let skipped = |skip| Ok(Err(Unused::Skipped(skip)));
        if named.is_service() {
            return Ok(Err(Unused::LeftOut));
        }
        if is_below_zero(&named.quantity) {
            return Ok(Err(Unused::Return));
        }
        let item = match self.items.find(&file.columns, named)? {
            Ok(item) => item,
            Err(skip) => return skipped(skip),
        };
        self.report.matched += 1;
        let quantity = named.quantity.as_ref();
        if !is_quantity(quantity) {
            return skipped(Skip::new(Kind::BadQuantity, file.columns.quantity, shown_number(quantity)));
        }
        if self.builder.len() >= MAX_EVENTS as usize {
            return Err(LogError::TooLarge { what: "events", limit: u64::from(MAX_EVENTS) });
        }
        let is_order = file.columns.event.is_none() && context.kind == EventKind::Purchase;
        let place =
            SessionContext { split: context.split, file: is_order.then_some(file.number), time_ms: context.time_ms };
        let found = self.sessions.find(&context.session, &context.user, place);
        let found = found.map_err(|TooMany(what)| LogError::TooLarge { what, limit: u64::from(u32::MAX - 1) })?;
        let session_column = file.columns.session.first().copied();
        let column = session_column.and_then(|at| file.titles.get(at)).map_or("", String::as_str);
        let Some(found) = found else {
            return skipped(Skip::new(Kind::MissingAttribute, session_column, "session_id is empty"));
        };
        // In Google Analytics, a hit without consent has no session.
        if context.session.is_empty() && file.columns.platform.is_none_or(|platform| platform.event.is_empty()) {
            self.problems.record_in(Kind::NoSession, &file.name, line, column, "session_id is empty");
        }
        if found.repeated {
            self.problems.record_in(Kind::RepeatedOrder, &file.name, line, column, shown_number(&context.session));
        }
        if found.new && !context.user.is_empty() {
            self.dominance.count(found.shopper, file.number, line);
        }
        let adviser = match &context.adviser[..] {
            [] => NOBODY,
            code if !str::from_utf8(code).is_ok_and(is_adviser_code) => {
                let column = file.columns.adviser.and_then(|at| file.titles.get(at)).map_or("", String::as_str);
                self.problems.record_in(Kind::BadAdviser, &file.name, line, column, masked(code));
                NOBODY
            }
            code => {
                let limit = LogError::TooLarge { what: "advisers", limit: u64::from(NOBODY) };
                self.advisers.number(code).ok_or(limit)?.0
            }
        };
        self.builder.push(&Row {
            adviser,
            session: found.session,
            shopper: found.shopper,
            named: !context.user.is_empty(),
            split: context.split,
            item,
            kind: context.kind,
            time_ms: context.time_ms,
            seq: context.seq,
        });
        Ok(Ok(()))
    }

    fn finish(self) -> Result<(Log, LogReport), LogError> {
        let (merged, shared) = self.sessions.merged();
        // In Google Analytics, a session is identified only together with its user.
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
        let Self { sessions, advisers, items, mut builder, mut report, timed, .. } = self;
        let unmatched = items.unmatched();
        // Grouping needs the memory.
        drop(sessions);
        builder.merge(&merged);
        report.events = builder.len() as u64;
        report.unmatched = unmatched.top(TOP_UNMATCHED);
        report.unmatched_uncounted = unmatched.uncounted;
        report.clock = if timed == Some(true) { Clock::Time } else { Clock::RowOrder };
        let Grouped { log, splits, advisers: of_sessions } = builder.finish();
        report.splits = splits;
        let code = |number: u32| String::from_utf8_lossy(advisers.text(number)).into();
        let codes: Vec<Arc<str>> = (0..advisers.len() as u32).map(code).collect();
        let of_session = |adviser: Option<u32>| codes.get(adviser? as usize).cloned();
        report.advisers = of_sessions.into_iter().map(of_session).collect();
        Ok((log, report))
    }
}
