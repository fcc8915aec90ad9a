//! Calibration on made-up shops: its results, the same results for any number of threads, and when it does nothing.

use passerelle::history::EventKind;
use passerelle_catalogue::orders::{Log, LogEvent, Session};
use passerelle_learning::calibrate::calibrate;
use passerelle_learning::{Calibration, Settings};

const ITEMS: u32 = 60;

/// Visits that go from item to item along a ring, and return to the first item at the end if `returns`.
fn log(sessions: u32, returns: bool) -> Log {
    let mut log = Log { ordered: true, shoppers: sessions, ..Log::default() };
    let mut state = 7u64;
    let mut random = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    };
    for session in 0..sessions {
        let start = log.events.len() as u32;
        let home = random(ITEMS);
        let mut items: Vec<u32> = (0..2 + random(3)).map(|step| (home + step * (1 + random(2))) % ITEMS).collect();
        if returns {
            items.push(home);
        }
        log.events.extend(items.iter().map(|&item| LogEvent { item, kind: EventKind::View }));
        log.sessions.push(Session { start, len: items.len() as u32, shopper: session, time: i64::from(session) * 600 });
    }
    log
}

fn calibrated(log: &Log) -> Option<Calibration> {
    let divisions: Vec<u16> = (0..ITEMS).map(|item| (item % 3) as u16).collect();
    calibrate(log, &divisions, &|_| true, &Settings::default(), &|_| {}).unwrap()
}

#[test]
fn the_choice_is_no_worse_on_the_tail_and_is_reported() {
    let found = calibrated(&log(1_500, false)).unwrap();
    assert!(found.after.objective() >= found.before.objective());
    assert!(!found.moved.is_empty());
    let report = found.to_string();
    assert!(report.contains("defaults") && report.contains("chosen") && report.contains(found.moved[0].name));
}

/// In a shop whose shoppers return to items, reminders weigh more than in a shop whose shoppers never do.
#[test]
fn reminders_are_calibrated_to_the_shop() {
    let remind = |returns: bool| calibrated(&log(1_500, returns)).unwrap().hyperparameters.remind;
    assert!(remind(true) > remind(false), "{} {}", remind(true), remind(false));
}

#[test]
fn the_choice_does_not_depend_on_the_number_of_threads() {
    let log = log(800, true);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| calibrated(&log))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn a_short_tail_leaves_the_defaults() {
    assert_eq!(calibrated(&log(200, true)), None);
    assert_eq!(calibrated(&Log::default()), None);
}
