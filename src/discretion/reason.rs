//! Why an item is suggested: the reasons that there are. docs/discretion.md tabulates what must hold of a shopper for each.

use crate::model::{CollectionIndex, DivisionIndex, Handle, TypeIndex};
use serde::Serialize;
use strum::{EnumDiscriminants, IntoStaticStr};

/// Weather as a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// It is colder than the season.
    Cold,
    /// It rains.
    Rain,
    /// The sun is strong.
    Sun,
}

impl Weather {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Rain => "rain",
            Self::Sun => "sun",
        }
    }
}

/// Why an item is suggested, with what the sentence names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(ReasonCode),
    doc = " Why an item is suggested, without what the sentence names.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Reason {
    /// It goes with the page's own item.
    GoesWithPageItem,
    /// It completes what is in the cart.
    CompletesCart,
    /// It goes with this item of this very visit; spoken at level `open` only.
    GoesWithSessionItem(Handle),
    /// It goes with things of this type.
    CompletesType(TypeIndex),
    /// It goes with this division.
    Division(DivisionIndex),
    /// It belongs to this collection, which is shown now.
    Collection(CollectionIndex),
    /// It suits the weather.
    Weather(Weather),
    /// It suits the season.
    Season,
    /// It suits this occasion, which is near.
    Occasion(CollectionIndex),
    /// It is new in this division, its own.
    NewInDivision(DivisionIndex),
    /// It is often chosen together with others: a counted pair speaks for it.
    Appreciated,
    /// The house shows it.
    House,
    /// This device looked at it: the reason of `recent`, and of nothing else.
    RecentlyViewed,
    /// It is bought now more than before: the reason of `trending`, and of nothing else.
    Trending,
}

impl Reason {
    /// Number of codes that evidence is weighed for: their numbers are below it.
    pub const COUNT: u8 = 12;

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        ReasonCode::from(self).into()
    }

    /// The name of its sentence in the catalogues; `recently-viewed` has none, the heading says it. An item of the visit is named as the page's own is. Two have another
    /// one that does without the name: `goes-with-page-item-plain` and `completes-type-plain`.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::GoesWithSessionItem(_) => "goes-with-page-item",
            Self::Weather(Weather::Cold) => "weather-cold",
            Self::Weather(Weather::Rain) => "weather-rain",
            Self::Weather(Weather::Sun) => "weather-sun",
            other => other.code(),
        }
    }

    /// The stable number of the code, for the ledger.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::GoesWithPageItem => 0,
            Self::CompletesCart => 1,
            Self::GoesWithSessionItem(_) => 2,
            Self::CompletesType(_) => 3,
            Self::Division(_) => 4,
            Self::Collection(_) => 5,
            Self::Weather(_) => 6,
            Self::Season => 7,
            Self::Occasion(_) => 8,
            Self::NewInDivision(_) => 9,
            Self::Appreciated => 10,
            Self::House => 11,
            Self::RecentlyViewed => 12,
            Self::Trending => 13,
        }
    }

    /// Whether it holds of this page whoever reads it.
    #[must_use]
    pub const fn is_of_page(self) -> bool {
        matches!(self, Self::GoesWithPageItem | Self::CompletesCart)
    }

    /// Whether it can only be true of a shopper with a certain history. All others are true for everybody.
    #[must_use]
    pub const fn reads_history(self) -> bool {
        matches!(self, Self::GoesWithSessionItem(_) | Self::CompletesType(_) | Self::Division(_) | Self::RecentlyViewed)
    }

    /// Whether it is an argument that wears off, and is capped together with its division. What goes with the page is
    /// another sentence on every page; the broadest argue nothing.
    #[must_use]
    pub const fn wears_off(self) -> bool {
        !self.is_of_page() && !matches!(self, Self::Appreciated | Self::House | Self::RecentlyViewed | Self::Trending)
    }
}
