//! A product feed: XML, tables of any platform, JSON lines. The reader recognises the form by the content.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use passerelle_catalogue::house::House;
use passerelle_fuzz::{house, read_feed};

static HOUSE: LazyLock<House> = LazyLock::new(house);

fuzz_target!(|bytes: &[u8]| {
    read_feed(bytes, "feed", &HOUSE);
});
