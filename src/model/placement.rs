//! The kinds of slots on a page, and the suggestions each may show. Not for filling a slot: see [`crate::rank`].

use super::{Day, DivisionIndex, Factor};
use crate::hash::hash;

/// The maximum number of suggestions in a slot.
pub const MAX_SUGGESTIONS: usize = 24;

/// The kind of a slot on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum Placement {
    /// On a product page: suggestions from the house's other divisions.
    Product = 0,
    /// In the cart: items that complete it, from any division.
    Cart = 1,
    /// On the home page: suggestions from any division, based on the history.
    Home = 2,
    /// On the page of a division or category: its own items, based on the history.
    Category = 3,
    /// After an order: only items that the house pinned there. For relation, not for more sales.
    Confirmation = 4,
    /// Items viewed on this device, newest first, without purchased ones. A record of visits, not suggestions; needs a
    /// history.
    Recent = 5,
    /// Items that sell better now than before, counted over all orders: the same for everybody, except that items the
    /// shopper has bought, dismissed or put in the cart are left out.
    Trending = 6,
}

impl Placement {
    /// Number of placements: the length of a table indexed by `placement as usize`.
    pub const COUNT: usize = 7;

    /// Every placement, in ascending order of its number.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Product, Self::Cart, Self::Home, Self::Category, Self::Confirmation, Self::Recent, Self::Trending];

    /// Whether the slot shows suggestions: chosen by score, counted as impressions and subject to the caps.
    #[must_use]
    pub const fn suggests(self) -> bool {
        !matches!(self, Self::Recent)
    }

    /// Whether the slot also shows items that suit the season.
    #[must_use]
    pub const fn shows_season(self) -> bool {
        matches!(self, Self::Home | Self::Category)
    }

    /// Whether the order is the same for everybody: a history only removes items.
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

    /// The placement with this name; `None` for an unknown name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placement| placement.name() == name)
    }

    /// A hash of the placement, the page (an item or a division) and the `day`: the same for every shopper.
    #[must_use]
    pub fn view(self, page: &str, day: Day) -> u64 {
        hash(&[page.as_bytes(), &[self as u8], &day.number().to_le_bytes()].concat())
    }

    /// The settings that apply if neither the house nor the page sets them.
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

/// The default threshold: any item with a positive score may be shown. docs/research/slates-by-rule.md explains why no
/// other default suits every shop.
pub const DEFAULT_THRESHOLD: Factor = Factor::ZERO;

/// The divisions that a placement may show. "The page's division" is that of the page's item, else the one the page
/// names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every division but the page's.
    Other,
    /// The page's division; every division if the page has none.
    Same,
    /// Every division.
    Any,
    /// These divisions, by position.
    Only(Vec<DivisionIndex>),
    /// Only items pinned by a rule of the house.
    Pinned,
}

impl Scope {
    /// Whether an item of `division` may be shown on a page of division `page`.
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

    /// The scope for `other`, `same`, `any` or `pinned`; `None` for any other word.
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

/// The content of a placement if no candidate is suitable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// The page's own content.
    Page,
    /// Suggestions from every division.
    Any,
}

/// The settings of a placement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacementSettings {
    /// The divisions that may be shown.
    pub scope: Scope,
    /// The maximum number of suggestions, 1 to [`MAX_SUGGESTIONS`].
    pub limit: u8,
    /// The lowest score shown, as a share of [`Tuning::typical`](super::Tuning::typical).
    pub threshold: Factor,
    /// The content if no candidate is suitable.
    pub fallback: Fallback,
    /// Whether viewed items may be suggested again.
    pub reminders: bool,
}
