//! The argument of `history.import()`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::history::{Edit, Log, Told, Value};

fuzz_target!(|text: &str| {
    let Ok(json) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let Ok(told) = Told::read(&Value::from(&json)) else { return };
    let rows = Edit::Import(told).apply(&[]).rows;
    let _ = Log::read(&rows).into_export();
});
