//! Fits the formula's parameters to the shop: learns from the first nine tenths of the training sessions, predicts the
//! last tenth, and keeps parameters that predict better. Shops differ a lot; no parameter here is tuned by hand for one
//! shop.
//!
//! A coordinate search: each parameter in turn is moved up or down by a step. A move that helps is repeated. After its
//! turn a parameter gets a smaller step. The test part of an evaluation is never used here.

mod accuracy;
mod parameters;
mod tail;
mod trial;

use std::io;

pub use accuracy::Accuracy;

use super::Hyperparameters;
use super::progress::Progress;
use super::settings::Settings;
use parameters::{Kind, PARAMETERS, Parameter, Stage};
use passerelle_catalogue::orders::Log;
use trial::{State, Trial};

/// The name of the stage in [`Progress`].
const STAGE: &str = "calibration";
/// With fewer predictions than this, nothing is calibrated.
const LEAST_PREDICTIONS: usize = 200;
/// Rounds over all parameters.
const SWEEPS: usize = 2;
/// Limit of the total cost of all trials, in microseconds of [`Trial::cost`]. A limit on measured time would choose
/// other parameters on a slower machine.
const BUDGET: u64 = 40_000_000;

/// A parameter that calibration moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MovedParameter {
    /// The parameter's name.
    pub name: &'static str,
    /// Its value at the start.
    pub before: f64,
    /// Its chosen value.
    pub after: f64,
}

/// The result of calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Whether the log has baskets. Then there is one question per division of a basket, and `new_only` counts items
    /// that are new to the shopper.
    pub baskets: bool,
    /// Number of predictions measured.
    pub predictions: usize,
    /// Accuracy of the starting parameters on the tail.
    pub before: Accuracy,
    /// Accuracy of the chosen parameters on the same tail.
    pub after: Accuracy,
    /// The parameters that moved.
    pub moved: Vec<MovedParameter>,
    /// The chosen hyperparameters.
    pub hyperparameters: Hyperparameters,
}

/// Calibrates on the tail of `log`; `None` if the tail has too few predictions.
///
/// # Errors
/// If the counts do not fit the memory and the temporary file cannot be made or written.
pub fn calibrate(
    log: &Log,
    divisions: &[u16],
    keep: &dyn Fn(u32) -> bool,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Sync),
) -> io::Result<Option<Calibration>> {
    let begins = |step| progress(Progress { step, ..Progress::begins(STAGE) });
    let Some(trial) = Trial::new(log, divisions, keep, settings, &begins) else { return Ok(None) };
    let predictions = trial.tail.len();
    if predictions < LEAST_PREDICTIONS {
        return Ok(None);
    }
    let mut start = settings.hyperparameters.clone();
    let mut best = trial.measure(&State::default(), start.clone(), Stage::Count, &begins)?;
    let suited = start.clone().suited(best.repeats());
    if suited != start {
        start = suited;
        best = trial.measure(&best, start.clone(), Stage::Query, &begins)?;
    }
    let before = best.accuracy;
    let kind = Kind { ordered: log.ordered, floored: settings.floor > 1 };
    let parameters: Vec<&Parameter> = PARAMETERS.iter().filter(|parameter| parameter.applies(kind)).collect();
    let mut steps: Vec<f64> = parameters.iter().map(|parameter| parameter.step).collect();
    let mut moves = vec![true; parameters.len()];
    let mut search = Search { trial, best, left: BUDGET, progress, done: 0, total: SWEEPS * parameters.len() };
    for sweep in 0..SWEEPS {
        for (index, parameter) in parameters.iter().enumerate() {
            // The second round skips parameters that are costly and did not move.
            if moves[index] || parameter.stage <= Stage::Power {
                moves[index] = search.climb(parameter, steps[index])?;
                steps[index] = parameter.smaller(steps[index]);
            }
            search.done = sweep * parameters.len() + index + 1;
        }
    }
    let best = search.best;
    let (mut defaults, mut chosen) = (start, best.hyperparameters.clone());
    let moved = PARAMETERS
        .iter()
        .map(|parameter| MovedParameter {
            name: parameter.name,
            before: *(parameter.value)(&mut defaults),
            after: *(parameter.value)(&mut chosen),
        })
        .filter(|moved| moved.before != moved.after)
        .collect();
    Ok(Some(Calibration {
        baskets: !log.ordered,
        predictions,
        before,
        after: best.accuracy,
        moved,
        hyperparameters: best.hyperparameters,
    }))
}

/// A running search.
struct Search<'a> {
    trial: Trial<'a>,
    best: State,
    /// The rest of [`BUDGET`].
    left: u64,
    progress: &'a (dyn Fn(Progress) + Sync),
    /// Parameters done, over all rounds.
    done: usize,
    /// Parameters to do, over all rounds.
    total: usize,
}

impl Search<'_> {
    /// Moves one parameter as long as it helps. Returns whether it moved.
    ///
    /// Accepts every move that helps on the tail, without a margin: the expected gain of such a move is positive. On
    /// later sessions of several shops, a margin lost more than it saved (docs/research/calibration.md).
    fn climb(&mut self, parameter: &Parameter, step: f64) -> io::Result<bool> {
        for up in [true, false] {
            let mut moved = false;
            while let Some(hyperparameters) = parameter.moved(&self.best.hyperparameters, step, up) {
                let Some(left) = self.left.checked_sub(self.trial.cost(parameter.stage, &self.best)) else {
                    return Ok(moved);
                };
                self.left = left;
                let (done, total) = (self.done as u64, self.total as u64);
                let begins = |step| (self.progress)(Progress { stage: STAGE, step, done, total });
                let tried = self.trial.measure(&self.best, hyperparameters, parameter.stage, &begins)?;
                if tried.objective() <= self.best.objective() {
                    break;
                }
                self.best = tried;
                moved = true;
            }
            if moved {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl std::fmt::Display for Calibration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "calibration on the last tenth of training, {} predictions:", self.predictions)?;
        let columns = |accuracy: &Accuracy| {
            let sums =
                [("next-item", accuracy.next_item), ("product", accuracy.product), ("new-only", accuracy.new_only)];
            let baskets = [("other divisions", accuracy.product), ("new to the shopper", accuracy.new_only)];
            if self.baskets { baskets.to_vec() } else { sums.to_vec() }
        };
        write!(f, "  hit rate/mrr at 20")?;
        columns(&self.before).iter().try_for_each(|(name, _)| write!(f, "  {name:>18}"))?;
        for (name, accuracy) in [("defaults", &self.before), ("chosen", &self.after)] {
            write!(f, "\n  {name:<18}")?;
            for (_, sums) in columns(accuracy) {
                write!(f, "  {:>18}", format!("{:.4}/{:.4}", sums.hit_rate(), sums.mrr()))?;
            }
        }
        writeln!(f)?;
        for MovedParameter { name, before, after } in &self.moved {
            writeln!(f, "  {name:<18} {before:.3} -> {after:.3}")?;
        }
        Ok(())
    }
}
