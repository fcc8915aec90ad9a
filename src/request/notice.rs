//! The parser of a notice: when it is shown, and which orders it concerns. Not for who sees it: see
//! [`crate::discretion`]. Not for the file of the build: pkg/src/translations.ts passes its notices to the page too, and
//! leaves out unreadable ones.

use super::fields::{Fields, OptionError, Reader, Value, spoken, whole};
use super::messages::day;
use crate::discretion::Notice;
use crate::model::{Day, Days};

impl Notice {
    /// Reads the fields of a notice from a message of the pack. The text and the link are read with the message.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, "messages of the pack");
        let id = reader.text("id")?;
        let id = reader.needed("id", "a text that is not empty", id)?;
        let window = Days { first: day(&mut reader, "from")?, last: day(&mut reader, "until")? };
        let items = match reader.value("items")? {
            Value::List(items) => Some(items.into_iter().filter_map(spoken).collect()),
            _ => None,
        };
        let needed = "the first and the last day of orders, whole numbers counted from 1970-01-01";
        let Value::List(days) = reader.value("ordered")? else { return Err(reader.wrong("ordered", needed)) };
        let mut days = days.into_iter().map(|day| match day {
            Value::Number(day) => whole(day).map(|day| Day::from_number(day.into())),
            _ => None,
        });
        let (first, last) = (days.next().flatten(), days.next().flatten());
        let ordered =
            Days { first: reader.needed("ordered", needed, first)?, last: reader.needed("ordered", needed, last)? };
        Ok(Self { id, window, items, ordered })
    }
}
