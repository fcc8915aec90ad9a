//! Compares audiences with a recount that reads one shopper's log at a time, by the conditions of docs/discretion.md.

use passerelle::discretion::{Floor, Permission, Reason, ReasonEvidence};
use passerelle::history::EventKind;
use passerelle::model::{CategoryIndex, DivisionIndex, TypeIndex};
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::audience::audience;
use proptest::prelude::*;

const DAY: i64 = 86_400;
const RETENTION: u16 = 90;

/// A session: the shopper, the days before the last session, and the events.
type Visit = (u32, i64, Vec<(u32, EventKind)>);

#[derive(Clone, Debug)]
struct Shop {
    catalogue: Catalogue,
    visits: Vec<Visit>,
}

impl Shop {
    fn log(&self) -> Log {
        let mut visits = self.visits.clone();
        visits.sort_by_key(|visit| -visit.1);
        let mut log = Log::default();
        for (shopper, days, events) in &visits {
            let (start, time) = (log.events.len() as u32, 2_000_000_000 - days * DAY);
            log.events.extend(events.iter().map(|&(item, kind)| LogEvent { item, kind }));
            log.sessions.push(Session { start, len: events.len() as u32, shopper: *shopper, time });
        }
        log
    }

    /// The shoppers of the window, each with the items that a device would have in its history: not of sensitive types,
    /// not removed from the cart.
    fn devices(&self) -> Vec<Vec<&Item>> {
        let last = self.visits.iter().map(|visit| visit.1).min().unwrap_or(0);
        let recent = |visit: &&Visit| visit.1 - last <= i64::from(RETENTION);
        let mut shoppers: Vec<u32> = self.visits.iter().filter(recent).map(|visit| visit.0).collect();
        shoppers.sort_unstable();
        shoppers.dedup();
        let met = |shopper: &u32| {
            let own = self.visits.iter().filter(recent).filter(|visit| visit.0 == *shopper);
            own.flat_map(|visit| &visit.2)
                .filter(|(_, kind)| *kind != EventKind::RemoveFromCart)
                .map(|(item, _)| &self.catalogue.items[*item as usize])
                .filter(|item| !self.catalogue.types[usize::from(item.item_type)].sensitive)
                .collect()
        };
        shoppers.iter().map(met).collect()
    }
}

/// Whether the reason is true for the history of one device.
fn holds(reason: Reason, device: &[&Item]) -> bool {
    match reason {
        Reason::CompletesType(kind) => device.iter().any(|item| item.item_type == kind.0),
        Reason::Division(division) => device.iter().any(|item| item.division == division.0),
        reason => !reason.reads_history(),
    }
}

fn shop() -> impl Strategy<Value = Shop> {
    let kinds = prop::collection::vec((0..3u16, prop::bool::weighted(0.2)), 1..6);
    let items = prop::collection::vec(any::<prop::sample::Index>(), 1..12);
    let kind =
        prop_oneof![6 => Just(EventKind::View), 2 => Just(EventKind::Purchase), 1 => Just(EventKind::RemoveFromCart)];
    let event = (any::<prop::sample::Index>(), kind);
    let visit = (0..12u32, 0..200i64, prop::collection::vec(event, 1..5));
    (kinds, items, prop::collection::vec(visit, 0..60)).prop_map(|(kinds, items, visits)| {
        let types: Vec<ItemType> = kinds
            .iter()
            .zip(0..)
            .map(|((division, sensitive), name): (_, u16)| ItemType {
                name: name.to_string(),
                division: *division,
                sensitive: *sensitive,
            })
            .collect();
        let items: Vec<Item> = items
            .iter()
            .zip(0..)
            .map(|(kind, id): (_, u32)| {
                let item_type = kind.index(types.len()) as u16;
                let division = types[usize::from(item_type)].division;
                Item { id: format!("{id:02}").into(), item_type, division, ..Item::default() }
            })
            .collect();
        let visits = visits
            .into_iter()
            .map(|(shopper, days, events)| {
                let event = |(item, kind): (prop::sample::Index, EventKind)| (item.index(items.len()) as u32, kind);
                (shopper, days, events.into_iter().map(event).collect())
            })
            .collect();
        let divisions = vec![Division::default(); 3];
        Shop { catalogue: Catalogue { items, types, divisions, ..Catalogue::default() }, visits }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// A shown reason is true of at least k shoppers and at least the floor's share, counted again from the log. A
    /// reason that is true of as many is not held back.
    #[test]
    fn every_spoken_reason_has_its_audience(shop in shop(), k in 1..5u32, millionths in 0..400_000u32) {
        let floor = Floor { shoppers: k, millionths };
        let audience = audience(&shop.log(), &shop.catalogue, Some(RETENTION), k);
        let devices = shop.devices();
        let total = devices.len() as u64;
        for (kind, division) in (0..shop.catalogue.types.len() as u16).flat_map(|kind| (0..3).map(move |d| (kind, d))) {
            let (kind, division) = (TypeIndex(kind), DivisionIndex(division));
            let met = CategoryIndex { division, item_type: kind };
            let grounds = ReasonEvidence { met: Some(met), ..ReasonEvidence::default() };
            let spoken = grounds.reason(Permission::ALL, |reason| audience.admits(reason, floor));
            for reason in [Reason::CompletesType(kind), Reason::Division(division)] {
                let count = devices.iter().filter(|device| holds(reason, device)).count() as u64;
                let enough = count >= u64::from(k) && count * 1_000_000 >= total * u64::from(millionths) && total >= u64::from(k);
                prop_assert_eq!(audience.admits(reason, floor), enough, "{:?}: {} of {}", reason, count, total);
                prop_assert!(spoken != Some(reason) || enough);
            }
        }
        prop_assert!(audience.types.iter().chain(&audience.divisions).all(|count| *count == 0 || *count >= k));
    }
}

#[test]
fn an_undated_log_is_counted_whole_and_each_shopper_once() {
    let item = |kind| Item { item_type: kind, division: kind, ..Item::default() };
    let kind = |division, sensitive| ItemType { name: String::new(), division, sensitive };
    let catalogue = Catalogue {
        items: vec![item(0), item(1)],
        types: vec![kind(0, false), kind(1, true)],
        divisions: vec![Division::default(); 2],
        ..Catalogue::default()
    };
    let view = |item| (item, EventKind::View);
    let visits = vec![
        (0, 0, vec![view(0), view(0)]),
        (0, 1, vec![view(0)]),
        (1, 400, vec![view(0), view(1)]),
        (2, 0, vec![view(1)]),
    ];
    let log = Shop { catalogue: catalogue.clone(), visits }.log();
    let all = audience(&log, &catalogue, None, 1);
    assert_eq!((all.total, all.types.as_slice(), all.divisions.as_slice()), (3, [2, 0].as_slice(), [2, 0].as_slice()));
    let recent = audience(&log, &catalogue, Some(RETENTION), 1);
    assert_eq!((recent.total, recent.types[0]), (2, 1));
    assert_eq!(audience(&log, &catalogue, None, 3).types, [0, 0], "below the floor there is no number");
    assert_eq!(audience(&log, &catalogue, None, 4).total, 0);
    assert_eq!(audience(&Log::default(), &catalogue, Some(RETENTION), 1).total, 0);
}
