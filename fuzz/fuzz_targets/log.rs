//! A stored history: read, compacted, and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::history::{History, Key, Log, Part, Row, Rules, compact};
use passerelle::model::Day;

const NOW: i64 = 1_800_000_000;

fuzz_target!(|records: &[u8]| {
    let rows = [Row { key: Key { part: Part::Log, day: Day::of_time(NOW), number: 7 }, records: records.to_vec() }];
    let rules = Rules { now: NOW, retention_days: 90, unwanted: &[] };
    let compacted = compact(&rows, None, &rules);
    let again = compact(&compacted.rows, compacted.clock, &rules);
    assert_eq!(again, compacted, "what was compacted stays as it is");
    let _ = Log::read(&rows).into_export();
    History::default().restore(records, &[], &mut |_| ());
});
