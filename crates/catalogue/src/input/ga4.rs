//! Reads Google Analytics 4's export to BigQuery: events with their items nested in them, in Parquet or as lines of
//! JSON. Returns one row for each item, or one row without an item for an event without items. Not for the meaning of
//! events. <https://support.google.com/analytics/answer/7029846>

use std::collections::VecDeque;
use std::io;

use serde_json::Value;

use super::lines::{Line, Lines};
use super::record::Record;
use super::rows::{Input, Rows};
use super::source::{Source, SourceError};

/// The columns of the rows.
pub(super) const COLUMNS: [&str; 8] = [
    "event_name",
    "event_timestamp",
    "user_pseudo_id",
    "user_id",
    "ga_session_id",
    "transaction_id",
    "item_id",
    "quantity",
];

/// Returns the names as the header of a table.
pub(super) fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}

/// Whether the names of a value's fields, or of a schema's, are those of an event.
pub(super) fn is_event<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    let (mut event, mut items) = (false, false);
    names.by_ref().for_each(|name| {
        event |= name == "event_name";
        items |= name == "items";
    });
    event && items
}

/// Returns the rows of one event.
pub(super) fn rows_of(event: &Value) -> Vec<[String; COLUMNS.len()]> {
    let field = |name: &str| event.get(name).map(text).unwrap_or_default();
    let of_event = [
        field("event_name"),
        field("event_timestamp"),
        field("user_pseudo_id"),
        field("user_id"),
        parameter(event, "ga_session_id"),
        event.pointer("/ecommerce/transaction_id").map(text).unwrap_or_default(),
    ];
    let row = |item: Option<&Value>| {
        let [name, time, pseudo, user, session, transaction] = of_event.clone();
        let of_item = |name: &str| item.and_then(|item| item.get(name)).map(text).unwrap_or_default();
        [name, time, pseudo, user, session, transaction, of_item("item_id"), of_item("quantity")]
    };
    match event.get("items").and_then(Value::as_array) {
        Some(items) if !items.is_empty() => items.iter().map(|item| row(Some(item))).collect(),
        _ => vec![row(None)],
    }
}

/// Returns a parameter of an event, whatever the type of its value.
fn parameter(event: &Value, key: &str) -> String {
    let parameters = event.get("event_params").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let found = parameters.iter().find(|parameter| parameter.get("key").map(text).as_deref() == Some(key));
    let Some(Value::Object(values)) = found.and_then(|parameter| parameter.get("value")) else { return String::new() };
    values.values().map(text).find(|text| !text.is_empty()).unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => String::new(),
    }
}

/// The rows of an event that are still to be read, and the line of the event.
#[derive(Default)]
pub(super) struct Queue(VecDeque<[String; COLUMNS.len()]>, u64);

impl Queue {
    /// Adds the rows of the event at `line`.
    pub(super) fn take(&mut self, event: &Value, line: u64) {
        self.0.extend(rows_of(event));
        self.1 = line;
    }

    /// Writes the next row into `record`; returns false if there is none.
    pub(super) fn pop(&mut self, record: &mut Record) -> bool {
        let Some(row) = self.0.pop_front() else { return false };
        record.line = self.1;
        row.iter().for_each(|field| record.push(field.as_bytes()));
        true
    }
}

struct JsonLines {
    lines: Lines,
    queue: Queue,
}

/// Opens lines of JSON that hold events.
///
/// # Errors
/// [`SourceError::Format`] for other JSON.
pub(super) fn lines_of_json(source: Source) -> Result<Input, SourceError> {
    let json = SourceError::Format("JSON", "export CSV or Parquet; of JSON, lines of GA4's BigQuery export are read");
    // An event with many items is longer than the head of the source.
    let mut lines = Lines::new(source);
    let mut first = Line::default();
    while lines.read(&mut first)? && first.bytes.trim_ascii().is_empty() {}
    match serde_json::from_slice::<Value>(&first.bytes) {
        Ok(Value::Object(event)) if is_event(event.keys().map(String::as_str)) => {}
        _ => return Err(json),
    }
    lines.put_back(std::iter::once(first));
    let rows = JsonLines { lines, queue: Queue::default() };
    Ok(Input::Rows { rows: Box::new(rows), columns: columns(), form: "lines of JSON" })
}

impl Rows for JsonLines {
    fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        let mut line = Line::default();
        while !self.queue.pop(record) {
            if !self.lines.read(&mut line)? {
                return Ok(false);
            }
            if line.bytes.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice(&line.bytes) {
                Ok(event) => self.queue.take(&event, line.number),
                Err(error) if error.is_eof() && !line.has_end() => {
                    record.line = line.number;
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the last line ends in its event"));
                }
                // A row of one field is counted as bad, and the next line is read.
                Err(error) => {
                    record.line = line.number;
                    record.push(format!("not JSON: {error}").as_bytes());
                    return Ok(true);
                }
            }
        }
        Ok(true)
    }
}
