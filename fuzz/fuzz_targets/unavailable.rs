//! The set of unavailable items.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::Unavailable;

fuzz_target!(|payload: &[u8]| {
    if let Ok(set) = Unavailable::parse(payload) {
        std::hint::black_box((set.len(), set.contains("P0000001")));
    }
});
