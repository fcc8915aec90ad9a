//! The manifest, with a correct checksum: one that can be read is the same after writing and reading it again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::pack::Manifest;
use passerelle_fuzz::seal;

fuzz_target!(|bytes: &[u8]| {
    let _ = Manifest::parse(bytes);
    if let Ok(manifest) = Manifest::parse(&seal::manifest(bytes)) {
        assert_eq!(Manifest::parse(&manifest.to_bytes()).as_ref(), Ok(&manifest));
    }
});
