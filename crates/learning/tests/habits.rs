//! Compares what is learned from a shopper's whole history with counts by hand: repurchase intervals, division
//! transitions and arrivals.

use passerelle::history::EventKind;
use passerelle::pack::Transition;
use passerelle::rank::RepurchaseInterval;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::repurchase_intervals::UNKNOWN;
use passerelle_learning::shopper_sessions::ShopperSessions;
use passerelle_learning::{Learned, Settings, arrivals, division_transitions, learn, repurchase_intervals};

/// Sessions as (shopper, day, items), in order of days.
fn log_of(kind: EventKind, ordered: bool, sessions: &[(u32, i64, &[u32])]) -> Log {
    let mut log = Log { ordered, ..Log::default() };
    let mut sessions = sessions.to_vec();
    sessions.sort_by_key(|session| session.1);
    for (shopper, day, items) in sessions {
        let (start, len) = (log.events.len() as u32, items.len() as u32);
        // At some hour of the day.
        let time = day * 86_400 + i64::from(shopper % 20) * 3_600;
        log.sessions.push(Session { start, len, shopper, time });
        log.events.extend(items.iter().map(|item| LogEvent { item: *item, kind }));
        log.shoppers = log.shoppers.max(shopper + 1);
    }
    log
}

fn baskets(sessions: &[(u32, i64, &[u32])]) -> Log {
    log_of(EventKind::Purchase, false, sessions)
}

/// The intervals of three types. Items 0 to 9 are of type 0, 10 to 19 of type 1, and so on.
fn rests(log: &Log, floor: u32) -> Vec<RepurchaseInterval> {
    repurchase_intervals::learn(&ShopperSessions::new(log), 3, |item| Some((item / 10) as u16), floor)
}

#[test]
fn an_item_bought_weekly_has_a_week_s_interval_and_one_bought_once_none() {
    const BREAD: &[u32] = &[0];
    let mut sessions: Vec<(u32, i64, &[u32])> = vec![
        (0, 0, BREAD),
        (0, 3, BREAD),
        (0, 6, BREAD),
        (1, 0, BREAD),
        (1, 3, BREAD),
        (2, 1, BREAD),
        (2, 6, BREAD),
        (2, 11, BREAD),
        (3, 2, BREAD),
        (3, 6, BREAD),
    ];
    sessions.extend((0..30).map(|shopper| (100 + shopper, i64::from(shopper), &[10][..])));
    // Median gaps 3, 3, 5 and 4 days: the lowest tenth is 3. Thirty shoppers bought a watch, and none bought another.
    let learned = rests(&baskets(&sessions), 3);
    assert_eq!(learned[0], RepurchaseInterval { item_days: Some(3), type_days: Some(3) });
    assert_eq!(learned[1], RepurchaseInterval { item_days: None, type_days: None });
    assert_eq!(learned[2], UNKNOWN, "nobody bought any");
    // With one buyer less it is unknown: a tenth of 29 is below the floor.
    sessions.pop();
    assert_eq!(rests(&baskets(&sessions), 3)[1], UNKNOWN);
}

#[test]
fn a_type_bought_side_by_side_has_an_interval_of_no_days() {
    let sessions: [(u32, i64, &[u32]); 4] = [(0, 0, &[0, 1]), (1, 0, &[1, 2, 1]), (2, 4, &[3]), (2, 4, &[4])];
    // The third shopper bought both on one day, in two orders.
    assert_eq!(rests(&baskets(&sessions), 3)[0], RepurchaseInterval { item_days: None, type_days: Some(0) });
    let twice_the_same: [(u32, i64, &[u32]); 3] = [(0, 0, &[0, 0]), (1, 0, &[1, 1]), (2, 4, &[3, 3])];
    assert_eq!(rests(&baskets(&twice_the_same), 3)[0], UNKNOWN, "two of the same are one purchase");
}

/// An item and its type have separate intervals: another pair of shoes after ten days, the same pair never.
#[test]
fn a_type_may_have_an_interval_where_its_items_have_none() {
    let sessions: Vec<(u32, i64, &[u32])> =
        (0..3).flat_map(|shopper| [(shopper, 0, &[0][..]), (shopper, 10 + i64::from(shopper), &[1][..])]).collect();
    assert_eq!(rests(&baskets(&sessions), 3)[0], RepurchaseInterval { item_days: None, type_days: Some(10) });
}

#[test]
fn an_interval_needs_the_floor_and_a_tenth_of_the_buyers() {
    let come_back = |shoppers: u32, others: u32| {
        let mut sessions: Vec<(u32, i64, &[u32])> = Vec::new();
        sessions.extend((0..shoppers).flat_map(|shopper| [(shopper, 0, &[0][..]), (shopper, 7, &[0][..])]));
        sessions.extend((0..others).map(|shopper| (1_000 + shopper, 0, &[0][..])));
        rests(&baskets(&sessions), 3)[0]
    };
    let weekly = RepurchaseInterval { item_days: Some(7), type_days: Some(7) };
    assert_eq!(come_back(3, 0), weekly);
    assert_eq!(come_back(3, 27), weekly, "three of thirty");
    let never = RepurchaseInterval { item_days: None, type_days: None };
    assert_eq!(come_back(3, 28), never, "three of thirty-one");
    assert_eq!(come_back(2, 10), UNKNOWN, "two are below the floor, whatever the share");
    assert_eq!(come_back(2, 0), UNKNOWN);
    // A view is not a purchase.
    let mut looked = baskets(&[(0, 0, &[0]), (0, 7, &[0]), (1, 0, &[0]), (1, 7, &[0]), (2, 0, &[0]), (2, 7, &[0])]);
    assert_eq!(rests(&looked, 3)[0], weekly);
    looked.events.iter_mut().for_each(|event| event.kind = EventKind::AddToCart);
    assert_eq!(rests(&looked, 3)[0], UNKNOWN);
}

