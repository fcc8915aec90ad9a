//! Deduplication: an event counts once however often it is written, and a purchase once however often the page reports
//! it, over all documents and tabs. Not for repeated statements within one document, which are compared before their ids
//! are resolved: see pkg/src/page/duplicates.ts. Not for the numbers of events: see [`super::History`].

use super::record::RecordedEvent;
use super::{EventNumber, OrderHash};
use crate::model::EventKind;
use std::collections::{HashMap, HashSet};

/// If one of two purchases of an item has no order number, both count as one within this many seconds.
const SAME_ORDER_SECONDS: u64 = 30 * 60;

/// The events seen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SeenEvents {
    numbers: HashSet<EventNumber>,
    /// By item, the purchases recorded by the device.
    purchases: HashMap<String, Vec<Purchase>>,
}

#[derive(Clone, Copy, Debug)]
struct Purchase {
    time: i64,
    order: Option<OrderHash>,
}

impl SeenEvents {
    /// Whether an event read from a record is new; marks it as seen.
    pub(super) fn is_new(&mut self, entry: &RecordedEvent<'_>) -> bool {
        self.numbers.insert(entry.number) && self.counts(entry)
    }

    /// Whether an event that has just happened is new; marks it as seen.
    pub(super) fn counts(&mut self, entry: &RecordedEvent<'_>) -> bool {
        // Imported events are deduplicated by the house.
        if entry.kind != EventKind::Purchase || entry.imported {
            return true;
        }
        let purchase = Purchase { time: entry.time, order: entry.order };
        let known = self.purchases.entry(entry.item_id.to_owned()).or_default();
        let is_new = !known.iter().any(|other| purchase.is_same(other));
        if is_new {
            known.push(purchase);
        }
        is_new
    }
}

impl Purchase {
    fn is_same(&self, other: &Self) -> bool {
        match (self.order, other.order) {
            (Some(order), Some(other)) => order == other,
            _ => self.time.abs_diff(other.time) < SAME_ORDER_SECONDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Category;
    use super::*;

    fn bought<'a>(uuid: u128, item_id: &'a str, time: i64, order: Option<&str>) -> RecordedEvent<'a> {
        let order = order.map(|order| OrderHash::new(7, order));
        let (gift, imported, place) = (false, false, Category::default());
        RecordedEvent {
            number: EventNumber(uuid),
            kind: EventKind::Purchase,
            item_id,
            time,
            order,
            gift,
            imported,
            place,
            size: None,
        }
    }

    #[test]
    fn a_line_of_an_order_counts_once_at_any_time() {
        let mut seen = SeenEvents::default();
        assert!(seen.is_new(&bought(1, "A", 0, Some("T-1"))));
        assert!(!seen.is_new(&bought(2, "A", 90_000, Some("T-1"))));
        assert!(seen.is_new(&bought(3, "B", 90_000, Some("T-1"))), "another line");
        assert!(seen.is_new(&bought(4, "A", 1, Some("T-2"))), "another order");
    }

    #[test]
    fn without_an_order_the_same_item_within_half_an_hour_is_one_purchase() {
        let mut seen = SeenEvents::default();
        assert!(seen.is_new(&bought(1, "A", 0, None)));
        assert!(!seen.is_new(&bought(2, "A", 1_799, None)));
        assert!(!seen.is_new(&bought(3, "A", 1_799, Some("T-1"))), "one source has the order, the other has not");
        assert!(seen.is_new(&bought(4, "A", 1_800, None)));
    }

    #[test]
    fn what_is_no_purchase_of_this_device_counts_as_often_as_it_has_a_number_of_its_own() {
        let mut seen = SeenEvents::default();
        let view = |uuid| RecordedEvent { kind: EventKind::View, ..bought(uuid, "A", 0, None) };
        let told = |uuid| RecordedEvent { imported: true, ..bought(uuid, "A", 0, None) };
        assert!(seen.is_new(&view(1)) && seen.is_new(&view(2)) && !seen.is_new(&view(2)));
        assert!(seen.is_new(&told(3)) && seen.is_new(&told(4)) && !seen.is_new(&told(4)));
    }
}
