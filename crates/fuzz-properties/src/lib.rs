//! What every decoder must keep with hostile bytes: it neither panics nor breaks the properties here. `fuzz/` runs them
//! with libFuzzer; `tests/inputs.rs` runs them over the seeds, over changed seeds, and over inputs that once failed.
//!
//! A new decoder needs an entry in [`TARGETS`], seeds, and a program in `fuzz/fuzz_targets`.

mod advice;
mod log;
mod pack;
mod pack_files;
mod seal;
mod seeds;
mod sources;

pub use seeds::{Seed, seeds};

/// A decoder with its properties.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its program in `fuzz/fuzz_targets`.
    pub name: &'static str,
    /// Decodes the bytes; panics if a property does not hold.
    pub check: fn(&[u8]),
}

/// All decoders.
pub const TARGETS: [Target; 14] = [
    Target { name: "core", check: pack_files::core },
    Target { name: "details", check: advice::details },
    Target { name: "envelope", check: pack_files::envelope },
    Target { name: "feed", check: sources::feed },
    Target { name: "house", check: sources::house },
    Target { name: "import", check: log::import },
    Target { name: "log", check: log::log },
    Target { name: "manifest", check: pack_files::manifest },
    Target { name: "messages", check: advice::messages },
    Target { name: "offered", check: pack_files::offered },
    Target { name: "orders", check: sources::orders },
    Target { name: "questionnaire", check: advice::questionnaire },
    Target { name: "shard", check: pack_files::shard },
    Target { name: "unavailable", check: pack_files::unavailable },
];

/// Decodes the bytes as the target with this name; panics if a property does not hold.
///
/// # Panics
/// If there is no such target.
pub fn check(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("TARGETS has the target").check)(bytes);
}
