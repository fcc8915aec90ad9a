//! What is given to `history.import()`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::history::{Edit, Log, Told};
use passerelle_fuzz::plain;

fuzz_target!(|text: &str| {
    let Ok(json) = serde_json::from_str(text) else { return };
    let Ok(told) = Told::read(&plain(&json)) else { return };
    let (rows, _) = Edit::Import(told).apply(&[]);
    let _ = Log::read(&rows).into_export();
});
