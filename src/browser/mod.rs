//! The browser binding: the API for the npm package, and the only function that fetches a file of the pack. Not for
//! anything that runs natively too: see [`crate::engine`].

pub mod answers;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod backend;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod device;
#[cfg(target_arch = "wasm32")]
mod error;
#[cfg(target_arch = "wasm32")]
mod network;
mod pack_files;
#[cfg(target_arch = "wasm32")]
mod page_object;
#[cfg(target_arch = "wasm32")]
mod page_store;
#[cfg(target_arch = "wasm32")]
mod recall;
#[cfg(target_arch = "wasm32")]
mod store;

/// Smaller than the standard library's allocator, and faster.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use pack_files::{FileSource, LoadError, PackFiles};
