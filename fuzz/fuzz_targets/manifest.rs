//! See `crates/fuzz-properties`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| passerelle_fuzz_properties::check("manifest", bytes));
