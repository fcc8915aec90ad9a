//! The core of a pack.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::Core;

fuzz_target!(|payload: &[u8]| {
    let _ = Core::parse(payload);
});
