//! Parquet files read as the text that the CSV reader knows: one header line, then one line per row. Not a second log
//! reader: columns, times and problems are found by the first one.

use std::fs::File;
use std::io::{self, Read};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};

/// Text is made in steps of about this many bytes.
const STEP: usize = 64 * 1024;
const DAY_SECONDS: i64 = 86_400;

/// The rows of a Parquet file as comma-separated text. Nested columns come out empty.
pub(crate) struct ParquetText {
    rows: RowIter<'static>,
    text: Vec<u8>,
    at: usize,
}

impl ParquetText {
    /// Reads the file's schema. Snappy, gzip and no compression are read.
    pub(crate) fn open(file: File) -> io::Result<Self> {
        let reader = SerializedFileReader::new(file).map_err(io::Error::other)?;
        let mut text = Vec::new();
        for (number, column) in reader.metadata().file_metadata().schema().get_fields().iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            push_quoted(&mut text, column.name().as_bytes());
        }
        text.push(b'\n');
        let rows = RowIter::from_file_into(Box::new(reader));
        Ok(Self { rows, text, at: 0 })
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        while self.text.len() < STEP {
            match self.rows.next() {
                Some(row) => push_row(&mut self.text, &row.map_err(io::Error::other)?),
                None => return Ok(()),
            }
        }
        Ok(())
    }
}

impl Read for ParquetText {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.fill()?;
        }
        let left = self.text.get(self.at..).unwrap_or_default();
        let count = left.len().min(out.len());
        out[..count].copy_from_slice(&left[..count]);
        self.at += count;
        Ok(count)
    }
}

fn push_row(text: &mut Vec<u8>, row: &Row) {
    for (number, (_, field)) in row.get_column_iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        match field {
            Field::Str(value) => push_quoted(text, value.as_bytes()),
            Field::Bytes(value) => push_quoted(text, value.data()),
            Field::TimestampMillis(time) | Field::TimestampMicros(time) | Field::Long(time) => {
                text.extend_from_slice(time.to_string().as_bytes());
            }
            Field::Date(day) => text.extend_from_slice((i64::from(*day) * DAY_SECONDS).to_string().as_bytes()),
            Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {}
            other => text.extend_from_slice(other.to_string().as_bytes()),
        }
    }
    text.push(b'\n');
}

/// A field, in quotes where it needs them.
fn push_quoted(text: &mut Vec<u8>, value: &[u8]) {
    if !value.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b'\t' | b';')) {
        return text.extend_from_slice(value);
    }
    text.push(b'"');
    for &byte in value {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
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
    fn rows_become_lines() {
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

        let mut text = String::new();
        ParquetText::open(path.reopen().unwrap()).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "session_id,timestamp,item_id\na,1500000000000,\"x\"\"y\"\n\"b,c\",1500000001000,\n");
    }
}
