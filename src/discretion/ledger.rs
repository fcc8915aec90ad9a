//! The entries of the impression log: offers, impressions, clicks and dismissals on this device, in the order that all
//! tabs share. Not for the log in memory: see [`super::ImpressionLog`].
//!
//! The order of entries is authoritative; clocks are not. An entry's *age* is `now - time` if that is not negative. If
//! the clock was set back behind the entry, its age is the sum of the clock's forward movements since then, entry by
//! entry: setting the clock back does not age entries, and an entry ten years ahead does not block for ten years.

use crate::model::{FeedbackKind, MessageKind, ReasonNumber};

/// The number of an item or a variant in one log, assigned by the log's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoggedItem(pub u32);

impl LoggedItem {
    /// The number as a position.
    #[must_use]
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// The number of a division in one log, assigned by the log's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoggedDivision(pub u32);

/// A subject of caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CappedSubject {
    /// An item or a variant.
    Item(LoggedItem),
    /// A reason together with the division of the suggested item. Recorded once for each slate that uses it.
    Reason {
        /// [`super::Reason::number`].
        reason: ReasonNumber,
        /// The division.
        division: LoggedDivision,
    },
    /// A slate with at least one promoting suggestion. Recorded once for each slate.
    Promotion,
    /// A message of this kind.
    Message(MessageKind),
}

/// An entry of the log. Slices of entries are in the order of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The subject.
    pub subject: CappedSubject,
    /// The kind of feedback.
    pub what: FeedbackKind,
    /// Time in seconds since 1970-01-01 UTC, by the device's clock.
    pub time: i64,
}

/// An entry with its age.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aged<'a> {
    pub(super) entry: &'a LogEntry,
    /// Seconds, never negative: see the module.
    pub(super) age: i64,
    /// Sum of the clock's forward movements since the entry, in seconds: it never decreases as the log grows.
    pub(super) passed: i64,
}

/// The entries from the newest to the oldest.
pub(super) fn newest_first(entries: &[LogEntry], now: i64) -> impl Iterator<Item = Aged<'_>> {
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
        let entry = |time: &i64| LogEntry {
            subject: CappedSubject::Item(LoggedItem(0)),
            what: FeedbackKind::Exposure,
            time: *time,
        };
        let entries: Vec<LogEntry> = times.iter().map(entry).collect();
        newest_first(&entries, now).map(|aged| (aged.age, aged.passed)).collect()
    }

    #[test]
    fn ages_follow_the_order_of_the_log() {
        assert_eq!(ages(&[10, 20, 30], 35), [(5, 5), (15, 15), (25, 25)]);
        // The clock was ten years ahead and set back: entries from there are as old as their successors.
        assert_eq!(ages(&[1_000_000, 20], 25), [(5, 5), (5, 5)]);
        // The clock was set ten years back and then corrected: earlier entries are not older for it.
        assert_eq!(ages(&[1_000_000, 20], 1_000_005), [(999_985, 999_985), (5, 999_985)]);
        assert_eq!(ages(&[1_000_000], 5), [(0, 0)]);
        assert_eq!(ages(&[i64::MIN, i64::MAX], 0), [(0, 0), (i64::MAX, i64::MAX)], "no sum overflows");
    }
}
