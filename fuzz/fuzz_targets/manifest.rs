//! The manifest: whatever is read is written the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::Manifest;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::parse(bytes) {
        assert_eq!(Manifest::parse(&manifest.to_bytes()).as_ref(), Ok(&manifest));
    }
});
