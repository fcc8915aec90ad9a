//! What the tests of consent and of the store share: a history in memory as the store sees it, what rows hold, and how often
//! random runs are repeated.

// Each test binary uses its part.
#![allow(dead_code)]

use passerelle::consent::{Statement, StatementSource, Weight};
use passerelle::history::{Clock, Compacted, History, Row, Rules, compact, records_of};
use passerelle::store::Recorder;
use std::cell::RefCell;
use std::rc::Rc;

pub const RETENTION_DAYS: u16 = 90;

/// The sources that ask the shopper, or state what a page says.
pub const SOURCES: [StatementSource; 5] = [
    StatementSource::Attribute,
    StatementSource::Page,
    StatementSource::ConsentMode,
    StatementSource::Tcf,
    StatementSource::Shopify,
];

/// How many random runs: what `PASSERELLE_RUNS` says, by default the `usual` number.
pub fn runs(usual: u64) -> u64 {
    std::env::var("PASSERELLE_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(usual)
}

/// Whether the defaults among these statements deny: the latest of each source counts, and one that denies is enough.
pub fn defaults_deny(said: &[Statement]) -> bool {
    let defaults = || said.iter().filter(|one| one.weight == Weight::Default);
    defaults().any(|one| defaults().rfind(|other| other.source == one.source).is_some_and(|latest| !latest.granted))
}

/// The items of all events, as often as a history counts them.
pub fn items(rows: &[Row]) -> Vec<String> {
    let mut history = History::default();
    history.restore(&records_of(rows), &[], &mut |_| ());
    items_of(&history)
}

/// The items of a history's events, the oldest first.
pub fn items_of(history: &History) -> Vec<String> {
    history.events().iter().map(|event| event.item_id.to_string()).collect()
}

/// A history that nothing is unwanted of. Clones share it.
#[derive(Clone, Default)]
pub struct Remembers(pub Rc<RefCell<History>>);

impl Recorder for Remembers {
    fn open(&self, epoch: u64) {
        self.0.borrow_mut().begin(epoch);
    }

    fn close(&self) {
        self.0.borrow_mut().wipe();
    }

    fn restore(&self, records: &[u8], _: i64) -> usize {
        self.0.borrow_mut().restore(records, &[], &mut |_| ()).damaged
    }

    fn drain(&self) -> Vec<u8> {
        self.0.borrow_mut().take_outbox()
    }

    fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted {
        compact(rows, clock, &Rules { now, retention_days: RETENTION_DAYS, unwanted: &[] })
    }

    fn retention_days(&self) -> u16 {
        RETENTION_DAYS
    }
}
