//! Trending items: a rise is found, a constant best seller is not a rise, and counts below the floor are not used.

use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::trending::Outcome;
use passerelle_learning::{Settings, Trending};

const CONSTANT: u32 = 0;
const RISING: u32 = 1;
const FALLING: u32 = 2;
const SENSITIVE: u32 = 3;
const SOLD_OUT: u32 = 4;
const RARE: u32 = 5;
/// An item that the same shoppers buy every week.
const FAITHFUL: u32 = 6;

/// Items of divisions 0 and 1; the third type is sensitive.
fn catalogue() -> Catalogue {
    let item = |index: u32| Item {
        id: format!("{index:03}").into(),
        division: (index % 2) as u16,
        item_type: if index == SENSITIVE { 2 } else { (index % 2) as u16 },
        available: index != SOLD_OUT,
        ..Item::default()
    };
    let kind = |division: u16, sensitive| ItemType { division, sensitive, ..ItemType::default() };
    Catalogue {
        items: (0..8).map(item).collect(),
        divisions: vec![Division::default(); 2],
        types: vec![kind(0, false), kind(1, false), kind(1, true)],
        ..Catalogue::default()
    }
}

/// A log of (day, shopper, item).
fn log(mut orders: Vec<(i64, u32, u32)>, kind: EventKind) -> Log {
    orders.sort_unstable();
    let mut log = Log::default();
    for (day, shopper, item) in orders {
        log.sessions.push(Session { start: log.events.len() as u32, len: 1, shopper, time: day * 86_400 + 40_000 });
        log.events.push(LogEvent { item, kind });
    }
    log
}

/// Days 1 to 56, which are four windows of 14 days. The last window has the days 43 to 56.
fn orders() -> Vec<(i64, u32, u32)> {
    let mut orders = Vec::new();
    let mut shopper = 0;
    let mut sells = |item: u32, day: i64, times: u32| {
        for _ in 0..times {
            shopper += 1;
            orders.push((day, shopper, item));
        }
    };
    for day in 1..=56 {
        let is_now = day > 42;
        sells(CONSTANT, day, 20);
        sells(RISING, day, if is_now { 6 } else { 1 });
        sells(SENSITIVE, day, if is_now { 6 } else { 1 });
        sells(SOLD_OUT, day, if is_now { 6 } else { 1 });
        sells(FALLING, day, if is_now { 1 } else { 8 });
    }
    for (shopper, day) in [(90_001, 50), (90_002, 51)] {
        orders.push((day, shopper, RARE));
    }
    // The same forty shoppers in every window.
    for week in 0..8 {
        orders.extend((0..40).map(|shopper| (1 + 7 * week, 80_000 + shopper, FAITHFUL)));
    }
    orders
}

fn trending(log: &Log, settings: &Settings) -> Trending {
    Trending::new(log, &catalogue(), settings)
}

#[test]
fn what_is_bought_more_than_before_rises_and_nothing_else() {
    let found = trending(&log(orders(), EventKind::Purchase), &Settings::default());
    let rising: Vec<u32> = (0..).zip(&found.rises).filter(|(_, rise)| **rise > 0.0).map(|(item, _)| item).collect();
    assert_eq!(rising, [RISING, SOLD_OUT], "a sensitive type is not learned from");
    assert_eq!(found.outcome, Outcome::Compared { rising: 2, below_floor: 1 });
    let lists = found.lists(&catalogue());
    assert!(lists[0].is_empty(), "what is sold out is not listed");
    assert_eq!(lists[1].iter().map(|one| one.item).collect::<Vec<_>>(), [RISING]);
    assert!(lists[1][0].weight > 1.0 && lists[1][0].weight < 6.0);
}

#[test]
fn whoever_buys_the_same_every_week_makes_no_rise() {
    let found = trending(&log(orders(), EventKind::Purchase), &Settings::default());
    assert_eq!(found.rises[FAITHFUL as usize], 0.0);
}

/// Two shoppers are below the floor, whatever the ratio. Only `privacy.k` decides.
#[test]
fn below_the_floor_there_is_nothing() {
    let mut many = orders();
    many.extend((0..7).map(|shopper| (50, 91_000 + shopper, RARE)));
    let many = log(many, EventKind::Purchase);
    let rises = |floor| trending(&many, &Settings { floor, ..Settings::default() }).rises[RARE as usize];
    assert!(rises(3) > 1.0, "{}", rises(3));
    assert_eq!(rises(10), 0.0, "nine shoppers bought it");
    // A shopper who buys every day counts once.
    let mut one = orders();
    one.extend((43..=56).map(|day| (day, 92_000, RARE)));
    assert_eq!(
        trending(&log(one, EventKind::Purchase), &Settings { floor: 4, ..Settings::default() }).rises[RARE as usize],
        0.0
    );
}

#[test]
fn a_month_in_which_everything_sells_more_makes_no_rise() {
    let doubled: Vec<_> = orders().into_iter().filter(|(_, _, item)| *item == CONSTANT || *item == FALLING).collect();
    let more =
        doubled.iter().filter(|(day, ..)| *day > 42).map(|(day, shopper, item)| (*day, shopper + 500_000, *item));
    let busy: Vec<_> = doubled.iter().copied().chain(more).collect();
    assert_eq!(trending(&log(busy, EventKind::Purchase), &Settings::default()).rises[FALLING as usize], 0.0);
}

#[test]
fn why_there_is_nothing_is_said() {
    let bought = log(orders(), EventKind::Purchase);
    let outcome = |log: &Log, settings: &Settings| trending(log, settings).outcome;
    let usual = Settings::default();
    assert_eq!(outcome(&Log::default(), &usual), Outcome::NotCounted);
    assert_eq!(outcome(&bought, &Settings { dated: false, ..usual.clone() }), Outcome::Undated);
    assert_eq!(outcome(&log(orders(), EventKind::View), &usual), Outcome::NothingBought);
    let late = Settings { now: Some(86_400 * 71), ..usual.clone() };
    assert_eq!(outcome(&bought, &late), Outcome::Stale { days: 15 });
    let long = Settings { trending_days: 29, ..usual };
    assert_eq!(outcome(&bought, &long), Outcome::TooShort { has: 56, needs: 58 });
    for (outcome, says) in [
        (Outcome::Undated, "no dates; export them with a column timestamp"),
        (Outcome::Stale { days: 15 }, "15 days old"),
        (Outcome::TooShort { has: 56, needs: 58 }, "reach back 56 days, and 58 are needed"),
        (Outcome::Compared { rising: 0, below_floor: 7 }, "7 items have too few shoppers in the last days"),
        (Outcome::Compared { rising: 3, below_floor: 7 }, "3 items"),
    ] {
        assert!(outcome.to_string().contains(says), "{outcome}");
    }
}
