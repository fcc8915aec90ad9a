//! The slates on the current page. Redrawn suggestions are not counted again, each impression is recorded once, and no
//! two slots share an item. Not for the log of all pages: see [`super::ImpressionLog`].

use super::caps::OFFER_SECONDS;
use crate::history::Subject;

/// The parts of a slate that the log records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlateDraft {
    /// The suggested items.
    pub items: Vec<DraftItem>,
    /// Whether any suggestion goes beyond the page's own item or cart.
    pub promotes: bool,
}

/// A suggested item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftItem {
    /// The item's id.
    pub id: String,
    /// The reason and division, if the reason is capped.
    pub argument: Option<Argument>,
}

/// A reason, together with the division of the suggested item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The reason's number: see [`super::Reason::number`].
    pub reason: u8,
    /// The division's id.
    pub division: String,
}

/// The slates of a page, by slot.
#[derive(Clone, Debug, Default)]
pub struct PageImpressions {
    slates: Vec<Slate>,
}

/// The slate in a slot.
#[derive(Clone, Debug, Default)]
struct Slate {
    spot: String,
    items: Vec<Item>,
    /// The time of its offer, if the slate is a promotion, and whether any of it was seen.
    promotion: Option<i64>,
    promotion_seen: bool,
}

#[derive(Clone, Debug)]
struct Item {
    id: String,
    reason: Option<OfferedReason>,
    /// Time of the offer.
    time: i64,
    seen: bool,
}

/// A reason and the division of the suggested item.
#[derive(Clone, Debug)]
struct OfferedReason {
    number: u8,
    division: String,
    /// Time of the offer.
    time: i64,
    /// Whether it was seen with this item or another one of the slate.
    seen: bool,
}

impl OfferedReason {
    fn is(&self, number: u8, division: &str) -> bool {
        self.number == number && self.division == division
    }
}

impl PageImpressions {
    /// Removes all slates, for a new page.
    pub fn clear(&mut self) {
        self.slates.clear();
    }

