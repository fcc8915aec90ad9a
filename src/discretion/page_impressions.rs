//! The slates on the current page. Redrawn suggestions are not counted again, each impression is recorded once, and no
//! two slots share an item. Not for the log of all pages: see [`super::ImpressionLog`].

use super::caps::OFFER_SECONDS;
use crate::history::Subject;
use crate::model::ReasonNumber;

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
    pub reason: ReasonNumber,
    /// The division's id.
    pub division: String,
}

impl Argument {
    fn subject(&self) -> Subject<'_> {
        Subject::Reason { reason: self.reason, division: &self.division }
    }
}

/// The slates of a page, by slot.
#[derive(Clone, Debug, Default)]
pub struct PageImpressions {
    slates: Vec<SlotSlate>,
}

/// The slate in a slot.
#[derive(Clone, Debug)]
struct SlotSlate {
    slot: String,
    items: Vec<OfferedItem>,
    /// The offer of a promotion, if the slate is one.
    promotion: Option<Offer>,
}

/// An item of a slate.
#[derive(Clone, Debug)]
struct OfferedItem {
    id: String,
    reason: Option<OfferedReason>,
    offer: Offer,
}

/// The reason of an item, if it is capped. All items of a slate with the same reason share its offer.
#[derive(Clone, Debug)]
struct OfferedReason {
    argument: Argument,
    offer: Offer,
}

/// The offer of a subject.
#[derive(Clone, Copy, Debug)]
struct Offer {
    /// Time of the offer, in seconds since 1970-01-01 UTC.
    time: i64,
    /// Whether the subject was seen.
    seen: bool,
}

impl Offer {
    const fn new(now: i64) -> Self {
        Self { time: now, seen: false }
    }

    /// Whether an impression may use the offer. After the clock was set back, it may not, and the offer is made again.
    fn is_fresh(self, now: i64) -> bool {
        (0..OFFER_SECONDS).contains(&now.saturating_sub(self.time))
    }
}

impl PageImpressions {
    /// Removes all slates, for a new page.
    pub fn clear(&mut self) {
        self.slates.clear();
    }

