//! Reads Parquet files as rows of a table, each value as the text that a log in CSV would have. Reads Snappy, gzip,
//! zstd, LZ4, Brotli and no compression. Not for the meaning of columns.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use indicatif::ProgressBar;
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::Value;

use super::ga4;
use super::guarded::guarded;
use super::record::Record;
use super::rows::{Input, Rows};
use super::source::SourceError;

const DAY_SECONDS: i64 = 86_400;

/// Opens `path` if it is Parquet. Nested columns are empty, except for GA4's events, whose items become rows.
///
/// # Errors
/// The file is damaged, or its compression is not supported.
pub(super) fn open(path: &Path, progress: &ProgressBar) -> Result<Option<Input>, SourceError> {
    let mut file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(SourceError::Directory);
    }
    let mut magic = Vec::new();
    (&file).take(4).read_to_end(&mut magic)?;
    if magic != b"PAR1" {
        return Ok(None);
    }
    file.rewind()?;
    progress.inc_length(about.len());
    progress.inc(about.len());
    rows(file).map(Some)
}

fn rows(file: File) -> Result<Input, SourceError> {
    let reader = guarded(|| SerializedFileReader::new(file).map_err(io::Error::other)).map_err(SourceError::Parquet)?;
    let chunks = reader.metadata().row_groups().iter().flat_map(|group| group.columns());
    for compression in chunks.map(|chunk| chunk.compression()) {
        if !is_read(compression) {
            return Err(SourceError::ParquetCompression(compression.to_string().to_lowercase()));
        }
    }
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let columns: Vec<String> = fields.iter().map(|column| column.name().to_owned()).collect();
    let nested = fields.iter().any(|column| column.name() == "items" && column.is_group());
    let rows = guarded(|| Ok(RowIter::from_file_into(Box::new(reader)))).map_err(SourceError::Parquet)?;
    let rows = ParquetRows(Some(rows));
    if nested && ga4::is_event(columns.iter().map(String::as_str)) {
        let rows = Events { rows, number: 0, queue: ga4::Queue::default() };
        return Ok(Input::Rows { rows: Box::new(rows), columns: ga4::columns(), form: "Parquet" });
    }
    Ok(Input::Rows { rows: Box::new(Plain(rows)), columns, form: "Parquet" })
}

/// Whether the compression is supported.
const fn is_read(compression: Compression) -> bool {
    !matches!(compression, Compression::LZO)
}

/// The rows of a file; none after a row that cannot be read.
struct ParquetRows(Option<RowIter<'static>>);

impl ParquetRows {
    fn next(&mut self) -> io::Result<Option<Row>> {
        let Some(mut rows) = self.0.take() else { return Ok(None) };
        let row = guarded(|| rows.next().transpose().map_err(io::Error::other))?;
        self.0 = Some(rows);
        Ok(row)
    }
}

/// Rows with one value in each column.
struct Plain(ParquetRows);

impl Rows for Plain {
    fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        let Some(row) = self.0.next()? else { return Ok(false) };
        for (_, field) in row.get_column_iter() {
            push(record, field);
        }
        Ok(true)
    }
}

fn push(record: &mut Record, field: &Field) {
    match field {
        Field::Str(value) => record.push(value.as_bytes()),
        Field::Bytes(value) => record.push(value.data()),
        other => record.push(text(other).as_bytes()),
    }
}

/// Returns a value as text: a moment as a number since 1970, a nested value as an empty text.
fn text(field: &Field) -> String {
    match field {
        Field::Str(value) => value.clone(),
        Field::Bytes(value) => String::from_utf8_lossy(value.data()).into_owned(),
        Field::TimestampMillis(time) | Field::TimestampMicros(time) | Field::Long(time) => time.to_string(),
        Field::Date(day) => (i64::from(*day) * DAY_SECONDS).to_string(),
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => String::new(),
        other => other.to_string(),
    }
}

/// The rows of GA4's events.
struct Events {
    rows: ParquetRows,
    number: u64,
    queue: ga4::Queue,
}

impl Rows for Events {
    fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        while !self.queue.pop(record) {
            let Some(row) = self.rows.next()? else { return Ok(false) };
            self.number += 1;
            self.queue.take(&object(&row), self.number);
        }
        Ok(true)
    }
}

fn object(row: &Row) -> Value {
    Value::Object(row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect())
}

/// Returns a value with its nested values. A list in the form `list.element`, as some writers make it, becomes its
/// elements.
fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Group(row) => match object(row) {
            Value::Object(mut fields) if fields.len() == 1 && fields.contains_key("list") => {
                let list = fields.remove("list").unwrap_or_default();
                let element = |entry: Value| match entry {
                    Value::Object(mut entry) if entry.len() == 1 => {
                        entry.remove("element").or_else(|| entry.remove("item")).unwrap_or_default()
                    }
                    entry => entry,
                };
                match list {
                    Value::Array(entries) => Value::Array(entries.into_iter().map(element).collect()),
                    list => list,
                }
            }
            object => object,
        },
        Field::ListInternal(list) => Value::Array(list.elements().iter().map(value).collect()),
        field => Value::String(text(field)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    #[test]
    fn values_become_texts() {
        let schema = "message log { required binary session_id (STRING); required int64 timestamp (TIMESTAMP_MILLIS); \
                      optional binary item_id (STRING); }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let path = tempfile::NamedTempFile::new().unwrap();
        let file = path.reopen().unwrap();
        let mut writer =
            SerializedFileWriter::new(file, schema, Arc::new(WriterProperties::builder().build())).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let strings = |values: &[&str]| values.iter().map(|value| ByteArray::from(*value)).collect::<Vec<_>>();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&strings(&["a", "b,c"]), None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[1_500_000_000_000, 1_500_000_001_000], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&strings(&["x\"y"]), Some(&[1, 0]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();

        let Ok(Input::Rows { mut rows, columns, .. }) = rows(path.reopen().unwrap()) else { panic!("rows") };
        assert_eq!(columns, ["session_id", "timestamp", "item_id"]);
        let mut record = Record::default();
        assert!(rows.read(&mut record).unwrap());
        assert_eq!(record.shown('|'), "a|1500000000000|x\"y");
        record.clear();
        assert!(rows.read(&mut record).unwrap());
        assert_eq!(record.shown('|'), "b,c|1500000001000|");
        record.clear();
        assert!(!rows.read(&mut record).unwrap());
    }
}
