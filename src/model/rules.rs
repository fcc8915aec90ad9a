//! Merchandising: what the house pins, boosts, buries, excludes, or shows alone.

use super::{CollectionIndex, Day, DivisionIndex, Factor, Handle, ItemFeatures, Placement, TypeIndex};

/// What a rule does to its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Shows them first, in the order of the rule.
    Pin = 0,
    /// Multiplies their score: by more than 1 to boost, by less to bury.
    Weigh = 1,
    /// Never shows them.
    Exclude = 2,
    /// Shows nothing else.
    IncludeOnly = 3,
}

impl Action {
    /// Every action, in the order of its number.
    pub const ALL: [Self; 4] = [Self::Pin, Self::Weigh, Self::Exclude, Self::IncludeOnly];
}

/// What a rule is about.
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

/// One rule of house.toml for one target; a rule with several targets is several of these with one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its number in house.toml, from 1.
    pub number: u16,
    /// What it does.
    pub action: Action,
    /// What it is about.
    pub target: Target,
    /// Placements it holds for: bit `placement as u8`.
    pub placements: u8,
    /// The factor of [`Action::Weigh`], at most 16; 0 for other actions.
    pub factor: Factor,
    /// First day it holds, in days since 1970-01-01 UTC.
    pub from_day: u32,
    /// Last day it holds, likewise.
    pub until_day: u32,
}

impl Rule {
    /// Whether it holds for `placement` on `day`.
    #[must_use]
    pub fn holds(&self, placement: Placement, day: Day) -> bool {
        self.placements & (1 << placement as u8) != 0
            && (i64::from(self.from_day)..=i64::from(self.until_day)).contains(&day.number())
    }
}

/// A rule that holds now, its item known by handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveRule {
    /// What it does.
    pub action: Action,
    /// What it is about.
    pub target: ActiveTarget,
    /// The factor of [`Action::Weigh`].
    pub factor: Factor,
    /// Its number in house.toml, from 1.
    pub number: u16,
}

/// What an active rule is about.
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
    /// Nothing that has been met here.
    Nothing,
}

/// Whether `rules` leave the item out: one excludes it, or others are to be shown alone.
#[must_use]
pub fn leave_out(rules: &[ActiveRule], handle: Handle, facts: &ItemFeatures) -> bool {
    let meets = |action| rules.iter().any(move |rule| rule.action == action && rule.meets(handle, facts));
    let only = rules.iter().any(|rule| rule.action == Action::IncludeOnly);
    meets(Action::Exclude) || (only && !meets(Action::IncludeOnly))
}

impl ActiveRule {
    /// Whether the rule is about the item.
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
