//! Logs and items for measuring, from CSV files with a header; gzip accepted.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use passerelle::history::EventKind;

use super::EvaluateError;
use crate::catalogue::{Catalogue, Division, Item, ItemType};
use crate::log::{Log, LogEvent, Session};

/// A log cut in two by time, and the items that training knows.
#[derive(Debug)]
pub struct Data {
    /// What may be learned from.
    pub train: Log,
    /// What is only measured.
    pub test: Log,
    /// Every item, in byte order of the ids.
    pub catalogue: Catalogue,
}

struct Row {
    session: u32,
    user: u32,
    item: u32,
    kind: EventKind,
    order: i64,
    time: i64,
    split: Split,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Split {
    Train,
    Test,
    Other,
}

#[derive(Default)]
struct Ids {
    numbers: HashMap<String, u32>,
}

impl Ids {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        number
    }
}

/// Reads events and, where there is one, the file of items. Sessions whose last event is before `test_from` (seconds
/// since 1970) train, those that begin later are tested, those across are dropped; without it the column `split` says.
pub fn read(events: &Path, items: Option<&Path>, test_from: Option<i64>) -> Result<Data, EvaluateError> {
    let mut item_ids = Ids::default();
    let (rows, has_order) = read_events(events, &mut item_ids, test_from.is_some())?;
    let (catalogue, position) = catalogue(&item_ids, items)?;
    let mut sessions: HashMap<u32, usize> = HashMap::new();
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for mut row in rows {
        row.item = position[row.item as usize];
        let group = *sessions.entry(row.session).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(row);
    }
    for group in &mut groups {
        group.sort_by_key(|row| row.order);
    }
    let (mut several, mut at_once) = (0usize, 0usize);
    for group in groups.iter().filter(|group| group.len() > 1) {
        several += 1;
        at_once += usize::from(group.iter().all(|row| row.time == group[0].time));
    }
    let ordered = has_order || at_once * 10 < several * 9;
    groups.sort_by_key(|group| group.last().map_or(0, |row| row.time));
    let part = |wanted: Split| {
        let mut log = Log { ordered, ..Log::default() };
        let mut shoppers = HashMap::new();
        for group in &groups {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let split = match test_from {
                Some(from) if last.time < from => Split::Train,
                Some(from) if first.time >= from => Split::Test,
                Some(_) => Split::Other,
                None => first.split,
            };
            if split != wanted {
                continue;
            }
            let count = shoppers.len() as u32;
            let shopper = *shoppers.entry(first.user).or_insert(count);
            log.sessions.push(Session {
                start: log.events.len() as u32,
                len: group.len() as u32,
                shopper,
                time: last.time,
            });
            log.events.extend(group.iter().map(|row| LogEvent { item: row.item, kind: row.kind }));
        }
        log.shoppers = shoppers.len() as u32;
        log
    };
    Ok(Data { train: part(Split::Train), test: part(Split::Test), catalogue })
}

fn read_events(path: &Path, items: &mut Ids, dated: bool) -> Result<(Vec<Row>, bool), EvaluateError> {
    let mut table = Table::open(path)?;
    let session = table.column(&["session_id"])?;
    let item = table.column(&["item_id"])?;
    let (seq, time) = (table.optional(&["seq"]), table.optional(&["timestamp"]));
    let (split, user) = (table.optional(&["split"]), table.optional(&["user_id"]));
    let kind = table.optional(&["event", "event_name"]);
    if seq.is_none() && time.is_none() {
        return Err(table.missing("seq or timestamp"));
    }
    if dated && time.is_none() {
        return Err(table.missing("timestamp"));
    }
    if !dated && split.is_none() {
        return Err(table.missing("split (or use --test-from)"));
    }
    let (mut sessions, mut users) = (Ids::default(), Ids::default());
    let mut rows = Vec::new();
    while table.next()? {
        let seconds = match time {
            Some(column) => table.number(column)?,
            None => 0,
        };
        let order = match seq {
            Some(column) => table.number(column)?,
            None => seconds,
        };
        let number = sessions.number(table.get(session));
        rows.push(Row {
            session: number,
            user: match user.map(|column| table.get(column)) {
                Some(user) if !user.is_empty() => users.number(user),
                // Numbers of sessions from the top: never those of users.
                _ => u32::MAX - number,
            },
            item: items.number(table.get(item)),
            kind: kind.and_then(|column| EventKind::from_name(table.get(column))).unwrap_or(EventKind::View),
            order,
            time: seconds,
            split: match split.map(|column| table.get(column)) {
                Some("train") => Split::Train,
                Some("test") => Split::Test,
                _ => Split::Other,
            },
        });
    }
    Ok((rows, seq.is_some()))
}

