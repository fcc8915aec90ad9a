//! Compares pair counting with a naive reference, and tests the privacy floor.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::history::EventKind;
use passerelle::rank::Factor;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::Pair;
use passerelle_learning::visits::Visits;
use passerelle_learning::{Counted, Learned, Settings, learn, type_transitions};
use proptest::prelude::*;

const ITEMS: u32 = 12;

fn catalogue() -> Catalogue {
    let item = |index: u32| Item {
        id: format!("{index:03}").into(),
        division: (index % 3) as u16,
        item_type: (index % 3) as u16,
        ..Item::default()
    };
    Catalogue {
        items: (0..ITEMS).map(item).collect(),
        divisions: vec![Division::default(); 3],
        types: (0..3).map(|division| ItemType { division, ..ItemType::default() }).collect(),
        ..Catalogue::default()
    }
}

/// A log from the (shopper, day, items) of each session.
fn log_of(sessions: &[(u32, i64, Vec<u32>)], ordered: bool) -> Log {
    let mut log = Log { ordered, ..Log::default() };
    let mut sessions = sessions.to_vec();
    sessions.sort_by_key(|session| session.1);
    for (shopper, day, items) in sessions {
        log.sessions.push(Session {
            start: log.events.len() as u32,
            len: items.len() as u32,
            shopper,
            time: day * 86_400,
        });
        log.events.extend(items.into_iter().map(|item| LogEvent { item, kind: EventKind::View }));
        log.shoppers = log.shoppers.max(shopper + 1);
    }
    log
}

fn counted(log: &Log, floor: u32) -> Counted {
    let visits = Visits::new(log, 0..log.sessions.len(), |_| true);
    let settings = Settings { floor, ..Settings::default() };
    let kernel = passerelle_learning::count::Kernel::of(log, &settings.hyperparameters);
    Counted::new(&visits, ITEMS as usize, &[], &kernel, &settings, &|_| {}).unwrap()
}

fn rows(counted: &Counted) -> Vec<Vec<Pair>> {
    counted.pairs.chunk(0..counted.pairs.rows()).into_owned()
}

fn learned(log: &Log, floor: u32) -> Learned {
    learn(log, &catalogue(), &Settings { floor, ..Settings::default() }, &|_| {}).unwrap()
}

/// (row, column) -> (co-visits, distinct shoppers), directly by the definition.
fn naive(log: &Log, floor: u32) -> BTreeMap<(u32, u32), (f64, u32)> {
    let hyperparameters = Settings::default().hyperparameters;
    let sessions = log.sessions.len() as f64;
    let mut shoppers: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    let mut days: BTreeMap<(u32, u32, u32), BTreeMap<i64, f64>> = BTreeMap::new();
    for (index, session) in log.sessions.iter().enumerate() {
        let items: Vec<u32> = log.events_of(session).iter().map(|event| event.item).collect();
        let age = (sessions - 1.0 - index as f64) / sessions;
        let weight =
            (-age / hyperparameters.age_scale).exp() * (items.len() as f64).powf(-hyperparameters.length_power);
        let mut met: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for (from, &x) in items.iter().enumerate() {
            for (to, &y) in items.iter().enumerate() {
                if x != y {
                    let gap = to as f64 - from as f64;
                    let fall = |scale: f64| {
                        hyperparameters.far + (1.0 - hyperparameters.far) * (-(gap.abs() - 1.0) / scale).exp()
                    };
                    let kernel = match (log.ordered, gap > 0.0) {
                        (false, _) => 1.0,
                        (true, true) => fall(hyperparameters.forward_scale),
                        (true, false) => hyperparameters.backward * fall(hyperparameters.backward_scale),
                    };
                    *met.entry((x, y)).or_default() += kernel;
                }
            }
        }
        for (pair, kernel) in met {
            shoppers.entry(pair).or_default().insert(session.shopper);
            let day = days.entry((pair.0, pair.1, session.shopper)).or_default();
            let today = day.entry(session.time / 86_400).or_default();
            *today = today.max(kernel.min(1.0) * weight);
        }
    }
    let mut sums: BTreeMap<(u32, u32), (f64, u32)> = BTreeMap::new();
    for ((x, y, _), days) in days {
        let count = shoppers[&(x, y)].len() as u32;
        if count >= floor {
            let sum = sums.entry((x, y)).or_insert((0.0, count));
            sum.0 += days.values().take(3).sum::<f64>();
        }
    }
    sums
}

fn sessions() -> impl Strategy<Value = Vec<(u32, i64, Vec<u32>)>> {
    let session = (0u32..6, 0i64..5, prop::collection::vec(0..ITEMS, 1..9));
    prop::collection::vec(session, 0..40)
}

