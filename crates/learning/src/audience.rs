//! Counts the shoppers for whom a reason would be true, for the reasons that read a history.
//!
//! docs/discretion.md has the table of the conditions. They are checked against the events that a device would have:
//! those of the last `retention_days` days of the log, without items of sensitive types and without removals from a
//! cart. A shopper counts once. A count below the floor becomes 0.

use passerelle::discretion::Audience;
use passerelle::history::EventKind;

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;

const DAY: i64 = 86_400;

/// Counts the last `days` days of `log`, or the whole log if `days` is `None` because its times are not dates.
#[must_use]
pub fn audience(log: &Log, catalogue: &Catalogue, days: Option<u16>, floor: u32) -> Audience {
    let end = log.sessions.last().map_or(0, |session| session.time);
    let start = days.map_or(i64::MIN, |days| end - i64::from(days) * DAY);
    let first = log.sessions.partition_point(|session| session.time < start);
    let mut window: Vec<_> = log.sessions.get(first..).unwrap_or_default().iter().collect();
    window.sort_by_key(|session| session.shopper);

    let (mut types, mut divisions) = (Counter::new(catalogue.types.len()), Counter::new(catalogue.divisions.len()));
    let mut total = 0;
    for of_one in window.chunk_by(|a, b| a.shopper == b.shopper) {
        total += 1;
        for event in of_one.iter().flat_map(|session| log.events_of(session)) {
            let Some(item) = catalogue.items.get(event.item as usize) else { continue };
            let kind = catalogue.types.get(usize::from(item.item_type));
            if event.kind != EventKind::RemoveFromCart && kind.is_some_and(|kind| !kind.sensitive) {
                types.meets(item.item_type, total);
                divisions.meets(item.division, total);
            }
        }
    }
    let floored = |count: u32| if count < floor { 0 } else { count };
    Audience { total: floored(total), types: types.counts(floored), divisions: divisions.counts(floored) }
}

/// Counts distinct shoppers by the number of a type or a division. Shoppers arrive one after another.
struct Counter {
    counts: Vec<u32>,
    /// For each number, the last shopper counted, from 1; 0 for none.
    last: Vec<u32>,
}

impl Counter {
    fn new(numbers: usize) -> Self {
        Self { counts: vec![0; numbers], last: vec![0; numbers] }
    }

    fn meets(&mut self, number: u16, shopper: u32) {
        let number = usize::from(number);
        if let (Some(count), Some(last)) = (self.counts.get_mut(number), self.last.get_mut(number))
            && *last != shopper
        {
            *last = shopper;
            *count += 1;
        }
    }

    fn counts(self, floored: impl Fn(u32) -> u32) -> Vec<u32> {
        self.counts.into_iter().map(floored).collect()
    }
}
