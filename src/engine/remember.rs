//! Data to and from the device's store: events, neighbour lists, compaction. Not for where and how they are stored: see
//! [`crate::store`].

use super::kept_lists::stamp;
use super::opened_pack::{Pack, find, sensitive};
use super::state::{Engine, Mode};
use crate::cache::record;
use crate::discretion::ImpressionLog;
use crate::history::{Category, Clock, Compacted, EventNumber, ListHead, Record, Restored, Row, Rules, compact};
use crate::holdout::{Assignment, Holdout, assign};
use crate::model::{CategoryIndex, Day, MAX_RETENTION_DAYS};
use crate::pack::Core;

/// The categories of stored lists in the open core. A cache, because fifty lists repeat the same few categories.
struct Categories<'c> {
    core: &'c Core,
    found: Vec<FoundCategory>,
}

/// A category by name, and in the open core.
struct FoundCategory {
    division: String,
    item_type: String,
    /// `None` if it does not exist or must not be stored.
    index: Option<CategoryIndex>,
}

impl Categories<'_> {
    fn find(&mut self, place: Category<'_>) -> Option<CategoryIndex> {
        let is_same = |one: &&FoundCategory| one.division == place.division && one.item_type == place.item_type;
        if let Some(known) = self.found.iter().find(is_same) {
            return known.index;
        }
        let index = find(self.core, place);
        let (division, item_type) = (place.division.to_owned(), place.item_type.to_owned());
        self.found.push(FoundCategory { division, item_type, index });
        index
    }
}

impl Engine {
    /// Sets the number from which this page's events are counted: random, so that numbers of different pages do not
    /// collide.
    pub fn number_from(&mut self, first: EventNumber) {
        self.history.number_from(first);
    }

    /// Starts or continues a history under the grant with this number, which salts the hashes of orders.
    pub fn begin(&mut self, grant: u64) {
        self.history.begin(grant);
        self.set_mode(Mode::Personal);
    }

    /// The group of this page view in a holdout test, assigned by device if a history is kept, else by day.
    #[must_use]
    pub fn assignment(&self, holdout: Holdout, now: i64) -> Assignment {
        let grant = self.history.grant().filter(|_| self.mode == Mode::Personal);
        assign(holdout, grant, Day::of_time(now))
    }

    /// Replaces the history in memory by the records of the device. From here on a history is kept.
    pub fn restore(&mut self, records: &[u8], now: i64) -> Restored {
        self.mode = Mode::Personal;
        let Some(pack) = &self.pack else { return Restored::default() };
        let (core, known, notes) = (&pack.core, &mut self.known, &mut self.notes);
        let own = stamp(pack, now);
        let mut categories = Categories { core, found: Vec::new() };
        *notes = ImpressionLog::default();
        self.history.restore(records, &sensitive(core), &mut |record| match record {
            Record::Lines(lines) => notes.insert(lines),
            Record::List(list) if ListHead::of(list).is_some_and(|head| head.stamp.is_fresh(now)) => {
                record::read(known, list, core, &own, &mut |place| categories.find(place));
            }
            _ => {}
        })
    }

    /// Returns the records of events since the last call, and of their neighbour lists.
    pub fn take_records(&mut self) -> Vec<u8> {
        let mut records = self.history.take_outbox();
        records.append(&mut self.lists);
        records
    }

    /// The compacted form of `rows`, last compacted at `clock`.
    #[must_use]
    pub fn compact(&self, rows: &[Row], clock: Option<Clock>, now: i64) -> Compacted {
        let Some(Pack { core, .. }) = &self.pack else { return Compacted { clock, rows: rows.to_vec() } };
        compact(rows, clock, &Rules { now, retention_days: core.retention_days, unwanted: &sensitive(core) })
    }

    /// Number of days that an event is kept.
    #[must_use]
    pub fn retention_days(&self) -> u16 {
        self.pack.as_ref().map_or(MAX_RETENTION_DAYS, |pack| pack.core.retention_days)
    }

    /// The item behind an id that the page uses, as far as it is known.
    #[must_use]
    pub fn resolve<'a>(&'a self, id: &'a str) -> &'a str {
        self.aliases.resolve(id)
    }

    /// Whether events of items in this category may be stored: the house has the type, and it is not sensitive.
    #[must_use]
    pub fn may_remember(&self, place: Category<'_>) -> bool {
        self.pack.as_ref().is_some_and(|pack| find(&pack.core, place).is_some())
    }
}
