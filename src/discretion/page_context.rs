//! Which kinds of reasons may be shown now: none during payment, and no promotion after dismissals or beyond the daily
//! maximum. Not for whether a reason is one of the allowed kinds: see [`super::Permission`].

use super::caps::may_offer;
use super::ledger::{CappedSubject, LogEntry, newest_first};
use super::permission::Permission;
use crate::model::{DAY, Factor, FeedbackKind, Pace, PageKind};

/// This many dismissals within a day pause promotions until a day after the first of them.
pub const REFUSALS: u32 = 3;
/// Pause of promotions in seconds after a client answered that they are not satisfied: a month of service without
/// sales.
pub const DISSATISFACTION_REST_SECONDS: i64 = 30 * DAY;

/// The page and the visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageContext {
    /// The kind of page.
    pub page: PageKind,
    /// Whether this is the first page of a first visit, before which nothing was known.
    pub is_first: bool,
    /// Whether an unread notice is pending.
    pub notice_pending: bool,
    /// Whether the slot shows a promotion already; a further one then does not count.
    pub promotes_already: bool,
}

impl PageContext {
    /// Which kinds of reasons may be shown now. In contextual mode `entries` is the page's own log.
    ///
    /// In checkout and on payment pages nothing is shown; after an order, only pinned items. Suggestions for the page's
    /// item or cart are advice, not promotion: the daily maximum, the share of relation and dismissals do not affect
    /// them.
    #[must_use]
    pub fn permission(&self, entries: &[LogEntry], pace: &Pace, now: i64) -> Permission {
        match self.page {
            PageKind::Checkout | PageKind::Payment => return Permission::NONE,
            PageKind::Confirmation => return Permission { everyone: true, ..Permission::NONE },
            PageKind::Other => {}
        }
        let may_promote = (self.promotes_already || may_offer(entries, &pace.daily(), CappedSubject::Promotion, now))
            && !asks_for_rest(entries, now)
            && (!self.notice_pending || is_balanced(entries, pace.balance, now));
        if may_promote { Permission { history: !self.is_first, ..Permission::ALL } } else { Permission::PAGE }
    }
}

/// Whether promotions pause: the last day has enough dismissals that were not undone, or the client recently answered
/// that they are not satisfied.
fn asks_for_rest(entries: &[LogEntry], now: i64) -> bool {
    let (mut count, mut undone) = (0u32, Vec::new());
    for aged in newest_first(entries, now) {
        let subject = aged.entry.subject;
        match aged.entry.what {
            FeedbackKind::Undo if aged.age < DAY => undone.push(subject),
            FeedbackKind::Dismissal if aged.age < DAY => count += u32::from(!undone.contains(&subject)),
            FeedbackKind::Dissatisfied if aged.age < DISSATISFACTION_REST_SECONDS => return true,
            _ => {}
        }
    }
    count >= REFUSALS
}

