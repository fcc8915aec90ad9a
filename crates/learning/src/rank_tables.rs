//! Makes the tables of the query from the hyperparameters.

use passerelle::history::EventKind;
use passerelle::pack::quantise::level_shares;
use passerelle::rank::{EventWeight, Factor, MAX_SOURCES, RankTables};

use super::Hyperparameters;

/// Largest value of a position, a reminder or a repetition.
const MOST: f64 = 16.0;

/// Weight of an event as a source, in 256ths, by kind. Chosen, not measured: no public log mixes kinds. A removal from
/// the cart says little; a wish or a cart event says more than a view.
const EVENTS: [u32; EventKind::COUNT] = [256, 128, 384, 64, 384, 320];

/// The tables of `hyperparameters`, for lists of `bits` bits per weight.
#[must_use]
pub fn rank_tables(hyperparameters: &Hyperparameters, bits: u32) -> RankTables {
    let triangle = |value: fn(&Hyperparameters, usize, usize) -> f64| {
        (1..=MAX_SOURCES)
            .flat_map(|sources| (0..sources).map(move |distance| fixed(value(hyperparameters, sources, distance))))
            .collect()
    };
    let times =
        |power: f64| std::array::from_fn(|met| EventWeight::round(libm::pow((met + 1) as f64, power).clamp(0.0, MOST)));
    RankTables {
        levels: level_shares(bits),
        positions: triangle(position),
        reminders: triangle(reminder),
        events: EVENTS.map(EventWeight::from_bits),
        remind_times: times(hyperparameters.remind_times),
    }
}

/// `r_0 = remind_last`, `r_g = remind exp(-(g - 1) / remind_scale)`.
fn reminder(hyperparameters: &Hyperparameters, _sources: usize, distance: usize) -> f64 {
    if distance == 0 {
        return hyperparameters.remind_last;
    }
    hyperparameters.remind * libm::exp(-((distance - 1) as f64) / hyperparameters.remind_scale)
}

/// `a_0 = last`, `a_g = exp(-g / delta) + eta ((n - g) / n)^2`.
fn position(hyperparameters: &Hyperparameters, sources: usize, distance: usize) -> f64 {
    if distance == 0 {
        return hyperparameters.last;
    }
    let share = (sources - distance) as f64 / sources as f64;
    libm::exp(-(distance as f64) / hyperparameters.delta) + hyperparameters.eta * share * share
}

fn fixed(value: f64) -> Factor {
    Factor::round(value.clamp(0.0, MOST))
}
