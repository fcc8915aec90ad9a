//! Logs of orders and events as tables: CSV, plain or gzip, Parquet, and what known platforms export. One pass; rows may come
//! in any order. Not for which of them belong together: see [`super::sessions`].

use std::path::Path;

use indicatif::ProgressBar;
use passerelle::history::EventKind;

use super::build::{Builder, MAX_EVENTS, MAX_ITEMS, Row};
use super::columns::{ColumnMap, Columns};
use super::dates::{DateFormat, Dates, Evidence, NoDate};
use super::intern::Interner;
use super::platform::{Packed, is_void_status, unpack};
use super::sessions::{Place, Sessions, TooMany};
use super::unmatched::Unmatched;
use super::{Clock, FileReport, Log, LogReport, Loss, Split};
use crate::error::LogError;
use crate::input::delimited::{Step, Table};
use crate::input::source::SourceError;
use crate::input::values::{is_nobody, is_ruined, plain_id};
use crate::input::{self, Record};
use crate::problems::{Kind, Problems, printable};

/// How many of the most frequent unmatched ids are reported.
const TOP_UNMATCHED: usize = 10;
/// How many values of a loss are shown.
const SHOWN: usize = 3;
/// Longest id of a session, a shopper or an item, in bytes.
const MAX_ID: usize = 1024;
/// GA4's events that say nothing of an item that Passerelle reads.
const OTHER_EVENTS: [&str; 34] = [
    "page_view",
    "session_start",
    "first_visit",
    "user_engagement",
    "scroll",
    "click",
    "view_item_list",
    "view_promotion",
    "select_promotion",
    "select_content",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    "view_cart",
    "refund",
    "search",
    "view_search_results",
    "file_download",
    "form_start",
    "form_submit",
    "video_start",
    "video_progress",
    "video_complete",
    "login",
    "sign_up",
    "share",
    "generate_lead",
    "earn_virtual_currency",
    "spend_virtual_currency",
    "join_group",
    "exception",
    "screen_view",
    "first_open",
    "in_app_purchase",
];

/// Finds the items that a log speaks of. A function from ids to numbers is one.
pub trait Resolve {
    /// The number of the item (below 2^29) with this id, SKU or GTIN.
    fn by_id(&mut self, id: &str) -> Option<u32>;

    /// The number of the only item with this title.
    fn by_title(&mut self, _title: &str) -> Option<u32> {
        None
    }
}

impl<F: FnMut(&str) -> Option<u32>> Resolve for F {
    fn by_id(&mut self, id: &str) -> Option<u32> {
        self(id)
    }
}

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
        resolve,
        problems,
        sessions: Sessions::default(),
        items: Interner::default(),
        numbers: Vec::new(),
        unmatched: Unmatched::default(),
        builder: Builder::default(),
        timed: None,
        report: LogReport::default(),
    };
    for (path, number) in sources.iter().zip(0..) {
        reader.file(path.as_ref(), number, progress)?;
    }
    reader.finish()
}

struct Reader<'a> {
    map: &'a ColumnMap,
    resolve: &'a mut dyn Resolve,
    problems: &'a mut Problems,
    sessions: Sessions,
    /// Ids that mean an item.
    items: Interner,
    /// By the number of an id: the item.
    numbers: Vec<u32>,
    unmatched: Unmatched,
    builder: Builder,
    /// Whether the first file has times.
    timed: Option<bool>,
    report: LogReport,
}

/// A file that is being read.
struct Open<'p> {
    path: &'p Path,
    name: String,
    number: u16,
    columns: Columns,
    titles: Vec<String>,
    dates: Dates,
    /// Day and month were told apart by the whole column.
    weighed: bool,
    last: Last,
    report: FileReport,
}

/// The row before: most rows repeat its texts, and leave out what it says of the order.
#[derive(Default)]
struct Last {
    event_text: Vec<u8>,
    event: Option<Event>,
    time_text: Vec<u8>,
    time_ms: Option<i64>,
    session: Vec<u8>,
    /// The order of the row was cancelled or never paid.
    void: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    Of(EventKind),
    /// One that says nothing of items.
    Other,
}

/// Why a row is skipped: the kind of problem, the column, and the text that is wrong.
struct Skip {
    kind: Kind,
    column: Option<usize>,
    text: Vec<u8>,
}

