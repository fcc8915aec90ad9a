//! A shard, and a half-month of the season, which has the same form: reads every item, card and alias.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use passerelle::pack::{Core, Shard};
use passerelle_fuzz::published;

static CORE: LazyLock<Core> = LazyLock::new(|| published().core());

fuzz_target!(|payload: &[u8]| {
    let Ok(shard) = Shard::parse(payload, &CORE) else { return };
    for item in shard.items() {
        std::hint::black_box(item);
    }
    for card in shard.cards() {
        std::hint::black_box(card);
    }
    for alias in shard.aliases() {
        std::hint::black_box(alias);
    }
});
