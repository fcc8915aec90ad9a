//! Google's feeds as tables: tab-separated text with a header (commas and semicolons are understood too).

use csv::ByteRecord;

use super::attribute::Attribute;
use super::raw_row::RawRow;
use super::row::Sink;
use crate::error::FeedError;
use crate::input::delimited::{Step, Table, line_of};
use crate::problems::Kind;

pub(super) fn read(mut table: Table, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let columns: Vec<_> = table.columns.iter().map(|name| Attribute::from_name(name)).collect();
    for wanted in [Attribute::Id, Attribute::Title] {
        if !columns.contains(&Some(wanted)) {
            let found = format!("its first line has no column \"{}\"", wanted.name());
            return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
        }
    }
    sink.check_columns(table.columns.iter().map(String::as_str));
    let mut record = ByteRecord::new();
    let mut raw = RawRow::default();
    loop {
        match table.read(&mut record) {
            Step::Row => {}
            // The attributes count as missing.
            Step::BadRow if table.is_cut_short(&record) => {}
            Step::BadRow => {
                sink.problem(Kind::BadRow, line_of(&record), record.as_slice());
                continue;
            }
            Step::End => return Ok(()),
            Step::Stop(kind, text) => {
                sink.problem(kind, table.line(), text);
                return Ok(());
            }
        }
        for (attribute, field) in columns.iter().zip(&record) {
            let Some(attribute) = attribute else { continue };
            match std::str::from_utf8(field) {
                Ok(text) => raw.offer(*attribute, 1, text),
                Err(_) => raw.fault = Some((Kind::WrongEncoding, String::from_utf8_lossy(field).into_owned())),
            }
        }
        sink.take(&mut raw, line_of(&record));
    }
}