impl Skip {
    fn new(kind: Kind, column: Option<usize>, text: impl AsRef<[u8]>) -> Self {
        Self { kind, column, text: text.as_ref().to_vec() }
    }
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
                    let says = format!(
                        "{} cells under {} columns{}",
                        record.len(),
                        table.columns.len(),
                        file.columns.shown(&record, table.columns.len())
                    );
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
        let same = |loss: &&mut Loss| loss.kind == skip.kind && loss.column == column && loss.file == file.name;
        let loss = match self.report.losses.iter_mut().find(same) {
            Some(loss) => loss,
            None => {
                self.report.losses.push(Loss {
                    kind: skip.kind,
                    file: file.name.clone(),
                    column: column.to_owned(),
                    line,
                    count: 0,
                    values: Vec::new(),
                });
                match self.report.losses.last_mut() {
                    Some(loss) => loss,
                    None => return,
                }
            }
        };
        loss.count += 1;
        if loss.values.len() < SHOWN {
            let text = printable(&skip.text);
            if !loss.values.contains(&text) {
                loss.values.push(text);
            }
        }
    }

    fn row(&mut self, file: &mut Open<'_>, record: &Record) -> Result<(), LogError> {
        let items = file.columns.items(record);
        self.lines(file, items.len() as u64);
        let about = match self.about(file, record)? {
            Ok(about) => about,
            Err(Taken::Skipped(skip)) => {
                // Which items are known is worth knowing, whatever else is wrong.
                for item in &items {
                    if self.item(&file.columns, item)?.is_ok() {
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
        let is_set = |at: &usize| !is_nobody(field(*at)) && !field(*at).eq_ignore_ascii_case(b"no");
        let void = columns.void.iter().any(is_set) || is_void_status(&String::from_utf8_lossy(status));
        // Of an order with several rows the first may say it for all.
        file.last.void = void || (repeats && status.is_empty() && file.last.void);
        if !repeats {
            keep(&mut file.last.session, session);
        }
        let void = file.last.void;
        let time_column = columns.timestamp;
        let time_text = optional(time_column);
        let time_ms = match time_column {
            None => None,
            Some(_) if time_text.is_empty() && repeats && file.last.time_ms.is_some() => file.last.time_ms,
            Some(_) if time_text.is_empty() => {
                return skip(Kind::MissingAttribute, time_column, b"timestamp is empty");
            }
            Some(at) => match file.time(time_text, at)? {
                Ok(time) => Some(time),
                Err(_) if void => None,
                Err(NoDate::OutOfRange) => {
                    let says = [time_text, b" (no date from 1995 to tomorrow)"].concat();
                    return skip(Kind::BadDate, time_column, &says);
                }
                Err(_) => return skip(Kind::BadDate, time_column, time_text),
            },
        };
        if void {
            return Ok(Err(Taken::LeftOut));
        }
        let columns = &file.columns;
        let user_column = columns.user.iter().copied().find(|at| !is_nobody(field(*at)));
        let user = plain_id(optional(user_column));
        for (text, column) in [(session, session_column), (user, user_column)] {
            if is_ruined(text) {
                return skip(Kind::RuinedId, column, text);
            }
            if text.len() > MAX_ID {
                return skip(Kind::BadRow, column, text);
            }
        }
        let seq = optional(columns.seq);
        let Some(seq) = number(seq) else { return skip(Kind::BadRow, columns.seq, seq) };
        let split = optional(columns.split);
        let Some(split) = Split::from_name(split) else { return skip(Kind::BadRow, columns.split, split) };
        let session = if is_session(session) { session.to_vec() } else { Vec::new() };
        Ok(Ok(About { session, user: user.to_vec(), kind, time_ms, seq, split }))
    }

    /// Takes one item of a row.
    fn take(&mut self, file: &mut Open<'_>, line: u64, named: &Named<'_>, about: &About) -> Result<Taken, LogError> {
        if named.is_service() {
            return Ok(Taken::LeftOut);
        }
        let item = match self.item(&file.columns, named)? {
            Ok(item) => item,
            Err(skip) => return Ok(Taken::Skipped(skip)),
        };
        self.report.matched += 1;
        let quantity = named.quantity.as_ref();
        if !positive(quantity) {
            return Ok(Taken::Skipped(Skip::new(Kind::BadQuantity, file.columns.quantity, quantity)));
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
            self.problems.record_in(Kind::RepeatedOrder, &file.name, line, column, &about.session);
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

    /// The item of a row: by the first of its ids that means one, else by its title.
    fn item(&mut self, columns: &Columns, named: &Named<'_>) -> Result<Result<u32, Skip>, LogError> {
        let mut first = None;
        for (id, column) in &named.ids {
            let id: &[u8] = id;
            if id.is_empty() || is_nobody(id) && id != b"0" {
                continue;
            }
            if is_ruined(id) {
                return Ok(Err(Skip::new(Kind::RuinedId, *column, id)));
            }
            if id.len() > MAX_ID {
                return Ok(Err(Skip::new(Kind::BadRow, *column, id)));
            }
            if let Some(item) = self.items.find(id).and_then(|number| self.numbers.get(number as usize)) {
                return Ok(Ok(*item));
            }
            let Ok(text) = std::str::from_utf8(id) else {
                return Ok(Err(Skip::new(Kind::WrongEncoding, *column, id)));
            };
            let plain = std::str::from_utf8(plain_id(id)).unwrap_or(text);
            let found = self.resolve.by_id(text).or_else(|| self.resolve.by_id(plain).filter(|_| plain != text));
            // Ids that mean no item are asked about again: remembering them all would not be bounded.
            let Some(item) = found else {
                first.get_or_insert((id, *column));
                continue;
            };
            if item >= MAX_ITEMS {
                return Err(LogError::TooLarge { what: "items", limit: u64::from(MAX_ITEMS) });
            }
            let known = self.items.number(id);
            known.ok_or(LogError::TooLarge { what: "items", limit: u64::from(u32::MAX - 1) })?;
            self.numbers.push(item);
            return Ok(Ok(item));
        }
        for (title, column) in &named.titles {
            let Ok(text) = std::str::from_utf8(title) else { continue };
            if let Some(item) = self.resolve.by_title(text).filter(|item| *item < MAX_ITEMS) {
                return Ok(Ok(item));
            }
            first.get_or_insert((title, *column));
        }
        let Some((id, column)) = first.filter(|(id, _)| !id.is_empty()) else {
            let column = columns.item.first().or(columns.title.first()).or(columns.packed.first()).copied();
            return Ok(Err(Skip::new(Kind::MissingAttribute, column, "item_id is empty")));
        };
        self.unmatched.count(id);
        Ok(Err(Skip::new(Kind::ItemNotInFeed, column, id)))
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
                self.problems.record(Kind::SharedSession, &file.file, 0, id);
            }
        }
        let Self { sessions, items, numbers, mut builder, mut report, unmatched, timed, .. } = self;
        // Grouping needs the room.
        drop((sessions, items, numbers));
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

impl Open<'_> {
    /// The moment that a text names. The outer error is a column that can be read in two ways.
    fn time(&mut self, text: &[u8], column: usize) -> Result<Result<i64, NoDate>, LogError> {
        if let Some(time) = self.last.time_ms.filter(|_| self.last.time_text == text) {
            return Ok(Ok(time));
        }
        let mut read = self.dates.read(text);
        if read == Err(NoDate::Ambiguous) && !self.weighed {
            self.weighed = true;
            let format = self.weigh(column)?;
            self.dates.set_format(format);
            read = self.dates.read(text);
        }
        if let Ok(time) = read {
            self.last.time_ms = Some(time);
            keep(&mut self.last.time_text, text);
        }
        Ok(read)
    }

    /// Looks through the whole column for dates that show whether the day comes first.
    fn weigh(&self, column: usize) -> Result<DateFormat, LogError> {
        let unreadable = |source| LogError::Unreadable { file: self.name.clone(), source };
        let input = input::open(self.path, &ProgressBar::hidden()).map_err(unreadable)?;
        let mut table = Table::open(input, |name| self.titles.iter().any(|title| title == name))
            .map_err(|error| unreadable(SourceError::Io(error)))?;
        let mut evidence = Evidence::default();
        let mut values: Vec<String> = Vec::new();
        let mut record = Record::default();
        loop {
            match table.read(&mut record) {
                Step::Row | Step::BadRow => {}
                Step::Lost(..) => continue,
                Step::End | Step::Stop(..) => break,
            }
            let text = record.get(column).unwrap_or_default().trim_ascii();
            Dates::weigh(text, &mut evidence);
            let shown = printable(text);
            if values.len() < SHOWN && !shown.is_empty() && !values.contains(&shown) {
                values.push(shown);
            }
        }
        let platform = self.columns.platform.map(|platform| platform.dates.clone()).unwrap_or_default();
        let usual = (platform != DateFormat::Auto && !evidence.contradicts_itself()).then_some(platform);
        evidence.format().or(usual).ok_or_else(|| LogError::AmbiguousDates {
            file: self.name.clone(),
            column: self.titles.get(column).cloned().unwrap_or_default(),
            values: values.join("\", \""),
            why: if evidence.contradicts_itself() {
                "in some the day comes first, in others the month"
            } else {
                "day and month cannot be told apart"
            },
        })
    }

    /// How the dates were read, for people.
    fn date_forms(&self) -> String {
        let order = match (self.columns.timestamp, self.dates.format()) {
            (None, _) => return "none".to_owned(),
            (_, DateFormat::Auto) => "unambiguous",
            (_, DateFormat::DayFirst) => "day first",
            (_, DateFormat::MonthFirst) => "month first",
            (_, DateFormat::Pattern(pattern)) => pattern,
        };
        if self.dates.excel { format!("{order}, Excel's numbers of days") } else { order.to_owned() }
    }
}

/// What a row calls an item, and how many were ordered.
struct Named<'r> {
    ids: Vec<(std::borrow::Cow<'r, [u8]>, Option<usize>)>,
    titles: Vec<(std::borrow::Cow<'r, [u8]>, Option<usize>)>,
    quantity: std::borrow::Cow<'r, [u8]>,
}

impl Named<'_> {
    /// Shopify lists tips among the items.
    fn is_service(&self) -> bool {
        self.ids.iter().all(|(id, _)| id.is_empty())
            && self.titles.iter().any(|(title, _)| title.eq_ignore_ascii_case(b"tip"))
    }
}

impl Columns {
    /// The items of a row: one, or as many as are packed into it.
    fn items<'r>(&self, record: &'r Record) -> Vec<Named<'r>> {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let Some(packed) = self.platform.map(|platform| platform.packed).filter(|_| !self.packed.is_empty()) else {
            let named = |places: &[usize]| places.iter().map(|at| (field(*at).into(), Some(*at))).collect();
            return vec![Named {
                ids: named(&self.item),
                titles: named(&self.title),
                quantity: self.quantity.map(field).unwrap_or_default().into(),
            }];
        };
        debug_assert!(packed != Packed::No);
        let mut items = Vec::new();
        for at in &self.packed {
            for [id, title, quantity] in unpack(packed, &String::from_utf8_lossy(field(*at))) {
                items.push(Named {
                    ids: vec![(id.into_bytes().into(), Some(*at))],
                    titles: vec![(title.into_bytes().into(), Some(*at))],
                    quantity: quantity.into_bytes().into(),
                });
            }
        }
        items
    }

    /// The cells of a row for people, unless there may be names of people among them.
    fn shown(&self, record: &Record, columns: usize) -> String {
        let optional = [self.timestamp, self.event, self.quantity, self.seq, self.split, self.status];
        let read = optional
            .into_iter()
            .flatten()
            .chain(self.user.iter().chain(&self.item).chain(&self.session).copied())
            .count();
        if self.platform.is_some() || read < columns { String::new() } else { format!(": {}", record.shown('|')) }
    }

    /// The fields that are read, each with the columns that hold it.
    fn named(&self, titles: &[String]) -> Vec<(&'static str, String)> {
        let one = |at: Option<usize>| at.into_iter().collect::<Vec<_>>();
        let fields = [
            ("session_id", self.session.clone()),
            ("user_id", self.user.clone()),
            ("timestamp", one(self.timestamp)),
            ("item_id", self.item.iter().chain(&self.packed).copied().collect()),
            ("title", self.title.clone()),
            ("event", one(self.event)),
            ("quantity", one(self.quantity)),
            ("status", self.status.into_iter().chain(self.void.iter().copied()).collect()),
            ("seq", one(self.seq)),
            ("split", one(self.split)),
        ];
        let title = |at: &usize| titles.get(*at).map(String::as_str);
        let named = |(field, places): (&'static str, Vec<usize>)| {
            (field, places.iter().filter_map(title).collect::<Vec<_>>().join(", "))
        };
        fields.into_iter().map(named).filter(|(_, columns)| !columns.is_empty()).collect()
    }
}

/// The event that a name means; case, and spaces or hyphens for underscores, make no difference.
fn event_called(text: &[u8]) -> Option<Event> {
    let name = std::str::from_utf8(text).ok()?.trim().to_lowercase().replace([' ', '-'], "_");
    let other = || OTHER_EVENTS.contains(&name.as_str()).then_some(Event::Other);
    EventKind::from_name(&name).map(Event::Of).or_else(other)
}

fn keep(held: &mut Vec<u8>, text: &[u8]) {
    held.clear();
    held.extend_from_slice(text);
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
    fn quantities() {
        for good in ["", "1", "12", "0.5", "0,5", "1.0"] {
            assert!(positive(good.as_bytes()), "{good}");
        }
        for bad in ["0", "-1", "0.0", "x", "NaN", "inf", "1 piece", "é"] {
            assert!(!positive(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn events_by_any_spelling() {
        for (text, event) in [
            ("Purchase", Some(Event::Of(EventKind::Purchase))),
            ("ADD TO CART", Some(Event::Of(EventKind::AddToCart))),
            ("page_view", Some(Event::Other)),
            ("achat", None),
        ] {
            assert!(event_called(text.as_bytes()) == event, "{text}");
        }
    }
}
