//! The browser's edge: what the npm package calls, and the only way to name a file that is fetched. The module imports
//! nothing that fetches: the page's script brings the files that [`Loader`] asks for.

#[cfg(target_arch = "wasm32")]
mod api;
pub mod json;
mod loader;
mod network;
#[cfg(target_arch = "wasm32")]
mod runtime;
#[cfg(target_arch = "wasm32")]
mod store;

pub use loader::{LoadError, Loader};
pub use network::{Address, path};
