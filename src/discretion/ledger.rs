//! What was offered, seen, followed and refused on this device, in the order of the one log that all tabs share.
//!
//! That order is the truth; clocks are not. An entry's *age* is `now - time` as long as that is not negative. Where the
//! clock has gone back behind the entry, its age is what the clock has moved forward since, entry by entry: going back
//! alone makes nothing older, and an entry of ten years ahead does not block for ten years.

use crate::model::{FeedbackKind, MessageKind};

/// What is repeated, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Invitation {
    /// An item, by the caller's number.
    Item(u32),
    /// A reason together with the division of the item it invites to. Recorded once for each slate that speaks it.
    Reason {
        /// [`super::Reason::number`].
        reason: u8,
        /// The division, by the caller's number.
        division: u16,
    },
    /// A slate with anything that the page did not ask for by itself. Recorded once for each slate.
    Promotion,
    /// A message of this kind.
    Message(MessageKind),
}

/// An entry of the ledger. Slices of them are in the order of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of what.
    pub invitation: Invitation,
    /// What happened.
    pub what: FeedbackKind,
    /// When, in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
}

/// An entry with its age.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aged<'a> {
    pub(super) entry: &'a Entry,
    /// Seconds, never negative: see the module.
    pub(super) age: i64,
    /// Seconds that the clock has moved forward since, entry by entry: it never becomes less as the log grows.
    pub(super) passed: i64,
}

/// The entries from the newest to the oldest.
pub(super) fn newest_first(entries: &[Entry], now: i64) -> impl Iterator<Item = Aged<'_>> {
    let (mut later, mut passed) = (now, 0i64);
    entries.iter().rev().map(move |entry| {
        passed = passed.saturating_add(later.saturating_sub(entry.time).max(0));
        later = entry.time;
        let age = now.saturating_sub(entry.time);
        Aged { entry, age: if age < 0 { passed } else { age }, passed }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(times: &[i64], now: i64) -> Vec<(i64, i64)> {
        let entry = |time: &i64| Entry { invitation: Invitation::Item(0), what: FeedbackKind::Exposure, time: *time };
        let entries: Vec<Entry> = times.iter().map(entry).collect();
        newest_first(&entries, now).map(|aged| (aged.age, aged.passed)).collect()
    }

    #[test]
    fn ages_follow_the_order_of_the_log() {
        assert_eq!(ages(&[10, 20, 30], 35), [(5, 5), (15, 15), (25, 25)]);
        // Ten years ahead and back: what was written there is as old as what followed it.
        assert_eq!(ages(&[1_000_000, 20], 25), [(5, 5), (5, 5)]);
        // Ten years back and home again: what was written before is no older for it.
        assert_eq!(ages(&[1_000_000, 20], 1_000_005), [(999_985, 999_985), (5, 999_985)]);
        assert_eq!(ages(&[1_000_000], 5), [(0, 0)]);
        assert_eq!(ages(&[i64::MIN, i64::MAX], 0), [(0, 0), (i64::MAX, i64::MAX)], "no sum overflows");
    }
}