/// The transitions as tuples. Every item is a division of its own.
fn ways(log: &Log, divisions: usize, floor: u32) -> Vec<(u16, u16, u32)> {
    tuples(&division_transitions::count(
        &ShopperSessions::new(log),
        log.ordered,
        divisions,
        |item| Some(item as u16),
        floor,
    ))
}

/// (from, to, distinct shoppers).
fn tuples(pairs: &[Transition]) -> Vec<(u16, u16, u32)> {
    pairs.iter().map(|pair| (pair.from.0, pair.to.0, pair.support)).collect()
}

#[test]
fn division_transitions_of_visits_go_forward_in_time() {
    let visits: [(u32, i64, &[u32]); 5] =
        [(0, 0, &[0, 1]), (0, 5, &[2]), (1, 0, &[1, 1, 0]), (1, 9, &[0]), (2, 0, &[2])];
    let log = log_of(EventKind::View, true, &visits);
    assert_eq!(
        ways(&log, 3, 1),
        [(0, 0, 1), (0, 1, 1), (0, 2, 1), (1, 0, 1), (1, 1, 1), (1, 2, 1)],
        "each shopper once for each way, forward in time"
    );
    assert_eq!(ways(&log, 3, 2), [], "no way was gone by two");
}

#[test]
fn divisions_in_one_basket_lead_both_ways() {
    assert_eq!(ways(&baskets(&[(0, 0, &[0, 1])]), 2, 1), [(0, 1, 1), (1, 0, 1)]);
    assert_eq!(ways(&baskets(&[(0, 0, &[0]), (0, 1, &[1])]), 2, 1), [(0, 1, 1)], "two baskets lead forward");
    // Two items of one division in a basket lead from it to itself. One item does not.
    let of_two = |items: &[u32]| {
        let log = baskets(&[(0, 0, items)]);
        tuples(&division_transitions::count(&ShopperSessions::new(&log), false, 1, |_| Some(0), 1))
    };
    assert_eq!(of_two(&[0, 1]), [(0, 0, 1)]);
    assert_eq!(of_two(&[0]), []);
}

#[test]
fn a_division_keeps_its_32_strongest_transitions() {
    let mut visits: Vec<(u32, i64, Vec<u32>)> = Vec::new();
    for to in 1..=39 {
        visits.push((to, 0, vec![0, to]));
        if to > 4 {
            visits.push((100 + to, 0, vec![0, to]));
        }
    }
    let visits: Vec<(u32, i64, &[u32])> =
        visits.iter().map(|(who, day, items)| (*who, *day, items.as_slice())).collect();
    let kept = ways(&log_of(EventKind::View, true, &visits), 40, 1);
    // Two shoppers each went to 35 divisions; the first 32 of these are kept.
    assert_eq!(kept, (5..37).map(|to| (0, to, 2)).collect::<Vec<_>>());
}

#[test]
fn what_the_log_met_first_in_its_last_month_is_new() {
    let new = |first_day: i64| {
        let log = baskets(&[(0, first_day, &[0]), (0, 59, &[1]), (0, 60, &[2, 0]), (20, 90, &[3])]);
        arrivals::from_log(&log, 6, None)
    };
    assert_eq!(new(0), [false, false, true, true, false, false], "items 4 and 5 were never met");
    assert_eq!(new(1), [false; 6], "ninety days are needed to tell");
    assert_eq!(arrivals::from_log(&Log::default(), 2, None), [false; 2]);
}

/// Learns from two divisions of one type each; the second type may be sensitive. All shoppers buy from both,
/// repeatedly.
fn learned(sensitive: bool) -> Learned {
    let item = |index: u32| Item {
        id: format!("{index}").into(),
        division: (index / 10) as u16,
        item_type: (index / 10) as u16,
        ..Item::default()
    };
    let catalogue = Catalogue {
        items: (0..20).map(item).collect(),
        divisions: vec![Division::default(); 2],
        types: (0..2)
            .map(|division| ItemType { division, sensitive: sensitive && division == 1, ..ItemType::default() })
            .collect(),
        ..Catalogue::default()
    };
    let sessions: Vec<(u32, i64, &[u32])> =
        (0..5).flat_map(|shopper| [(shopper, 0, &[0, 10][..]), (shopper, 7, &[0, 10][..])]).collect();
    let settings = Settings { floor: 3, dated: true, ..Settings::default() };
    learn(baskets(&sessions), &catalogue, &settings, &|_| {}).unwrap()
}

#[test]
fn nothing_is_learned_from_what_is_sensitive() {
    let plain = learned(false);
    let weekly = RepurchaseInterval { item_days: Some(7), type_days: Some(7) };
    assert_eq!(plain.repurchase_intervals, [weekly, weekly]);
    assert_eq!(tuples(&plain.division_transitions), [(0, 0, 5), (0, 1, 5), (1, 0, 5), (1, 1, 5)]);
    let discreet = learned(true);
    assert_eq!(discreet.repurchase_intervals, [weekly, UNKNOWN]);
    assert_eq!(tuples(&discreet.division_transitions), [(0, 0, 5)]);
}
