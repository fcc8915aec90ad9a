//! From the rows of a feed to the items of a catalogue: variants become one item, and every id that a shop speaks of
//! leads to it.

mod aliases;
mod assemble;
mod by_title;

pub use assemble::assemble;
pub use by_title::ByTitle;
