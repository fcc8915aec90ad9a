//! Passerelle: suggestions from a house's other divisions, computed on the shopper's own device.
//!
//! The same crate runs in the browser (as WebAssembly, through `browser`) and natively inside the tool
//! `passerelle`, so what `evaluate` measures is what ships. It is plain synchronous Rust: data in, data out, the
//! clock passed in. Only `browser::api` needs a browser, and it fetches nothing: the page's script brings the files.

#![no_std]

extern crate alloc;
// The module goes without the standard library, and so without its formatting of panics: see `browser::runtime`.
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

pub mod browser;
mod digits;
pub mod discretion;
pub mod engine;
pub mod hash;
pub mod history;
mod names;
pub mod pack;
pub mod page;
pub mod rank;
pub mod season;
pub mod shopper;
pub mod slate;
mod suggest;
pub mod view;

/// What every file of the module would have without asking, were it not for `no_std`. `format!` is left out on purpose:
/// it would bring 3 kB of formatting code into the browser; see [`digits`].
mod prelude {
    pub(crate) use alloc::borrow::ToOwned;
    pub(crate) use alloc::string::String;
    pub(crate) use alloc::sync::Arc;
    pub(crate) use alloc::vec;
    pub(crate) use alloc::vec::Vec;

    /// Lists for the browser's module. `collect` is compiled anew for each iterator, with all the ways it knows to guess
    /// a list's length and to reuse another's memory: 4 kB in all, 1.6 compressed.
    pub(crate) trait Gather: Iterator + Sized {
        /// Everything that is left, in a list.
        fn gather(self) -> Vec<Self::Item> {
            let mut list = Vec::new();
            for item in self {
                list.push(item);
            }
            list
        }
    }

    impl<I: Iterator> Gather for I {}
}
