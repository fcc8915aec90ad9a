//! Merchandising rules: pin, boost, bury, exclude, or include only. Not for their effect on scores: see
//! [`crate::rank`].

use super::{CollectionIndex, Day, Days, DivisionIndex, Factor, Handle, ItemFeatures, Placement, TypeIndex};

/// The effect of a rule on its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Shows the targets first, in the order of the rule.
    Pin,
    /// Multiplies the score by this factor, at most 16: above 1 it boosts, below 1 it buries.
    Weigh(Factor),
    /// Never shows the targets.
    Exclude,
    /// Shows only the targets.
    IncludeOnly,
}

impl Action {
    /// The factor of the score; `None` for an action other than [`Action::Weigh`].
    #[must_use]
    pub const fn factor(self) -> Option<Factor> {
        match self {
            Self::Weigh(factor) => Some(factor),
            Self::Pin | Self::Exclude | Self::IncludeOnly => None,
        }
    }
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
    /// The days of the rule.
    pub days: Days,
}

impl Rule {
    /// Whether the rule applies to `placement` on `day`.
    #[must_use]
    pub fn holds(&self, placement: Placement, day: Day) -> bool {
        self.placements & (1 << placement as u8) != 0 && self.days.contains(day)
    }
}

/// A rule that applies now, with its item as a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveRule {
    /// The rule's action.
    pub action: Action,
    /// The rule's target.
    pub target: ActiveTarget,
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
