//! Slates are first computed from the best few candidates; the result must equal that of all candidates. The highest
//! scores are exact in JavaScript.

#![allow(missing_docs)]

use passerelle::model::{CollectionSet, DivisionIndex, Factor, Score, TypeIndex};
use passerelle::rank::{
    Candidate, Handle, ItemFeatures, MAX_SUGGESTIONS, RankSource, RankedItem, SlateConfig, Wearer, fill,
};
use passerelle::season::Traits;
use proptest::prelude::*;

const DIVISIONS: u16 = 4;

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    // Scores fall steeply, as with a history, and some are equal.
    let one = (0u32..24, 1i64..4, 0..DIVISIONS, 0u16..9, prop::bool::weighted(0.1));
    prop::collection::vec(one, 1..64).prop_map(|all| {
        let candidate = |(handle, (steps, score, division, item_type, is_new))| Candidate {
            handle,
            facts: ItemFeatures {
                division: DivisionIndex(division),
                item_type: TypeIndex(item_type * DIVISIONS + division),
                is_new,
                collections: CollectionSet::EMPTY,
                traits: Traits::default(),
                wearer: Wearer::default(),
            },
            score: Score::from_units(score << steps),
        };
        (0u32..).map(Handle).zip(all).map(candidate).collect()
    })
}

fn shape() -> impl Strategy<Value = (usize, Option<usize>, Factor, Vec<Factor>, bool)> {
    let targets = prop::collection::vec((0u32..=1 << 14).prop_map(Factor::from_bits), usize::from(DIVISIONS));
    let share = prop_oneof![Just(0), Just(1 << 16), 0u32..=1 << 20].prop_map(Factor::from_bits);
    (1usize..=8, prop_oneof![Just(None), Just(Some(1)), Just(Some(2))], share, targets, any::<bool>())
}

fn slate(open: Vec<Candidate>, unseen: Option<Score>, shape: &SlateConfig<'_>, absent: u32) -> Option<Vec<RankedItem>> {
    let names: Vec<String> = (0..64).map(|handle| format!("{handle}")).collect();
    fill(&[], open, unseen, shape, |handle| &names[handle.at()], &|handle| handle.0 % 7 != absent)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_best_few_give_the_slate_of_all_or_none(
        all in candidates(),
        (limit, max_per_type, share, targets, new_place) in shape(),
        from in 0usize..64,
        absent in 0u32..14,
    ) {
        let shape = SlateConfig { limit, max_per_type, share, targets: &targets, new_place };
        let whole = slate(all.clone(), None, &shape, absent).expect("nothing is unseen");
        let from = all[from % all.len()].score;
        let seen = |candidate: &&Candidate| candidate.score >= from || (new_place && candidate.facts.is_new);
        let few: Vec<Candidate> = all.iter().filter(seen).copied().collect();
        if let Some(slate) = slate(few, Some(from - Score::LEAST).filter(|unseen| *unseen > Score::ZERO), &shape, absent) {
            prop_assert_eq!(slate, whole);
        }
    }
}

#[test]
fn the_best_few_are_mostly_enough() {
    let facts = |division, item_type| ItemFeatures {
        division,
        item_type,
        is_new: false,
        collections: CollectionSet::EMPTY,
        traits: Traits::default(),
        wearer: Wearer::default(),
    };
    let all: Vec<Candidate> = (0u16..60)
        .map(|at| Candidate {
            handle: Handle(at.into()),
            facts: facts(DivisionIndex(at % DIVISIONS), TypeIndex(at)),
            score: Score::from_units(1 << (20 - at / 4)),
        })
        .collect();
    let targets = [Factor::ONE / 4; DIVISIONS as usize];
    let shape =
        SlateConfig { limit: 4, max_per_type: Some(1), share: Factor::ONE, targets: &targets, new_place: false };
    let (few, rest) = all.split_at(24);
    let unseen = rest[0].score;
    assert_eq!(slate(few.to_vec(), Some(unseen), &shape, 99), slate(all.clone(), None, &shape, 99));
    assert_eq!(slate(few[..3].to_vec(), Some(few[3].score), &shape, 99), None, "who is behind might have a place");
}

/// Score and share at their limits: a division that takes all, or a few that share.
#[test]
fn the_highest_scores_are_exact_in_javascript_and_pinned_items_lead() {
    let facts = |at: u16| ItemFeatures {
        division: DivisionIndex(at % DIVISIONS),
        item_type: TypeIndex(at),
        is_new: false,
        collections: CollectionSet::EMPTY,
        traits: Traits::default(),
        wearer: Wearer::default(),
    };
    let candidate = |at: u16, score| Candidate { handle: Handle(at.into()), facts: facts(at), score };
    let names: Vec<String> = (0..64).map(|handle| format!("{handle:02}")).collect();
    let limit = MAX_SUGGESTIONS;
    let bests = [1, 1 << 30, 1 << 43, (1 << 52) - 1].map(Score::from_units);
    for best in bests.into_iter().chain([Score::HIGHEST]) {
        for share in [0, 1, 1 << 16, 16 << 16].map(Factor::from_bits) {
            for targets in [[Factor::ONE, Factor::ZERO, Factor::ZERO, Factor::ZERO], [Factor::ONE / 4; 4]] {
                for pins in [0, 1, limit - 1, limit] {
                    let pinned: Vec<Candidate> = (0..pins as u16).map(|at| candidate(40 + at, Score::LEAST)).collect();
                    let open = (0..40).map(|at| candidate(at, best)).collect();
                    let shape = SlateConfig { limit, max_per_type: None, share, targets: &targets, new_place: false };
                    let id = |handle: Handle| names[handle.at()].as_str();
                    let slate = fill(&pinned, open, None, &shape, id, &|_| true).expect("nothing is unseen");
                    let case = format!("{best:?} {share:?} {targets:?} {pins}: {slate:?}");
                    assert_eq!(slate.len(), limit, "{case}");
                    assert!(slate.iter().all(|place| place.score.units() < 1 << 53), "{case}");
                    let handles: Vec<usize> = slate[..pins].iter().map(|place| place.handle.at()).collect();
                    assert_eq!(handles, (40..40 + pins).collect::<Vec<_>>(), "{case}");
                    let falls = |pair: &[RankedItem]| match pair[0].rank_source {
                        RankSource::Pinned => pair[0].score > pair[1].score,
                        _ => pair[0].score >= pair[1].score,
                    };
                    assert!(slate.windows(2).all(falls), "{case}");
                }
            }
        }
    }
}
