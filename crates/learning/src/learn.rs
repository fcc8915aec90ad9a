//! Learning from beginning to end, step by step.

use std::io;

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;

use crate::audience::audience;
use crate::count::Kernel;
use crate::counted::Counted;
use crate::learned::{Learned, Report};
use crate::lists::Walked;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::shopper_sessions::ShopperSessions;
use crate::visits::Visits;
use crate::{
    Hyperparameters, arrivals, backoff, calibrate, curated_pairs, demand, division_transitions, groups, lists,
    rank_tables, repurchase_intervals, type_transitions, words,
};

/// What a sale of any time counts beside one of late: last winter's best sellers are there when it is winter again.
const EVER: f64 = 0.1;

/// Learns lists from a whole log.
///
/// # Errors
/// Counts that do not fit the memory and cannot be put on disk.
pub fn learn(
    log: &Log,
    catalogue: &Catalogue,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> io::Result<Learned> {
    let mut settings = settings.clone();
    if !log.ordered && settings.hyperparameters == Hyperparameters::default() {
        settings.hyperparameters = Hyperparameters::baskets();
    }
    let sensitive: Vec<bool> = catalogue
        .items
        .iter()
        .map(|item| catalogue.types.get(usize::from(item.item_type)).is_some_and(|kind| kind.sensitive))
        .collect();
    let keep = |item: u32| sensitive.get(item as usize) == Some(&false);
    let divisions: Vec<u16> = catalogue.items.iter().map(|item| item.division).collect();
    let calibration =
        if settings.calibrate { calibrate::calibrate(log, &divisions, &keep, &settings, progress)? } else { None };
    if let Some(calibration) = &calibration {
        settings.hyperparameters = calibration.hyperparameters.clone();
    }
    progress(Progress::begins("groups"));
    let visits = Visits::new(log, 0..log.sessions.len(), keep);
    let items = catalogue.items.len();
    let kernel = Kernel::of(log, &settings.hyperparameters);
    let groups = groups::of(&visits, items, &kernel, &settings);
    let counted = Counted::new(&visits, items, &groups, &kernel, &settings, progress)?;
    progress(Progress::begins("weights"));
    let weights = lists::weights(&counted, &settings);
    let Walked { lists: mut neighbours, found } =
        lists::walk(&weights, &counted, &divisions, &settings, &|_| true, progress);
    progress(Progress::begins("words"));
    let selling: Vec<f64> = counted.popularity.iter().map(|found| found.recent + EVER * found.all).collect();
    let dated = if settings.dated { log } else { &Log::default() };
    let arrived = arrivals::from_log(dated, items, settings.now);
    let worded = if settings.words {
        let new: Vec<bool> =
            catalogue.items.iter().zip(&arrived).map(|(item, arrived)| item.is_new || *arrived).collect();
        words::fill(&mut neighbours, &found, catalogue, &selling, &new, &keep, &settings)
    } else {
        words::Worded::default()
    };
    progress(Progress::begins("types and attributes"));
    lists::scale(&mut neighbours, settings.hyperparameters.list_power);
    let curated = curated_pairs::add(&mut neighbours, catalogue, &settings);
    let filled = if settings.backoff && catalogue.types.len() > 1 {
        let transitions = type_transitions::count(&visits, catalogue, settings.floor);
        backoff::fill(&mut neighbours, catalogue, &counted.popularity, &transitions, &settings)
    } else {
        backoff::Filled::default()
    };
    let report = Report {
        sessions: log.sessions.len(),
        events: log.events.len(),
        pairs: counted.pairs.pairs() / 2,
        known: counted.popularity.iter().filter(|item| item.shoppers > 0).count(),
        curated,
        worded,
        filled,
        empty: neighbours.iter().filter(|list| list.is_empty()).count(),
    };
    progress(Progress::begins("demand"));
    let nothing = Visits::default();
    let demand = demand::learn(if settings.dated { &visits } else { &nothing }, catalogue, settings.floor);
    progress(Progress::begins("habits"));
    let shoppers = ShopperSessions::new(log);
    let kept = |of: u16, item: u32| Some(of).filter(|_| keep(item));
    let division = |item: u32| divisions.get(item as usize).and_then(|division| kept(*division, item));
    let item_type = |item: u32| catalogue.items.get(item as usize).and_then(|found| kept(found.item_type, item));
    Ok(Learned {
        neighbours,
        division_transitions: division_transitions::count(
            &shoppers,
            log.ordered,
            catalogue.divisions.len(),
            division,
            settings.floor,
        ),
        repurchase_intervals: repurchase_intervals::learn(
            &ShopperSessions::new(dated),
            catalogue.types.len(),
            item_type,
            settings.floor,
        ),
        arrived,
        audience: audience(log, catalogue, settings.dated.then_some(settings.retention_days), settings.floor),
        tables: rank_tables::rank_tables(&settings.hyperparameters, settings.bits),
        demand,
        selling,
        calibration,
        report,
    })
}
