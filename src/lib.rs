//! Passerelle: suggestions from a house's other divisions, computed on the shopper's own device.
//!
//! The same crate runs in the browser (as WebAssembly, through `browser`) and natively inside the tool
//! `passerelle`, so what `evaluate` measures is what ships. Everything outside `browser` is plain synchronous
//! Rust: data in, data out, the clock passed in.

extern crate alloc;

pub mod browser;
mod digits;
pub mod engine;
pub mod history;
pub mod pack;
pub mod page;
pub mod rank;
pub mod view;