    /// Removes the items of a slot for which `holds` is false, for the item or its reason, and all items if the slate
    /// is a promotion and that no longer holds. Returns whether all items remain.
    pub fn keep(&mut self, spot: &str, mut holds: impl FnMut(Subject<'_>) -> bool) -> bool {
        let Some(slate) = self.slates.iter_mut().find(|slate| slate.spot == spot) else { return true };
        let promotes = slate.promotion.is_none() || holds(Subject::Promotion);
        let offered = slate.items.len();
        slate.items.retain(|item| {
            let reason = item.reason.as_ref().map(|said| Subject::Reason(said.number, &said.division));
            promotes && holds(Subject::Item(&item.id)) && reason.is_none_or(&mut holds)
        });
        if !promotes {
            slate.promotion = None;
        }
        promotes && slate.items.len() == offered
    }

    /// Whether the slot shows the item already, so that it may stay regardless of caps.
    #[must_use]
    pub fn stays(&self, spot: &str, id: &str, now: i64) -> bool {
        self.stood(spot, id, now).is_some()
    }

    /// Whether the slot shows the reason already.
    #[must_use]
    pub fn says(&self, spot: &str, reason: u8, division: &str, now: i64) -> bool {
        self.said(spot, reason, division, now).is_some()
    }

    fn stood(&self, spot: &str, id: &str, now: i64) -> Option<&Item> {
        self.items_of(spot).iter().find(|item| item.id == id && is_fresh(item.time, now))
    }

    fn said(&self, spot: &str, reason: u8, division: &str, now: i64) -> Option<&OfferedReason> {
        let mut said = self.items_of(spot).iter().filter_map(|item| item.reason.as_ref());
        said.find(|said| said.is(reason, division) && is_fresh(said.time, now))
    }

    /// Whether the slot shows a promotion already.
    #[must_use]
    pub fn promotes(&self, spot: &str, now: i64) -> bool {
        self.slate(spot).and_then(|slate| slate.promotion).is_some_and(|time| is_fresh(time, now))
    }

    /// The items in other slots of the page.
    pub fn elsewhere(&self, spot: &str) -> impl Iterator<Item = &str> {
        let others = self.slates.iter().filter(move |slate| slate.spot != spot);
        others.flat_map(|slate| slate.items.iter().map(|item| item.id.as_str()))
    }

    /// Records a slate before it is drawn in a slot. Returns the subjects to log as offers: each that the slot does not
    /// show already, once.
    pub fn offer<'a>(&mut self, spot: &str, draft: &'a SlateDraft, now: i64) -> Vec<Subject<'a>> {
        let mut told = Vec::new();
        let mut next = Slate { spot: spot.to_owned(), ..Slate::default() };
        for DraftItem { id, argument } in &draft.items {
            let stood = self.stood(spot, id, now);
            let (time, seen) = stood.map_or((now, false), |item| (item.time, item.seen));
            if stood.is_none() {
                told.push(Subject::Item(id));
            }
            let reason = argument.as_ref().map(|Argument { reason, division }| {
                let said = self.said(spot, *reason, division, now);
                let subject = Subject::Reason(*reason, division);
                if said.is_none() && !told.contains(&subject) {
                    told.push(subject);
                }
                let (time, seen) = said.map_or((now, false), |said| (said.time, said.seen));
                OfferedReason { number: *reason, division: division.clone(), time, seen }
            });
            next.items.push(Item { id: id.clone(), reason, time, seen });
        }
        if draft.promotes {
            let stood = self.slate(spot).filter(|_| self.promotes(spot, now));
            next.promotion = stood.map_or(Some(now), |slate| slate.promotion);
            next.promotion_seen = stood.is_some_and(|slate| slate.promotion_seen);
            if stood.is_none() {
                told.push(Subject::Promotion);
            }
        }
        self.slates.retain(|slate| slate.spot != spot);
        self.slates.push(next);
        told
    }

    /// Records that a suggestion was seen. `told` receives the subjects to log, each of the slate once. Returns false
    /// if the suggestion is not on this page or its offer has expired: nothing is logged, and the slate must be offered
    /// again.
    pub fn see(&mut self, id: &str, now: i64, told: impl FnOnce(&[Subject<'_>])) -> bool {
        for slate in &mut self.slates {
            let Some(at) = slate.items.iter().position(|item| item.id == id) else { continue };
            let Some(Item { reason, time, seen, .. }) = slate.items.get(at).cloned() else { continue };
            let (mut subjects, mut fresh) = (Vec::new(), true);
            let mut tell = |subject, time| {
                subjects.push(subject);
                fresh &= is_fresh(time, now);
            };
            if !seen {
                tell(Subject::Item(id), time);
            }
            if let Some(said) = reason.as_ref().filter(|said| !said.seen) {
                tell(Subject::Reason(said.number, &said.division), said.time);
            }
            if let Some(time) = slate.promotion.filter(|_| !slate.promotion_seen) {
                tell(Subject::Promotion, time);
            }
            if !fresh {
                return false;
            }
            told(&subjects);
            slate.promotion_seen = true;
            for (place, item) in slate.items.iter_mut().enumerate() {
                item.seen |= place == at;
                if let (Some(other), Some(said)) = (&mut item.reason, &reason) {
                    other.seen |= other.is(said.number, &said.division);
                }
            }
            return true;
        }
        false
    }

    fn slate(&self, spot: &str) -> Option<&Slate> {
        self.slates.iter().find(|slate| slate.spot == spot)
    }

    fn items_of(&self, spot: &str) -> &[Item] {
        self.slate(spot).map_or(&[], |slate| &slate.items)
    }
}

/// After the clock was set back, an offer does not count as fresh and is made again.
fn is_fresh(time: i64, now: i64) -> bool {
    (0..OFFER_SECONDS).contains(&now.saturating_sub(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Offered = (&'static str, Option<(u8, &'static str)>);

    const BAG: Offered = ("bag", Some((3, "shoes")));
    const BELT: Offered = ("belt", Some((3, "shoes")));
    const SCARF: Offered = ("scarf", None);

    /// A slate that is a promotion.
    fn draft(items: &[Offered]) -> SlateDraft {
        let owned = |(id, argument): &Offered| DraftItem {
            id: (*id).to_owned(),
            argument: argument.map(|(reason, division)| Argument { reason, division: division.to_owned() }),
        };
        SlateDraft { items: items.iter().map(owned).collect(), promotes: true }
    }

    /// The subjects to log when an item is seen.
    fn seen(offers: &mut PageImpressions, id: &str, now: i64) -> Option<Vec<&'static str>> {
        let mut told = Vec::new();
        let name = |subject: &Subject<'_>| match subject {
            Subject::Item(_) => "item",
            Subject::Reason(..) => "reason",
            Subject::Promotion => "promotion",
            Subject::Message(_) => "letter",
            Subject::Answer(_) => "answer",
            Subject::Variant(_) => "variant",
        };
        offers.see(id, now, |subjects| told = subjects.iter().map(name).collect()).then_some(told)
    }

    #[test]
    fn a_slate_tells_each_subject_once() {
        let mut offers = PageImpressions::default();
        let slate = draft(&[BAG, BELT, SCARF]);
        let told = offers.offer("home", &slate, 0);
        let reason = Subject::Reason(3, "shoes");
        assert_eq!(
            told,
            [Subject::Item("bag"), reason, Subject::Item("belt"), Subject::Item("scarf"), Subject::Promotion]
        );
        assert_eq!(seen(&mut offers, "belt", 5), Some(vec!["item", "reason", "promotion"]));
        assert_eq!(seen(&mut offers, "bag", 6), Some(vec!["item"]), "its reason was seen with the belt");
        assert_eq!(seen(&mut offers, "bag", 7), Some(vec![]), "seen already");
        assert_eq!(seen(&mut offers, "hat", 7), None, "not offered");
    }

    #[test]
    fn what_is_drawn_again_is_not_offered_again() {
        let mut offers = PageImpressions::default();
        offers.offer("home", &draft(&[BAG, SCARF]), 0);
        assert_eq!(offers.offer("home", &draft(&[BAG, BELT]), 100), [Subject::Item("belt")]);
        assert!(
            offers.stays("home", "bag", 100)
                && !offers.stays("home", "scarf", 100)
                && !offers.stays("cart", "bag", 100)
        );
        assert!(offers.says("home", 3, "shoes", 100) && offers.promotes("home", 100));
        assert_eq!(offers.elsewhere("cart").collect::<Vec<_>>(), ["bag", "belt"]);
        assert_eq!(offers.elsewhere("home").count(), 0);
        // The bag was offered at 0, together with the reason and the promotion: they may be seen until 1,800.
        assert_eq!(seen(&mut offers, "bag", OFFER_SECONDS), None);
        assert_eq!(seen(&mut offers, "belt", OFFER_SECONDS), None);
        assert_eq!(offers.offer("home", &draft(&[BAG]), OFFER_SECONDS).len(), 3);
        assert_eq!(seen(&mut offers, "bag", OFFER_SECONDS), Some(vec!["item", "reason", "promotion"]));
        assert!(!offers.stays("home", "bag", 0), "the clock went back");
        offers.clear();
        assert_eq!(seen(&mut offers, "bag", OFFER_SECONDS), None, "another page");
    }

    #[test]
    fn what_another_tab_has_spent_goes_and_the_rest_stays() {
        let mut offers = PageImpressions::default();
        offers.offer("home", &draft(&[BAG, BELT, SCARF]), 0);
        let stands = |offers: &PageImpressions| ["bag", "belt", "scarf"].map(|id| offers.stays("home", id, 1));
        assert!(offers.keep("home", |_| true) && offers.keep("cart", |_| false), "nothing stands in the cart");
        assert!(!offers.keep("home", |subject| subject != Subject::Item("bag")));
        assert_eq!(stands(&offers), [false, true, true]);
        assert!(offers.promotes("home", 1));
        assert!(!offers.keep("home", |subject| subject != Subject::Reason(3, "shoes")));
        assert_eq!(stands(&offers), [false, false, true], "with its reason the belt goes");
        assert!(!offers.keep("home", |subject| subject != Subject::Promotion));
        assert_eq!((stands(&offers), offers.promotes("home", 1)), ([false; 3], false));
    }

    #[test]
    fn an_item_that_was_seen_is_seen_again_for_another_reason() {
        let mut offers = PageImpressions::default();
        offers.offer("home", &draft(&[BAG]), 0);
        assert_eq!(seen(&mut offers, "bag", 1).map(|told| told.len()), Some(3));
        let other = draft(&[("bag", Some((2, "shoes")))]);
        assert_eq!(offers.offer("home", &other, 2), [Subject::Reason(2, "shoes")]);
        assert_eq!(seen(&mut offers, "bag", 3), Some(vec!["reason"]));
        assert_eq!(seen(&mut offers, "bag", 4), Some(vec![]));
    }
}
