//! The list of items that earlier builds offered.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::write::parse_offered;

fuzz_target!(|payload: &[u8]| {
    if let Ok(offered) = parse_offered(payload) {
        assert!(offered.is_sorted_by(|one, other| one.id < other.id));
    }
});
