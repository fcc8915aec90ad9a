//! Why an item is suggested, from the most specific reason to the broadest. docs/DESIGN.md tabulates what must hold of a
//! shopper for each of them.

use super::page_context::Permission;
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
    GoesWithSessionItem(u32),
    /// It goes with things of this type.
    CompletesType(u16),
    /// It goes with this division.
    Division(u16),
    /// It belongs to this collection, which is shown now.
    Collection(u16),
    /// It suits the weather.
    Weather(Weather),
    /// It suits the season.
    Season,
    /// It suits this occasion, which is near.
    Occasion(u16),
    /// It is new in this division, its own.
    NewInDivision(u16),
    /// It is often chosen together with others: a counted pair speaks for it.
    Appreciated,
    /// The house shows it.
    House,
}

impl Reason {
    /// Number of codes: numbers are below it.
    pub const COUNT: u8 = 12;

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        ReasonCode::from(self).into()
    }

    /// The name of its sentence in the catalogues. An item of the visit is named as the page's own is. Two have another
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
        matches!(self, Self::GoesWithSessionItem(_) | Self::CompletesType(_) | Self::Division(_))
    }

    /// Whether it is an argument that wears off, and is capped together with its division. What goes with the page is
    /// another sentence on every page; the two broadest argue nothing.
    #[must_use]
    pub const fn wears_off(self) -> bool {
        !self.is_of_page() && !matches!(self, Self::Appreciated | Self::House)
    }
}

/// What is true of a suggestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReasonEvidence {
    /// The house pinned it here: that is the reason, whatever else is true.
    pub pinned: bool,
    /// The list of the page's item names it.
    pub page: bool,
    /// The list of something in the cart names it.
    pub cart: bool,
    /// The item of this visit whose list gave it most, where the page's level is `open`.
    pub session_item: Option<u32>,
    /// Type and division of the item of the history whose list gave it most; `None` for sensitive types.
    pub met: Option<(u16, u16)>,
    /// A collection it belongs to that is shown now.
    pub collection: Option<u16>,
    /// The weather it suits, where the page tells the weather.
    pub weather: Option<Weather>,
    /// Whether it suits the season.
    pub season: bool,
    /// The occasion it suits that is near.
    pub occasion: Option<u16>,
    /// Whether it is new.
    pub is_new: bool,
    /// Its own division.
    pub division: u16,
    /// Whether at least k shoppers chose it together with a source: the entry was counted, not derived.
    pub counted: bool,
}

impl ReasonEvidence {
    /// Every reason that is true, the most specific first; the last one is always [`Reason::House`].
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        self.places().into_iter().flatten()
    }

    /// From the most specific to the broadest, those that are true in their places.
    fn places(&self) -> [Option<Reason>; Reason::COUNT as usize] {
        if self.pinned {
            return std::array::from_fn(|at| (at == 0).then_some(Reason::House));
        }
        let when = |holds: bool, reason| holds.then_some(reason);
        [
            when(self.page, Reason::GoesWithPageItem),
            when(self.cart, Reason::CompletesCart),
            self.session_item.map(Reason::GoesWithSessionItem),
            self.met.map(|(kind, _)| Reason::CompletesType(kind)),
            self.met.map(|(_, division)| Reason::Division(division)),
            self.collection.map(Reason::Collection),
            self.weather.map(Reason::Weather),
            when(self.season, Reason::Season),
            self.occasion.map(Reason::Occasion),
            when(self.is_new, Reason::NewInDivision(self.division)),
            when(self.counted, Reason::Appreciated),
            Some(Reason::House),
        ]
    }

    /// The most specific reason that this moment permits and `may_speak` lets through (its audience, its cap, its name in
    /// the page's language); `None` when nothing may be said, and so nothing shown.
    pub fn reason(&self, permission: Permission, may_speak: impl Fn(Reason) -> bool) -> Option<Reason> {
        let may_be = |reason: &Reason| permission.admits(*reason) && may_speak(*reason);
        self.places().into_iter().find_map(|reason| reason.filter(may_be))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_most_specific_to_the_broadest() {
        let all = ReasonEvidence {
            page: true,
            cart: true,
            session_item: Some(5),
            met: Some((2, 1)),
            collection: Some(3),
            weather: Some(Weather::Cold),
            season: true,
            occasion: Some(4),
            is_new: true,
            division: 6,
            counted: true,
            pinned: false,
        };
        let chain: Vec<Reason> = all.reasons().collect();
        let numbers: Vec<u8> = chain.iter().map(|reason| reason.number()).collect();
        assert_eq!(numbers, Vec::from_iter(0..Reason::COUNT));
        let mut codes: Vec<&str> = chain.iter().map(|reason| reason.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), chain.len());
        assert_eq!(all.reason(Permission::ALL, |reason| reason.number() > 3), Some(Reason::Division(1)));
        assert_eq!(Vec::from_iter(ReasonEvidence { pinned: true, ..all }.reasons()), [Reason::House]);
        assert_eq!(Vec::from_iter(ReasonEvidence::default().reasons()), [Reason::House]);
        assert_eq!(all.reason(Permission::NONE, |_| true), None);
        let page = Permission { page: true, ..Permission::NONE };
        assert_eq!(ReasonEvidence { page: false, cart: false, ..all }.reason(page, |_| true), None);
        let everyone = Permission { history: false, ..Permission::ALL };
        assert_eq!(
            ReasonEvidence { page: false, cart: false, ..all }.reason(everyone, |_| true),
            Some(Reason::Collection(3))
        );
    }

    #[test]
    fn what_reads_the_history_is_no_page_reason_and_wears_off() {
        let all = ReasonEvidence {
            session_item: Some(0),
            met: Some((0, 0)),
            page: true,
            cart: true,
            ..ReasonEvidence::default()
        };
        for reason in all.reasons() {
            assert!(!(reason.is_of_page() && reason.reads_history()), "{reason:?}");
            assert!(!reason.reads_history() || reason.wears_off(), "{reason:?}");
        }
    }
}
