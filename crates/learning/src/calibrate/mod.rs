//! Fits the formula's parameters to the shop: learn from the first nine tenths of the training sessions, predict the
//! last tenth, keep what predicts better. Shops differ a lot; nothing here is tuned by hand for one of them.
//!
//! Coordinate search: each knob in turn is moved up and down by a factor; a move that helps is repeated, a knob that
//! does not help gets a smaller step. The test part of an evaluation is never seen here.

mod accuracy;
mod knobs;
mod tail;
mod trial;

use std::io;

pub use accuracy::Accuracy;

use super::Recipe;
use super::settings::Settings;
use knobs::{KNOBS, Kind, Knob, Stage};
use passerelle_catalogue::orders::Log;
use trial::{State, Trial};

/// Fewer predictions than this say nothing: the recipe's defaults stay.
const LEAST_PREDICTIONS: usize = 200;
/// Rounds of calibration.
const SWEEPS: usize = 2;
/// What all trials may cost together, in the microseconds of [`Trial::cost`]. A bound by the clock would choose other
/// parameters on a slower machine.
const BUDGET: u64 = 40_000_000;

/// What calibration found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Whether the log is of baskets: one question for each division, whatever the shopper had and among what is new.
    pub baskets: bool,
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

/// Calibrates on the tail of `log`; `None` where the tail is too small to tell.
///
/// # Errors
/// Counts that do not fit the memory and cannot be put on disk.
pub fn calibrate(
    log: &Log,
    divisions: &[u16],
    keep: &dyn Fn(u32) -> bool,
    settings: &Settings,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> io::Result<Option<Calibration>> {
    let Some(trial) = Trial::new(log, divisions, keep, settings) else { return Ok(None) };
    let predictions = trial.tail.len();
    if predictions < LEAST_PREDICTIONS {
        return Ok(None);
    }
    let best = trial.measure(&State::default(), settings.recipe.clone(), Stage::Count)?;
    let before = best.accuracy;
    let kind = Kind { ordered: log.ordered, floored: settings.floor > 1 };
    let knobs: Vec<&Knob> = KNOBS.iter().filter(|knob| knob.applies(kind)).collect();
    let mut steps: Vec<f64> = knobs.iter().map(|knob| knob.step).collect();
    let mut moves = vec![true; knobs.len()];
    let mut search = Search { trial, best, left: BUDGET };
    for sweep in 0..SWEEPS {
        for (index, knob) in knobs.iter().enumerate() {
            // Later rounds look again at what is cheap and at what moved.
            if moves[index] || knob.stage <= Stage::Power {
                moves[index] = search.climb(knob, steps[index])?;
                steps[index] = knob.smaller(steps[index]);
            }
            progress((sweep * knobs.len() + index + 1) as u64, (SWEEPS * knobs.len()) as u64);
        }
    }
    let best = search.best;
    let (mut defaults, mut chosen) = (settings.recipe.clone(), best.recipe.clone());
    let moved = KNOBS
        .iter()
        .map(|knob| (knob.name, *(knob.value)(&mut defaults), *(knob.value)(&mut chosen)))
        .filter(|(_, before, after)| before != after)
        .collect();
    Ok(Some(Calibration {
        baskets: !log.ordered,
        predictions,
        before,
        after: best.accuracy,
        moved,
        recipe: best.recipe,
    }))
}

/// A search under way.
struct Search<'a> {
    trial: Trial<'a>,
    best: State,
    /// What is left of [`BUDGET`].
    left: u64,
}

impl Search<'_> {
    /// Moves one knob as long as it helps; whether it moved.
    ///
    /// Whatever helps on the tail is followed, with no margin: the expected gain of such a move is above zero, and judged
    /// on later sessions of several shops, waiting for surer gains lost more than it saved (docs/RANKING.md).
    fn climb(&mut self, knob: &Knob, step: f64) -> io::Result<bool> {
        for up in [true, false] {
            let mut moved = false;
            while let Some(recipe) = knob.moved(&self.best.recipe, step, up) {
                let Some(left) = self.left.checked_sub(self.trial.cost(knob.stage, &self.best)) else {
                    return Ok(moved);
                };
                self.left = left;
                let tried = self.trial.measure(&self.best, recipe, knob.stage)?;
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
        for (name, before, after) in &self.moved {
            writeln!(f, "  {name:<18} {before:.3} -> {after:.3}")?;
        }
        Ok(())
    }
}
