//! Which column of a log holds which field.

use passerelle::history::EventKind;

use crate::error::LogError;
use crate::input::delimited::column_name;

/// The fields that can be mapped.
pub const FIELDS: [&str; 8] = ["session_id", "user_id", "timestamp", "item_id", "event", "quantity", "seq", "split"];

/// Names of columns by field. Without a mapping a field is in the column of its name; a session also in `order_id`,
/// a quantity also in `qty`. Case, and spaces or hyphens for underscores, make no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    mapped: Vec<(&'static str, String)>,
    /// What a row is when the log has no `event` column: a purchase unless set.
    pub default_event: EventKind,
}

impl Default for ColumnMap {
    fn default() -> Self {
        Self { mapped: Vec::new(), default_event: EventKind::Purchase }
    }
}

/// Positions of the fields in a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) session: usize,
    pub(super) item: usize,
    pub(super) user: Option<usize>,
    pub(super) timestamp: Option<usize>,
    pub(super) event: Option<usize>,
    pub(super) quantity: Option<usize>,
    pub(super) seq: Option<usize>,
    pub(super) split: Option<usize>,
    /// Columns that hold no field.
    pub(super) unknown: Vec<usize>,
}

impl ColumnMap {
    /// Reads mappings such as `item_id=sku`: the field, then the column that holds it.
    ///
    /// # Errors
    /// [`LogError::BadMapping`]: no `=`, a field that is none of [`FIELDS`] or is mapped twice, or no column.
    pub fn parse<S: AsRef<str>>(mappings: &[S]) -> Result<Self, LogError> {
        let mut map = Self::default();
        for mapping in mappings.iter().map(AsRef::as_ref) {
            let bad = || LogError::BadMapping { mapping: mapping.to_owned(), fields: FIELDS.join(", ") };
            let (field, column) = mapping.split_once('=').ok_or_else(bad)?;
            let (field, column) = (column_name(field), column_name(column));
            let field = FIELDS.into_iter().find(|name| *name == field).ok_or_else(bad)?;
            if column.is_empty() || map.mapped.iter().any(|(other, _)| *other == field) {
                return Err(bad());
            }
            map.mapped.push((field, column));
        }
        Ok(map)
    }

    /// The names that `field` goes by, the best first.
    fn names<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        let mapped = self.mapped.iter().find(|(name, _)| *name == field).map(|(_, column)| column.as_str());
        let usual = match field {
            "session_id" => [field, "order_id"],
            "quantity" => [field, "qty"],
            _ => [field, field],
        };
        let usual = if mapped.is_some() { &[][..] } else { &usual[..] }.to_vec();
        mapped.into_iter().chain(usual)
    }

    /// Whether a column of this name holds a field.
    pub(super) fn knows(&self, column: &str) -> bool {
        FIELDS.into_iter().any(|field| self.names(field).any(|name| name == column))
    }

    /// Finds the fields in a header.
    pub(super) fn find(&self, file: &str, header: &[String]) -> Result<Columns, LogError> {
        let place = |field| self.names(field).find_map(|name| header.iter().position(|column| column == name));
        let needed = |field| {
            place(field).ok_or_else(|| {
                let mut wanted: Vec<_> = self.names(field).collect();
                wanted.dedup();
                LogError::MissingColumn {
                    file: file.to_owned(),
                    wanted: wanted.join(" or "),
                    found: header.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", "),
                }
            })
        };
        // A mapping that names no column is a slip, whatever the field.
        for (field, _) in &self.mapped {
            needed(field)?;
        }
        let unknown = (0..header.len()).filter(|index| header.get(*index).is_some_and(|name| !self.knows(name)));
        Ok(Columns {
            session: needed("session_id")?,
            item: needed("item_id")?,
            user: place("user_id"),
            timestamp: place("timestamp"),
            event: place("event"),
            quantity: place("quantity"),
            seq: place("seq"),
            split: place("split"),
            unknown: unknown.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(column_name).collect()
    }

    #[test]
    fn fields_are_found_by_name() {
        let map = ColumnMap::default();
        let columns = map.find("f", &header("Order ID,price,item-id,QTY,timestamp")).unwrap();
        assert_eq!((columns.session, columns.item, columns.quantity, columns.timestamp), (0, 2, Some(3), Some(4)));
        assert_eq!(columns.unknown, [1]);
        assert_eq!(map.find("f", &header("order_id,session_id,item_id")).unwrap().session, 1);
    }

    #[test]
    fn mapped_fields_are_found_there_only() {
        let map = ColumnMap::parse(&["item_id=SKU", "session_id=Basket No"]).unwrap();
        let columns = map.find("f", &header("basket_no,sku,item_id")).unwrap();
        assert_eq!((columns.session, columns.item, &columns.unknown[..]), (0, 1, &[2][..]));
        let error = map.find("f", &header("session_id,item_id")).unwrap_err().to_string();
        assert!(error.starts_with("f has no column sku"), "{error}");
    }

    #[test]
    fn errors_say_what_is_there() {
        let error = ColumnMap::default().find("f.csv", &header("basket,sku")).unwrap_err().to_string();
        assert_eq!(
            error,
            "f.csv has no column session_id or order_id; its columns are basket, sku: name the columns so, or map them"
        );
        for bad in [&["item_id"][..], &["item=sku"], &["item_id="], &["item_id=a", "item_id=b"]] {
            let error = ColumnMap::parse(bad).unwrap_err();
            assert_eq!(error.code(), "bad-mapping");
            assert!(error.to_string().contains("quantity"), "{error}");
        }
    }
}
