//! The facts about a suggestion, and the most specific reason they allow. Not for collecting the facts: see
//! [`crate::engine`].

use super::permission::Permission;
use super::reason::{Reason, WeatherReason};
use crate::model::{CategoryIndex, CollectionIndex, DivisionIndex, Handle};

/// The facts about a suggestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReasonEvidence {
    /// The house pinned the item here, which is then the only reason.
    pub pinned: bool,
    /// The item is shown as trending, which is then the only reason.
    pub trending: bool,
    /// The item is in the neighbour list of the page's item.
    pub page: bool,
    /// The item is in the neighbour list of an item in the cart.
    pub cart: bool,
    /// The item of this visit whose list contributed most, if the page's level is `open`.
    pub session_item: Option<Handle>,
    /// Type and division of the item of the history whose list contributed most; `None` for sensitive types.
    pub met: Option<CategoryIndex>,
    /// A collection of the item that is shown now.
    pub collection: Option<CollectionIndex>,
    /// The weather that the item suits, if the page reports the weather.
    pub weather: Option<WeatherReason>,
    /// Whether the item suits the season.
    pub season: bool,
    /// The occasion that the item suits and that is near.
    pub occasion: Option<CollectionIndex>,
    /// Whether the item is new.
    pub is_new: bool,
    /// The item's own division.
    pub division: DivisionIndex,
    /// Whether at least k shoppers chose the item together with a source: the pair was counted, not derived.
    pub counted: bool,
}

impl ReasonEvidence {
    /// All reasons that apply, the most specific first; the last one is [`Reason::House`], except for trending items.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        self.places().into_iter().flatten()
    }

    /// The reasons that apply, each in its position, from the most specific to the most general.
    fn places(&self) -> [Option<Reason>; Reason::COUNT as usize] {
        if self.pinned || self.trending {
            let only = if self.pinned { Reason::House } else { Reason::Trending };
            return std::array::from_fn(|at| (at == 0).then_some(only));
        }
        let when = |holds: bool, reason| holds.then_some(reason);
        [
            when(self.page, Reason::GoesWithPageItem),
            when(self.cart, Reason::CompletesCart),
            self.session_item.map(Reason::GoesWithSessionItem),
            self.met.map(|met| Reason::CompletesType(met.item_type)),
            self.met.map(|met| Reason::Division(met.division)),
            self.collection.map(Reason::Collection),
            self.weather.map(Reason::Weather),
            when(self.season, Reason::Season),
            self.occasion.map(Reason::Occasion),
            when(self.is_new, Reason::NewInDivision(self.division)),
            when(self.counted, Reason::Appreciated),
            Some(Reason::House),
        ]
    }

    /// The most specific reason that `permission` allows and `may_speak` accepts (by its audience, its cap and its name
    /// in the page's language); `None` if there is none, and the item is then not shown.
    pub fn reason(&self, permission: Permission, may_speak: impl Fn(Reason) -> bool) -> Option<Reason> {
        let may_be = |reason: &Reason| permission.admits(*reason) && may_speak(*reason);
        self.places().into_iter().find_map(|reason| reason.filter(may_be))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TypeIndex;

    #[test]
    fn from_the_most_specific_to_the_broadest() {
        let all = ReasonEvidence {
            page: true,
            cart: true,
            session_item: Some(Handle(5)),
            met: Some(CategoryIndex { division: DivisionIndex(1), item_type: TypeIndex(2) }),
            collection: Some(CollectionIndex(3)),
            weather: Some(WeatherReason::Cold),
            season: true,
            occasion: Some(CollectionIndex(4)),
            is_new: true,
            division: DivisionIndex(6),
            counted: true,
            pinned: false,
            trending: false,
        };
        let chain: Vec<Reason> = all.reasons().collect();
        let numbers: Vec<u8> = chain.iter().map(|reason| reason.number().0).collect();
        assert_eq!(numbers, Vec::from_iter(0..Reason::COUNT));
        let mut codes: Vec<&str> = chain.iter().map(|reason| reason.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), chain.len());
        assert_eq!(
            all.reason(Permission::ALL, |reason| reason.number().0 > 3),
            Some(Reason::Division(DivisionIndex(1)))
        );
        let trending = ReasonEvidence { trending: true, ..all };
        assert_eq!(Vec::from_iter(trending.reasons()), [Reason::Trending]);
        assert_eq!(Vec::from_iter(ReasonEvidence { pinned: true, ..trending }.reasons()), [Reason::House]);
        assert_eq!(Vec::from_iter(ReasonEvidence::default().reasons()), [Reason::House]);
        assert_eq!(all.reason(Permission::NONE, |_| true), None);
        let page = Permission { page: true, ..Permission::NONE };
        assert_eq!(ReasonEvidence { page: false, cart: false, ..all }.reason(page, |_| true), None);
        let everyone = Permission { history: false, ..Permission::ALL };
        assert_eq!(
            ReasonEvidence { page: false, cart: false, ..all }.reason(everyone, |_| true),
            Some(Reason::Collection(CollectionIndex(3)))
        );
    }

    #[test]
    fn what_reads_the_history_is_no_page_reason_and_wears_off() {
        let all = ReasonEvidence {
            session_item: Some(Handle(0)),
            met: Some(CategoryIndex::default()),
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
