//! Shops with little data (few orders, one division, no log, views only) get a report and sensible lists.

use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::{Learned, Settings, learn};

const COLORS: [&str; 3] = ["black", "red", "green"];

/// `items` items in `divisions` divisions, two types each.
fn catalogue(items: u32, divisions: u16) -> Catalogue {
    let item = |index: u32| Item {
        id: format!("{index:04}").into(),
        division: index as u16 % divisions,
        item_type: index as u16 % (2 * divisions),
        color: COLORS[index as usize % 3].into(),
        available: true,
        ..Item::default()
    };
    Catalogue {
        items: (0..items).map(item).collect(),
        divisions: vec![Division::default(); usize::from(divisions)],
        types: (0..2 * divisions).map(|of| ItemType { division: of % divisions, ..ItemType::default() }).collect(),
        ..Catalogue::default()
    }
}

fn log(sessions: u32, items: u32, kind: EventKind) -> Log {
    let mut log = Log { ordered: kind != EventKind::Purchase, shoppers: sessions, ..Log::default() };
    for session in 0..sessions {
        let start = log.events.len() as u32;
        // A few favourites, so that some pairs pass the floor.
        let picks = [session % 3, 3 + session % 2, session * 7 % items];
        log.events.extend(picks.map(|item| LogEvent { item, kind }));
        log.sessions.push(Session { start, len: 3, shopper: session, time: i64::from(session) * 3600 });
    }
    log
}

fn learned(log: &Log, catalogue: &Catalogue) -> Learned {
    let learned = learn(log, catalogue, &Settings { calibrate: true, ..Settings::default() }, &|_| {}).unwrap();
    learned.tables.check().unwrap();
    for (item, list) in learned.neighbours.iter().enumerate() {
        assert!(list.len() <= 32);
        assert!(list.iter().all(|neighbour| neighbour.item as usize != item && neighbour.weight > 0.0));
        assert!(list.windows(2).all(|pair| pair[0].weight >= pair[1].weight), "strongest first");
        let mut items: Vec<u32> = list.iter().map(|neighbour| neighbour.item).collect();
        items.sort_unstable();
        items.dedup();
        assert_eq!(items.len(), list.len(), "no neighbour twice");
    }
    learned
}

fn full_of_other_divisions(learned: &Learned, catalogue: &Catalogue) {
    for (item, list) in learned.neighbours.iter().enumerate() {
        let home = catalogue.items[item].division;
        let outside = list.iter().filter(|neighbour| catalogue.items[neighbour.item as usize].division != home);
        assert!(outside.count() >= 12);
    }
}

#[test]
fn fifty_orders_give_every_item_a_list_with_other_divisions() {
    let catalogue = catalogue(200, 4);
    let learned = learned(&log(50, 200, EventKind::Purchase), &catalogue);
    assert!(learned.report.pairs > 0, "favourites are counted");
    assert!(learned.calibration.is_none(), "too little to calibrate on");
    assert_eq!(learned.report.empty, 0);
    full_of_other_divisions(&learned, &catalogue);
}

#[test]
fn a_shop_of_one_division_gets_lists_inside_it() {
    let learned = learned(&log(500, 200, EventKind::View), &catalogue(200, 1));
    assert_eq!(learned.report.empty, 0);
}

#[test]
fn without_a_log_lists_come_from_types_and_attributes() {
    let catalogue = catalogue(200, 4);
    let learned = learned(&Log::default(), &catalogue);
    assert_eq!((learned.report.pairs, learned.report.empty), (0, 0));
    assert_eq!(learned.report.filled.alone, 200);
    full_of_other_divisions(&learned, &catalogue);
    assert!(learned.report.to_string().contains("no orders"));
}

#[test]
fn a_log_of_views_alone_gives_lists() {
    let catalogue = catalogue(200, 4);
    let learned = learned(&log(3_000, 200, EventKind::View), &catalogue);
    assert!(learned.report.pairs > 0);
    full_of_other_divisions(&learned, &catalogue);
}

#[test]
fn an_empty_catalogue_gives_empty_lists() {
    let learned = learned(&Log::default(), &Catalogue::default());
    assert!(learned.neighbours.is_empty());
}

#[test]
fn sensitive_types_stay_among_themselves() {
    let mut catalogue = catalogue(200, 4);
    catalogue.types[1].sensitive = true;
    let learned = learned(&log(3_000, 200, EventKind::View), &catalogue);
    for (item, list) in learned.neighbours.iter().enumerate() {
        let sensitive = |item: usize| catalogue.items[item].item_type == 1;
        for neighbour in list {
            assert_eq!(sensitive(item), sensitive(neighbour.item as usize));
            assert!(!sensitive(item) || neighbour.support.is_none());
        }
    }
}