proptest! {
    #[test]
    fn pairs_are_counted_as_the_slow_definition_counts_them(sessions in sessions(), ordered: bool, floor in 1u32..5) {
        let log = log_of(&sessions, ordered);
        let expected = naive(&log, floor);
        let counted = counted(&log, floor);
        let found: usize = rows(&counted).iter().map(Vec::len).sum();
        prop_assert_eq!(found, expected.len());
        for (row, pairs) in rows(&counted).iter().enumerate() {
            for pair in pairs {
                let (visits, shoppers) = expected[&(row as u32, pair.column)];
                prop_assert_eq!(pair.shoppers, shoppers);
                prop_assert!((f64::from(pair.visits) - visits).abs() < 1e-3 * visits.max(1.0));
            }
        }
    }

    #[test]
    fn lists_do_not_depend_on_the_number_of_threads(sessions in sessions(), floor in 1u32..4) {
        let log = log_of(&sessions, true);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| learned(&log, floor))
        };
        prop_assert_eq!(with(1), with(3));
    }

    #[test]
    fn counts_on_disk_equal_those_in_memory(sessions in sessions(), floor in 1u32..4) {
        let log = log_of(&sessions, true);
        let tight = Settings { floor, memory: Some(64), ..Settings::default() };
        let tight = learn(&log, &catalogue(), &tight, &|_| {}).unwrap();
        prop_assert_eq!(tight.neighbours, learned(&log, floor).neighbours);
    }

    #[test]
    fn nothing_counted_stands_below_the_floor(sessions in sessions(), floor in 2u32..5) {
        let log = log_of(&sessions, true);
        let learned = learned(&log, floor);
        for neighbour in learned.neighbours.iter().flatten() {
            prop_assert!(neighbour.support.is_none_or(|shoppers| shoppers.get() >= floor));
            prop_assert!(neighbour.weight > 0.0 && neighbour.weight <= 1.0);
        }
        let visits = Visits::new(&log, 0..log.sessions.len(), |_| true);
        let transitions = type_transitions::count(&visits, &catalogue(), floor);
        prop_assert!(transitions.iter().all(|pair| pair.shoppers >= floor));
    }
}

#[test]
fn one_shopper_repeating_creates_no_pair() {
    let mut sessions = vec![(0, 0, vec![0, 1])];
    sessions.extend((0..10_000).map(|visit| (1, visit / 10, vec![0, 1])));
    let counted = counted(&log_of(&sessions, true), 3);
    assert!(rows(&counted).iter().all(Vec::is_empty));
}

/// Tests the bound that docs/learning.md states: one shopper adds at most three days to a pair, each at most as much as
/// one step forward in the shortest session.
#[test]
fn one_shopper_repeating_moves_a_pair_by_at_most_three() {
    let honest: Vec<_> = (2..8).map(|shopper| (shopper, 0, vec![0, 1])).collect();
    let mut sybil = honest.clone();
    sybil.extend((0..10_000).map(|visit| (1, visit / 10, vec![0, 1, 0, 1, 0, 1])));
    let weight = |sessions: &[(u32, i64, Vec<u32>)]| {
        let counted = counted(&log_of(sessions, true), 3);
        f64::from(rows(&counted)[0][0].visits)
    };
    let moved = weight(&sybil) - weight(&honest);
    assert!(moved > 0.0 || weight(&sybil) > 0.0);
    assert!(moved <= 3.0, "moved by {moved}");
    let met = |sessions: &[(u32, i64, Vec<u32>)]| counted(&log_of(sessions, true), 3).popularity[0].all;
    assert!(met(&sybil) - met(&honest) <= 3.0);
}

#[test]
fn without_a_log_lists_come_from_the_feed() {
    let learned = learned(&Log::default(), 3);
    assert_eq!(learned.neighbours.len(), ITEMS as usize);
    for (item, list) in learned.neighbours.iter().enumerate() {
        assert_eq!(list.len(), ITEMS as usize - 1);
        assert!(list.iter().all(|neighbour| neighbour.support.is_none() && neighbour.item as usize != item));
    }
    let alone = Settings { backoff: false, ..Settings::default() };
    assert!(learn(Log::default(), &catalogue(), &alone, &|_| {}).unwrap().neighbours.iter().all(Vec::is_empty));
}

#[test]
fn lists_leave_room_for_other_divisions() {
    // 40 neighbours of the item's division, all stronger than the 15 of other divisions.
    let items = 56u32;
    let catalogue = Catalogue {
        items: (0..items)
            .map(|index| Item { id: format!("{index:03}").into(), division: u16::from(index > 40), ..Item::default() })
            .collect(),
        divisions: vec![Division::default(); 2],
        types: vec![ItemType::default()],
        ..Catalogue::default()
    };
    let mut sessions = Vec::new();
    for other in 1..items {
        let times = if other <= 40 { 9 } else { 3 };
        for _ in 0..times {
            sessions.push((sessions.len() as u32, 0, vec![0, other]));
        }
    }
    let learned = learn(log_of(&sessions, true), &catalogue, &Settings::default(), &|_| {}).unwrap();
    let list = &learned.neighbours[0];
    assert_eq!(list.len(), 32);
    assert_eq!(list.iter().filter(|neighbour| neighbour.item > 40).count(), 12);
}

/// In baskets with one shopper each, a reminder of an item would be useless. If six shoppers have the same baskets,
/// they return to items.
#[test]
fn what_nobody_meets_again_is_not_brought_back() {
    let baskets: Vec<_> = (0..60).map(|one| (one, i64::from(one), vec![one % 4, 4 + one % 3, 8])).collect();
    let of_six: Vec<_> = baskets.iter().map(|(shopper, day, items)| (shopper % 6, *day, items.clone())).collect();
    for ordered in [true, false] {
        for (sessions, rare) in [(&baskets, true), (&of_six, false)] {
            let log = log_of(sessions, ordered);
            let distinct: BTreeSet<(u32, u32)> =
                sessions.iter().flat_map(|(shopper, _, items)| items.iter().map(|item| (*shopper, *item))).collect();
            let found = learned(&log, 3);
            let repeats = found.report.repeats;
            assert_eq!((repeats.met, repeats.distinct), (180, distinct.len() as u64));
            assert_eq!(repeats.are_rare(), rare);
            let strongest = found.tables.reminders.iter().max().copied().unwrap();
            assert_eq!(strongest < Factor::round(0.02), rare, "{strongest:?}, ordered: {ordered}");
            assert_eq!(found.report.to_string().contains("few shoppers return to an item"), rare);
        }
    }
}
