//! An export of orders: tables of any platform, JSON lines, Parquet. The reader recognises the form by the content.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use passerelle_catalogue::Catalogue;
use passerelle_fuzz::{catalogue, read_orders};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(catalogue);

fuzz_target!(|bytes: &[u8]| {
    read_orders(bytes, "orders", &CATALOGUE);
});
