//! Logs and items for measuring: a log cut into a training part and a test part, by time or by its column `split`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use passerelle::history::EventKind;

use super::error::EvaluateError;
use passerelle_catalogue::identity::ByTitle;
use passerelle_catalogue::input::delimited::{Step, Table};
use passerelle_catalogue::input::source::SourceError;
use passerelle_catalogue::input::{self, Record};
use passerelle_catalogue::orders::{self as log, Clock, ColumnMap, Log, LogReport, Resolve, Split};
use passerelle_catalogue::problems::Problems;
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};

/// Rows read to distinguish orders from clicks.
const PEEK: usize = 20_000;

/// A log cut into two parts, and its items. A shopper has the same number in both parts.
#[derive(Debug, Default)]
pub struct Data {
    /// The part to learn from.
    pub train: Log,
    /// The part to measure.
    pub test: Log,
    /// All items, in byte order of their ids.
    pub catalogue: Catalogue,
    /// The problems found in the log.
    pub problems: Problems,
    /// The house's privacy floor, if the house is known.
    pub k: Option<u32>,
    /// Whether the log's times are dates.
    pub dated: bool,
}

impl Data {
    /// Drops the test part and moves the last tenth of the training sessions into its place.
    pub fn hold_out_validation(&mut self) {
        let cut = self.train.sessions.len() - self.train.sessions.len() / 10;
        self.test = select(&self.train, |session| session >= cut, |_| false);
        self.train = select(&self.train, |session| session < cut, |_| false);
    }
}

/// Reads events and, if there is one, the file of items. Sessions that end before `test_from` (seconds since 1970) are
/// the training part, the others the test part. Without `test_from` the column `split` decides. Items of the divisions
/// `without` are left out.
///
/// # Errors
/// If a file cannot be read, or the log has no split.
pub fn read(
    events: &Path,
    items: Option<&Path>,
    test_from: Option<i64>,
    without: &[String],
) -> Result<Data, EvaluateError> {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut intern = |id: &str| {
        let next = numbers.len() as u32;
        Some(*numbers.entry(id.to_owned()).or_insert(next))
    };
    let (mut log, report, problems) = read_log(events, &mut intern)?;
    let described = items.map(read_items).transpose()?.unwrap_or_default();
    let (catalogue, position) = catalogue(&numbers, described);
    for event in &mut log.events {
        event.item = position.get(event.item as usize).copied().unwrap_or(0);
    }
    cut(&log, &report, catalogue, problems, test_from, without)
}

/// Reads the events of a house whose items are known. Rows of other items are left out.
///
/// # Errors
/// The same as [`read`].
pub fn read_of(
    catalogue: Catalogue,
    events: &Path,
    test_from: Option<i64>,
    without: &[String],
) -> Result<Data, EvaluateError> {
    let (log, report, problems) = read_log(events, &mut ByTitle::new(&catalogue))?;
    cut(&log, &report, catalogue, problems, test_from, without)
}

fn read_log(events: &Path, resolve: &mut dyn Resolve) -> Result<(Log, LogReport, Problems), EvaluateError> {
    let mut problems = Problems::default();
    let mut map = ColumnMap::default();
    map.default_event = usual_event(events)?;
    let (log, report) = log::read(&[events], &map, resolve, &mut problems, &ProgressBar::hidden())?;
    Ok((log, report, problems))
}

fn cut(
    log: &Log,
    report: &LogReport,
    catalogue: Catalogue,
    problems: Problems,
    test_from: Option<i64>,
    without: &[String],
) -> Result<Data, EvaluateError> {
    if test_from.is_none() && report.splits.is_empty() {
        return Err(EvaluateError::NoSplit);
    }
    let left_out = |item: u32| {
        let division = catalogue.items.get(item as usize).map_or(usize::MAX, |item| usize::from(item.division));
        catalogue.divisions.get(division).is_some_and(|division| without.contains(&division.id))
    };
    let part = |session: usize| match test_from {
        Some(from) if log.sessions[session].time < from => Split::Train,
        Some(_) => Split::Test,
        None => report.splits.get(session).copied().unwrap_or_default(),
    };
    Ok(Data {
        train: select(log, |session| part(session) == Split::Train, left_out),
        test: select(log, |session| part(session) == Split::Test, left_out),
        catalogue,
        problems,
        k: None,
        dated: report.clock == Clock::Time,
    })
}

/// Returns the wanted sessions, without the items that are left out.
pub(super) fn select(log: &Log, wanted: impl Fn(usize) -> bool, left_out: impl Fn(u32) -> bool) -> Log {
    let mut part = Log { ordered: log.ordered, shoppers: log.shoppers, ..Log::default() };
    for (_, session) in log.sessions.iter().enumerate().filter(|(index, _)| wanted(*index)) {
        let start = part.events.len() as u32;
        part.events.extend(log.events_of(session).iter().filter(|event| !left_out(event.item)));
        let len = part.events.len() as u32 - start;
        if len > 0 {
            part.sessions.push(log::Session { start, len, ..*session });
        }
    }
    part
}

fn unreadable(path: &Path, source: SourceError) -> EvaluateError {
    EvaluateError::Read { path: PathBuf::from(path), source }
}

fn open(path: &Path, known: &[&str]) -> Result<Table, EvaluateError> {
    let input = input::open(path, &ProgressBar::hidden()).map_err(|error| unreadable(path, error))?;
    Table::open(input, |name| known.contains(&name)).map_err(|error| unreadable(path, SourceError::Io(error)))
}

