//! The shopper's sizes according to the history, by range, and the penalty for items in none of them. Not for which
//! sizes are in stock: see `SizesLeft` in [`crate::model`].

use crate::history::{Event, EventKind};
use crate::model::{Factor, ItemSizes, SizeIndex, SizeRange, SizeRangeIndex, SizeSet, SizesLeft};

/// The factor of an item's score by the strongest evidence of the shopper's size. Chosen, not fitted: none of the
/// available logs distinguishes variants.
const LEFT_OF_BOUGHT: Factor = Factor::from_bits(1 << 15);
const LEFT_OF_CHOSEN: Factor = Factor::from_bits(3 << 14);
const LEFT_OF_VIEWED: Factor = Factor::from_bits(7 << 13);

/// The shopper's sizes in one range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OwnSizes {
    range: SizeRangeIndex,
    /// The strongest kind of event with a size of the range; the sizes are from events of this kind.
    shown_by: Evidence,
    sizes: SizeSet,
}

/// How reliably an event shows a size, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Viewed,
    Chosen,
    Bought,
}

/// The shopper's sizes, and the sizes in stock. Empty if the history shows no size.
#[derive(Clone, Debug, Default)]
pub struct ShopperSizes<'a> {
    own: Vec<OwnSizes>,
    left: Option<&'a SizesLeft>,
}

impl<'a> ShopperSizes<'a> {
    /// Collects the sizes in `ranges` from `events`; gifts are ignored. Only the strongest evidence counts in each
    /// range: after a purchase, views of other sizes are ignored. `left` has the sizes in stock.
    pub fn new<'e>(
        events: impl Iterator<Item = &'e Event>,
        ranges: &[SizeRange],
        left: Option<&'a SizesLeft>,
    ) -> ShopperSizes<'a> {
        let mut own: Vec<OwnSizes> = Vec::new();
        if left.is_none_or(SizesLeft::is_empty) {
            return Self::default();
        }
        for event in events.filter(|event| !event.gift) {
            let Some(size) = &event.size else { continue };
            let (Some(SizeIndex { range, at }), Some(shown_by)) =
                (SizeIndex::find(ranges, size), Evidence::of(event.kind))
            else {
                continue;
            };
            let sizes = SizeSet::default().with(at);
            match own.iter_mut().find(|known| known.range == range) {
                Some(known) if known.shown_by == shown_by => known.sizes = known.sizes.with(at),
                Some(known) if known.shown_by > shown_by => {}
                Some(known) => *known = OwnSizes { range, shown_by, sizes },
                None => own.push(OwnSizes { range, shown_by, sizes }),
            }
        }
        Self { own, left }
    }

    /// The factor of the score of the item with this id: below 1 if it can be bought, but in none of the shopper's
    /// sizes.
    #[must_use]
    pub fn factor(&self, id: &str) -> Factor {
        if self.own.is_empty() {
            return Factor::ONE;
        }
        let Some(ItemSizes { range, left }) = self.left.and_then(|sizes| sizes.of(id)) else { return Factor::ONE };
        let misses = |own: &&OwnSizes| own.range == range && !own.sizes.meets(left);
        self.own.iter().find(misses).map_or(Factor::ONE, |own| own.shown_by.left())
    }
}

impl Evidence {
    const fn of(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::View | EventKind::Select => Some(Self::Viewed),
            EventKind::AddToCart | EventKind::AddToWishlist => Some(Self::Chosen),
            EventKind::Purchase => Some(Self::Bought),
            EventKind::RemoveFromCart => None,
        }
    }

    const fn left(self) -> Factor {
        match self {
            Self::Viewed => LEFT_OF_VIEWED,
            Self::Chosen => LEFT_OF_CHOSEN,
            Self::Bought => LEFT_OF_BOUGHT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ItemKey;

    fn range(group: &str) -> SizeRange {
        SizeRange { group: group.to_owned(), sizes: ["38", "40", "42"].map(str::to_owned).to_vec() }
    }

    /// For each item, the range and the sizes in stock.
    fn left(items: &[(&str, u8, u32)]) -> SizesLeft {
        let scale = 1 << 40;
        let mut sorted: Vec<_> =
            items.iter().map(|(id, range, left)| (ItemKey::of(id).scaled(scale), range, left)).collect();
        sorted.sort_unstable();
        let keys = sorted.iter().map(|(key, ..)| *key).collect();
        let sizes =
            |(_, range, left): &(u64, &u8, &u32)| ItemSizes { range: SizeRangeIndex(**range), left: SizeSet(**left) };
        SizesLeft::new(scale, keys, sorted.iter().map(sizes).collect())
    }

    fn event(kind: EventKind, at: u8, gift: bool) -> Event {
        let size = SizeIndex { range: SizeRangeIndex(0), at }.size(&[range("shoes")]);
        Event { kind, item_id: "other".into(), time: 0, gift, order: None, size }
    }

    #[test]
    fn an_item_in_other_sizes_alone_counts_less_and_the_more_the_surer_the_size_is() {
        use EventKind::{AddToCart, Purchase, RemoveFromCart, View};
        let ranges = [range("shoes"), range("clothes")];
        // `small` has the first size in stock, `large` the third, and `nothing` the second.
        let sizes = left(&[("small", 0, 0b001), ("large", 0, 0b100), ("dress", 1, 0b100)]);
        let (bought, chosen, viewed) = (LEFT_OF_BOUGHT, LEFT_OF_CHOSEN, LEFT_OF_VIEWED);
        let one = Factor::ONE;
        for (events, expected) in [
            (vec![], [one, one]),
            (vec![event(Purchase, 0, false)], [one, bought]),
            (vec![event(AddToCart, 0, false)], [one, chosen]),
            (vec![event(View, 0, false)], [one, viewed]),
            (vec![event(Purchase, 0, true)], [one, one]),
            (vec![event(RemoveFromCart, 0, false)], [one, one]),
            (vec![event(View, 2, false), event(Purchase, 0, false), event(View, 2, false)], [one, bought]),
            (vec![event(Purchase, 0, false), event(Purchase, 2, false)], [one, one]),
            (vec![event(Purchase, 1, false)], [bought, bought]),
        ] {
            let own = ShopperSizes::new(events.iter(), &ranges, Some(&sizes));
            assert_eq!([own.factor("small"), own.factor("large")], expected, "{events:?}");
            assert_eq!(own.factor("dress"), one, "a size of shoes says nothing of clothes");
            assert_eq!(own.factor("boot"), one, "what can be bought in every size");
        }
    }
}
