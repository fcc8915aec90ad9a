//! The manifest: a manifest that can be read is the same after writing and reading it again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::Manifest;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::parse(bytes) {
        assert_eq!(Manifest::parse(&manifest.to_bytes()).as_ref(), Ok(&manifest));
    }
});
