//! Merchandising rules: pin, boost, bury, exclude, or include only. Not for their effect on scores: see
//! [`crate::rank`].

use super::{CollectionIndex, Day, DivisionIndex, Factor, Handle, ItemFeatures, Placement, TypeIndex};

/// The effect of a rule on its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Shows the targets first, in the order of the rule.
    Pin = 0,
    /// Multiplies the score: a factor above 1 boosts, one below 1 buries.
    Weigh = 1,
    /// Never shows the targets.
    Exclude = 2,
    /// Shows only the targets.
    IncludeOnly = 3,
}

impl Action {
    /// Every action, in ascending order of its number.
    pub const ALL: [Self; 4] = [Self::Pin, Self::Weigh, Self::Exclude, Self::IncludeOnly];
}

/// The target of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An item, by its id.
    Item(String),
    /// A product type, by position.
    Type(TypeIndex),
    /// A division, by position.
    Division(DivisionIndex),
    /// A collection, by position.
    Collection(CollectionIndex),
}

/// One rule of house.toml for one target. A rule with several targets is stored as several rules with the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule's number in house.toml, from 1.
    pub number: u16,
    /// The rule's action.
    pub action: Action,
    /// The rule's target.
    pub target: Target,
    /// The placements that the rule applies to: bit `placement as u8`.
    pub placements: u8,
    /// The factor of [`Action::Weigh`], at most 16; 0 for other actions.
    pub factor: Factor,
    /// First day of the rule, in days since 1970-01-01 UTC.
    pub from_day: u32,
    /// Last day of the rule, in days since 1970-01-01 UTC.
    pub until_day: u32,
}

impl Rule {
    /// Whether the rule applies to `placement` on `day`.
    #[must_use]
    pub fn holds(&self, placement: Placement, day: Day) -> bool {
        self.placements & (1 << placement as u8) != 0
            && (i64::from(self.from_day)..=i64::from(self.until_day)).contains(&day.number())
    }
}

/// A rule that applies now, with its item as a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveRule {
    /// The rule's action.
    pub action: Action,
    /// The rule's target.
    pub target: ActiveTarget,
    /// The factor of [`Action::Weigh`].
    pub factor: Factor,
    /// The rule's number in house.toml, from 1.
    pub number: u16,
}

/// The target of an active rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActiveTarget {
    /// An item.
    Item(Handle),
    /// A product type.
    Type(TypeIndex),
    /// A division.
    Division(DivisionIndex),
    /// A collection.
    Collection(CollectionIndex),
    /// An item without a handle, which cannot match.
    Nothing,
}

/// Whether `rules` exclude the item: one excludes it, or another one includes only other targets.
#[must_use]
pub fn leave_out(rules: &[ActiveRule], handle: Handle, facts: &ItemFeatures) -> bool {
    let meets = |action| rules.iter().any(move |rule| rule.action == action && rule.meets(handle, facts));
    let only = rules.iter().any(|rule| rule.action == Action::IncludeOnly);
    meets(Action::Exclude) || (only && !meets(Action::IncludeOnly))
}

impl ActiveRule {
    /// Whether the item is a target of the rule.
    #[must_use]
    pub fn meets(&self, handle: Handle, facts: &ItemFeatures) -> bool {
        match self.target {
            ActiveTarget::Item(item) => item == handle,
            ActiveTarget::Type(item_type) => item_type == facts.item_type,
            ActiveTarget::Division(division) => division == facts.division,
            ActiveTarget::Collection(collection) => facts.collections.contains(collection),
            ActiveTarget::Nothing => false,
        }
    }
}
