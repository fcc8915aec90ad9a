//! Measures the time and memory of learning demand over the year: `demand_speed EVENTS ITEMS`. The orders are
//! synthetic, over two years: five items each on average, popular items more often, a tenth of the items in one month
//! of the year only, three orders per shopper.
#[path = "../../catalogue/examples/machine/mod.rs"]
mod machine;

use machine::{cpu_seconds, peak_mb};
use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_catalogue::{Catalogue, Division, Item, ItemType};
use passerelle_learning::demand;
use passerelle_learning::visits::Visits;

/// 1 January 2024, in seconds since 1970-01-01 UTC.
const START: i64 = 1_704_067_200;
/// Two years, in seconds.
const SPAN: i64 = 731 * 86_400;
const TYPES: u32 = 400;
const DIVISIONS: u32 = 10;

fn main() {
    let args: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let [events, items] = args[..2] else { panic!("demand_speed EVENTS ITEMS") };
    let log = log(events as usize, items);
    let visits = Visits::new(&log, 0..log.sessions.len(), |_| true);
    let catalogue = catalogue(items as u32);
    println!("{} events, {} sessions: log, layout and items in {} MB", log.events.len(), log.sessions.len(), peak_mb());
    let (start, before) = (std::time::Instant::now(), cpu_seconds());
    let demand = demand::learn(&visits, &catalogue, 3);
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
    let flagged = (0..items as usize).filter(|item| (0..24).any(|half| demand.flagged(*item, half))).count();
    println!(
        "demand of {items} items in {seconds:.1} s, {cpu:.1} s of processor time; {} MB at most; {} shapes, {flagged} items \
         flagged",
        peak_mb(),
        demand.shapes.len(),
    );
}

fn catalogue(items: u32) -> Catalogue {
    let item = |index: u32| Item {
        division: (index % DIVISIONS) as u16,
        item_type: (index % TYPES) as u16,
        ..Item::default()
    };
    let kind = |of: u32| ItemType { division: (of % DIVISIONS) as u16, ..ItemType::default() };
    Catalogue {
        items: (0..items).map(item).collect(),
        divisions: vec![Division::default(); DIVISIONS as usize],
        types: (0..TYPES).map(kind).collect(),
        ..Catalogue::default()
    }
}

fn log(events: usize, items: u64) -> Log {
    let mut log = Log::default();
    log.events.reserve_exact(events);
    let mut state = 1u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let sessions = events as i64 / 5;
    while log.events.len() < events {
        let start = log.events.len();
        let number = log.sessions.len() as i64;
        let time = START + number.min(sessions - 1) * SPAN / sessions;
        let month = time.div_euclid(86_400) % 365 / 31;
        for _ in 0..(1 + next(9) as usize).min(events - start) {
            // The square of a uniform number: a few items have most of the sales.
            let item = (next(1 << 20) * next(1 << 20) * items) >> 40;
            // A tenth of the items has a month. In other months the next item is sold instead.
            let away = item.is_multiple_of(10) && item as i64 / 10 % 12 != month;
            let item = if away { (item + 1).min(items - 1) } else { item } as u32;
            log.events.push(LogEvent { item, kind: EventKind::Purchase });
        }
        let len = (log.events.len() - start) as u32;
        log.sessions.push(Session { start: start as u32, len, shopper: (number / 3) as u32, time });
    }
    log.shoppers = (log.sessions.len() / 3) as u32 + 1;
    log
}
