//! Tries hyperparameters on the tail. A move recomputes only the results that depend on it.

use std::io;
use std::sync::Arc;

use super::accuracy::Accuracy;
use super::parameters::Stage;
use super::tail::Tail;
use crate::count::Kernel;
use crate::counted::Counted;
use crate::repeats::Repeats;
use crate::settings::Settings;
use crate::validation::model::{Lists, Model};
use crate::visits::Visits;
use crate::weigh::Weights;
use crate::{Hyperparameters, groups, lists, rank_tables};
use passerelle::pack::write::Neighbour;
use passerelle_catalogue::orders::Log;

/// Calibration predicts one session in this many: the last tenth of the training sessions.
const TAIL: usize = 10;
/// Most sessions predicted, spread evenly over the tail. On the largest public log, 6,000 were too few to distinguish a
/// small gain from chance.
const VISITS: usize = 20_000;
/// The same for baskets, which have a question for each of their divisions.
const BASKETS: usize = 5_000;
/// Most events counted: those just before the tail.
const EVENTS: usize = 3_000_000;

/// A tail to predict, and the visits before it to learn from.
pub(super) struct Trial<'a> {
    log: &'a Log,
    visits: Visits,
    groups: Vec<Vec<u32>>,
    divisions: &'a [u16],
    pub(super) tail: Tail<'a>,
    /// For each item, whether its list is needed.
    wanted: Vec<bool>,
    settings: Settings,
}

/// Hyperparameters with all results computed from them. States share the results that a move does not change.
#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) hyperparameters: Hyperparameters,
    pub(super) accuracy: Accuracy,
    counted: Arc<Counted>,
    weights: Arc<Weights>,
    walked: Arc<Vec<Vec<Neighbour>>>,
    lists: Arc<Lists>,
}

impl State {
    pub(super) fn objective(&self) -> f64 {
        self.accuracy.objective()
    }

    /// How often shoppers returned to an item in the counted events.
    pub(super) fn repeats(&self) -> Repeats {
        self.counted.repeats
    }
}

impl<'a> Trial<'a> {
    /// The trial of the tail of `log`; `None` if the tail has no question.
    pub(super) fn new(
        log: &'a Log,
        divisions: &'a [u16],
        keep: &dyn Fn(u32) -> bool,
        settings: &Settings,
        begins: &dyn Fn(&'static str),
    ) -> Option<Self> {
        begins("questions");
        let cut = log.sessions.len() - log.sessions.len() / TAIL;
        let most = if log.ordered { VISITS } else { BASKETS };
        let step = (log.sessions.len() - cut).div_ceil(most).max(1);
        let chosen: Vec<usize> =
            (cut..log.sessions.len()).step_by(step).filter(|&index| log.sessions[index].len > 1).collect();
        let tail = Tail::new(log, divisions, &chosen);
        if tail.len() == 0 {
            return None;
        }
        begins("groups");
        let visits = Visits::new(log, start(log, cut)..cut, keep);
        let kernel = Kernel::of(log, &settings.hyperparameters);
        let groups = groups::of(&visits, divisions.len(), &kernel, settings);
        let wanted = tail.wanted(divisions.len());
        Some(Self { log, visits, groups, divisions, tail, wanted, settings: settings.clone() })
    }

    /// About how long one core of a laptop needs for a move at this stage, in microseconds. It is computed from counts
    /// only, so that it is the same on every machine.
    pub(super) fn cost(&self, stage: Stage, state: &State) -> u64 {
        let rows = self.wanted.iter().filter(|wanted| **wanted).count() as u64;
        let passes = self.groups.len() as u64 + 1;
        let mut cost = 10 * self.tail.len() as u64;
        if stage >= Stage::Walk {
            cost += 60 * rows;
        }
        if stage >= Stage::Weigh {
            cost += state.counted.pairs.pairs() / 5 + 10 * passes * rows;
        }
        if stage >= Stage::Count {
            cost += passes * self.visits.events() as u64;
        }
        cost
    }

    /// Measures `hyperparameters`, which differ from those of `best` in a parameter of this stage. Calls `begins` at
    /// each step.
    pub(super) fn measure(
        &self,
        best: &State,
        hyperparameters: Hyperparameters,
        stage: Stage,
        begins: &dyn Fn(&'static str),
    ) -> io::Result<State> {
        let settings = Settings { hyperparameters, words: false, ..self.settings.clone() };
        let mut state = State { hyperparameters: settings.hyperparameters.clone(), ..best.clone() };
        if stage >= Stage::Count {
            begins("pairs");
            let kernel = Kernel::of(self.log, &settings.hyperparameters);
            let items = self.divisions.len();
            state.counted = Arc::new(Counted::new(&self.visits, items, &self.groups, &kernel, &settings, &|_| {})?);
        }
        if stage >= Stage::Weigh {
            begins("weights");
            state.weights = Arc::new(lists::weights(&state.counted, &settings));
        }
        if stage >= Stage::Walk {
            begins("lists");
            let wanted = |row: usize| self.wanted[row];
            state.walked = Arc::new(
                lists::walk(&state.weights, &state.counted, self.divisions, &settings, &wanted, &|_| {}).lists,
            );
        }
        if stage >= Stage::Power {
            begins("scales");
            let mut scaled = state.walked.as_ref().clone();
            lists::scale(&mut scaled, settings.hyperparameters.list_power);
            state.lists = Arc::new(Lists::new(&scaled, settings.neighbours, settings.bits));
        }
        begins("answers");
        let tables = rank_tables::rank_tables(&settings.hyperparameters, settings.bits);
        state.accuracy = self.tail.answer(&Model::new(&state.lists, &tables));
        Ok(state)
    }
}

/// The first session to count, so that the sessions from it to `cut` have at most [`EVENTS`] events.
fn start(log: &Log, cut: usize) -> usize {
    let mut events = 0;
    let fits = |session: &&passerelle_catalogue::orders::Session| {
        events += session.len as usize;
        events <= EVENTS
    };
    cut - log.sessions[..cut].iter().rev().take_while(fits).count()
}
