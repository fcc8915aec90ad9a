//! Reads Parquet tables of whole numbers: one file, or the folder of parts that Spark writes. Not for the meaning of
//! tables.

use std::fs::File;
use std::path::{Path, PathBuf};

use parquet::basic::Type;
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::error::CountsError;

/// Number of rows read at once.
const ROWS_AT_ONCE: usize = 1 << 16;

/// Calls `each` with the `N` whole numbers of every row of the table `name` in `dir`, in the order of the table. An
/// error of `each` becomes an error that names the row.
pub(crate) fn for_each<const N: usize>(
    dir: &Path,
    name: &str,
    columns: [&'static str; N],
    mut each: impl FnMut([i64; N]) -> Result<(), String>,
) -> Result<(), CountsError> {
    let table = dir.join(format!("{name}.parquet"));
    let mut row = 0;
    for part in parts(&table)? {
        file(&part, columns, &mut |values| {
            row += 1;
            each(values).map_err(|what| CountsError::BadRow { path: table.clone(), row, what })
        })?;
    }
    Ok(())
}

/// The files of a table, in order.
fn parts(table: &Path) -> Result<Vec<PathBuf>, CountsError> {
    if table.is_file() {
        return Ok(vec![table.to_owned()]);
    }
    let Ok(entries) = std::fs::read_dir(table) else {
        return Err(CountsError::MissingTable { path: table.to_owned() });
    };
    // A job that was aborted leaves parts without this marker.
    if !table.join("_SUCCESS").is_file() {
        return Err(CountsError::Unreadable { path: table.to_owned(), why: "_SUCCESS is missing".to_owned() });
    }
    let mut parts: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "parquet"))
        .collect();
    parts.sort();
    Ok(parts)
}

fn file<const N: usize>(
    path: &Path,
    columns: [&'static str; N],
    each: &mut dyn FnMut([i64; N]) -> Result<(), CountsError>,
) -> Result<(), CountsError> {
    let unreadable = |error: ParquetError| CountsError::Unreadable { path: path.to_owned(), why: error.to_string() };
    let file = File::open(path).map_err(|error| unreadable(error.into()))?;
    let reader = SerializedFileReader::new(file).map_err(unreadable)?;
    let fields = reader.metadata().file_metadata().schema_descr().columns();
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        let is_it = |field: &parquet::schema::types::ColumnDescPtr| {
            field.name() == column
                && matches!(field.physical_type(), Type::INT32 | Type::INT64)
                && field.max_rep_level() == 0
        };
        *position = fields.iter().position(is_it).ok_or_else(|| CountsError::MissingColumn {
            path: path.to_owned(),
            column,
            found: fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", "),
        })?;
    }
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(unreadable)?;
        let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let mut readers = Vec::with_capacity(N);
        for position in positions {
            readers.push(group.get_column_reader(position).map_err(unreadable)?);
        }
        while left > 0 {
            let count = left.min(ROWS_AT_ONCE);
            let mut read = Vec::with_capacity(N);
            for reader in &mut readers {
                let values = values(reader, count).map_err(unreadable)?;
                if values.len() != count {
                    let why = "a column has an empty value or ends early".to_owned();
                    return Err(CountsError::Unreadable { path: path.to_owned(), why });
                }
                read.push(values);
            }
            for row in 0..count {
                let mut values = [0; N];
                for (value, column) in values.iter_mut().zip(&read) {
                    *value = column.get(row).copied().unwrap_or(0);
                }
                each(values)?;
            }
            left -= count;
        }
    }
    Ok(())
}

/// The next `count` values of a column; fewer if some are null.
fn values(reader: &mut ColumnReader, count: usize) -> Result<Vec<i64>, ParquetError> {
    let (mut long, mut short, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    while rows < count {
        let (read, ..) = match reader {
            ColumnReader::Int64ColumnReader(reader) => {
                reader.read_records(count - rows, Some(&mut levels), None, &mut long)?
            }
            ColumnReader::Int32ColumnReader(reader) => {
                reader.read_records(count - rows, Some(&mut levels), None, &mut short)?
            }
            _ => break,
        };
        if read == 0 {
            break;
        }
        rows += read;
    }
    long.extend(short.into_iter().map(i64::from));
    Ok(long)
}
