//! Which items came into the house lately.

use std::ops::RangeInclusive;

use passerelle_catalogue::NEW_DAYS;
use passerelle_catalogue::orders::Log;

/// A log tells old from new only if it reaches this much further back, in days.
const BEFORE_DAYS: i64 = 60;

const DAY: i64 = 86_400;

/// For each of `items` items, whether the log met it first in the last [`NEW_DAYS`] before `now` (seconds since 1970-01-01
/// UTC; the log's end where it is `None`), by the times of its sessions. All false for a log that does not reach back far enough to tell: there everything would be new. One shopper is
/// enough: that an item exists is the feed's to say, not the shopper's.
#[must_use]
pub fn from_log(log: &Log, items: usize, now: Option<i64>) -> Vec<bool> {
    let mut first = vec![i64::MAX; items];
    for session in &log.sessions {
        for event in log.events_of(session) {
            if let Some(first) = first.get_mut(event.item as usize) {
                *first = session.time.min(*first);
            }
        }
    }
    let (Some(start), Some(end)) = (log.sessions.first(), log.sessions.last()) else { return vec![false; items] };
    arrived(&first, start.time..=end.time, now)
}

/// As [`from_log`], by the time that each item was met first, `i64::MAX` where it never was, and the times of the first and
/// the last session. All times are seconds since 1970-01-01 UTC.
#[must_use]
pub fn arrived(first: &[i64], log: RangeInclusive<i64>, now: Option<i64>) -> Vec<bool> {
    let since = now.unwrap_or(*log.end()) - NEW_DAYS * DAY;
    let reaches_back = *log.start() <= since - BEFORE_DAYS * DAY;
    first.iter().map(|first| reaches_back && (since..i64::MAX).contains(first)).collect()
}
