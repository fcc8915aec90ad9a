//! Fits the formula's parameters to the shop: learn from the first nine tenths of the training sessions, predict the
//! last tenth, keep what predicts better. Shops differ a lot; nothing here is tuned by hand for one of them.
//!
//! Coordinate search: each knob in turn is moved up and down by a factor; a move that helps is repeated, a knob that
//! does not help gets a smaller step. The test part of an evaluation is never seen here.

use std::io;

use rayon::prelude::*;

use super::visits::Visits;
use super::{Counted, Recipe, Settings, lists_of, tables};
use crate::evaluate::measure::Sums;
use crate::evaluate::ours::{Lists, Ours};
use crate::evaluate::protocol::{Cases, Memory, Protocol, Query};
use crate::evaluate::recommender::Recommender;
use crate::log::Log;

/// Share of the training sessions that calibration predicts: the last tenth.
const TAIL: usize = 10;
/// Sessions predicted at most, spread evenly over the tail.
const SESSIONS: usize = 6_000;
/// Fewer predictions than this say nothing: the recipe's defaults stay.
const LEAST_PREDICTIONS: usize = 200;
/// Length of a slate when accuracy is measured.
const PLACES: usize = 20;
/// A move must help by this much, in units of the objective, to be kept: about a standard error of the difference on
/// the tail. With 2e-4 calibration followed the noise and lost .0015 of hit rate on the test of the largest log.
const LEAST_GAIN: f64 = 8e-4;

/// What has to be done again when a knob moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Query,
    Lists,
    Count,
}

/// One parameter that calibration may move.
struct Knob {
    name: &'static str,
    stage: Stage,
    value: fn(&mut Recipe) -> &mut f64,
    /// First move tried.
    step: f64,
    /// Whether the step is added, not multiplied with.
    adds: bool,
    range: (f64, f64),
}

macro_rules! knob {
    ($stage:ident $field:ident $factor:literal $low:literal $high:literal) => {
        Knob {
            name: stringify!($field),
            stage: Stage::$stage,
            value: |recipe| &mut recipe.$field,
            step: $factor,
            adds: false,
            range: ($low, $high),
        }
    };
    ($stage:ident $field:ident +$step:literal $low:literal $high:literal) => {
        Knob { adds: true, ..knob!($stage $field $step $low $high) }
    };
}

/// Cheap knobs first.
const KNOBS: &[Knob] = &[
    knob!(Query delta 1.6 0.3 40.0),
    knob!(Query eta 2.5 0.005 4.0),
    knob!(Query last 1.2 0.5 8.0),
    knob!(Query remind_last 1.6 0.01 8.0),
    knob!(Query remind 1.4 0.01 8.0),
    knob!(Query remind_scale 1.6 0.2 40.0),
    knob!(Query remind_times +0.5 -2.0 4.0),
    knob!(Lists list_power 1.15 0.3 3.0),
    knob!(Lists spread_fine 2.0 0.01 20.0),
    knob!(Lists spread_coarse 2.0 0.01 20.0),
    knob!(Lists target_power 1.5 0.02 1.0),
    knob!(Lists source_power 1.2 0.1 1.2),
    knob!(Lists trend_power 1.4 0.02 1.0),
    knob!(Lists first_hop 1.5 0.05 20.0),
    knob!(Lists second_hop 1.5 0.02 10.0),
    knob!(Count far 2.0 0.005 1.0),
    knob!(Count backward 1.4 0.05 1.0),
    knob!(Count forward_scale 1.5 0.3 20.0),
    knob!(Count length_power 1.4 0.05 1.5),
    knob!(Count age_scale 1.6 0.05 20.0),
];

/// Accuracy on the tail: sums for the protocols next-item, product and new-only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// The next item, whatever it is.
    pub next_item: Sums,
    /// The next item that is not the one on the page.
    pub product: Sums,
    /// The next item never seen before in the session.
    pub new_only: Sums,
}