/// Whether one more promotion keeps the share of relation among the last day's messages.
fn is_balanced(entries: &[LogEntry], balance: Factor, now: i64) -> bool {
    let today = |is_meant: &dyn Fn(CappedSubject) -> bool| {
        let seen = |what| matches!(what, FeedbackKind::Exposure);
        let of_today = newest_first(entries, now).filter(|aged| aged.age < DAY && seen(aged.entry.what));
        of_today.filter(|aged| is_meant(aged.entry.subject)).count() as u64
    };
    let relations = today(&|one| matches!(one, CappedSubject::Message(kind) if !kind.is_promotion()));
    // An offer is recorded as a promotion in addition to its own line.
    let promotions = today(&|one| one == CappedSubject::Promotion);
    relations * u64::from(Factor::ONE.bits()) >= u64::from(balance.bits()) * (relations + promotions + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discretion::{LoggedItem, Reason};
    use crate::model::{MessageKind, Policy, TypeIndex};

    const ONE: Factor = Factor::ONE;

    const PACE: Pace = Pace { promotions_per_day: 3, balance: Factor::from_bits(1 << 15) };

    fn log(entries: &[(CappedSubject, FeedbackKind, i64)]) -> Vec<LogEntry> {
        entries.iter().map(|&(subject, what, time)| LogEntry { subject, what, time }).collect()
    }

    #[test]
    fn never_while_paying_and_nothing_of_a_history_at_first_sight() {
        let at = |page| PageContext { page, ..PageContext::default() }.permission(&[], &PACE, 0);
        assert_eq!(at(PageKind::Checkout), Permission::NONE);
        assert_eq!(at(PageKind::Payment), Permission::NONE);
        assert_eq!(at(PageKind::Confirmation), Permission { everyone: true, ..Permission::NONE });
        assert_eq!(at(PageKind::Other), Permission::ALL);
        let first = PageContext { is_first: true, ..PageContext::default() };
        assert_eq!(first.permission(&[], &PACE, 0), Permission { history: false, ..Permission::ALL });
        assert!(!first.permission(&[], &PACE, 0).admits(Reason::CompletesType(TypeIndex(0))));
        assert!(first.permission(&[], &PACE, 0).admits(Reason::Season));
    }

    #[test]
    fn promotions_have_a_ceiling_and_what_goes_with_the_page_has_none() {
        let shown = log(&[0, 10, 20].map(|time| (CappedSubject::Promotion, FeedbackKind::Exposure, time)));
        let moment = PageContext::default();
        assert_eq!(moment.permission(&shown[..2], &PACE, 30), Permission::ALL);
        assert_eq!(moment.permission(&shown, &PACE, 30), Permission::PAGE);
        assert_eq!(moment.permission(&shown, &PACE, DAY), Permission::ALL, "the first is a day ago");
        assert_eq!(moment.permission(&shown, &PACE, -400_000_000), Permission::PAGE, "the clock went back");
    }

    #[test]
    fn by_default_the_shelves_of_twelve_pages_are_filled() {
        let pace = Policy::default().pace;
        let two_shelves_each = |pages: i64| {
            log(&(0..2 * pages).map(|at| (CappedSubject::Promotion, FeedbackKind::Exposure, at)).collect::<Vec<_>>())
        };
        assert_eq!(PageContext::default().permission(&two_shelves_each(11), &pace, 60), Permission::ALL);
        assert_eq!(PageContext::default().permission(&two_shelves_each(12), &pace, 60), Permission::PAGE);
    }

    #[test]
    fn three_refusals_and_the_shopper_is_left_alone() {
        let mut refused =
            log(&[0, 1, 2].map(|item| (CappedSubject::Item(LoggedItem(item)), FeedbackKind::Dismissal, 100)));
        assert_eq!(PageContext::default().permission(&refused[..2], &PACE, 200), Permission::ALL);
        assert_eq!(PageContext::default().permission(&refused, &PACE, 200), Permission::PAGE);
        assert_eq!(PageContext::default().permission(&refused, &PACE, 100 + DAY), Permission::ALL);
        refused.extend(log(&[(CappedSubject::Item(LoggedItem(1)), FeedbackKind::Undo, 150)]));
        assert_eq!(PageContext::default().permission(&refused, &PACE, 200), Permission::ALL, "one was taken back");
    }

    #[test]
    fn who_is_not_satisfied_hears_no_promotion_for_a_month() {
        let no = log(&[(CappedSubject::Message(MessageKind::Care), FeedbackKind::Dissatisfied, 0)]);
        let moment = PageContext::default();
        assert_eq!(moment.permission(&no, &PACE, DISSATISFACTION_REST_SECONDS - 1), Permission::PAGE);
        assert_eq!(moment.permission(&no, &PACE, DISSATISFACTION_REST_SECONDS), Permission::ALL);
        let yes = log(&[(CappedSubject::Message(MessageKind::Care), FeedbackKind::Satisfied, 0)]);
        assert_eq!(moment.permission(&yes, &PACE, 9), Permission::ALL);
    }

    #[test]
    fn relation_that_waits_has_its_share() {
        let waits = PageContext { notice_pending: true, ..PageContext::default() };
        let (relation, promotion) = (
            (CappedSubject::Message(MessageKind::Care), FeedbackKind::Exposure, 0),
            (CappedSubject::Promotion, FeedbackKind::Exposure, 0),
        );
        let at = |entries: &[_], balance| waits.permission(&log(entries), &Pace { balance, ..PACE }, 9).everyone;
        assert!(!at(&[], ONE / 2), "relation comes first");
        assert!(at(&[relation], ONE / 2) && !at(&[relation, promotion], ONE / 2));
        assert!(at(&[relation, promotion, relation], ONE / 2));
        assert!(!at(&[relation; 9], ONE), "at 1 nothing is promoted while anything waits");
        assert!(at(&[promotion], Factor::ZERO), "at 0 nothing waits for anything");
        assert_eq!(PageContext::default().permission(&log(&[promotion]), &PACE, 9), Permission::ALL, "nothing waits");
    }
}
