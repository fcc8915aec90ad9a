//! Turns the rows of a feed into the items of a catalogue: variants become one item, and every id that a shop uses
//! resolves to its item.

mod aliases;
mod assemble;
mod by_title;

pub use assemble::assemble;
pub use by_title::ByTitle;