fn text(record: &Record, column: Option<usize>) -> String {
    column
        .and_then(|column| record.get(column))
        .map_or(String::new(), |text| String::from_utf8_lossy(text).into_owned())
}

/// The rows of one session.
struct SessionRows {
    first_time: String,
    rows: u32,
    times_differ: bool,
}

/// The event of a row that names no event. The rows of an order have one time, those of a visit have several.
fn usual_event(path: &Path) -> Result<EventKind, EvaluateError> {
    let mut table = open(path, &log::FIELDS)?;
    let place = |names: &[&str]| table.columns.iter().position(|column| names.contains(&column.as_str()));
    let (session, time) = (place(&["session_id", "order_id"]), place(&["timestamp"]));
    if time.is_none() || place(&["seq"]).is_some() {
        return Ok(EventKind::View);
    }
    let mut sessions: HashMap<String, SessionRows> = HashMap::new();
    let mut record = Record::default();
    for _ in 0..PEEK {
        match table.read(&mut record) {
            Step::Row => {
                let time = text(&record, time);
                let seen = sessions.entry(text(&record, session)).or_insert_with(|| SessionRows {
                    first_time: time.clone(),
                    rows: 0,
                    times_differ: false,
                });
                seen.rows += 1;
                seen.times_differ |= seen.first_time != time;
            }
            Step::BadRow | Step::Lost(..) => {}
            Step::End | Step::Stop(..) => break,
        }
    }
    let several = sessions.values().filter(|seen| seen.rows > 1).count();
    let visits = sessions.values().filter(|seen| seen.times_differ).count();
    Ok(if visits * 10 > several { EventKind::View } else { EventKind::Purchase })
}

#[derive(Default)]
struct Described {
    items: HashMap<String, Item>,
    divisions: Vec<String>,
    types: Vec<ItemType>,
}

/// Reads item_id, division, category and attributes.
fn read_items(path: &Path) -> Result<Described, EvaluateError> {
    const KNOWN: [&str; 10] =
        ["item_id", "id", "division", "category", "type", "title", "brand", "colour", "color", "gender"];
    let mut table = open(path, &KNOWN)?;
    let place = |names: &[&str]| names.iter().find_map(|name| table.columns.iter().position(|column| column == name));
    let id = place(&["item_id", "id"]);
    if id.is_none() {
        return Err(EvaluateError::Column { path: path.into(), column: "item_id" });
    }
    let (division, kind) = (place(&["division"]), place(&["type", "category"]));
    let (title, brand, colour) = (place(&["title"]), place(&["brand"]), place(&["colour", "color"]));
    let (material, pattern, gender) = (place(&["material"]), place(&["pattern"]), place(&["gender"]));
    let mut found = Described::default();
    let mut divisions: HashMap<String, u16> = HashMap::new();
    let mut types: HashMap<(u16, String), u16> = HashMap::new();
    let mut record = Record::default();
    loop {
        match table.read(&mut record) {
            Step::Row => {}
            Step::BadRow | Step::Lost(..) => continue,
            Step::End | Step::Stop(..) => return Ok(found),
        }
        let name = text(&record, division);
        let number = *divisions.entry(name.clone()).or_insert_with(|| {
            found.divisions.push(name);
            (found.divisions.len() - 1) as u16
        });
        let name = text(&record, kind);
        let item_type = *types.entry((number, name.clone())).or_insert_with(|| {
            found.types.push(ItemType { name, division: number, sensitive: false });
            (found.types.len() - 1) as u16
        });
        let item = Item {
            division: number,
            item_type,
            title: text(&record, title).into(),
            brand: text(&record, brand).to_lowercase().into(),
            color: text(&record, colour).to_lowercase().into(),
            material: text(&record, material).to_lowercase().into(),
            pattern: text(&record, pattern).to_lowercase().into(),
            gender: text(&record, gender).to_lowercase().into(),
            available: true,
            ..Item::default()
        };
        found.items.insert(text(&record, id), item);
    }
}

/// Makes a catalogue of the items of the log and of the file, and returns the position of each numbered id. Items that
/// the file does not describe are in a division of their own.
fn catalogue(numbers: &HashMap<String, u32>, mut described: Described) -> (Catalogue, Vec<u32>) {
    let mut names: Vec<&str> = numbers.keys().map(String::as_str).collect();
    let unknown = Item {
        division: described.divisions.len() as u16,
        item_type: described.types.len() as u16,
        available: true,
        ..Item::default()
    };
    described.divisions.push(String::new());
    described.types.push(ItemType { division: unknown.division, ..ItemType::default() });
    let extra: Vec<String> = described.items.keys().filter(|id| !numbers.contains_key(*id)).cloned().collect();
    names.extend(extra.iter().map(String::as_str));
    names.sort_unstable();
    let mut position = vec![0; numbers.len()];
    let mut items = Vec::with_capacity(names.len());
    for id in names {
        if let Some(position) = numbers.get(id).and_then(|&number| position.get_mut(number as usize)) {
            *position = items.len() as u32;
        }
        let item = described.items.remove(id).unwrap_or_else(|| unknown.clone());
        items.push(Item { id: id.into(), ..item });
    }
    let divisions = described.divisions.into_iter().map(|id| Division { id, ..Division::default() }).collect();
    (Catalogue { items, divisions, types: described.types, ..Catalogue::default() }, position)
}