impl Accuracy {
    /// What calibration maximises: the mean over the protocols of the logarithms of hit rate (twice: that an
    /// item is there matters more than its place) and reciprocal rank.
    #[must_use]
    pub fn objective(&self) -> f64 {
        let of = |sums: &Sums| 2.0 * libm::log(sums.hit_rate().max(1e-9)) + libm::log(sums.mrr().max(1e-9));
        (of(&self.next_item) + of(&self.product) + of(&self.new_only)) / 9.0
    }

    fn merge(&mut self, other: &Self) {
        self.next_item.merge(&other.next_item);
        self.product.merge(&other.product);
        self.new_only.merge(&other.new_only);
    }
}

/// What calibration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Predictions that it was measured on.
    pub predictions: usize,
    /// Accuracy of the defaults on the tail.
    pub before: Accuracy,
    /// Accuracy of what was chosen, on the same tail.
    pub after: Accuracy,
    /// The knobs that moved: name, default, chosen value.
    pub moved: Vec<(&'static str, f64, f64)>,
    /// The chosen recipe.
    pub recipe: Recipe,
}

/// A tail to predict and the counts of what came before it.
struct Trial<'a> {
    log: &'a Log,
    visits: Visits,
    groups: Vec<Vec<u32>>,
    divisions: &'a [u16],
    /// Sessions to predict in.
    sessions: Vec<usize>,
    /// Items whose lists are needed.
    wanted: Vec<bool>,
    settings: Settings,
}

/// A recipe with all that was worked out for it. Kept, so that a move that fails costs nothing to take back.
#[derive(Default)]
struct State {
    recipe: Recipe,
    accuracy: Accuracy,
    counted: Counted,
    lists: Lists,
}

impl State {
    /// What maximises the objective becomes the state.
    fn take(&mut self, tried: Tried) {
        self.recipe = tried.recipe;
        self.accuracy = tried.accuracy;
        self.counted = tried.counted.unwrap_or_else(|| std::mem::take(&mut self.counted));
        self.lists = tried.lists.unwrap_or_else(|| std::mem::take(&mut self.lists));
    }
}

/// A recipe that was tried; what did not have to be worked out again is missing.
struct Tried {
    recipe: Recipe,
    accuracy: Accuracy,
    counted: Option<Counted>,
    lists: Option<Lists>,
}

