//! The history of the device in memory; each new event is also encoded as a record for the store. Not for writing to
//! the device: see [`crate::store`].

use super::known_sizes::KnownSizes;
use super::log::EventLog;
use super::record::{AdviserRecord, Events, ItemEvent, Record, RecordedEvent, RecordedItem, SizeName, Subject};
use super::seen_events::SeenEvents;
use super::tally::{self, Weeks};
use super::{Event, EventKind, EventNumber, OrderHash, Records, Tally, Writer};
use crate::model::{Category, Day, FeedbackKind, Size};
use std::sync::Arc;

/// The result of reading a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Number of events.
    pub events: usize,
    /// Number of places without a valid record.
    pub damaged: usize,
}

/// Maximum size in bytes of records waiting to be written. Beyond it, new ones are dropped, because nothing is being
/// written.
const MAX_OUTBOX: usize = 200_000;

/// The history of the device as this page knows it, and the records to be written.
#[derive(Debug, Default)]
pub struct History {
    log: EventLog,
    /// The tallies of the weeks of the last thirteen months.
    tallies: Vec<Tally>,
    /// The distinct categories.
    places: Vec<OwnedCategory>,
    /// By event, the position of its category in `places`.
    at: Vec<PlaceIndex>,
    outbox: Writer,
    paused: bool,
    seen: SeenEvents,
    /// The number of the next event.
    next_number: EventNumber,
    /// The number of the grant, which salts order hashes; `None` before a history starts.
    grant: Option<u64>,
    adviser: Option<Adviser>,
}

/// The position of a category in [`History::places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PlaceIndex(usize);

/// An item of a record whose events are stored.
struct StoredItem {
    /// Its id, shared by its events.
    id: Arc<str>,
    /// Its category.
    place: PlaceIndex,
}

/// The adviser named last by a link.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Adviser {
    code: String,
    /// Seconds since 1970-01-01 UTC.
    time: i64,
    credited: Option<OrderHash>,
}

/// The category of an event's item.
#[derive(Debug)]
struct OwnedCategory {
    /// The division's id.
    division: String,
    /// The type's name.
    item_type: String,
}

impl History {
    /// Appends an event of an item in category `place`, and counts it in its week, unless it is a gift. Returns false
    /// for a purchase that was counted before.
    pub fn append(&mut self, mut event: Event, place: Category<'_>) -> bool {
        let order = event.order.take().map(|order| self.hash_of(&order));
        let Event { kind, time, gift, .. } = event;
        let size = event.size.as_ref().map(|Size { group, name }| SizeName { group, name });
        let (number, item_id, imported) = (self.next_number, &*event.item_id, false);
        let entry = RecordedEvent { number, kind, item_id, time, order, gift, imported, place, size };
        if !self.seen.counts(&entry) {
            return false;
        }
        self.next_number = number.next();
        if self.outbox.len() < MAX_OUTBOX {
            self.outbox.events(&[entry]);
        }
        let index = self.index_of(place);
        self.remember(event, place, index);
        true
    }

