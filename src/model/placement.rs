//! The spots of a page, and what each may show.

use super::{Day, DivisionIndex, Factor};
use crate::hash::hash;

/// The most suggestions a placement may ask for.
pub const MAX_SUGGESTIONS: usize = 24;

/// The kind of a place on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum Placement {
    /// A product page: the house's other divisions.
    Product = 0,
    /// The cart: what completes it, from any division.
    Cart = 1,
    /// The home page: any division, by the history.
    Home = 2,
    /// The page of a division or category: its own items, by the history.
    Category = 3,
    /// After an order: nothing but what the house itself pinned there. Relation, not more selling.
    Confirmation = 4,
    /// What this device looked at, the newest first, without what was bought. A record of visits, and no suggestion: it needs
    /// a history.
    Recent = 5,
    /// What is bought now more than before, by the orders of all: the same for everybody, but for what a shopper has bought,
    /// refused or in the cart.
    Trending = 6,
}

impl Placement {
    /// Number of placements: the length of a table indexed by `placement as usize`.
    pub const COUNT: usize = 7;

    /// Every placement, in the order of its number.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Product, Self::Cart, Self::Home, Self::Category, Self::Confirmation, Self::Recent, Self::Trending];

    /// Whether it suggests: what is chosen by scores, counts as an invitation, and may be too little for the caps.
    #[must_use]
    pub const fn suggests(self) -> bool {
        !matches!(self, Self::Recent)
    }

    /// Whether it shows what suits the season too.
    #[must_use]
    pub const fn shows_season(self) -> bool {
        matches!(self, Self::Home | Self::Category)
    }

    /// Whether its order is the same for everybody: a history only leaves out.
    #[must_use]
    pub const fn is_for_everybody(self) -> bool {
        matches!(self, Self::Trending)
    }

    /// The placement's name in the API and in house.toml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Cart => "cart",
            Self::Home => "home",
            Self::Category => "category",
            Self::Confirmation => "confirmation",
            Self::Recent => "recent",
            Self::Trending => "trending",
        }
    }

    /// The placement with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placement| placement.name() == name)
    }

    /// A number for a view of the page of `page` (an item or a division) on `day`: the same for every shopper.
    #[must_use]
    pub fn view(self, page: &str, day: Day) -> u64 {
        hash(&[page.as_bytes(), &[self as u8], &day.number().to_le_bytes()].concat())
    }

    /// What it does when neither the house nor the page says otherwise.
    #[must_use]
    pub const fn defaults(self) -> PlacementSettings {
        let scope = match self {
            Self::Product => Scope::Other,
            Self::Cart | Self::Home | Self::Recent => Scope::Any,
            Self::Category | Self::Trending => Scope::Same,
            Self::Confirmation => Scope::Pinned,
        };
        let limit = if self.suggests() { 4 } else { 8 };
        PlacementSettings { scope, limit, threshold: DEFAULT_THRESHOLD, fallback: Fallback::Page, reminders: false }
    }
}

/// Whatever has a score may be shown until the house sets a threshold. docs/research/slates-by-rule.md says why no other default serves
/// every shop.
pub const DEFAULT_THRESHOLD: Factor = Factor::ZERO;

/// Which divisions a placement may show. "The page's division" is that of the page's item, else the one the page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every division but the page's.
    Other,
    /// The page's division; every one where the page has none.
    Same,
    /// Every division.
    Any,
    /// These divisions, by position.
    Only(Vec<DivisionIndex>),
    /// Nothing but what a rule of the house pins.
    Pinned,
}

impl Scope {
    /// Whether it lets an item of `division` stand on a page of the division `page`.
    #[must_use]
    pub fn admits(&self, division: DivisionIndex, page: Option<DivisionIndex>) -> bool {
        match self {
            Self::Other => Some(division) != page,
            Self::Same => page.is_none_or(|page| page == division),
            Self::Any => true,
            Self::Only(divisions) => divisions.contains(&division),
            Self::Pinned => false,
        }
    }

    /// The scope that `other`, `same`, `any` or `pinned` means; `None` for another word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "other" => Some(Self::Other),
            "same" => Some(Self::Same),
            "any" => Some(Self::Any),
            "pinned" => Some(Self::Pinned),
            _ => None,
        }
    }
}

/// What a placement does when nothing suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// It stays empty: the page's own content stays.
    Page,
    /// It tries every division.
    Any,
}

/// The settings of a placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementSettings {
    /// Which divisions may be shown.
    pub scope: Scope,
    /// How many suggestions, 1 to [`MAX_SUGGESTIONS`].
    pub limit: u8,
    /// The least score, as a share of [`Tuning::typical`](super::Tuning::typical).
    pub threshold: Factor,
    /// What is shown when nothing suits.
    pub fallback: Fallback,
    /// Whether what was looked at may be shown again.
    pub reminders: bool,
}
