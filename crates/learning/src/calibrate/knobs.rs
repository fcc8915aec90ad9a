//! The parameters that calibration may move: how far, how far at most, and what has to be done again when one moves.

use super::super::Recipe;

/// What has to be done again when a knob moves; a later stage needs all the stages before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Tables of the query.
    Query,
    /// Powers of the lists' weights.
    Power,
    /// Hops from row to row.
    Walk,
    /// Weights of the counted pairs.
    Weigh,
    /// Counting.
    Count,
}

/// One parameter that calibration may move.
pub(super) struct Knob {
    pub(super) name: &'static str,
    pub(super) stage: Stage,
    pub(super) value: fn(&mut Recipe) -> &mut f64,
    /// First move tried.
    pub(super) step: f64,
    /// Whether the step is added, not multiplied with.
    adds: bool,
    range: (f64, f64),
    /// Logs for which it means anything.
    applies: Applies,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Always,
    /// The order inside a session means something.
    Ordered,
    /// Something falls below the floor.
    Floored,
}

/// What decides which knobs mean anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) ordered: bool,
    pub(super) floored: bool,
}

impl Knob {
    pub(super) fn applies(&self, kind: Kind) -> bool {
        match self.applies {
            Applies::Always => true,
            Applies::Ordered => kind.ordered,
            Applies::Floored => kind.floored,
        }
    }

    /// `recipe` with this knob moved by `step`; `None` where it can go no further.
    pub(super) fn moved(&self, recipe: &Recipe, step: f64, up: bool) -> Option<Recipe> {
        let mut recipe = recipe.clone();
        let value = (self.value)(&mut recipe);
        let next = match (self.adds, up) {
            (true, true) => *value + step,
            (true, false) => *value - step,
            (false, true) => *value * step,
            (false, false) => *value / step,
        };
        let next = next.clamp(self.range.0, self.range.1);
        if (next - *value).abs() < 1e-12 {
            return None;
        }
        *value = next;
        Some(recipe)
    }

    /// A smaller step.
    pub(super) fn smaller(&self, step: f64) -> f64 {
        if self.adds { step / 2.0 } else { step.sqrt() }
    }
}

macro_rules! knob {
    ($stage:ident $field:ident $factor:literal $low:literal $high:literal) => {
        knob!($stage $field $factor $low $high Always)
    };
    ($stage:ident $field:ident $factor:literal $low:literal $high:literal $applies:ident) => {
        Knob {
            name: stringify!($field),
            stage: Stage::$stage,
            value: |recipe| &mut recipe.$field,
            step: $factor,
            adds: false,
            range: ($low, $high),
            applies: Applies::$applies,
        }
    };
    ($stage:ident $field:ident +$step:literal $low:literal $high:literal) => {
        Knob { adds: true, ..knob!($stage $field $step $low $high) }
    };
}

/// Cheap knobs first.
pub(super) const KNOBS: &[Knob] = &[
    knob!(Query delta 1.6 0.3 40.0),
    knob!(Query eta 2.5 0.005 4.0),
    knob!(Query last 1.2 0.5 8.0),
    knob!(Query remind_last 1.6 0.01 8.0),
    knob!(Query remind 1.4 0.01 8.0),
    knob!(Query remind_scale 1.6 0.2 40.0),
    knob!(Query remind_times +0.5 -2.0 4.0),
    knob!(Power list_power 1.15 0.3 3.0),
    knob!(Walk first_hop 1.5 0.05 20.0),
    knob!(Walk second_hop 1.5 0.02 10.0),
    knob!(Weigh target_power 1.5 0.02 1.0),
    knob!(Weigh source_power 1.2 0.1 1.2),
    knob!(Weigh trend_power 1.4 0.02 1.0),
    knob!(Weigh spread_fine 2.0 0.01 20.0 Floored),
    knob!(Weigh spread_coarse 2.0 0.01 20.0 Floored),
    knob!(Count far 2.0 0.005 1.0 Ordered),
    knob!(Count backward 1.4 0.05 1.0 Ordered),
    knob!(Count forward_scale 1.5 0.3 20.0 Ordered),
    knob!(Count length_power 1.4 0.05 1.5),
    knob!(Count age_scale 1.6 0.05 20.0),
];

impl Recipe {
    /// Sets the parameter `name`; false where calibration knows none of this name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let knob = KNOBS.iter().find(|knob| knob.name == name);
        knob.map(|knob| *(knob.value)(self) = value).is_some()
    }
}
