//! Which items are new in the house, according to a log.

use std::ops::RangeInclusive;

use passerelle_catalogue::NEW_DAYS;
use passerelle_catalogue::orders::Log;

/// Days that a log must reach back before the last [`NEW_DAYS`] to tell new items from old ones.
const BEFORE_DAYS: i64 = 60;

const DAY: i64 = 86_400;

/// For each of `items` items, whether its first event in the log lies in the last [`NEW_DAYS`] before `now`, by the
/// times of the sessions. `now` is in seconds since 1970-01-01 UTC; `None` means the end of the log.
///
/// All entries are false if the log does not reach back far enough, because every item would look new. One shopper's
/// event is enough: the feed already publishes that the item exists.
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

/// The same as [`from_log`], from the time of each item's first event (`i64::MAX` if it has none) and from the times of
/// the first and the last session. All times are in seconds since 1970-01-01 UTC.
#[must_use]
pub fn arrived(first: &[i64], log: RangeInclusive<i64>, now: Option<i64>) -> Vec<bool> {
    let since = now.unwrap_or(*log.end()) - NEW_DAYS * DAY;
    let reaches_back = *log.start() <= since - BEFORE_DAYS * DAY;
    first.iter().map(|first| reaches_back && (since..i64::MAX).contains(first)).collect()
}
