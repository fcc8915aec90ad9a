//! Fills a slate from scored candidates: greedily, position by position, each with the item of highest value there. Not
//! for the scores: see [`super::Scorer`].

use super::{Factor, Handle, ItemFeatures, MAX_SUGGESTIONS, Score};
use crate::model::TypeIndex;
use serde::Serialize;

/// A scored item that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The item.
    pub handle: Handle,
    /// The item's features.
    pub facts: ItemFeatures,
    /// The item's own score, above 0 and at most [`Score::HIGHEST`].
    pub score: Score,
}

/// The parameters for filling a slate.
#[derive(Clone, Copy, Debug)]
pub struct SlateConfig<'a> {
    /// Number of positions, at most [`MAX_SUGGESTIONS`].
    pub limit: usize,
    /// Maximum number of items of one type, as long as other types fill the slate; `None` for no limit.
    pub max_per_type: Option<usize>,
    /// The weight of division shares relative to scores, at most 16.
    pub share: Factor,
    /// The target share of each division.
    pub targets: &'a [Factor],
    /// Whether the last position is reserved for a new item, unless the slate has one already.
    pub new_place: bool,
}

impl SlateConfig<'_> {
    /// Whether one more item of this type is within the limit, given the items already `taken`.
    pub(super) fn has_room(&self, taken: &[ItemFeatures], item_type: TypeIndex) -> bool {
        let of_type = || taken.iter().filter(|facts| facts.item_type == item_type).count();
        self.max_per_type.is_none_or(|most| of_type() < most)
    }
}

/// How an item got its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RankSource {
    /// A rule of the house pinned the item.
    Pinned,
    /// The item has the highest score.
    Ranked,
    /// The position was reserved for a new item.
    New,
}

/// A position of a slate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankedItem {
    /// The item.
    pub handle: Handle,
    /// The item's value at this position: its score and the division's share. Below 2^53, so that JavaScript has it
    /// exactly.
    pub score: Score,
    /// The part of the score from the division's share.
    pub share: Score,
    /// How the item got its position.
    pub rank_source: RankSource,
}

/// The gain of the n-th item of a division: `ln(n + 1/2) - ln(n - 1/2)`, with 16 fractional bits. These are the steps
/// of `sum of target x ln(count + 1/2)`, the part of the Kullback-Leibler divergence between target and slate that
/// depends on the choice, smoothed by half an item (Steck, *Calibrated Recommendations*, RecSys 2018, equation 6).
const GAINS: [u32; MAX_SUGGESTIONS] = [
    71_999, 33_477, 22_051, 16_470, 13_151, 10_948, 9_378, 8_203, 7_289, 6_559, 5_962, 5_464, 5_044, 4_683, 4_371,
    4_097, 3_856, 3_642, 3_450, 3_277, 3_121, 2_979, 2_850, 2_731,
];

/// The maximum value of an item on a slate: the last whole number that JavaScript distinguishes from the next.
const MOST: Score = Score::from_units((1 << 53) - 1);
/// The maximum number of pinned items, each one unit below the one before.
const PINS: i64 = MAX_SUGGESTIONS as i64;
/// The maximum of a division's share: with the highest score it is still below the last pinned item.
const MOST_SHARE: Score = Score::from_units(Score::HIGHEST.units() - 2 * PINS);