    /// The stored events, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.log.events()
    }

    /// The tallies of the weeks of the last thirteen months.
    #[must_use]
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// Deletes everything at once.
    pub fn wipe(&mut self) {
        *self = Self { next_number: self.next_number, ..Self::default() };
    }

    /// Sets the number from which this page's events are counted: random, so that numbers of different pages do not
    /// collide.
    pub fn number_from(&mut self, first: EventNumber) {
        self.next_number = first;
    }

    /// Starts or continues the history under the grant with this number. It salts order hashes, so that they match
    /// within one history but not between two.
    pub fn begin(&mut self, grant: u64) {
        self.grant = Some(grant);
    }

    /// The number of the grant; `None` before a history starts.
    #[must_use]
    pub fn grant(&self) -> Option<u64> {
        self.grant
    }

    /// The hash of the page's `order`. Before a history starts, nothing is stored, and the hash has no salt.
    fn hash_of(&self, order: &str) -> OrderHash {
        OrderHash::new(self.grant.unwrap_or_default(), order)
    }

    /// Replaces the history in memory by the records of a store, without those of `unwanted` categories. Calls `other`
    /// for stored lists and for lines of the impression log. Records waiting to be written are kept.
    pub fn restore(
        &mut self,
        records: &[u8],
        unwanted: &[Category<'_>],
        other: &mut dyn FnMut(&Record<'_>),
    ) -> Restored {
        let mut restored = Restored::default();
        self.log = EventLog::default();
        self.tallies.clear();
        self.at.clear();
        self.paused = false;
        self.adviser = None;
        self.seen = SeenEvents::default();
        let (mut weeks, mut sizes) = (Weeks::default(), KnownSizes::default());
        for record in Records::new(records) {
            match record {
                Record::Events(events) => restored.events += self.remember_new(&events, unwanted, &mut weeks, &sizes),
                Record::Sizes(told) => sizes.add(told),
                Record::Tally(week) => weeks.add(week),
                Record::Paused => self.paused = true,
                Record::Adviser(AdviserRecord { time, credited, code }) => {
                    self.adviser = Some(Adviser { code: code.to_owned(), time, credited });
                }
                Record::List(_) | Record::Lines(_) => other(&record),
                Record::Damaged => restored.damaged += 1,
                Record::Clock(_) | Record::Foreign(_) => {}
            }
        }
        for week in weeks.gone().filter(|week| week.events > 0) {
            tally::add(&mut self.tallies, week.week, week.division, week.events, week.purchases);
        }
        restored
    }

    /// Adds the events of a record that are new and not of `unwanted` categories, and returns their number.
    fn remember_new<'a>(
        &mut self,
        events: &Events<'a>,
        unwanted: &[Category<'_>],
        weeks: &mut Weeks<'a>,
        sizes: &KnownSizes<'a>,
    ) -> usize {
        // `None` for items that are not stored.
        let mut items: Vec<Option<StoredItem>> = Vec::new();
        for RecordedItem { id, place } in &events.items {
            let is_stored = !unwanted.contains(place);
            items.push(is_stored.then(|| StoredItem { id: Arc::from(*id), place: self.index_of(*place) }));
        }
        let mut count = 0;
        for ItemEvent { item, event: entry } in events.with_items() {
            if !self.seen.is_new(&entry) {
                continue;
            }
            weeks.count(&entry);
            if let Some(Some(StoredItem { id, place })) = items.get(item) {
                let RecordedEvent { kind, time, gift, .. } = entry;
                let size = sizes.of(entry.number).map(|name| self.size(name));
                self.remember(Event { kind, item_id: id.clone(), time, gift, order: None, size }, entry.place, *place);
                count += 1;
            }
        }
        count
    }

    /// A size in memory, shared by all events with the same size.
    fn size(&self, SizeName { group, name }: SizeName<'_>) -> Size {
        let mut known = self.log.events().iter().rev().filter_map(|event| event.size.as_ref());
        let same = known.find(|size| *size.group == *group && *size.name == *name);
        same.cloned().unwrap_or_else(|| Size { group: group.into(), name: name.into() })
    }

    /// The position of a category, which is inserted if needed.
    fn index_of(&mut self, Category { division, item_type }: Category<'_>) -> PlaceIndex {
        let known = self.places.iter().position(|place| place.item_type == item_type && place.division == division);
        PlaceIndex(known.unwrap_or_else(|| {
            self.places.push(OwnedCategory { division: division.to_owned(), item_type: item_type.to_owned() });
            self.places.len() - 1
        }))
    }

    fn remember(&mut self, event: Event, place: Category<'_>, index: PlaceIndex) {
        if !event.gift {
            tally::count(&mut self.tallies, place.division, event.time, event.kind == EventKind::Purchase);
        }
        self.at.push(index);
        self.log.append(event);
        // The log evicts its oldest events.
        let surplus = self.at.len() - self.log.events().len();
        self.at.drain(..surplus);
    }

    /// Returns the records written since the last call, oldest first.
    pub fn take_outbox(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outbox).finish()
    }

    /// Adds a line of the impression log to the records to write.
    pub fn line(&mut self, what: FeedbackKind, subjects: &[Subject<'_>], time: i64) {
        if self.outbox.len() < MAX_OUTBOX {
            self.outbox.line(what, subjects, time);
        }
    }

    /// Records the adviser named by a link; the last one counts.
    pub fn set_adviser(&mut self, code: &str, time: i64) {
        // Opening the same link again on the same day changes nothing.
        let day = Day::of_time(time);
        if self.adviser.as_ref().is_none_or(|known| known.code != code || Day::of_time(known.time) != day) {
            self.adviser = Some(Adviser { code: code.to_owned(), time, credited: None });
            self.write_adviser();
        }
    }

    /// The adviser named last by a link, unless that was before `oldest` (seconds since 1970-01-01 UTC) or the shopper
    /// has credited the adviser for `order` already.
    #[must_use]
    pub fn adviser(&self, order: Option<&str>, oldest: i64) -> Option<&str> {
        let Adviser { code, time, credited } = self.adviser.as_ref()?;
        let is_credited = order.is_some_and(|order| *credited == Some(self.hash_of(order)));
        (*time >= oldest && !is_credited).then_some(code)
    }

    /// Credits the adviser for the page's `order`.
    pub fn credit_adviser(&mut self, order: &str) {
        let hash = self.hash_of(order);
        if let Some(adviser) = &mut self.adviser {
            adviser.credited = Some(hash);
        }
        self.write_adviser();
    }

    fn write_adviser(&mut self) {
        if let Some(Adviser { code, time, credited }) = &self.adviser
            && self.outbox.len() < MAX_OUTBOX
        {
            self.outbox.adviser(&AdviserRecord { time: *time, credited: *credited, code });
        }
    }

    /// Whether the shopper has paused recording.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.paused
    }

    /// The category of the item of the event at this position. It is known even if the item's list is not, so that the
    /// event can count through its type.
    #[must_use]
    pub fn place(&self, position: usize) -> Option<Category<'_>> {
        let OwnedCategory { division, item_type } = self.places.get(self.at.get(position)?.0)?;
        Some(Category { division, item_type })
    }
}
