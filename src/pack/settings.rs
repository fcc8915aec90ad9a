//! Decodes the core's settings: filling of slates, placements, merchandising rules. Not for applying them: see
//! [`crate::rank`].

use super::PackError;
use super::layout::{
    FIRST_PLACEMENTS, MAX_COLLECTIONS, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY, Section,
    TuningRecord,
};
use super::sections::Sections;
use crate::model::{
    Action, CollectionIndex, CollectionSet, DivisionIndex, Factor, Fallback, ListWeight, MAX_SUGGESTIONS, Placement,
    PlacementSettings, Rule, Scope, Target, Tuning, TypeIndex,
};
use zerocopy::little_endian::{U16, U64};

/// The maximum factor: 16.
const MAX_FACTOR: Factor = Factor::from_bits(16 << 16);

pub(super) fn tuning(sections: &Sections<'_>) -> Result<Tuning, PackError> {
    let record: &TuningRecord = sections.record(Section::Tuning)?;
    let tuning = Tuning {
        share: Factor::from_bits(record.share.get()),
        new_share: Factor::from_bits(record.new_share.get()),
        precedence: Factor::from_bits(record.precedence.get()),
        typical: ListWeight::from_bits(record.typical.get()),
        per_type: record.per_type,
    };
    let is_sound = tuning.share <= MAX_FACTOR
        && tuning.new_share <= Factor::ONE
        && Factor::from_bits(tuning.precedence.bits().saturating_add(Factor::ONE.bits())) <= MAX_FACTOR;
    sections.require(is_sound, "tuning", "a share is out of range");
    Ok(tuning)
}

pub(super) fn placements(sections: &Sections<'_>, divisions: usize) -> [PlacementSettings; Placement::COUNT] {
    let records: &[PlacementRecord] = sections.records(Section::Placements);
    let only: &[[U16; 2]] = sections.records(Section::PlacementDivisions);
    let lists = |placement: U16| records.get(usize::from(placement.get())).is_some_and(|it| it.scope == SCOPE_ONLY);
    let only_is_sound =
        only.iter().all(|[placement, division]| lists(*placement) && usize::from(division.get()) < divisions);
    sections.require(only_is_sound, "placement-divisions", "unknown division, or a placement that lists none");
    let mut placements = Placement::ALL.map(Placement::defaults);
    sections.require(records.len() == FIRST_PLACEMENTS, "placements", "wrong count");
    // A newer minor version may have more placements than this module knows.
    let later: &[PlacementRecord] = sections.records_if_any(Section::LaterPlacements);
    sections.require(later.iter().all(|record| record.scope != SCOPE_ONLY), "later-placements", "one lists divisions");
    for ((number, settings), record) in placements.iter_mut().enumerate().zip(records.iter().chain(later)) {
        let is_sound =
            record.scope <= 4 && (1..=MAX_SUGGESTIONS).contains(&usize::from(record.limit)) && record.fallback <= 1;
        sections.require(is_sound, "placements", "a setting is out of range");
        *settings = PlacementSettings {
            scope: match record.scope {
                0 => Scope::Other,
                1 => Scope::Same,
                2 => Scope::Any,
                SCOPE_ONLY => {
                    let of_this = only.iter().filter(|[placement, _]| usize::from(placement.get()) == number);
                    Scope::Only(of_this.map(|[_, division]| DivisionIndex(division.get())).collect())
                }
                _ => Scope::Pinned,
            },
            limit: record.limit,
            threshold: Factor::from_bits(record.threshold.get()),
            fallback: if record.fallback == 1 { Fallback::Any } else { Fallback::Page },
            reminders: record.flags & PLACEMENT_REMINDERS != 0,
        };
    }
    placements
}

pub(super) fn collections(sections: &Sections<'_>) -> (Vec<String>, Vec<CollectionSet>) {
    let ids: Vec<String> = sections.strings(Section::CollectionIds).iter().map(str::to_owned).collect();
    let records: &[U64] = sections.records(Section::CollectionSets);
    let sets: Vec<CollectionSet> = records.iter().map(|set| CollectionSet::from_bits(set.get())).collect();
    let known: CollectionSet = (0..ids.len() as u16).map(CollectionIndex).collect();
    let is_sound = ids.len() <= MAX_COLLECTIONS
        && sets.len() <= 256
        && sets.first() == Some(&CollectionSet::EMPTY)
        && sets.windows(2).all(|pair| matches!(pair, [a, b] if a < b))
        && sets.iter().all(|set| (*set - known).is_empty());
    sections.require(is_sound, "collection-sets", "too many, not in ascending order, or an unknown collection");
    (ids, sets)
}

/// Decodes the rules. `known` has the numbers of types, divisions and collections.
pub(super) fn rules(sections: &Sections<'_>, known: [usize; 3]) -> Vec<Rule> {
    let records: &[RuleRecord] = sections.records(Section::Rules);
    let items: Vec<&str> = sections.strings(Section::RuleItems).iter().collect();
    let read = |record: &RuleRecord| {
        let target = record.target.get();
        let is_known =
            usize::from(target) < [items.len(), known[0], known[1], known[2]].get(usize::from(record.kind)).copied()?;
        let action = Action::ALL.get(usize::from(record.action)).copied()?;
        let factor = Factor::from_bits(record.factor.get());
        (is_known && factor <= MAX_FACTOR).then(|| Rule {
            number: record.number.get(),
            action,
            target: match record.kind {
                0 => Target::Item(items.get(usize::from(target)).copied().unwrap_or_default().to_owned()),
                1 => Target::Type(TypeIndex(target)),
                2 => Target::Division(DivisionIndex(target)),
                _ => Target::Collection(CollectionIndex(target)),
            },
            placements: record.placements,
            factor,
            from_day: record.from_day.get(),
            until_day: record.until_day.get(),
        })
    };
    let rules: Vec<Rule> = records.iter().filter_map(read).collect();
    sections.require(rules.len() == records.len(), "rules", "unknown action or target, or a factor out of range");
    rules
}
