//! Counts, for each adviser, how many of the clients whom the adviser brought came back, and how many of them bought
//! from another division. Never counts turnover.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use passerelle::history::EventKind;
use passerelle::model::Day;
use passerelle_catalogue::orders::{Log, Session};

use crate::shopper_sessions::ShopperSessions;

/// An adviser's clients: shoppers with an order that is credited to the adviser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clients {
    /// All clients of the adviser.
    pub all: u32,
    /// Clients who ordered again on a later day than the day of the first order credited to the adviser.
    pub came_back: u32,
    /// Clients who, with the first credited order or after it, bought from a division from which no earlier order of
    /// theirs bought. The first order of a client does not count: all of its divisions are new.
    pub met_division: u32,
}

/// Returns the counts of each adviser, by the adviser's code. `advisers` has one entry for each session of the log;
/// `division` returns the division of an item, or `None` to ignore the item.
#[must_use]
pub fn clients_of_advisers(
    log: &Log,
    advisers: &[Option<Arc<str>>],
    division: impl Fn(u32) -> Option<u16>,
) -> BTreeMap<Arc<str>, Clients> {
    let mut counted: BTreeMap<Arc<str>, Clients> = BTreeMap::new();
    let adviser_of = |session: &Session| {
        // Sessions ascend by their first event.
        let at = log.sessions.partition_point(|other| other.start < session.start);
        advisers.get(at).and_then(Option::as_ref)
    };
    for sessions in ShopperSessions::new(log).each() {
        let mut known: BTreeSet<u16> = BTreeSet::new();
        let mut clients: BTreeMap<&Arc<str>, OneClient> = BTreeMap::new();
        let purchases = |(_, events): &(_, &[_])| is_purchase(events);
        for (index, (session, events)) in sessions.filter(purchases).enumerate() {
            let day = Day::of_time(session.time);
            let bought = events.iter().filter(|event| event.kind == EventKind::Purchase);
            let divisions: BTreeSet<u16> = bought.filter_map(|event| division(event.item)).collect();
            for client in clients.values_mut() {
                client.came_back |= day > client.first;
            }
            if let Some(adviser) = adviser_of(session) {
                clients.entry(adviser).or_insert(OneClient { first: day, came_back: false, met_division: false });
            }
            if index > 0 && !divisions.is_subset(&known) {
                clients.values_mut().for_each(|client| client.met_division = true);
            }
            known.extend(divisions);
        }
        for (adviser, client) in clients {
            let counts = counted.entry(Arc::clone(adviser)).or_default();
            counts.all += 1;
            counts.came_back += u32::from(client.came_back);
            counts.met_division += u32::from(client.met_division);
        }
    }
    counted
}

/// One shopper as one adviser's client.
struct OneClient {
    /// The day of the first credited order.
    first: Day,
    came_back: bool,
    met_division: bool,
}

fn is_purchase(events: &[passerelle_catalogue::orders::LogEvent]) -> bool {
    events.iter().any(|event| event.kind == EventKind::Purchase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use passerelle_catalogue::orders::LogEvent;

    /// Orders as (shopper, day, adviser, items). The division of an item is its number / 10.
    fn clients(orders: &[(u32, i64, &str, &[u32])]) -> Vec<(String, Clients)> {
        let mut log = Log::default();
        let mut advisers = Vec::new();
        for &(shopper, day, adviser, items) in orders {
            let start = log.events.len() as u32;
            log.events.extend(items.iter().map(|&item| LogEvent { item, kind: EventKind::Purchase }));
            log.sessions.push(Session { start, len: items.len() as u32, shopper, time: day * 86_400 });
            advisers.push(Some(Arc::from(adviser)).filter(|_| !adviser.is_empty()));
        }
        let counted = clients_of_advisers(&log, &advisers, |item| Some((item / 10) as u16));
        counted.into_iter().map(|(adviser, clients)| (adviser.to_string(), clients)).collect()
    }

    #[test]
    fn who_comes_back_and_who_meets_another_division_is_counted_once() {
        let counted = clients(&[
            // Comes back twice and buys from division 1.
            (1, 1, "LYON-07", &[1]),
            // Ordered before: the credited order itself adds division 2.
            (2, 1, "", &[1]),
            // Never comes back. A first order from two divisions does not count.
            (3, 2, "LYON-07", &[1, 11]),
            // A second order on the same day, from a known division.
            (4, 3, "PARIS-01", &[1]),
            (4, 3, "", &[2]),
            (1, 5, "", &[2]),
            (2, 6, "LYON-07", &[21]),
            (1, 9, "PARIS-01", &[11]),
        ]);
        let lyon = Clients { all: 3, came_back: 1, met_division: 2 };
        let paris = Clients { all: 2, came_back: 0, met_division: 1 };
        assert_eq!(counted, [("LYON-07".to_owned(), lyon), ("PARIS-01".to_owned(), paris)]);
    }

    #[test]
    fn orders_of_nobody_s_adviser_count_for_nobody() {
        assert_eq!(clients(&[(1, 1, "", &[1]), (1, 2, "", &[11])]), []);
    }
}
