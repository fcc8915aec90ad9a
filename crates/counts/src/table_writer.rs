//! Writes Parquet tables: columns of whole numbers, and at most one of texts. Not for the meaning of tables.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::error::CountsError;

/// Number of rows in memory, and of rows per row group.
const ROWS_AT_ONCE: usize = 1 << 20;

/// A table that is being written.
pub(crate) struct TableWriter {
    path: PathBuf,
    writer: SerializedFileWriter<File>,
    numbers: Vec<Vec<i64>>,
    /// The column of texts, after the others.
    texts: Option<Vec<ByteArray>>,
}

impl TableWriter {
    /// Creates a table `name` in `dir` with columns of whole numbers, optionally followed by one of texts.
    pub(crate) fn create(dir: &Path, name: &str, numbers: &[&str], text: Option<&str>) -> Result<Self, CountsError> {
        let path = dir.join(format!("{name}.parquet"));
        let columns = numbers.iter().map(|column| format!("REQUIRED INT64 {column};"));
        let columns = columns.chain(text.map(|column| format!("REQUIRED BYTE_ARRAY {column} (UTF8);")));
        let message = format!("message {name} {{ {} }}", columns.collect::<String>());
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let open = || -> Result<SerializedFileWriter<File>, ParquetError> {
            let schema = Arc::new(parse_message_type(&message)?);
            SerializedFileWriter::new(File::create(&path)?, schema, Arc::new(properties))
        };
        let writer = open().map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, writer, numbers: vec![Vec::new(); numbers.len()], texts: text.map(|_| Vec::new()) })
    }

    /// Appends a row.
    pub(crate) fn push<const N: usize>(&mut self, numbers: [i64; N], text: Option<&str>) -> Result<(), CountsError> {
        for (column, number) in self.numbers.iter_mut().zip(numbers) {
            column.push(number);
        }
        if let Some((texts, text)) = self.texts.as_mut().zip(text) {
            texts.push(ByteArray::from(text));
        }
        if self.numbers.first().is_some_and(|column| column.len() >= ROWS_AT_ONCE) {
            self.flush().map_err(|error| unwritable(&self.path, &error))?;
        }
        Ok(())
    }

    /// Writes the remaining rows and the end of the file.
    pub(crate) fn finish(mut self) -> Result<(), CountsError> {
        let mut end = || -> Result<(), ParquetError> {
            self.flush()?;
            self.writer.finish()?;
            self.writer.inner().sync_all()?;
            Ok(())
        };
        end().map_err(|error| unwritable(&self.path, &error))
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for values in &mut self.numbers {
            let Some(mut column) = group.next_column()? else { break };
            column.typed::<Int64Type>().write_batch(values, None, None)?;
            column.close()?;
            values.clear();
        }
        if let Some(values) = &mut self.texts
            && let Some(mut column) = group.next_column()?
        {
            column.typed::<ByteArrayType>().write_batch(values, None, None)?;
            column.close()?;
            values.clear();
        }
        group.close()?;
        Ok(())
    }
}

fn unwritable(path: &Path, why: &dyn std::fmt::Display) -> CountsError {
    CountsError::Unwritable { path: path.to_owned(), why: why.to_string() }
}
