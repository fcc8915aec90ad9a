//! Tallies of weeks: the number of events by division, which remains after the events are deleted. A luxury client may
//! come twice a year, and attachment must still count those visits. Not for the formula of attachment: see
//! [`crate::shopper`].

use super::EventKind;
use super::record::{Logged, RecordedEvent, WeekCounts, WeekKey};
use crate::model::Week;
use std::collections::HashMap;

/// Number of weeks that tallies are kept: thirteen months.
pub const TALLY_WEEKS: i64 = 57;

/// The counts of one week in one division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Weeks since 1970-01-01 UTC, by the device's clock.
    pub week: Week,
    /// The division's id.
    pub division: String,
    /// Number of events in the week.
    pub events: u32,
    /// Number of purchases among them.
    pub purchases: u32,
}

impl Tally {
    /// Whether the week counts in `this_week`: it is one of the last thirteen months, even if older ones have not been
    /// deleted yet.
    #[must_use]
    pub fn is_recent(&self, this_week: Week) -> bool {
        self.week > this_week.before(TALLY_WEEKS)
    }
}

/// Maximum number of tallies in memory, as a limit for an erratic clock.
const MAX_TALLIES: usize = 4_000;

/// Adds to the counts of a week and a division. Nothing is expired here: compaction does that, once it believes the
/// clock.
pub fn add(tallies: &mut Vec<Tally>, week: Week, division: &str, events: u32, purchases: u32) {
    // Events arrive week by week, so the search starts with the newest.
    let place = tallies.iter_mut().rev().find(|tally| tally.week == week && tally.division == division);
    if let Some(tally) = place {
        tally.events = tally.events.saturating_add(events);
        tally.purchases = tally.purchases.saturating_add(purchases);
    } else {
        if tallies.len() >= MAX_TALLIES {
            tallies.remove(0);
        }
        tallies.push(Tally { week, division: division.to_owned(), events, purchases });
    }
}

/// Counts an event at `time` (seconds since 1970-01-01 UTC) in `division`.
pub fn count(tallies: &mut Vec<Tally>, division: &str, time: i64, purchase: bool) {
    add(tallies, Week::of_time(time), division, 1, u32::from(purchase));
}

/// Stored weeks, compared with the events that are still in the log.
#[derive(Default)]
pub(super) struct Weeks<'a> {
    weeks: Vec<StoredWeek<'a>>,
    /// By key, the position of the week in `weeks`.
    places: HashMap<WeekKey<'a>, usize>,
}

/// A stored week.
struct StoredWeek<'a> {
    /// As stored.
    counts: WeekCounts<'a>,
    /// Its events that are still in the log.
    still_logged: Logged,
}

impl<'a> Weeks<'a> {
    /// Adds a stored week. All weeks must be added before the first event.
    pub(super) fn add(&mut self, week: WeekCounts<'a>) {
        let place = *self.places.entry(week.key()).or_insert(self.weeks.len());
        match self.weeks.get_mut(place) {
            Some(StoredWeek { counts: same, .. }) => {
                same.events = same.events.saturating_add(week.events);
                same.purchases = same.purchases.saturating_add(week.purchases);
                same.logged.events = same.logged.events.saturating_add(week.logged.events);
                same.logged.purchases = same.logged.purchases.saturating_add(week.logged.purchases);
            }
            None => self.weeks.push(StoredWeek { counts: week, still_logged: Logged::default() }),
        }
    }

    /// Counts an event that is in the log, whether it counts otherwise or not.
    pub(super) fn count(&mut self, entry: &RecordedEvent<'a>) {
        if self.weeks.is_empty() || entry.gift {
            return;
        }
        let place = self.places.get(&entry.week());
        if let Some(StoredWeek { still_logged, .. }) = place.and_then(|place| self.weeks.get_mut(*place)) {
            still_logged.events += 1;
            still_logged.purchases += u32::from(entry.kind == EventKind::Purchase);
        }
    }

    /// The counts of each week's events that are no longer in the log, whether compaction removed them or they were
    /// deleted by day.
    pub(super) fn gone(self) -> impl Iterator<Item = WeekCounts<'a>> {
        self.weeks.into_iter().map(|StoredWeek { counts, still_logged }| WeekCounts {
            events: counts.events.saturating_add(counts.logged.events.saturating_sub(still_logged.events)),
            purchases: counts.purchases.saturating_add(counts.logged.purchases.saturating_sub(still_logged.purchases)),
            logged: Logged::default(),
            ..counts
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WEEK;

    #[test]
    fn weeks_are_counted_apart() {
        let mut tallies = Vec::new();
        count(&mut tallies, "shoes", 0, false);
        count(&mut tallies, "shoes", WEEK - 1, true);
        count(&mut tallies, "watches", WEEK - 1, false);
        count(&mut tallies, "shoes", WEEK, false);
        let seen = |tallies: &[Tally]| -> Vec<(i64, String, u32, u32)> {
            tallies.iter().map(|t| (t.week.number(), t.division.clone(), t.events, t.purchases)).collect()
        };
        assert_eq!(seen(&tallies), [(0, "shoes".into(), 2, 1), (0, "watches".into(), 1, 0), (1, "shoes".into(), 1, 0)]);
        count(&mut tallies, "shoes", 520 * WEEK, false);
        count(&mut tallies, "shoes", -520 * WEEK, false);
        assert_eq!(tallies.len(), 5, "a clock that jumps loses nothing");
    }
}
