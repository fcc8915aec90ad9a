//! How the tool writes for people: lines and tables of a terminal, text of HTML pages. Not for what it writes for machines.

pub mod html;
mod percentile;
mod print;
pub mod table;

pub use percentile::percentile;
pub use print::plain;