    /// Removes the items of a slot for which `holds` is false, for the item or its reason, and all items if the slate
    /// is a promotion and that no longer holds. Returns whether all items remain.
    pub fn keep(&mut self, slot: &str, mut holds: impl FnMut(Subject<'_>) -> bool) -> bool {
        let Some(slate) = self.slates.iter_mut().find(|slate| slate.slot == slot) else { return true };
        let promotes = slate.promotion.is_none() || holds(Subject::Promotion);
        let offered = slate.items.len();
        slate.items.retain(|item| {
            let reason = item.reason.as_ref().map(|said| said.argument.subject());
            promotes && holds(Subject::Item(&item.id)) && reason.is_none_or(&mut holds)
        });
        if !promotes {
            slate.promotion = None;
        }
        promotes && slate.items.len() == offered
    }

    /// Whether the slot shows the item already, so that it may stay regardless of caps.
    #[must_use]
    pub fn stays(&self, slot: &str, id: &str, now: i64) -> bool {
        self.offer_of_item(slot, id, now).is_some()
    }

    /// Whether the slot shows the reason already.
    #[must_use]
    pub fn says(&self, slot: &str, reason: ReasonNumber, division: &str, now: i64) -> bool {
        self.offer_of_reason(slot, reason, division, now).is_some()
    }

    /// Whether the slot shows a promotion already.
    #[must_use]
    pub fn promotes(&self, slot: &str, now: i64) -> bool {
        self.offer_of_promotion(slot, now).is_some()
    }

    /// The items in other slots of the page.
    pub fn elsewhere(&self, slot: &str) -> impl Iterator<Item = &str> {
        let others = self.slates.iter().filter(move |slate| slate.slot != slot);
        others.flat_map(|slate| slate.items.iter().map(|item| item.id.as_str()))
    }

    /// Records a slate before it is drawn in a slot. Returns the subjects to log as offers: each that the slot does not
    /// show already, once.
    pub fn offer<'a>(&mut self, slot: &str, draft: &'a SlateDraft, now: i64) -> Vec<Subject<'a>> {
        let mut told = Vec::new();
        // The offer that still stands, else a new one.
        let mut renew = |standing: Option<Offer>, subject: Subject<'a>| {
            standing.unwrap_or_else(|| {
                if !told.contains(&subject) {
                    told.push(subject);
                }
                Offer::new(now)
            })
        };
        let mut items = Vec::new();
        for DraftItem { id, argument } in &draft.items {
            let offer = renew(self.offer_of_item(slot, id, now), Subject::Item(id));
            let reason = argument.as_ref().map(|argument| {
                let standing = self.offer_of_reason(slot, argument.reason, &argument.division, now);
                OfferedReason { argument: argument.clone(), offer: renew(standing, argument.subject()) }
            });
            items.push(OfferedItem { id: id.clone(), reason, offer });
        }
        let promotion = draft.promotes.then(|| renew(self.offer_of_promotion(slot, now), Subject::Promotion));
        self.slates.retain(|slate| slate.slot != slot);
        self.slates.push(SlotSlate { slot: slot.to_owned(), items, promotion });
        told
    }

    /// Records that a suggestion was seen. `told` receives the subjects to log, each of the slate once. Returns false
    /// if the suggestion is not on this page or its offer has expired: nothing is logged, and the slate must be offered
    /// again.
    pub fn see(&mut self, id: &str, now: i64, told: impl FnOnce(&[Subject<'_>])) -> bool {
        for slate in &mut self.slates {
            let Some(at) = slate.items.iter().position(|item| item.id == id) else { continue };
            let Some(OfferedItem { reason, offer, .. }) = slate.items.get(at).cloned() else { continue };
            let (mut subjects, mut are_fresh) = (Vec::new(), true);
            let mut tell = |subject, offer: Offer| {
                if !offer.seen {
                    subjects.push(subject);
                    are_fresh &= offer.is_fresh(now);
                }
            };
            tell(Subject::Item(id), offer);
            if let Some(said) = &reason {
                tell(said.argument.subject(), said.offer);
            }
            if let Some(promotion) = slate.promotion {
                tell(Subject::Promotion, promotion);
            }
            if !are_fresh {
                return false;
            }
            told(&subjects);
            if let Some(promotion) = &mut slate.promotion {
                promotion.seen = true;
            }
            for (place, item) in slate.items.iter_mut().enumerate() {
                item.offer.seen |= place == at;
                if let (Some(other), Some(said)) = (&mut item.reason, &reason) {
                    other.offer.seen |= other.argument == said.argument;
                }
            }
            return true;
        }
        false
    }

    /// The standing offer of an item in a slot.
    fn offer_of_item(&self, slot: &str, id: &str, now: i64) -> Option<Offer> {
        let items = &self.slate(slot)?.items;
        items.iter().filter(|item| item.id == id).map(|item| item.offer).find(|offer| offer.is_fresh(now))
    }

    /// The standing offer of a reason in a slot.
    fn offer_of_reason(&self, slot: &str, reason: ReasonNumber, division: &str, now: i64) -> Option<Offer> {
        let said = self.slate(slot)?.items.iter().filter_map(|item| item.reason.as_ref());
        let mut same = said.filter(|said| said.argument.reason == reason && said.argument.division == division);
        same.find(|said| said.offer.is_fresh(now)).map(|said| said.offer)
    }

    /// The standing offer of a promotion in a slot.
    fn offer_of_promotion(&self, slot: &str, now: i64) -> Option<Offer> {
        self.slate(slot)?.promotion.filter(|promotion| promotion.is_fresh(now))
    }

    fn slate(&self, slot: &str) -> Option<&SlotSlate> {
        self.slates.iter().find(|slate| slate.slot == slot)
    }
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
            argument: argument
                .map(|(reason, division)| Argument { reason: ReasonNumber(reason), division: division.to_owned() }),
        };
        SlateDraft { items: items.iter().map(owned).collect(), promotes: true }
    }

    /// The subjects to log when an item is seen.
    fn seen(offers: &mut PageImpressions, id: &str, now: i64) -> Option<Vec<&'static str>> {
        let mut told = Vec::new();
        let name = |subject: &Subject<'_>| match subject {
            Subject::Item(_) => "item",
            Subject::Reason { .. } => "reason",
            Subject::Promotion => "promotion",
            Subject::Message(_) => "message",
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
        let reason = Subject::Reason { reason: ReasonNumber(3), division: "shoes" };
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
        assert!(offers.says("home", ReasonNumber(3), "shoes", 100) && offers.promotes("home", 100));
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
        assert!(
            !offers.keep("home", |subject| subject != Subject::Reason { reason: ReasonNumber(3), division: "shoes" })
        );
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
        assert_eq!(offers.offer("home", &other, 2), [Subject::Reason { reason: ReasonNumber(2), division: "shoes" }]);
        assert_eq!(seen(&mut offers, "bag", 3), Some(vec!["reason"]));
        assert_eq!(seen(&mut offers, "bag", 4), Some(vec![]));
    }
}
