//! Passerelle: suggestions from a house's other divisions, computed on the shopper's own device.
//!
//! The same crate runs in the browser (as WebAssembly, through `browser`) and natively inside the tool
//! `passerelle`, so what `evaluate` measures is what ships. It is plain synchronous Rust: data in, data out, the
//! clock passed in. Only `browser` needs one, and only `browser::network` fetches.

pub mod browser;
pub mod discretion;
pub mod engine;
pub mod hash;
pub mod history;
mod interner;
pub mod pack;
pub mod page;
pub mod plan;
pub mod rank;
pub mod request;
pub mod season;
pub mod shopper;
pub mod slate;
mod suggest;
#[cfg(feature = "types")]
pub mod typescript;
pub mod view;
