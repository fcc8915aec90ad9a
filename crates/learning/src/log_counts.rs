//! The data that learning reads from a log: floored counts and nothing else. Another engine can make them by the same
//! rules (engines/spark/). Not for what is learned from them: see [`crate::learn()`].

use std::io;

use passerelle::discretion::Audience;
use passerelle::pack::Transition;
use passerelle::rank::RepurchaseInterval;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;

use crate::audience::audience;
use crate::count::Kernel;
use crate::counted::Counted;
use crate::demand::LevelCounts;
use crate::learnable::learnable;
use crate::progress::Progress;
use crate::settings::Settings;
use crate::shopper_sessions::ShopperSessions;
use crate::trending::Trending;
use crate::type_transitions::TypeTransition;
use crate::visits::Visits;
use crate::{arrivals, division_transitions, groups, repurchase_intervals, type_transitions};

/// Everything that learning reads from a log.
#[derive(Debug, Default)]
pub struct LogCounts {
    /// Sessions of the log.
    pub sessions: usize,
    /// Events of the log.
    pub events: usize,
    /// Items, their pairs, and the pairs below the floor by groups.
    pub counted: Counted,
    /// For each item, whether it is new in the log; see [`crate::arrivals`].
    pub arrived: Vec<bool>,
    /// How many shoppers saw two types in one session, floored, ascending.
    pub type_transitions: Vec<TypeTransition>,
    /// How many shoppers go from division to division, floored, ascending.
    pub division_transitions: Vec<Transition>,
    /// For each type, how long it is not suggested after a purchase.
    pub repurchase_intervals: Vec<RepurchaseInterval>,
    /// Shoppers by half-month.
    pub demand: LevelCounts,
    /// The items bought more now than before.
    pub trending: Trending,
    /// The number of shoppers for whom each reason would be true.
    pub audience: Audience,
}

impl LogCounts {
    /// Counts a whole log.
    ///
    /// # Errors
    /// If the counts do not fit the memory and the temporary file cannot be made or written.
    pub fn new(
        log: &Log,
        catalogue: &Catalogue,
        settings: &Settings,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> io::Result<Self> {
        let learnable = learnable(catalogue);
        let keep = |item: u32| learnable.get(item as usize) == Some(&true);
        progress(Progress::begins("groups"));
        let visits = Visits::new(log, 0..log.sessions.len(), keep);
        let items = catalogue.items.len();
        let kernel = Kernel::of(log, &settings.hyperparameters);
        let groups = groups::of(&visits, items, &kernel, settings);
        let counted = Counted::new(&visits, items, &groups, &kernel, settings, progress)?;
        progress(Progress::begins("habits"));
        let dated = if settings.dated { log } else { &Log::default() };
        let type_transitions = if settings.backoff && catalogue.types.len() > 1 {
            type_transitions::count(&visits, catalogue, settings.floor)
        } else {
            Vec::new()
        };
        let of_learnable = |item: u32| catalogue.items.get(item as usize).filter(|_| keep(item));
        let division = |item: u32| of_learnable(item).map(|found| found.division);
        let item_type = |item: u32| of_learnable(item).map(|found| found.item_type);
        let nothing = Visits::default();
        let dated_visits = if settings.dated { &visits } else { &nothing };
        let division_transitions = division_transitions::count(
            &ShopperSessions::new(log),
            log.ordered,
            catalogue.divisions.len(),
            division,
            settings.floor,
        );
        let repurchase_intervals =
            repurchase_intervals::learn(&ShopperSessions::new(dated), catalogue.types.len(), item_type, settings.floor);
        progress(Progress::begins("sales by day"));
        let demand = LevelCounts::new(dated_visits, catalogue, settings.floor);
        progress(Progress::begins("trending"));
        Ok(Self {
            trending: Trending::new(log, catalogue, settings),
            sessions: log.sessions.len(),
            events: log.events.len(),
            counted,
            arrived: arrivals::from_log(dated, items, settings.now),
            type_transitions,
            division_transitions,
            repurchase_intervals,
            demand,
            audience: audience(log, catalogue, settings.dated.then_some(settings.retention_days), settings.floor),
        })
    }
}
