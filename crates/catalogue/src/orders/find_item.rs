//! Finds the catalogue's item of each row of a log, and counts the ids without an item.

use super::build::MAX_ITEMS;
use super::columns::Columns;
use super::intern::Interner;
use super::named_item::{Cell, Named};
use super::quantity::is_quantity;
use super::shown_text::{masked, shown_item};
use super::skip::{MAX_ID, Skip};
use super::unmatched::Unmatched;
use crate::error::LogError;
use crate::input::values::{is_nobody, is_ruined, plain_id};
use crate::problems::Kind;

/// Finds the items of a log. Implemented for functions from ids to numbers.
pub trait Resolve {
    /// The number of the item (below 2^29) with this id, SKU or GTIN.
    fn by_id(&mut self, id: &str) -> Option<u32>;

    /// The number of the only item with this title.
    fn by_title(&mut self, _title: &str) -> Option<u32> {
        None
    }
}

impl<F: FnMut(&str) -> Option<u32>> Resolve for F {
    fn by_id(&mut self, id: &str) -> Option<u32> {
        self(id)
    }
}

/// Finds items and caches the ids that have one.
pub(super) struct ItemFinder<'a> {
    resolve: &'a mut dyn Resolve,
    /// The ids that have an item.
    items: Interner,
    /// The item by the number of the id.
    numbers: Vec<u32>,
    unmatched: Unmatched,
}

impl<'a> ItemFinder<'a> {
    pub(super) fn new(resolve: &'a mut dyn Resolve) -> Self {
        Self { resolve, items: Interner::default(), numbers: Vec::new(), unmatched: Unmatched::default() }
    }

    /// The ids that have no item.
    pub(super) fn unmatched(self) -> Unmatched {
        self.unmatched
    }

    /// Finds the item of a row by the first of its ids that has one, else by its title. The inner error is why the row
    /// is skipped.
    pub(super) fn find(&mut self, columns: &Columns, named: &Named<'_>) -> Result<Result<u32, Skip>, LogError> {
        let mut first = None;
        // A cell with packed items has a form of its own, so its texts are items.
        let is_surely_an_item = !columns.packed.is_empty();
        // The platform determines the column of titles; a row whose quantity is a number is not shifted.
        let has_quantity = columns.quantity.is_some() && !named.quantity.is_empty() && is_quantity(&named.quantity);
        let is_surely_a_title = is_surely_an_item || has_quantity;
        for Cell { text, column } in &named.ids {
            let id: &[u8] = text;
            if id.is_empty() || is_nobody(id) && id != b"0" {
                continue;
            }
            if is_ruined(id) {
                return Ok(Err(Skip::new(Kind::RuinedId, Some(*column), id)));
            }
            if id.len() > MAX_ID {
                return Ok(Err(Skip::new(Kind::BadRow, Some(*column), masked(id))));
            }
            if let Some(item) = self.items.find(id).and_then(|number| self.numbers.get(number as usize)) {
                return Ok(Ok(*item));
            }
            let Ok(text) = std::str::from_utf8(id) else {
                return Ok(Err(Skip::new(Kind::WrongEncoding, Some(*column), shown_item(id, is_surely_an_item))));
            };
            let plain = std::str::from_utf8(plain_id(id)).unwrap_or(text);
            let found = self.resolve.by_id(text).or_else(|| self.resolve.by_id(plain).filter(|_| plain != text));
            // An id without an item is looked up each time: remembering all of them would take unbounded memory.
            let Some(item) = found else {
                first.get_or_insert((id, Some(*column), is_surely_an_item));
                continue;
            };
            if item >= MAX_ITEMS {
                return Err(LogError::TooLarge { what: "items", limit: u64::from(MAX_ITEMS) });
            }
            let known = self.items.number(id);
            known.ok_or(LogError::TooLarge { what: "items", limit: u64::from(u32::MAX - 1) })?;
            self.numbers.push(item);
            return Ok(Ok(item));
        }
        for Cell { text: title, column } in &named.titles {
            let Ok(text) = std::str::from_utf8(title) else { continue };
            if let Some(item) = self.resolve.by_title(text).filter(|item| *item < MAX_ITEMS) {
                return Ok(Ok(item));
            }
            first.get_or_insert((title, Some(*column), is_surely_a_title));
        }
        let Some((id, column, is_sure)) = first.filter(|(id, ..)| !id.is_empty()) else {
            let column = columns.item.first().or(columns.title.first()).or(columns.packed.first()).copied();
            return Ok(Err(Skip::new(Kind::MissingAttribute, column, "item_id is empty")));
        };
        let shown = shown_item(id, is_sure);
        self.unmatched.count(id, &shown);
        Ok(Err(Skip::new(Kind::ItemNotInFeed, column, shown)))
    }
}
