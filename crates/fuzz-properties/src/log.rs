//! A stored history, and the argument of `history.import()`.

use std::sync::LazyLock;

use passerelle::engine::{Engine, Pack};
use passerelle::history::{EventNumber, History, HistoryImport, Key, Log, PlainValue, Row, Rules, StorePart, compact};
use passerelle::model::Day;

use crate::pack::{TIME, small};
use crate::seal;

static PACK: LazyLock<Pack> = LazyLock::new(|| small().pack());

/// A stored history, with correct checksums: read, compacted and read again; and restored beside an open pack, to which
/// its lists and impressions refer.
pub fn log(bytes: &[u8]) {
    History::default().restore(bytes, &[], &mut |_| ());
    let records = seal::records(bytes);
    let rows =
        [Row { key: Key { part: StorePart::Log, day: Day::of_time(TIME), number: 7 }, records: records.clone() }];
    let rules = Rules { now: TIME, retention_days: 90, unwanted: &[] };
    let once = compact(&rows, None, &rules);
    // Where a wrong clock was put right, two records of one purchase may only now be known for one.
    let twice = compact(&once.rows, once.clock, &rules);
    assert_eq!(compact(&twice.rows, twice.clock, &rules), twice, "what was compacted stays as it is");
    let _ = Log::read(&rows).into_export();
    let mut engine = Engine::new();
    engine.open(PACK.clone());
    engine.restore(&records, TIME);
}

/// The argument of `history.import()`.
pub fn import(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let Ok(told) = HistoryImport::read(&PlainValue::from(&json)) else { return };
    let rows = told.into_edit(EventNumber(1 << 40)).apply(&[]).rows;
    let _ = Log::read(&rows).into_export();
}
