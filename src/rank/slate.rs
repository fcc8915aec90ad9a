//! From scores to the ordered list that a placement shows: greedy, one place after the other, each to the item that is
//! worth most there.

use super::{Factor, Handle, ItemFeatures, Score};
use crate::model::TypeIndex;
use serde::Serialize;

/// A scored item that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The item.
    pub handle: Handle,
    /// What it is.
    pub facts: ItemFeatures,
    /// What it is worth by itself, above 0, at most [`Score::HIGHEST`].
    pub score: Score,
}

/// How a slate is to be filled.
#[derive(Clone, Copy, Debug)]
pub struct SlateConfig<'a> {
    /// Places.
    pub limit: usize,
    /// Items of one type at most, as long as those of others fill the slate; 0 for as many as there are.
    pub per_type: usize,
    /// How much the division shares weigh against scores, at most 16.
    pub share: Factor,
    /// The share of places that each division should get.
    pub targets: &'a [Factor],
    /// Whether the last place is for a new item, unless one has come in by itself.
    pub new_place: bool,
}

impl SlateConfig<'_> {
    /// Whether there is room for one more item of this type beside those that are `taken`.
    pub(super) fn has_room(&self, taken: &[ItemFeatures], item_type: TypeIndex) -> bool {
        self.per_type == 0 || taken.iter().filter(|facts| facts.item_type == item_type).count() < self.per_type
    }
}

/// How an item came to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RankSource {
    /// A rule of the house put it there.
    Pinned,
    /// It is worth most.
    Ranked,
    /// The place was kept for something new.
    New,
}

/// A place of a slate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankedItem {
    /// The item.
    pub handle: Handle,
    /// What it was worth there.
    pub score: Score,
    /// How much of that its division's share gave.
    pub share: Score,
    /// Why.
    pub rank_source: RankSource,
}

/// What the n-th item of a division gains: `ln(n + 1/2) - ln(n - 1/2)`, 16 fractional bits. These are the steps of
/// `sum of target x ln(count + 1/2)`, the part of the Kullback-Leibler divergence between target and slate that a
/// choice can change, smoothed by half an item (Steck, *Calibrated Recommendations*, RecSys 2018, equation 6).
const GAINS: [u32; 24] = [
    71_999, 33_477, 22_051, 16_470, 13_151, 10_948, 9_378, 8_203, 7_289, 6_559, 5_962, 5_464, 5_044, 4_683, 4_371,
    4_097, 3_856, 3_642, 3_450, 3_277, 3_121, 2_979, 2_850, 2_731,
];

/// Fills the places that `pinned` leaves, from the candidates that are `open`; `admits` is asked about an item only when it would be
/// chosen. Worth is never higher at a later place, but where
/// the limit of a type gives way; ties go to the smaller id.
///
/// `unseen` is the most that any candidate left out of `open` is worth by itself, 0 when none is; where a place is kept
/// for new items, none of those may be left out. The answer is `None` when one that is might have its place here.
pub fn fill<'i>(
    pinned: &[Candidate],
    mut open: Vec<Candidate>,
    unseen: Score,
    shape: &SlateConfig<'_>,
    id: impl Fn(Handle) -> &'i str,
    admits: &impl Fn(Handle) -> bool,
) -> Option<Vec<RankedItem>> {
    let mut slate: Vec<RankedItem> = Vec::with_capacity(shape.limit);
    let mut taken: Vec<ItemFeatures> = Vec::with_capacity(shape.limit);
    let none = vec![Score::ZERO; shape.targets.len()];
    // The best that can be had: what cannot be bought must not make the shares weigh more.
    let leader = first(&mut open, &none, &|_| true, &id, admits);
    let best = leader.map_or(Score::ZERO, |candidate| candidate.score);
    if unseen > Score::ZERO && best <= unseen {
        return None;
    }
    let top = best.max(Score::LEAST).units() * 4;
    for (candidate, behind) in pinned.iter().take(shape.limit).zip(0..) {
        // Above everything that is ranked, whose share is less than twice the best score.
        let score = top + ((i64::from(shape.share.bits()) * best.units()) >> 15) + 24 - behind;
        let score = Score::from_units(score);
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
        // The limit of a type gives way rather than leave a place empty, once all candidates have been looked at.
        let gives_way = unseen <= Score::ZERO;
        let next = new.or_else(|| next(false, false)).or_else(|| if gives_way { next(false, true) } else { None });
        let share = next.map_or(Score::ZERO, |candidate| share_of(&shares, &candidate));
        let worth = next.map_or(Score::ZERO, |candidate| candidate.score + share);
        if unseen > Score::ZERO
            && rank_source == RankSource::Ranked
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

/// What the candidate's division adds to its score.
fn share_of(shares: &[Score], candidate: &Candidate) -> Score {
    candidate.facts.division.of(shares).copied().unwrap_or_default()
}

/// Takes the item worth most out of `open`; what is not admitted goes too. Whether one `fits` is asked only of what is
/// better than everything before it: hundreds of candidates are looked at for each place.
fn first<'i>(
    open: &mut Vec<Candidate>,
    shares: &[Score],
    fits: &dyn Fn(&ItemFeatures) -> bool,
    id: &impl Fn(Handle) -> &'i str,
    admits: &impl Fn(Handle) -> bool,
) -> Option<Candidate> {
    loop {
        let mut best: Option<(usize, Candidate)> = None;
        let mut most = Score::NONE;
        for (place, candidate) in open.iter().enumerate() {
            let worth = candidate.score + share_of(shares, candidate);
            if worth < most || !fits(&candidate.facts) {
                continue;
            }
            if worth > most || best.is_none_or(|(_, other)| id(candidate.handle) < id(other.handle)) {
                best = Some((place, *candidate));
                most = worth;
            }
        }
        let (place, candidate) = best?;
        open.swap_remove(place);
        if admits(candidate.handle) {
            return Some(candidate);
        }
    }
}

/// What the next item of a division with `target` gains when `met` of its items are on the slate: a share of `best`.
fn share_bonus(best: Score, share: Factor, target: Factor, met: usize) -> Score {
    let gain = Factor::from_bits(GAINS.get(met).copied().unwrap_or(0));
    best.times(Factor::from_bits(gain.of(share.of(target.bits().into())) as u32))
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
        assert_eq!(GAINS.len(), super::super::MAX_SUGGESTIONS);
    }
}