fn catalogue(ids: &Ids, items: Option<&Path>) -> Result<(Catalogue, Vec<u32>), EvaluateError> {
    let mut described: HashMap<String, Item> = HashMap::new();
    let (mut divisions, mut kinds) = (Ids::default(), Ids::default());
    let mut types: Vec<ItemType> = Vec::new();
    if let Some(path) = items {
        let mut table = Table::open(path)?;
        let id = table.column(&["item_id", "id"])?;
        let division = table.optional(&["division"]);
        let kind = table.optional(&["category", "type"]);
        let get = |table: &Table, column: Option<usize>| column.map_or(String::new(), |at| table.get(at).to_owned());
        let (brand, colour) = (table.optional(&["brand"]), table.optional(&["colour", "color"]));
        let gender = table.optional(&["gender"]);
        while table.next()? {
            let of = divisions.number(&get(&table, division));
            let name = get(&table, kind);
            let number = kinds.number(&format!("{of}\u{1f}{name}"));
            if number as usize == types.len() {
                types.push(ItemType { name, division: of as u16, sensitive: false });
            }
            let item = Item {
                division: of as u16,
                item_type: number as u16,
                brand: get(&table, brand),
                color: get(&table, colour),
                gender: get(&table, gender),
                ..Item::default()
            };
            described.insert(table.get(id).to_owned(), item);
        }
    }
    let mut names: Vec<(&str, u32)> = ids.numbers.iter().map(|(id, &number)| (id.as_str(), number)).collect();
    let extra: Vec<&str> = described.keys().map(String::as_str).filter(|id| !ids.numbers.contains_key(*id)).collect();
    names.extend(extra.into_iter().map(|id| (id, u32::MAX)));
    names.sort_unstable();
    let mut position = vec![0; ids.numbers.len()];
    let mut catalogue = Catalogue::default();
    let unknown = (divisions.number(""), kinds.numbers.len() as u32);
    for (at, (id, number)) in names.into_iter().enumerate() {
        if let Some(position) = position.get_mut(number as usize) {
            *position = at as u32;
        }
        let item = described.get(id).cloned().unwrap_or_else(|| Item {
            division: unknown.0 as u16,
            item_type: unknown.1 as u16,
            ..Item::default()
        });
        catalogue.items.push(Item { id: id.to_owned(), available: true, ..item });
    }
    types.push(ItemType { division: unknown.0 as u16, ..ItemType::default() });
    catalogue.types = types;
    let mut names: Vec<(String, u32)> = divisions.numbers.into_iter().collect();
    names.sort_by_key(|name| name.1);
    catalogue.divisions = names.into_iter().map(|(id, _)| Division { id, names: Vec::new() }).collect();
    Ok((catalogue, position))
}

/// A CSV file being read, row by row.
struct Table {
    path: String,
    lines: Box<dyn BufRead>,
    header: Vec<String>,
    row: Vec<String>,
    line: u64,
}

impl Table {
    fn open(path: &Path) -> Result<Self, EvaluateError> {
        let name = path.display().to_string();
        let error = |source| EvaluateError::Read { path: name.clone(), source };
        let mut file = BufReader::new(File::open(path).map_err(error)?);
        let zipped = file.fill_buf().map_err(error)?.starts_with(&[0x1f, 0x8b]);
        let inner: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut table = Self {
            path: name,
            lines: Box::new(BufReader::with_capacity(1 << 16, inner)),
            header: Vec::new(),
            row: Vec::new(),
            line: 0,
        };
        table.next()?;
        table.header = std::mem::take(&mut table.row);
        Ok(table)
    }

    fn optional(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|column| column == name))
    }

    fn column(&self, names: &[&str]) -> Result<usize, EvaluateError> {
        self.optional(names).ok_or_else(|| self.missing(&names.join(" or ")))
    }

    fn missing(&self, column: &str) -> EvaluateError {
        EvaluateError::Column { path: self.path.clone(), column: column.to_owned() }
    }

    fn get(&self, column: usize) -> &str {
        self.row.get(column).map_or("", String::as_str)
    }

    fn number(&self, column: usize) -> Result<i64, EvaluateError> {
        self.get(column).parse().map_err(|_| EvaluateError::Number {
            path: self.path.clone(),
            line: self.line,
            value: self.get(column).to_owned(),
        })
    }

    /// Reads the next row; false at the end. Quoted fields may hold commas and doubled quotes.
    fn next(&mut self) -> Result<bool, EvaluateError> {
        let mut line = String::new();
        let error = |source| EvaluateError::Read { path: self.path.clone(), source };
        if self.lines.read_line(&mut line).map_err(error)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        self.row.clear();
        let line = line.trim_end_matches(['\n', '\r']);
        let mut field = String::new();
        let mut quoted = false;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    field.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => self.row.push(std::mem::take(&mut field)),
                _ => field.push(letter),
            }
        }
        self.row.push(field);
        Ok(true)
    }
}