/// Calibrates on the tail of `log`; `None` where the tail is too small to tell.
///
/// # Errors
/// Counts that do not fit the memory and cannot be put on disk.
pub fn calibrate(
    log: &Log,
    divisions: &[u16],
    keep: &dyn Fn(u32) -> bool,
    settings: &Settings,
    sweeps: usize,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> io::Result<Option<Calibration>> {
    let Some(trial) = Trial::new(log, divisions, keep, settings) else { return Ok(None) };
    let mut best = State::default();
    best.take(trial.measure(&best, settings.recipe.clone(), Stage::Count)?);
    let before = best.accuracy;
    let predictions = before.next_item.predictions as usize;
    if predictions < LEAST_PREDICTIONS {
        return Ok(None);
    }
    let mut steps: Vec<f64> = KNOBS.iter().map(|knob| knob.step).collect();
    let mut moves = vec![true; KNOBS.len()];
    for sweep in 0..sweeps {
        for (index, knob) in KNOBS.iter().enumerate() {
            // Later rounds look again at what is cheap and at what moved.
            if moves[index] || knob.stage == Stage::Query {
                moves[index] = climb(knob, steps[index], &trial, &mut best)?;
                steps[index] = if knob.adds { steps[index] / 2.0 } else { steps[index].sqrt() };
            }
            progress((sweep * KNOBS.len() + index + 1) as u64, (sweeps * KNOBS.len()) as u64);
        }
    }
    let (mut defaults, mut chosen) = (settings.recipe.clone(), best.recipe.clone());
    let moved = KNOBS
        .iter()
        .map(|knob| (knob.name, *(knob.value)(&mut defaults), *(knob.value)(&mut chosen)))
        .filter(|(_, before, after)| before != after)
        .collect();
    Ok(Some(Calibration { predictions, before, after: best.accuracy, moved, recipe: best.recipe }))
}

/// Accuracy of recipes on the tail of `log`, for those who look for better ones.
///
/// # Errors
/// As [`calibrate`].
pub fn try_recipes(log: &Log, divisions: &[u16], settings: &Settings, recipes: &[Recipe]) -> io::Result<Vec<Accuracy>> {
    let Some(trial) = Trial::new(log, divisions, &|_| true, settings) else { return Ok(Vec::new()) };
    let nothing = State::default();
    let measure = |recipe: &Recipe| Ok(trial.measure(&nothing, recipe.clone(), Stage::Count)?.accuracy);
    recipes.iter().map(measure).collect()
}

/// Moves one knob as long as it helps; whether it moved.
fn climb(knob: &Knob, step: f64, trial: &Trial<'_>, best: &mut State) -> io::Result<bool> {
    for up in [true, false] {
        let mut moved = false;
        loop {
            let mut recipe = best.recipe.clone();
            let value = (knob.value)(&mut recipe);
            let next = match (knob.adds, up) {
                (true, true) => *value + step,
                (true, false) => *value - step,
                (false, true) => *value * step,
                (false, false) => *value / step,
            };
            let next = next.clamp(knob.range.0, knob.range.1);
            if (next - *value).abs() < 1e-12 || (trial.groups.is_empty() && knob.name.starts_with("spread")) {
                break;
            }
            *value = next;
            let tried = trial.measure(best, recipe, knob.stage)?;
            if tried.accuracy.objective() < best.accuracy.objective() + LEAST_GAIN {
                break;
            }
            best.take(tried);
            moved = true;
        }
        if moved {
            return Ok(true);
        }
    }
    Ok(false)
}

impl<'a> Trial<'a> {
    fn new(log: &'a Log, divisions: &'a [u16], keep: &dyn Fn(u32) -> bool, settings: &Settings) -> Option<Self> {
        let cut = log.sessions.len() - log.sessions.len() / TAIL;
        let tail = cut..log.sessions.len();
        // A basket asks one question for each of its divisions, with a long memory: a few hundred baskets will do.
        let most = if log.ordered { SESSIONS } else { SESSIONS / 4 };
        let step = tail.len().div_ceil(most).max(1);
        let sessions: Vec<usize> = tail.step_by(step).filter(|&index| log.sessions[index].len > 1).collect();
        if sessions.is_empty() {
            return None;
        }
        // Earlier baskets are sources too.
        let mut wanted = vec![!log.ordered; divisions.len()];
        for &session in &sessions {
            for event in log.events_of(&log.sessions[session]) {
                if let Some(wanted) = wanted.get_mut(event.item as usize) {
                    *wanted = true;
                }
            }
        }
        let visits = Visits::new(log, 0..cut, keep);
        let groups = super::groups(&visits, divisions.len(), &super::kernel(log, &settings.recipe), settings);
        Some(Self { log, visits, groups, divisions, sessions, wanted, settings: settings.clone() })
    }

    /// Tries `recipe`, which differs from that of `best` in a knob of this stage.
    fn measure(&self, best: &State, recipe: Recipe, stage: Stage) -> io::Result<Tried> {
        let settings = Settings { recipe, ..self.settings.clone() };
        let kernel = super::kernel(self.log, &settings.recipe);
        let count = || Counted::new(&self.visits, self.divisions.len(), &self.groups, &kernel, &settings, &|_| {});
        let counted = if stage == Stage::Count { Some(count()?) } else { None };
        let lists = (stage >= Stage::Lists).then(|| {
            let counted = counted.as_ref().unwrap_or(&best.counted);
            let lists = lists_of(counted, self.divisions, &settings, &|row| self.wanted[row], &|_| {});
            Lists::new(&lists, settings.neighbours, settings.bits)
        });
        let tables = tables::tables(&settings.recipe, settings.bits);
        let accuracy = self.predict(&Ours::new(lists.as_ref().unwrap_or(&best.lists), &tables));
        Ok(Tried { recipe: settings.recipe, accuracy, counted, lists })
    }

    fn predict(&self, ours: &Ours<'_>) -> Accuracy {
        let memory = if self.log.ordered { Memory::default() } else { Memory::new(&[self.log]) };
        let protocol = if self.log.ordered { Protocol::NextItem } else { Protocol::OtherDivision };
        let cases = Cases { log: self.log, protocol, divisions: self.divisions, memory: Some(&memory) };
        let parts: Vec<Accuracy> = self
            .sessions
            .par_chunks(64)
            .map(|sessions| {
                let mut ranked = Vec::new();
                let mut accuracy = Accuracy::default();
                for &session in sessions {
                    cases.each(&self.log.sessions[session], |query, targets| {
                        let places = if self.log.ordered { 2 * PLACES } else { PLACES };
                        ours.recommend(query, &cases.admits(query), places, &mut ranked);
                        if self.log.ordered {
                            targets.iter().for_each(|&target| accuracy.add(&ranked, query, target));
                        } else {
                            accuracy.add_basket(&ranked, query, targets);
                        }
                    });
                }
                accuracy
            })
            .collect();
        let mut total = Accuracy::default();
        parts.iter().for_each(|part| total.merge(part));
        total
    }
}

impl Accuracy {
    /// Counts one ranking for every protocol that the target belongs to.
    fn add(&mut self, ranked: &[u32], query: &Query<'_>, target: u32) {
        let place = |allowed: &dyn Fn(u32) -> bool| {
            let mut places = ranked.iter().filter(|&&item| allowed(item)).take(PLACES);
            places.position(|&item| item == target)
        };
        self.next_item.add(place(&|_| true));
        if target != query.last() {
            self.product.add(place(&|item| item != query.last()));
        }
        let seen = |item: u32| query.seen.iter().any(|event| event.item == item);
        if !seen(target) {
            self.new_only.add(place(&|item| !seen(item)));
        }
    }
    /// Counts one basket: as `product` whatever it is, as `new_only` among what the shopper never had.
    fn add_basket(&mut self, ranked: &[u32], query: &Query<'_>, targets: &[u32]) {
        let had = |item: u32| query.seen.iter().any(|event| event.item == item);
        self.next_item.add(ranked.iter().position(|item| targets.contains(item)));
        self.product.add(ranked.iter().position(|item| targets.contains(item)));
        if targets.iter().any(|&item| !had(item)) {
            let mut places = ranked.iter().filter(|&&item| !had(item));
            self.new_only.add(places.position(|item| targets.contains(item)));
        }
    }
}

impl std::fmt::Display for Calibration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "calibration on the last tenth of training, {} predictions:", self.predictions)?;
        let of = |accuracy: &Accuracy| {
            let sums = [accuracy.next_item, accuracy.product, accuracy.new_only];
            sums.map(|sums| format!("{:.4}/{:.4}", sums.hit_rate(), sums.mrr())).join("  ")
        };
        writeln!(f, "             next-item      product        new-only      (hit rate/mrr at 20)")?;
        writeln!(f, "  defaults   {}", of(&self.before))?;
        writeln!(f, "  chosen     {}", of(&self.after))?;
        for (name, before, after) in &self.moved {
            writeln!(f, "  {name:<16} {before:.3} -> {after:.3}")?;
        }
        Ok(())
    }
}

impl Recipe {
    /// Sets the parameter `name`; false where calibration knows none of this name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let knob = KNOBS.iter().find(|knob| knob.name == name);
        knob.map(|knob| *(knob.value)(self) = value).is_some()
    }
}
