//! Decodes the core's settings: filling of slates, placements, merchandising rules. Not for applying them: see
//! [`crate::rank`].

use super::PackError;
use super::layout::{
    FIRST_PLACEMENTS, MAX_COLLECTIONS, PLACEMENT_REMINDERS, PlacementRecord, RuleRecord, SCOPE_ONLY, Section,
    TuningRecord,
};
use super::sections::Sections;
use crate::model::{
    Action, CollectionIndex, CollectionSet, Days, DivisionIndex, Factor, Fallback, ListWeight, MAX_SUGGESTIONS,
    Placement, PlacementSettings, Rule, Scope, Target, Tuning, TypeIndex,
};
use std::num::NonZeroU8;
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
        max_per_type: NonZeroU8::new(record.per_type),
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

/// The collections of the house.
pub(super) struct Collections {
    /// Their ids.
    pub(super) ids: Vec<String>,
    /// The distinct sets of collections that items belong to.
    pub(super) sets: Vec<CollectionSet>,
}

pub(super) fn collections(sections: &Sections<'_>) -> Collections {
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
    Collections { ids, sets }
}

/// The numbers of what a rule can have as a target, besides items.
pub(super) struct KnownTargets {
    pub(super) types: usize,
    pub(super) divisions: usize,
    pub(super) collections: usize,
}

/// Decodes the rules.
pub(super) fn rules(sections: &Sections<'_>, known: KnownTargets) -> Vec<Rule> {
    let records: &[RuleRecord] = sections.records(Section::Rules);
    let items: Vec<&str> = sections.strings(Section::RuleItems).iter().collect();
    let read = |record: &RuleRecord| {
        let target = record.target.get();
        let is_below = |count: usize| usize::from(target) < count;
        let factor = Factor::from_bits(record.factor.get());
        Some(Rule {
            number: record.number.get(),
            action: match record.action {
                _ if factor > MAX_FACTOR => return None,
                0 => Action::Pin,
                1 => Action::Weigh(factor),
                2 => Action::Exclude,
                3 => Action::IncludeOnly,
                _ => return None,
            },
            target: match record.kind {
                0 => Target::Item((*items.get(usize::from(target))?).to_owned()),
                1 if is_below(known.types) => Target::Type(TypeIndex(target)),
                2 if is_below(known.divisions) => Target::Division(DivisionIndex(target)),
                3 if is_below(known.collections) => Target::Collection(CollectionIndex(target)),
                _ => return None,
            },
            placements: record.placements,
            days: Days::from_numbers(record.from_day.get(), record.until_day.get()),
        })
    };
    let rules: Vec<Rule> = records.iter().filter_map(read).collect();
    sections.require(rules.len() == records.len(), "rules", "unknown action or target, or a factor out of range");
    rules
}
