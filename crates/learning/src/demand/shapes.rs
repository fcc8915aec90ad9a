//! Stores profiles in two bytes per item: a shape, of which there are few, and an amplitude.
//!
//! Flags are decided from the stored values. So an amplitude is never so high that an unsure half-month is in demand.
//! If a shape cannot show a sure half-month within this limit, the item loses the flag.

use rayon::prelude::*;

use super::days::HALVES;
use super::item_profiles::ItemProfiles;
use super::posterior::Profile;
use super::scale::LIFT_UNIT;
use super::stored_profile::StoredProfile;

/// Shapes besides the flat one.
const SHAPES: usize = 63;
/// Most profiles from which the shapes are found: the strongest ones.
const SAMPLE: usize = 20_000;
/// Rounds of the clustering.
const ROUNDS: usize = 20;
/// Weight of a profile with a sure half-month; that of other profiles is 1.
const SURE_WEIGHT: f64 = 8.0;
/// Largest magnitude in a shape.
const TOP: f64 = 127.0;
/// Largest lift (base-2 logarithm) of an unsure half-month.
const HELD: f64 = 0.95;
/// Least lift (base-2 logarithm) of a sure half-month.
const FLAGGED: f64 = 1.02;
/// Cost of losing a sure half-month, in squared lift.
const LOST: f64 = 4.0;
/// Least lift that is stored. Lower values do not matter, and would take precision from high values.
const LOWEST: f64 = -2.0;
/// A profile whose lifts are all smaller than this (base-2 logarithm) is stored as flat.
const LEAST: f64 = 0.1;

const UNIT: f64 = LIFT_UNIT as f64;

type Vector = [f64; HALVES];

/// The lifts that a shape should have.
struct Target {
    lift: Vector,
    /// The half-months in which demand is surely high, one bit each.
    sure: u32,
}

/// Finds the shapes, and stores each profile with one of them.
#[must_use]
pub fn quantise(profiles: &ItemProfiles) -> (Vec<[i8; HALVES]>, Vec<StoredProfile>) {
    let shapes = cluster(&sample(profiles));
    let stored = |profile: &Profile| target(profile).map(|target| best(&shapes, &target)).unwrap_or_default();
    let stored: Vec<StoredProfile> = profiles.different().par_iter().map(stored).collect();
    let of_item = |position: Option<usize>| position.and_then(|at| stored.get(at)).copied().unwrap_or_default();
    let items = profiles.positions().map(of_item).collect();
    (shapes, items)
}

/// The lifts that a shape should have: those of the profile, capped where it is not sure. `None` if they are flat.
fn target(profile: &Profile) -> Option<Target> {
    let lift: Vector = std::array::from_fn(|half| {
        let lift = f64::from(profile.lift[half]).max(LOWEST);
        if profile.is_sure(half) { lift.max(FLAGGED) } else { lift.min(HELD) }
    });
    lift.iter().any(|lift| lift.abs() >= LEAST).then_some(Target { lift, sure: profile.sure })
}

/// The strongest targets, weighted, the strongest first.
fn sample(profiles: &ItemProfiles) -> Vec<Vector> {
    let weighted = |profile: &Profile| {
        let target = target(profile)?;
        let weight = if target.sure == 0 { 1.0 } else { libm::sqrt(SURE_WEIGHT) };
        Some(target.lift.map(|lift| lift * weight))
    };
    let strength: Vec<Option<f64>> =
        profiles.different().par_iter().map(|profile| weighted(profile).map(|weighted| square(&weighted))).collect();
    let positions = profiles.positions().enumerate();
    let mut strongest: Vec<(f64, usize)> =
        positions.filter_map(|(item, position)| Some(((*strength.get(position?)?)?, item))).collect();
    strongest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    strongest.truncate(SAMPLE);
    strongest.iter().filter_map(|(_, item)| weighted(profiles.get(*item)?)).collect()
}

