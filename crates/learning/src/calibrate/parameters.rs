//! The parameters that calibration may move: their steps, their ranges, and the computation to repeat after a move.

use std::ops::RangeInclusive;

use super::super::Hyperparameters;

/// The computation to repeat after a move. A stage includes all stages above it in this list, which ascends by cost.
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
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) stage: Stage,
    pub(super) value: fn(&mut Hyperparameters) -> &mut f64,
    /// The first step tried.
    pub(super) step: f64,
    /// Whether the step is added; else it is a factor.
    adds: bool,
    /// The least and the largest value.
    range: RangeInclusive<f64>,
    /// The logs for which the parameter has an effect.
    applies: Applies,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Always,
    /// Logs whose events have an order.
    Ordered,
    /// Logs counted with a floor above 1.
    Floored,
}

/// The properties of a log that decide which parameters have an effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) ordered: bool,
    pub(super) floored: bool,
}

impl Parameter {
    pub(super) fn applies(&self, kind: Kind) -> bool {
        match self.applies {
            Applies::Always => true,
            Applies::Ordered => kind.ordered,
            Applies::Floored => kind.floored,
        }
    }

    /// `hyperparameters` with this parameter moved by `step`; `None` if it is at the end of its range.
    pub(super) fn moved(&self, hyperparameters: &Hyperparameters, step: f64, up: bool) -> Option<Hyperparameters> {
        let mut hyperparameters = hyperparameters.clone();
        let value = (self.value)(&mut hyperparameters);
        let next = match (self.adds, up) {
            (true, true) => *value + step,
            (true, false) => *value - step,
            (false, true) => *value * step,
            (false, false) => *value / step,
        };
        let next = next.clamp(*self.range.start(), *self.range.end());
        if (next - *value).abs() < 1e-12 {
            return None;
        }
        *value = next;
        Some(hyperparameters)
    }

    /// A smaller step.
    pub(super) fn smaller(&self, step: f64) -> f64 {
        if self.adds { step / 2.0 } else { step.sqrt() }
    }
}

macro_rules! parameter {
    ($stage:ident $field:ident $factor:literal $low:literal $high:literal) => {
        parameter!($stage $field $factor $low $high Always)
    };
    ($stage:ident $field:ident $factor:literal $low:literal $high:literal $applies:ident) => {
        Parameter {
            name: stringify!($field),
            stage: Stage::$stage,
            value: |hyperparameters| &mut hyperparameters.$field,
            step: $factor,
            adds: false,
            range: $low..=$high,
            applies: Applies::$applies,
        }
    };
    ($stage:ident $field:ident +$step:literal $low:literal $high:literal) => {
        Parameter { adds: true, ..parameter!($stage $field $step $low $high) }
    };
}

/// All parameters, the cheapest first.
pub(super) const PARAMETERS: &[Parameter] = &[
    parameter!(Query delta 1.6 0.3 40.0),
    parameter!(Query eta 2.5 0.005 4.0),
    parameter!(Query last 1.2 0.5 8.0),
    parameter!(Query remind_last 1.6 0.01 8.0),
    parameter!(Query remind 1.4 0.01 8.0),
    parameter!(Query remind_scale 1.6 0.2 40.0),
    parameter!(Query remind_times +0.5 -2.0 4.0),
    parameter!(Power list_power 1.15 0.3 3.0),
    parameter!(Walk first_hop 1.5 0.05 20.0),
    parameter!(Walk second_hop 1.5 0.02 10.0),
    parameter!(Weigh target_power 1.5 0.02 1.0),
    parameter!(Weigh source_power 1.2 0.1 1.2),
    parameter!(Weigh trend_power 1.4 0.02 1.0),
    parameter!(Weigh spread_fine 2.0 0.01 20.0 Floored),
    parameter!(Weigh spread_coarse 2.0 0.01 20.0 Floored),
    parameter!(Count far 2.0 0.005 1.0 Ordered),
    parameter!(Count backward 1.4 0.05 1.0 Ordered),
    parameter!(Count forward_scale 1.5 0.3 20.0 Ordered),
    parameter!(Count length_power 1.4 0.05 1.5),
    parameter!(Count age_scale 1.6 0.05 20.0),
];

impl Hyperparameters {
    /// Sets the parameter `name`. Returns false if calibration has no parameter of this name.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let parameter = PARAMETERS.iter().find(|parameter| parameter.name == name);
        parameter.map(|parameter| *(parameter.value)(self) = value).is_some()
    }
}
