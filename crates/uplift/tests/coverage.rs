//! Checks that the interval keeps its stated rate of misses, although it is read every day: 10,000 simulated tests for
//! each case, with a fixed seed.

use jiff::ToSpan;
use jiff::civil::date;
use passerelle_uplift::{Analysis, Group, Row, Settings, Unit};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Binomial, Distribution, StandardNormal};
use rayon::prelude::*;

/// Number of simulated tests per case.
const RUNS: u64 = 10_000;
/// Number of days of each test.
const DAYS: i64 = 60;
/// With a miss rate of .05, only 3 of 10,000 series of 10,000 runs have more than 575 misses (binomial, 3.4 standard
/// errors).
const MOST_MISSES: usize = 575;

/// A simulated shop.
#[derive(Clone, Copy, Debug)]
struct Shop {
    unit: Unit,
    visits: u64,
    rate: f64,
    holdout: f64,
    /// The true relative effect.
    lift: f64,
    /// The maximum deviation of a day's order rate from the mean, as a share of it: the same for both groups.
    day_spread: f64,
}

impl Shop {
    fn days(self, seed: u64) -> Vec<Row> {
        let mut random = StdRng::seed_from_u64(seed);
        let first = date(2026, 1, 1);
        let mut rows = Vec::new();
        for at in 0..DAYS {
            let day = first + at.days();
            let weekend = if at % 7 > 4 { 1.3 } else { 0.9 };
            let rate = self.rate * (1.0 + self.day_spread * (2.0 * random.random::<f64>() - 1.0));
            let visits = (self.visits as f64 * weekend) as u64;
            let held = match self.unit {
                Unit::Device => draw(&mut random, visits, self.holdout),
                Unit::Day if random.random_bool(self.holdout) => visits,
                Unit::Day => 0,
            };
            for (group, visits, rate) in
                [(Group::Suggestions, visits - held, rate * (1.0 + self.lift)), (Group::HeldOut, held, rate)]
            {
                rows.push(Row { day, unit: self.unit, group, visits, orders: draw(&mut random, visits, rate) });
            }
        }
        rows
    }

    /// Whether the interval misses the effect on any day.
    fn misses(self, seed: u64) -> bool {
        let rows = self.days(seed);
        (1..=DAYS as usize).any(|days| {
            let analysis = Analysis::of(&rows[..2 * days], &Settings::default());
            let found = analysis.by_device.or(analysis.by_day).and_then(|comparison| comparison.interval);
            found.is_some_and(|interval| !(interval.from..=interval.to).contains(&self.lift))
        })
    }
}

fn draw(random: &mut StdRng, of: u64, probability: f64) -> u64 {
    Binomial::new(of, probability).expect("a probability").sample(random)
}

fn misses(shop: Shop) -> usize {
    let found = (0..RUNS).into_par_iter().filter(|seed| shop.misses(*seed)).count();
    println!("{found} of {RUNS} miss: {shop:?}");
    found
}

const SHOP: Shop = Shop { unit: Unit::Device, visits: 10_000, rate: 0.02, holdout: 0.1, lift: 0.0, day_spread: 0.3 };

#[test]
fn devices_without_an_effect_are_told_an_effect_in_at_most_one_of_twenty_comparisons_read_daily() {
    assert!(misses(SHOP) <= MOST_MISSES);
}

#[test]
fn devices_with_an_effect_have_it_inside_the_interval_at_every_reading() {
    assert!(misses(Shop { lift: 0.15, ..SHOP }) <= MOST_MISSES);
    assert!(misses(Shop { lift: -0.1, holdout: 0.5, ..SHOP }) <= MOST_MISSES);
}

#[test]
fn few_orders_a_day_are_covered_too() {
    assert!(misses(Shop { visits: 600, rate: 0.01, holdout: 0.5, ..SHOP }) <= MOST_MISSES);
}

#[test]
fn days_that_were_drawn_are_covered_although_they_differ() {
    assert!(misses(Shop { unit: Unit::Day, holdout: 0.5, ..SHOP }) <= MOST_MISSES);
    assert!(misses(Shop { unit: Unit::Day, holdout: 0.5, lift: 0.15, day_spread: 0.1, ..SHOP }) <= MOST_MISSES);
}

#[test]
fn a_watch_without_end_misses_nearly_as_often_as_stated() {
    // A thousand readings of a Brownian motion, over a range of information of one to a thousand million.
    let sequence = Settings::default().sequence();
    let misses = |seed: &u64| {
        let mut random = StdRng::seed_from_u64(*seed);
        let (mut information, mut sum) = (0.0f64, 0.0);
        (0..1_000).any(|step| {
            let next = 10.0f64.powf(1.0 + f64::from(step) * 0.009);
            let increment: f64 = StandardNormal.sample(&mut random);
            sum += increment * (next - information).sqrt();
            information = next;
            (sum / information).abs() > sequence.half_width(1.0 / information)
        })
    };
    let found = (0..RUNS).into_par_iter().filter(misses).count();
    println!("{found} of {RUNS} miss");
    assert!((300..=MOST_MISSES).contains(&found), "{found}");
}

#[test]
fn an_interval_meant_to_be_read_once_would_miss_far_more_often() {
    let z = 1.959_964;
    let read_daily = |seed| {
        let rows = SHOP.days(seed);
        (3..=DAYS as usize).any(|days| {
            let estimate = passerelle_uplift::estimate::by_device(&rows[..2 * days]);
            estimate.is_some_and(|estimate| estimate.value.abs() > z * estimate.variance.sqrt())
        })
    };
    let found = (0..1_000u64).into_par_iter().filter(|seed| read_daily(*seed)).count();
    assert!(found > 200, "of 1000, {found}: the cases above would pass whatever the interval is");
}
