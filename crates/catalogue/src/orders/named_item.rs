//! Reads the names of items in the rows of a log. Not for finding the catalogue's item: see [`super::find_item`].

use std::borrow::Cow;

use super::columns::Columns;
use super::platform::{Packed, unpack};
use crate::input::Record;

/// A text of a row and its column.
pub(super) struct Cell<'r> {
    pub(super) text: Cow<'r, [u8]>,
    pub(super) column: usize,
}

/// The names of an item in a row, and the quantity ordered.
pub(super) struct Named<'r> {
    /// The best id first.
    pub(super) ids: Vec<Cell<'r>>,
    pub(super) titles: Vec<Cell<'r>>,
    pub(super) quantity: Cow<'r, [u8]>,
}

impl Named<'_> {
    /// Whether the line is a tip, which Shopify lists among the items.
    pub(super) fn is_service(&self) -> bool {
        self.ids.iter().all(|id| id.text.is_empty())
            && self.titles.iter().any(|title| title.text.eq_ignore_ascii_case(b"tip"))
    }
}

impl Columns {
    /// Returns the items of a row: one, or several if they are packed into a cell.
    pub(super) fn items<'r>(&self, record: &'r Record) -> Vec<Named<'r>> {
        let field = |index: usize| record.get(index).unwrap_or_default().trim_ascii();
        let Some(packed) = self.platform.map(|platform| platform.packed).filter(|_| !self.packed.is_empty()) else {
            let named =
                |places: &[usize]| places.iter().map(|at| Cell { text: field(*at).into(), column: *at }).collect();
            return vec![Named {
                ids: named(&self.item),
                titles: named(&self.title),
                quantity: self.quantity.map(field).unwrap_or_default().into(),
            }];
        };
        debug_assert!(packed != Packed::No);
        let mut items = Vec::new();
        for at in &self.packed {
            for [id, title, quantity] in unpack(packed, &String::from_utf8_lossy(field(*at))) {
                items.push(Named {
                    ids: vec![Cell { text: id.into_bytes().into(), column: *at }],
                    titles: vec![Cell { text: title.into_bytes().into(), column: *at }],
                    quantity: quantity.into_bytes().into(),
                });
            }
        }
        items
    }
}