/// Clusters directions: each target belongs to the shape nearest to it, and each shape moves to the mean of its
/// targets. The start is the strongest target, then repeatedly the target that the shapes fit worst.
fn cluster(sample: &[Vector]) -> Vec<[i8; HALVES]> {
    let mut centres: Vec<Vector> = Vec::new();
    let mut left: Vec<f64> = sample.iter().map(square).collect();
    while centres.len() < SHAPES {
        let worst = left.iter().copied().enumerate().fold((0, 0.0), |a, b| if b.1 > a.1 { b } else { a });
        let Some(target) = sample.get(worst.0).filter(|_| worst.1 > LEAST * LEAST) else { break };
        let centre = unit(target);
        left.par_iter_mut().zip(sample).for_each(|(left, target)| {
            *left = left.min(square(target) - sq(dot(target, &centre).max(0.0)));
        });
        centres.push(centre);
    }
    for _ in 0..ROUNDS {
        let nearest: Vec<usize> = sample.par_iter().map(|target| nearest(&centres, target)).collect();
        let mut sums = vec![[0.0; HALVES]; centres.len()];
        for (target, nearest) in sample.iter().zip(nearest) {
            if let Some(sum) = sums.get_mut(nearest) {
                sum.iter_mut().zip(target).for_each(|(sum, lift)| *sum += lift);
            }
        }
        let moved: Vec<Vector> = sums.iter().filter(|sum| square(sum) > 0.0).map(unit).collect();
        if moved == centres {
            break;
        }
        centres = moved;
    }
    let mut shapes = vec![[0; HALVES]];
    shapes.extend(centres.iter().map(|centre| {
        let top = centre.iter().fold(0.0, |top: f64, value| top.max(value.abs()));
        // In -127 to 127.
        centre.map(|value| (value / top * TOP).round() as i8)
    }));
    shapes
}

fn nearest(centres: &[Vector], target: &Vector) -> usize {
    let likeness = centres.iter().map(|centre| dot(target, centre)).enumerate();
    likeness.fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a }).0
}

/// The shape and amplitude with the least squared error and cost of lost sure half-months, without putting an unsure
/// half-month in demand.
fn best(shapes: &[[i8; HALVES]], Target { lift: target, sure }: &Target) -> StoredProfile {
    let mut best = (StoredProfile::default(), square(target) + LOST * f64::from(sure.count_ones()));
    for (index, shape) in shapes.iter().enumerate().skip(1) {
        let values = shape.map(|value| f64::from(value) / UNIT);
        let is_sure = |half: &usize| sure >> half & 1 == 1;
        // Integers, as in the browser.
        let unit = u32::from(LIFT_UNIT);
        let most = |half: usize| (unit - 1) / u32::from(shape[half].max(1).unsigned_abs());
        let unsure = (0..HALVES).filter(|half| !is_sure(half) && shape[*half] > 0);
        let cap = unsure.map(most).min().unwrap_or(255).min(255);
        // The least amplitude that shows all sure half-months, if there is one.
        let all = (0..HALVES).filter(is_sure).map(|half| match u32::try_from(shape[half]) {
            Ok(value) if value > 0 => unit.div_ceil(value),
            _ => u32::MAX,
        });
        let all = all.max().unwrap_or(0);
        let fitting = (dot(target, &values) / square(&values).max(1e-12)).clamp(0.0, 255.0).round() as u32;
        for amplitude in [fitting, fitting.max(all)] {
            let amplitude = amplitude.min(cap);
            let said: Vector = values.map(|value| value * f64::from(amplitude));
            let lost = (0..HALVES)
                .filter(|half| is_sure(half) && i64::from(shape[*half]) * i64::from(amplitude) < i64::from(unit));
            let mut error = LOST * lost.count() as f64;
            for half in 0..HALVES {
                error += sq(target[half] - said[half]);
            }
            if error < best.1 - 1e-9 && amplitude > 0 {
                best = (StoredProfile { shape: index as u8, amplitude: amplitude as u8 }, error);
            }
        }
    }
    best.0
}

fn dot(a: &Vector, b: &Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn square(a: &Vector) -> f64 {
    dot(a, a)
}

fn sq(a: f64) -> f64 {
    a * a
}

fn unit(a: &Vector) -> Vector {
    let length = libm::sqrt(square(a)).max(1e-12);
    a.map(|value| value / length)
}
