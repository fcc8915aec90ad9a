//! A stored history, with correct checksums: read, compacted and read again; and restored beside an open pack, to which
//! its lists and impressions refer.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use passerelle::engine::{Engine, Pack};
use passerelle::history::{History, Key, Log, Part, Row, Rules, compact};
use passerelle::model::Day;
use passerelle_fuzz::{TIME as NOW, seal, small};

static PACK: LazyLock<Pack> = LazyLock::new(|| small().pack());

fuzz_target!(|bytes: &[u8]| {
    History::default().restore(bytes, &[], &mut |_| ());
    let records = seal::records(bytes);
    let rows = [Row { key: Key { part: Part::Log, day: Day::of_time(NOW), number: 7 }, records: records.clone() }];
    let rules = Rules { now: NOW, retention_days: 90, unwanted: &[] };
    let once = compact(&rows, None, &rules);
    // Where a wrong clock was put right, two records of one purchase may only now be known for one.
    let twice = compact(&once.rows, once.clock, &rules);
    assert_eq!(compact(&twice.rows, twice.clock, &rules), twice, "what was compacted stays as it is");
    let _ = Log::read(&rows).into_export();
    let mut engine = Engine::new();
    engine.open(PACK.clone());
    engine.restore(&records, NOW);
});
