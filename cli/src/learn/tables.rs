//! The tables of the query, from the recipe; and the quantisation that goes with them.

use passerelle::history::EventKind;
use passerelle::rank::{MAX_SOURCES, RankTables};

use super::Recipe;

/// One, with 16 fractional bits.
const ONE: f64 = 65_536.0;

/// How much an event counts as a source, 8 fractional bits, by kind. Chosen, not measured: none of the public logs
/// mixes kinds. What was taken out of the cart says little; a wish or a cart says more than a look.
const EVENTS: [u32; EventKind::COUNT] = [256, 128, 384, 64, 384, 320];

/// The tables of `recipe`, for lists of `bits` bits per weight.
#[must_use]
pub fn tables(recipe: &Recipe, bits: u32) -> RankTables {
    let triangle = |value: fn(&Recipe, usize, usize) -> f64| {
        (1..=MAX_SOURCES)
            .flat_map(|sources| (0..sources).map(move |distance| fixed(value(recipe, sources, distance))))
            .collect()
    };
    let times = |power: f64| std::array::from_fn(|met| (256.0 * libm::pow((met + 1) as f64, power)).round() as u32);
    RankTables {
        levels: levels(bits),
        positions: triangle(position),
        reminders: triangle(reminder),
        events: EVENTS,
        remind_times: times(recipe.remind_times),
    }
}

/// `r_0 = remind_last`, `r_g = remind exp(-(g - 1) / remind_scale)`.
fn reminder(recipe: &Recipe, _sources: usize, distance: usize) -> f64 {
    if distance == 0 {
        return recipe.remind_last;
    }
    recipe.remind * libm::exp(-((distance - 1) as f64) / recipe.remind_scale)
}

/// `a_0 = last`, `a_g = exp(-g / delta) + eta ((n - g) / n)^2`.
fn position(recipe: &Recipe, sources: usize, distance: usize) -> f64 {
    if distance == 0 {
        return recipe.last;
    }
    let share = (sources - distance) as f64 / sources as f64;
    libm::exp(-(distance as f64) / recipe.delta) + recipe.eta * share * share
}

fn fixed(value: f64) -> u32 {
    (value * ONE).round().clamp(0.0, ONE * 16.0) as u32
}

/// Decoded weight of each level, `(q / (2^bits - 1))^2`, 16 fractional bits. Exact integers.
#[must_use]
pub fn levels(bits: u32) -> Vec<u32> {
    let top = (1u64 << bits.clamp(1, 8)) - 1;
    (0..=top).map(|level| ((level * level * 65_536 + top * top / 2) / (top * top)) as u32).collect()
}

/// Quantises weights (descending, the largest first) by their square root: `max(1, round(sqrt(w / largest) top))`.
#[must_use]
pub fn quantise(weights: impl IntoIterator<Item = f64>, largest: f64, bits: u32) -> Vec<u8> {
    let top = f64::from((1u32 << bits.clamp(1, 8)) - 1);
    let level = |weight: f64| (weight / largest).sqrt().mul_add(top, 0.5).floor().clamp(1.0, top) as u8;
    weights.into_iter().map(level).collect()
}

/// The largest weight of a list, a share of the largest of all lists, in units of 2^-30: a floating-point number of
/// 11 bits of mantissa, so that it can be stored in two bytes.
#[must_use]
pub fn scale(largest: f64) -> u32 {
    let units = (largest * f64::from(1u32 << 30)).round().clamp(0.0, f64::from(1u32 << 30)) as u32;
    let shift = (u32::BITS - units.leading_zeros()).saturating_sub(11);
    (units >> shift) << shift
}
