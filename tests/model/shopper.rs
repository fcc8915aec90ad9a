//! The shopper's profile from a history, by the formulas of docs/ranking.md. All shares have 16 fractional bits.

use super::Happened;
use super::world::World;
use passerelle::history::EventKind;
use std::collections::{BTreeMap, BTreeSet};

const WEEK: i64 = 7 * 86_400;
const ONE: i128 = 1 << 16;

/// Events and purchases by week and division.
#[derive(Clone, Debug, Default)]
pub struct Weeks(BTreeMap<(i64, String), (i128, i128)>);

impl Weeks {
    pub fn count(&mut self, division: &str, event: &Happened) {
        let week = event.time.div_euclid(WEEK);
        let (events, purchases) = self.0.entry((week, division.to_owned())).or_default();
        *events += 1;
        *purchases += i128::from(event.kind == EventKind::Purchase);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn events(&self) -> i128 {
        self.0.values().map(|(events, _)| events).sum()
    }

    /// The weeks of the last thirteen months.
    fn recent(&self, now: i64) -> impl Iterator<Item = (&(i64, String), &(i128, i128))> {
        self.0.iter().filter(move |((week, _), _)| *week > now.div_euclid(WEEK) - 57)
    }

    /// Weights by division: an event counts 1, a purchase 3, half of that after eight weeks; times 256.
    pub fn met(&self, world: &World, now: i64) -> Vec<i128> {
        let divisions = &world.content.core.divisions;
        let mut met = vec![0; divisions.len()];
        for ((week, division), (events, purchases)) in self.recent(now) {
            let halved = (now.div_euclid(WEEK) - week).max(0) / 8;
            if let Some(place) = divisions.iter().position(|known| known.id == *division) {
                met[place] += ((events + 2 * purchases) * 256) >> halved.min(100);
            }
        }
        met
    }

    pub fn attachment(&self, affinity: &[i128], now: i64) -> i128 {
        let weeks: BTreeSet<i64> = self.recent(now).map(|((week, _), _)| *week).collect();
        let first = weeks.first().copied().unwrap_or(now.div_euclid(WEEK));
        let tenure = i128::from((now.div_euclid(WEEK) - first).clamp(0, 57));
        let tenure = tenure * ONE / (tenure + 26);
        (4 * tenure + 3 * regularity(&weeks) + 3 * breadth(affinity)) / 10
    }
}

/// 1 / (1 + CV) of the gaps between weeks with a visit.
fn regularity(weeks: &BTreeSet<i64>) -> i128 {
    let weeks: Vec<i64> = weeks.iter().copied().collect();
    let gaps: Vec<i128> = weeks.windows(2).map(|pair| i128::from(pair[1] - pair[0])).collect();
    if gaps.len() < 2 {
        return 0;
    }
    let (sum, squares): (i128, i128) = (gaps.iter().sum(), gaps.iter().map(|gap| gap * gap).sum());
    let variance = (gaps.len() as i128 * squares - sum * sum) << 32;
    let variation = variance.isqrt() / sum;
    (ONE * ONE) / (ONE + variation)
}

/// The entropy of the affinities, divided by that of an equal spread.
fn breadth(affinity: &[i128]) -> i128 {
    if affinity.len() < 2 {
        return 0;
    }
    let entropy: i128 =
        affinity.iter().filter(|share| **share > 0).map(|share| (share * logarithm(*share).abs()) >> 16).sum();
    ((entropy << 16) / logarithm(ONE * affinity.len() as i128)).min(ONE)
}

/// log2 of `value` / 2^16, digit by digit with 30 fractional bits.
fn logarithm(value: i128) -> i128 {
    let whole = i128::from(value.ilog2());
    let mut rest = (value << 30) >> whole;
    let mut result = whole - 16;
    for _ in 0..16 {
        rest = (rest * rest) >> 30;
        result *= 2;
        if rest >= 2 << 30 {
            rest /= 2;
            result += 1;
        }
    }
    result
}

pub fn affinity(met: &[i128]) -> Vec<i128> {
    let total: i128 = met.iter().sum();
    met.iter().map(|weight| if *weight == 0 { 0 } else { (weight * ONE / total).max(1) }).collect()
}

/// The target share of the slate for each division in scope.
pub fn targets(world: &World, affinity: &[i128], in_scope: &[bool]) -> Vec<i128> {
    let divisions = affinity.len();
    let count = |from: usize, to: usize| -> i128 {
        let pairs = world.content.core.onward.iter();
        pairs.filter(|p| (p.from.at(), p.to.at()) == (from, to)).map(|p| i128::from(p.support)).sum()
    };
    let mut onward = vec![0; divisions];
    for from in 0..divisions {
        let total: i128 = (0..divisions).map(|to| count(from, to)).sum();
        for to in (0..divisions).filter(|to| affinity[*to] == 0) {
            let (part, whole) = if total == 0 { (1, divisions as i128) } else { (count(from, to), total) };
            onward[to] += affinity[from] * part / whole;
        }
    }
    let potential = onward.iter().sum::<i128>().min(ONE);
    let share = |division: usize| match (in_scope[division], affinity[division]) {
        (false, _) => 0,
        (true, 0) => onward[division],
        (true, met) => (met * (ONE - potential)) >> 16,
    };
    let shares: Vec<i128> = (0..divisions).map(share).collect();
    let total: i128 = shares.iter().sum();
    shares.into_iter().map(|share| if total == 0 { 0 } else { share * ONE / total }).collect()
}
