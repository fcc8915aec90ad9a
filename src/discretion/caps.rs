//! Frequency caps on impressions, over all placements, pages, divisions and tabs that share a log. Not for when a page
//! may promote at all: see [`super::PageContext`].
//!
//! A slate is *offered* before it is drawn: the tab reads the log, calls [`may_offer`] and writes its offer in one
//! transaction. A pending offer counts as an impression for [`OFFER_SECONDS`], so that two tabs never use the same
//! allowance. If another tab has written in the meantime, the tab calls [`holds`] for its offer before it draws, and
//! makes another slate if the result is false. An impression within this time uses the offer; a later one needs a new
//! offer. The caps therefore hold across tabs.

use super::ledger::{CappedSubject, LogEntry, newest_first};
use crate::model::{Caps, FeedbackKind};

/// Number of seconds after which a pending offer expires: long enough to scroll down, short enough that a closed tab
/// does not use up the allowance for long.
pub const OFFER_SECONDS: i64 = 1_800;

/// Whether this subject may be offered now.
#[must_use]
pub fn may_offer(entries: &[LogEntry], caps: &Caps, subject: CappedSubject, now: i64) -> bool {
    let slot = |other| (other == subject).then_some(0);
    left(entries, caps, now, 1, &slot) != [0]
}

/// Whether the subject's impressions and pending offers are within its caps.
#[must_use]
pub fn holds(entries: &[LogEntry], caps: &Caps, subject: CappedSubject, now: i64) -> bool {
    count(entries, caps, now, 1, &|other| (other == subject).then_some(0)).fits(caps, 0)
}

/// For many subjects at once, how often each may be offered from now on. `slot` maps a subject to its position below
/// `slots`.
#[must_use]
pub fn left(
    entries: &[LogEntry],
    caps: &Caps,
    now: i64,
    slots: usize,
    slot: &dyn Fn(CappedSubject) -> Option<usize>,
) -> Vec<u32> {
    let counts = count(entries, caps, now, slots, slot);
    (0..slots).map(|slot| counts.left(caps, slot)).collect()
}

/// How often a new subject may be offered.
#[must_use]
pub fn left_of_new(caps: &Caps) -> u32 {
    caps.custom.iter().fold(caps.lifetime, |least, custom| least.min(custom.cap))
}

/// Impressions and pending offers: by slot, and by slot and custom cap within its period.
struct Counts {
    all: Vec<u32>,
    within: Vec<u32>,
}

/// A cap, and the count to compare with it.
#[derive(Clone, Copy)]
struct Against {
    cap: u32,
    count: u32,
}

impl Counts {
    /// Each cap with its count.
    fn against<'c>(&'c self, caps: &'c Caps, slot: usize) -> impl Iterator<Item = Against> + 'c {
        let customs = caps.custom.len();
        let of = |counts: &[u32], place: usize| counts.get(place).copied().unwrap_or(0);
        let custom = caps.custom.iter().enumerate();
        std::iter::once(Against { cap: caps.lifetime, count: of(&self.all, slot) }).chain(
            custom.map(move |(at, custom)| Against { cap: custom.cap, count: of(&self.within, slot * customs + at) }),
        )
    }

    /// Whether every count is within its cap.
    fn fits(&self, caps: &Caps, slot: usize) -> bool {
        self.against(caps, slot).all(|Against { cap, count }| count <= cap)
    }

    /// The number of further impressions within every cap.
    fn left(&self, caps: &Caps, slot: usize) -> u32 {
        self.against(caps, slot).map(|Against { cap, count }| cap.saturating_sub(count)).min().unwrap_or(0)
    }
}

/// An offer in the log.
struct LoggedOffer {
    /// The position of its subject.
    slot: usize,
    /// Sum of the clock's forward movements since the offer, in seconds.
    passed: i64,
    /// Whether an impression has used the offer.
    is_used: bool,
}

