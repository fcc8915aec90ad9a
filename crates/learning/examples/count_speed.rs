//! Measures the time and memory of counting pairs: `count_speed EVENTS ITEMS FLOOR [MEMORY_MB]`. The visits are
//! synthetic: five events each on average, items of one neighbourhood, popular items more often, three visits per
//! shopper.
#[path = "../../catalogue/examples/machine/mod.rs"]
mod machine;

use std::hash::{Hash, Hasher};

use machine::{cpu_seconds, peak_mb};
use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_learning::visits::Visits;
use passerelle_learning::{Counted, Neighbour, Settings, count::Kernel, lists_of};

fn main() {
    let args: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let [events, items, floor] = args[..3] else { panic!("count_speed EVENTS ITEMS FLOOR [MEMORY_MB]") };
    let settings =
        Settings { floor: floor as u32, memory: args.get(3).map(|megabytes| megabytes << 20), ..Settings::default() };
    let log = log(events as usize, items);
    println!("{} events, {} sessions: log in {} MB", log.events.len(), log.sessions.len(), peak_mb());
    let (start, before) = (std::time::Instant::now(), cpu_seconds());
    let visits = Visits::new(&log, 0..log.sessions.len(), |_| true);
    let kernel = Kernel::of(&log, &settings.hyperparameters);
    let counted = Counted::new(&visits, items as usize, &[], &kernel, &settings, &|_| {}).unwrap();
    let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
    println!(
        "counted {} pairs in {seconds:.1} s, {cpu:.1} s of processor time: {:.2} million events per second and core; {} MB at most{}",
        counted.pairs.pairs() / 2,
        events as f64 / cpu / 1e6,
        peak_mb(),
        if counted.pairs.spilled() { ", pairs on disk" } else { "" },
    );
    let lists = lists_of(&counted, &vec![0; items as usize], &settings, &|_| true, &|_| {});
    println!(
        "lists of {} items in {:.1} s in all; {} MB at most; hash {:016x}",
        lists.len(),
        start.elapsed().as_secs_f64(),
        peak_mb(),
        hash(&lists)
    );
}

/// A hash of the lists, the same on every machine.
fn hash(lists: &[Vec<Neighbour>]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    for list in lists {
        list.len().hash(&mut hasher);
        for neighbour in list {
            (neighbour.item, neighbour.weight.to_bits(), neighbour.support).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn log(events: usize, items: u64) -> Log {
    let mut log = Log { ordered: true, ..Log::default() };
    log.events.reserve_exact(events);
    log.sessions.reserve_exact(events / 5 + 1);
    let mut state = 1u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    while log.events.len() < events {
        let start = log.events.len();
        let len = 1 + next(9) as usize;
        // The square of a uniform number: a few neighbourhoods and items have most of the visits.
        let mut popular = |below: u64| (next(1 << 20) * next(1 << 20) * below) >> 40;
        let home = popular(items / 64);
        for _ in 0..len.min(events - start) {
            let item = (home * 64 + popular(64)) as u32;
            log.events.push(LogEvent { item, kind: EventKind::View });
        }
        let number = log.sessions.len();
        log.sessions.push(Session {
            start: start as u32,
            len: (log.events.len() - start) as u32,
            shopper: (number / 3) as u32,
            time: 1_700_000_000 + (number as i64) / 16,
        });
    }
    log.shoppers = (log.sessions.len() / 3) as u32 + 1;
    log
}
