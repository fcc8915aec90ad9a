//! Slates are first computed from the best few candidates; the result must equal that of all candidates.

#![allow(missing_docs)]

use passerelle::model::{CollectionSet, DivisionIndex, Factor, Score, TypeIndex};
use passerelle::rank::{Candidate, Handle, ItemFeatures, RankedItem, SlateConfig, Wearer, fill};
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

fn shape() -> impl Strategy<Value = (usize, usize, Factor, Vec<Factor>, bool)> {
    let targets = prop::collection::vec((0u32..=1 << 14).prop_map(Factor::from_bits), usize::from(DIVISIONS));
    let share = prop_oneof![Just(0), Just(1 << 16), 0u32..=1 << 20].prop_map(Factor::from_bits);
    (1usize..=8, 0usize..=2, share, targets, any::<bool>())
}

fn slate(open: Vec<Candidate>, unseen: Score, shape: &SlateConfig<'_>, absent: u32) -> Option<Vec<RankedItem>> {
    let names: Vec<String> = (0..64).map(|handle| format!("{handle}")).collect();
    fill(&[], open, unseen, shape, |handle| &names[handle.at()], &|handle| handle.0 % 7 != absent)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_best_few_give_the_slate_of_all_or_none(
        all in candidates(),
        (limit, per_type, share, targets, new_place) in shape(),
        from in 0usize..64,
        absent in 0u32..14,
    ) {
        let shape = SlateConfig { limit, per_type, share, targets: &targets, new_place };
        let whole = slate(all.clone(), Score::ZERO, &shape, absent).expect("nothing is unseen");
        let from = all[from % all.len()].score;
        let seen = |candidate: &&Candidate| candidate.score >= from || (new_place && candidate.facts.is_new);
        let few: Vec<Candidate> = all.iter().filter(seen).copied().collect();
        if let Some(slate) = slate(few, from - Score::LEAST, &shape, absent) {
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
    let shape = SlateConfig { limit: 4, per_type: 1, share: Factor::ONE, targets: &targets, new_place: false };
    let (few, rest) = all.split_at(24);
    let unseen = rest[0].score;
    assert_eq!(slate(few.to_vec(), unseen, &shape, 99), slate(all.clone(), Score::ZERO, &shape, 99));
    assert_eq!(slate(few[..3].to_vec(), few[3].score, &shape, 99), None, "who is behind might have a place");
}