fn count(
    entries: &[LogEntry],
    caps: &Caps,
    now: i64,
    slots: usize,
    slot: &dyn Fn(CappedSubject) -> Option<usize>,
) -> Counts {
    let customs = caps.custom.len();
    let mut counts = Counts { all: vec![0; slots], within: vec![0; slots * customs] };
    let mut add = |slot: usize, age: i64| {
        if let Some(all) = counts.all.get_mut(slot) {
            *all += 1;
        }
        for (at, custom) in caps.custom.iter().enumerate() {
            let within = age < i64::from(custom.period_seconds);
            if let Some(count) = counts.within.get_mut(slot * customs + at).filter(|_| within) {
                *count += 1;
            }
        }
    };
    // In chronological order: an impression and its offer count once. Of several offers pending at the time of an
    // impression, the oldest one is used, so that offers of other tabs stay pending as long as possible.
    let mut offers: Vec<LoggedOffer> = Vec::new();
    let mut first_pending = 0;
    for aged in newest_first(entries, now).collect::<Vec<_>>().iter().rev() {
        let Some(slot) = slot(aged.entry.subject) else { continue };
        let was_pending =
            |offer: &LoggedOffer| !offer.is_used && offer.passed.saturating_sub(aged.passed) < OFFER_SECONDS;
        // The entries are in order, so offers expire in order.
        while offers.get(first_pending).is_some_and(|offer| !was_pending(offer)) {
            first_pending += 1;
        }
        match aged.entry.what {
            FeedbackKind::Offer => offers.push(LoggedOffer { slot, passed: aged.passed, is_used: false }),
            FeedbackKind::Exposure => {
                add(slot, aged.age);
                let mut of_slot = offers.iter_mut().skip(first_pending).filter(|offer| offer.slot == slot);
                if let Some(oldest) = of_slot.find(|offer| was_pending(offer)) {
                    oldest.is_used = true;
                }
            }
            _ => {}
        }
    }
    // A pending offer may be seen at any moment, so it counts in every period.
    let is_pending = |offer: &&LoggedOffer| !offer.is_used && offer.passed < OFFER_SECONDS;
    offers.iter().filter(is_pending).for_each(|offer| add(offer.slot, 0));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discretion::LoggedItem;
    use crate::model::Cap;

    const ITEM: CappedSubject = CappedSubject::Item(LoggedItem(7));

    fn caps() -> Caps {
        Caps { lifetime: 3, custom: vec![Cap { cap: 2, period_seconds: 86_400 }] }
    }

    fn log(entries: &[(FeedbackKind, i64)]) -> Vec<LogEntry> {
        entries.iter().map(|&(what, time)| LogEntry { subject: ITEM, what, time }).collect()
    }

    #[test]
    fn a_day_and_a_lifetime() {
        let mut seen = log(&[(FeedbackKind::Exposure, 0), (FeedbackKind::Exposure, 100)]);
        assert!(!may_offer(&seen, &caps(), ITEM, 86_399), "two on one day");
        assert!(may_offer(&seen, &caps(), ITEM, 86_400), "the first is a day ago");
        assert!(may_offer(&seen, &caps(), CappedSubject::Item(LoggedItem(8)), 100), "another item");
        seen.extend(log(&[(FeedbackKind::Exposure, 86_400)]));
        assert!(!may_offer(&seen, &caps(), ITEM, 9_000_000), "three in all");
        assert!(!may_offer(&[], &Caps { lifetime: 0, custom: vec![] }, ITEM, 0));
    }

    #[test]
    fn an_offer_counts_until_it_is_forgotten_and_once_with_its_exposure() {
        let one = Caps { lifetime: 1, custom: vec![] };
        let mut drawn = log(&[(FeedbackKind::Offer, 0)]);
        assert!(!may_offer(&drawn, &one, ITEM, 1_799) && holds(&drawn, &one, ITEM, 1_799));
        assert!(may_offer(&drawn, &one, ITEM, 1_800));
        drawn.extend(log(&[(FeedbackKind::Exposure, 5)]));
        let two = Caps { lifetime: 2, custom: vec![] };
        assert!(may_offer(&drawn, &two, ITEM, 6), "drawn and seen once");
        drawn.extend(log(&[(FeedbackKind::Offer, 6)]));
        assert!(holds(&drawn, &two, ITEM, 6) && !holds(&drawn, &one, ITEM, 6), "seen once, and offered once more");
    }

    #[test]
    fn an_exposure_takes_no_other_tab_s_offer_away() {
        let two = Caps { lifetime: 2, custom: vec![] };
        // Two tabs offer; the first offer is seen just before it expires, the second stays pending.
        let log = log(&[(FeedbackKind::Offer, 0), (FeedbackKind::Offer, 1_000), (FeedbackKind::Exposure, 1_790)]);
        assert!(!may_offer(&log, &two, ITEM, 1_900));
        assert!(may_offer(&log, &two, ITEM, 2_800), "the second was never seen");
    }

    #[test]
    fn a_clock_that_goes_back_opens_nothing() {
        let seen = log(&[(FeedbackKind::Exposure, 1_000_000), (FeedbackKind::Exposure, 1_000_010)]);
        for now in [1_000_020, 1_000_000, 5, -400_000_000, i64::MIN] {
            assert!(!may_offer(&seen, &caps(), ITEM, now), "{now}");
        }
        let mut back = seen;
        back.push(LogEntry { subject: CappedSubject::Item(LoggedItem(1)), what: FeedbackKind::Exposure, time: 5 });
        assert!(!may_offer(&back, &caps(), ITEM, 86_394));
        assert!(may_offer(&back, &caps(), ITEM, 86_395), "a day has passed since the first, on the clocks that went");
        assert!(!may_offer(&back, &caps(), ITEM, 1_000_020), "home again: they were seen just now");
    }
}