/// Fills the positions after `pinned` with candidates from `open`; `admits` is called only for an item that would be
/// chosen. Values never increase from one position to the next, except where the limit per type is lifted; ties go to
/// the smaller id.
///
/// `unseen` is the maximum score of candidates left out of `open`, if there are any; if a position is reserved for a new
/// item, `open` must contain all new items. Returns `None` if a candidate that was left out might belong to the
/// slate.
pub fn fill<'i>(
    pinned: &[Candidate],
    mut open: Vec<Candidate>,
    unseen: Option<Score>,
    shape: &SlateConfig<'_>,
    id: impl Fn(Handle) -> &'i str,
    admits: &impl Fn(Handle) -> bool,
) -> Option<Vec<RankedItem>> {
    let mut slate: Vec<RankedItem> = Vec::with_capacity(shape.limit);
    let mut taken: Vec<ItemFeatures> = Vec::with_capacity(shape.limit);
    let none = vec![Score::ZERO; shape.targets.len()];
    // Only items that may be shown count as the best, so that others do not inflate the shares.
    let leader = first(&mut open, &none, &|_| true, &id, admits);
    let best = leader.map_or(Score::ZERO, |candidate| candidate.score);
    if unseen.is_some_and(|unseen| best <= unseen) {
        return None;
    }
    let top = above_all(best, shape.share);
    for (candidate, behind) in pinned.iter().take(shape.limit).zip(0..) {
        let score = top - Score::from_units(behind);
        slate.push(RankedItem { handle: candidate.handle, score, share: Score::ZERO, rank_source: RankSource::Pinned });
        taken.push(candidate.facts);
    }
    open.extend(leader);
    if !pinned.is_empty() {
        open.retain(|candidate| pinned.iter().all(|pin| pin.handle != candidate.handle));
    }
    let mut shares = none;
    while slate.len() < shape.limit {
        for (division, (share, target)) in shares.iter_mut().zip(shape.targets).enumerate() {
            let met = taken.iter().filter(|facts| facts.division.at() == division).count();
            *share = share_bonus(best, shape.share, *target, met);
        }
        let is_last = slate.len() + 1 == shape.limit;
        let wants_new = shape.new_place && is_last && !taken.iter().any(|facts| facts.is_new);
        let mut next = |only_new: bool, of_any_type: bool| {
            let fits = |facts: &ItemFeatures| {
                (facts.is_new || !only_new) && (of_any_type || shape.has_room(&taken, facts.item_type))
            };
            first(&mut open, &shares, &fits, &id, admits)
        };
        let new = if wants_new { next(true, false) } else { None };
        let rank_source = if new.is_some() { RankSource::New } else { RankSource::Ranked };
        // The limit per type is lifted rather than leaving a position empty, once all candidates have been examined.
        let gives_way = unseen.is_none();
        let next = new.or_else(|| next(false, false)).or_else(|| if gives_way { next(false, true) } else { None });
        let share = next.map_or(Score::ZERO, |candidate| share_of(&shares, &candidate));
        let worth = next.map_or(Score::ZERO, |candidate| candidate.score + share);
        if rank_source == RankSource::Ranked
            && let Some(unseen) = unseen
            && worth <= unseen + shares.iter().max().copied().unwrap_or_default()
        {
            return None;
        }
        let Some(candidate) = next else { break };
        slate.push(RankedItem { handle: candidate.handle, score: worth, share, rank_source });
        taken.push(candidate.facts);
    }
    Some(slate)
}

/// The value of the first pinned item: higher than every ranked item by more than `PINS`. `best` is the best score, and
/// the share of a ranked item is less than twice `share` times `best`.
fn above_all(best: Score, share: Factor) -> Score {
    let (best, share) = (best.units(), i64::from(share.bits()));
    // 2 x share x best, rounded down. In two parts, because the product of extreme values has more than 64 bits.
    let shares = (best >> 15) * share + (((best & 0x7fff) * share) >> 15);
    Score::from_units(best.max(1) * 4 + shares + PINS).min(MOST)
}

/// The share that the candidate's division adds to its score.
fn share_of(shares: &[Score], candidate: &Candidate) -> Score {
    candidate.facts.division.of(shares).copied().unwrap_or_default()
}

/// Removes the item of highest value from `open`, together with items that are not admitted. `fits` is called only for
/// an item better than all before it, because hundreds of candidates are examined for each position.
fn first<'i>(
    open: &mut Vec<Candidate>,
    shares: &[Score],
    fits: &dyn Fn(&ItemFeatures) -> bool,
    id: &impl Fn(Handle) -> &'i str,
    admits: &impl Fn(Handle) -> bool,
) -> Option<Candidate> {
    loop {
        let mut best: Option<(usize, Score)> = None;
        for (place, candidate) in open.iter().enumerate() {
            let worth = candidate.score + share_of(shares, candidate);
            if best.is_some_and(|(_, most)| worth < most) || !fits(&candidate.facts) {
                continue;
            }
            let precedes = |other: &Candidate| id(candidate.handle) < id(other.handle);
            if best.is_none_or(|(at, most)| worth > most || open.get(at).is_some_and(precedes)) {
                best = Some((place, worth));
            }
        }
        let (place, _) = best?;
        let candidate = open.swap_remove(place);
        if admits(candidate.handle) {
            return Some(candidate);
        }
    }
}

/// The gain of the next item of a division with `target` when the slate has `met` of its items: a share of `best`.
fn share_bonus(best: Score, share: Factor, target: Factor, met: usize) -> Score {
    let gain = Factor::from_bits(GAINS.get(met).copied().unwrap_or(0));
    best.times(Factor::from_bits(gain.of(share.of(target.bits().into())) as u32)).min(MOST_SHARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_are_steps_of_the_logarithm() {
        for (met, gain) in GAINS.into_iter().enumerate() {
            let n = met as f64 + 1.0;
            let exact = ((n + 0.5).ln() - (n - 0.5).ln()) * 65_536.0;
            assert_eq!(f64::from(gain), exact.round(), "{n}");
        }
    }
}
