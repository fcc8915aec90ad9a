//! What the package's store needs of the module: records out, records in, compaction. Every call is synchronous, so that
//! it may stand between the requests of a transaction. Where the records lie is the package's business. `now` is in
//! seconds since 1970-01-01 UTC.

use super::api::Module;
use crate::history::Category;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Module {
    /// Takes up the records that a store holds: from here on a history is kept. The answer is the number of damaged
    /// places.
    pub fn restore(&self, records: &[u8], now: f64) -> usize {
        self.engine.borrow_mut().restore(records, now as i64).damaged
    }

    /// The records that are to be written since the last call, one behind the other.
    pub fn drain(&self) -> Vec<u8> {
        self.engine.borrow_mut().take_records()
    }

    /// The records that the store shall hold instead of these.
    pub fn compact(&self, records: &[u8], now: f64) -> Vec<u8> {
        self.engine.borrow().compact(records, now as i64)
    }

    /// The item behind an id that the page speaks, as far as this page knows.
    pub fn resolve(&self, id: &str) -> String {
        self.engine.borrow().resolve(id).to_owned()
    }

    /// Whether the house has this type, and it is not sensitive.
    pub fn admits(&self, division: &str, item_type: &str) -> bool {
        self.engine.borrow().may_remember(Category { division, item_type })
    }
}
