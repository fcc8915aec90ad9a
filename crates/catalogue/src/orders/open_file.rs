//! A log's file during reading: the interpretation of its columns and dates, and the values of its last row. Not for
//! reading its rows.

use std::collections::HashMap;
use std::path::Path;

use indicatif::ProgressBar;

use super::FileReport;
use super::columns::Columns;
use super::date_format::DateFormat;
use super::dates::{Dates, NoDate};
use super::events::Event;
use super::evidence::Evidence;
use super::order_heads::{OrderHeads, OrderSummary};
use super::shown_text::CommonWords;
use super::status::Standing;
use crate::error::LogError;
use crate::input::delimited::{Step, Table, column_name};
use crate::input::source::SourceError;
use crate::input::values::is_nobody;
use crate::input::{self, Record};

/// A file that is being read.
pub(super) struct Open<'p> {
    pub(super) path: &'p Path,
    pub(super) name: String,
    pub(super) number: u16,
    pub(super) columns: Columns,
    pub(super) titles: Vec<String>,
    pub(super) dates: Dates,
    /// Whether the whole column has been searched for the order of day, month and year.
    pub(super) weighed: bool,
    pub(super) last: Last,
    /// The values of each order, for orders whose rows are apart; collected when a row needs them.
    pub(super) heads: Option<OrderHeads>,
    /// By column: the words that are not names of persons.
    pub(super) words: HashMap<usize, CommonWords>,
    pub(super) report: FileReport,
}

/// The row before. Most rows repeat its texts, or leave out its values of the order.
#[derive(Default)]
pub(super) struct Last {
    pub(super) event_text: Vec<u8>,
    pub(super) event: Option<Event>,
    pub(super) time_text: Vec<u8>,
    pub(super) time_ms: Option<i64>,
    pub(super) session: Vec<u8>,
    /// Whether the platform marks the row's order as cancelled or as a test.
    pub(super) void: bool,
    pub(super) status: Vec<u8>,
    /// The meaning of `status`.
    pub(super) standing: Standing,
}

impl Open<'_> {
    /// Reads the moment that a text names. The outer error is a column of ambiguous dates.
    pub(super) fn time(&mut self, text: &[u8], column: usize) -> Result<Result<i64, NoDate>, LogError> {
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
        // A row without a date must not take the date of an earlier order.
        self.last.time_ms = read.ok();
        keep(&mut self.last.time_text, text);
        Ok(read)
    }

    /// Sets `last` to the values of an order, wherever its rows are in the file.
    pub(super) fn recall(&mut self, order: &[u8]) -> Result<(), LogError> {
        let heads = match self.heads.take() {
            Some(heads) => heads,
            None => {
                let mut heads = OrderHeads::default();
                self.each_row(|record| {
                    let field = |at: usize| record.get(at).unwrap_or_default().trim_ascii();
                    let columns = &self.columns;
                    let time = columns.timestamp.map(field).unwrap_or_default();
                    let status = columns.status.map(field).unwrap_or_default();
                    heads.add(columns.order(record).0, OrderSummary { time, status, void: columns.is_void(record) });
                })?;
                heads
            }
        };
        let OrderSummary { time, status, void } = heads.of(order);
        self.last.void = void;
        self.last.standing = self.columns.states.standing(&String::from_utf8_lossy(status));
        keep(&mut self.last.status, status);
        match self.columns.timestamp.filter(|_| !time.is_empty()) {
            // A wrong date is reported for the row that has it.
            Some(column) => drop(self.time(time, column)?),
            None => self.last.time_ms = None,
        }
        self.heads = Some(heads);
        Ok(())
    }

    /// Returns the unknown name of an event or of a state as messages show it.
    pub(super) fn shown_word(&mut self, text: &[u8], column: usize) -> Result<String, LogError> {
        if let Some(words) = self.words.get(&column) {
            return Ok(words.shown(text));
        }
        let mut words = CommonWords::default();
        let columns = &self.columns;
        self.each_row(|record| {
            let field = |at: &usize| record.get(*at).unwrap_or_default().trim_ascii();
            let first =
                |places: &[usize]| places.iter().map(field).find(|id| !is_nobody(id)).unwrap_or_default().to_vec();
            words.count(field(&column), &first(&columns.session), &first(&columns.user));
        })?;
        let shown = words.shown(text);
        self.words.insert(column, words);
        Ok(shown)
    }

    /// Searches the whole column for dates that show the order of day, month and year.
    fn weigh(&self, column: usize) -> Result<DateFormat, LogError> {
        let mut evidence = Evidence::default();
        self.each_row(|record| self.dates.weigh(record.get(column).unwrap_or_default(), &mut evidence))?;
        let platform = self.columns.platform.map(|platform| platform.dates.clone()).unwrap_or_default();
        let usual = evidence.allows(&platform).then_some(platform);
        evidence.format().or(usual).ok_or_else(|| LogError::AmbiguousDates {
            file: self.name.clone(),
            column: self.titles.get(column).cloned().unwrap_or_default(),
            values: evidence.examples().join("\", \""),
            why: evidence.why(),
        })
    }

    /// Reads the whole file again.
    fn each_row(&self, mut look: impl FnMut(&Record)) -> Result<(), LogError> {
        let unreadable = |source| LogError::Unreadable { file: self.name.clone(), source };
        let input = input::open(self.path, &ProgressBar::hidden()).map_err(unreadable)?;
        let mut table = Table::open(input, |name| self.titles.iter().any(|title| column_name(title) == name))
            .map_err(|error| unreadable(SourceError::Io(error)))?;
        let mut record = Record::default();
        loop {
            match table.read(&mut record) {
                Step::Row | Step::BadRow => look(&record),
                Step::Lost(..) => {}
                Step::End | Step::Stop(..) => return Ok(()),
            }
        }
    }

    /// Describes how the dates were read, for people.
    pub(super) fn date_forms(&self) -> String {
        let order = match (self.columns.timestamp, self.dates.format()) {
            (None, _) => return "none".to_owned(),
            (_, DateFormat::Auto) => "unambiguous",
            (_, DateFormat::DayFirst) => "day first",
            (_, DateFormat::MonthFirst) => "month first",
            (_, DateFormat::YearFirst) => "year first",
            (_, DateFormat::Pattern(pattern)) => pattern,
        };
        if self.dates.excel { format!("{order}, Excel's numbers of days") } else { order.to_owned() }
    }
}

/// Copies a text into an existing buffer.
pub(super) fn keep(held: &mut Vec<u8>, text: &[u8]) {
    held.clear();
    held.extend_from_slice(text);
}
