//! Passerelle: suggestions from a house's other divisions, computed on the shopper's own device.
//!
//! The same crate runs in the browser (as WebAssembly, through `browser`) and natively inside the tool
//! `passerelle`, so what `evaluate` measures is what ships. Everything outside `browser` is plain synchronous
//! Rust: data in, data out, the clock passed in.

pub mod engine;
pub mod history;
pub mod pack;
pub mod page;
pub mod rank;
pub mod shopper;
pub mod slate;
mod suggest;
pub mod view;

#[cfg(target_arch = "wasm32")]
mod browser;
