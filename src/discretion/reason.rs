//! The reasons for a suggestion. docs/discretion.md tabulates the condition for each. Not for which one is chosen: see
//! [`super::ReasonEvidence`].

use crate::model::{CollectionIndex, DivisionIndex, Handle, ReasonNumber, TypeIndex};
use serde::Serialize;
use strum::{EnumDiscriminants, IntoStaticStr};

/// The weather as a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeatherReason {
    /// It is cold, and the item is warm.
    Cold,
    /// It rains, and the item is made for rain.
    Rain,
    /// The sun is strong, and the item is made for sun.
    Sun,
}

/// The data that a reason depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum ReasonBasis {
    /// The page alone.
    Page,
    /// The shopper's history.
    History,
    /// Neither: the reason applies to everybody.
    Everyone,
}

impl WeatherReason {
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

/// Why an item is suggested, with the subject that the sentence names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(ReasonCode),
    doc = " The reason of a suggestion, without the name its sentence mentions.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Reason {
    /// The item goes with the page's item.
    GoesWithPageItem,
    /// The item goes with the cart.
    CompletesCart,
    /// The item goes with this item of the current visit; shown at level `open` only.
    GoesWithSessionItem(Handle),
    /// The item goes with items of this type.
    CompletesType(TypeIndex),
    /// The item goes with this division.
    Division(DivisionIndex),
    /// The item belongs to this collection, which is shown now.
    Collection(CollectionIndex),
    /// The item suits the weather.
    Weather(WeatherReason),
    /// The item suits the season.
    Season,
    /// The item suits this occasion, which is near.
    Occasion(CollectionIndex),
    /// The item is new in this division, its own.
    NewInDivision(DivisionIndex),
    /// The item is often chosen together with others, according to a counted pair.
    Appreciated,
    /// The house shows the item.
    House,
    /// The shopper viewed the item: used only by the placement `recent`.
    RecentlyViewed,
    /// The item sells better now than before: used only by the placement `trending`.
    Trending,
}

impl Reason {
    /// Number of codes that depend on [`super::ReasonEvidence`]: their numbers are below it.
    pub const COUNT: u8 = 12;

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        ReasonCode::from(self).into()
    }

    /// The name of the reason's sentence in the catalogues; `recently-viewed` has no sentence, because the heading states
    /// it. An item of the visit uses the sentence of the page's item. Two sentences have a variant without a name, with
    /// the suffix `-plain`: `goes-with-page-item` and `completes-type`.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::GoesWithSessionItem(_) => "goes-with-page-item",
            Self::Weather(WeatherReason::Cold) => "weather-cold",
            Self::Weather(WeatherReason::Rain) => "weather-rain",
            Self::Weather(WeatherReason::Sun) => "weather-sun",
            other => other.code(),
        }
    }

    /// The stable number of the code, for the impression log.
    #[must_use]
    pub const fn number(self) -> ReasonNumber {
        ReasonNumber(match self {
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
        })
    }

    /// The data that the reason depends on.
    #[must_use]
    pub const fn basis(self) -> ReasonBasis {
        match self {
            Self::GoesWithPageItem | Self::CompletesCart => ReasonBasis::Page,
            Self::GoesWithSessionItem(_) | Self::CompletesType(_) | Self::Division(_) | Self::RecentlyViewed => {
                ReasonBasis::History
            }
            _ => ReasonBasis::Everyone,
        }
    }

    /// Whether the reason depends on the page alone.
    #[must_use]
    pub const fn is_of_page(self) -> bool {
        matches!(self.basis(), ReasonBasis::Page)
    }

    /// Whether the reason depends on the shopper's history.
    #[must_use]
    pub const fn reads_history(self) -> bool {
        matches!(self.basis(), ReasonBasis::History)
    }

    /// Whether the reason is capped together with its division, because repetition weakens it. Reasons from the page
    /// differ on every page, and the most general ones are not arguments.
    #[must_use]
    pub const fn wears_off(self) -> bool {
        !self.is_of_page() && !matches!(self, Self::Appreciated | Self::House | Self::RecentlyViewed | Self::Trending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_a_basis_and_a_sentence() {
        let item = Reason::GoesWithSessionItem(Handle(0));
        assert_eq!((item.basis(), item.sentence()), (ReasonBasis::History, "goes-with-page-item"));
        let cart = Reason::CompletesCart;
        assert_eq!((cart.basis(), cart.sentence()), (ReasonBasis::Page, "completes-cart"));
        let sun = Reason::Weather(WeatherReason::Sun);
        assert_eq!((sun.basis(), sun.sentence()), (ReasonBasis::Everyone, "weather-sun"));
    }
}
