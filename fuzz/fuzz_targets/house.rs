//! The file house.toml.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle_catalogue::house::House;
use passerelle_fuzz::file;

fuzz_target!(|bytes: &[u8]| {
    let _ = House::load(&file(bytes, "house.toml"));
});
