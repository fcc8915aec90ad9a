//! What remains of a week when its events are gone: how often each division was met. A luxury client comes twice a
//! year, and attachment must see it.

use crate::prelude::*;

/// Tallies are kept for this many weeks: thirteen months.
pub const TALLY_WEEKS: i64 = 57;

/// Seconds in a week.
pub const WEEK: i64 = 7 * 86_400;

/// One week in one division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Weeks since 1970-01-01 UTC, by the device's clock.
    pub week: i64,
    /// The division's id.
    pub division: String,
    /// Events of that week.
    pub events: u32,
    /// Purchases among them.
    pub purchases: u32,
}

/// Counts an event at `time` (seconds since 1970-01-01 UTC) in `division`, and lets go of what is older than
/// [`TALLY_WEEKS`] by the same clock. A clock that jumps back leaves later weeks as they are.
pub fn count(tallies: &mut Vec<Tally>, division: &str, time: i64, purchase: bool) {
    let week = time.div_euclid(WEEK);
    tallies.retain(|tally| tally.week > week - TALLY_WEEKS);
    let place = tallies.iter_mut().find(|tally| tally.week == week && tally.division == division);
    if let Some(tally) = place {
        tally.events = tally.events.saturating_add(1);
        tally.purchases = tally.purchases.saturating_add(u32::from(purchase));
    } else {
        let division = division.to_owned();
        tallies.push(Tally { week, division, events: 1, purchases: u32::from(purchase) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_counted_apart_and_forgotten_after_thirteen_months() {
        let mut tallies = Vec::new();
        count(&mut tallies, "shoes", 0, false);
        count(&mut tallies, "shoes", WEEK - 1, true);
        count(&mut tallies, "watches", WEEK - 1, false);
        count(&mut tallies, "shoes", WEEK, false);
        let seen = |tallies: &[Tally]| -> Vec<(i64, String, u32, u32)> {
            tallies.iter().map(|t| (t.week, t.division.clone(), t.events, t.purchases)).collect()
        };
        assert_eq!(seen(&tallies), [(0, "shoes".into(), 2, 1), (0, "watches".into(), 1, 0), (1, "shoes".into(), 1, 0)]);
        count(&mut tallies, "shoes", TALLY_WEEKS * WEEK, false);
        assert_eq!(seen(&tallies), [(1, "shoes".into(), 1, 0), (57, "shoes".into(), 1, 0)]);
        count(&mut tallies, "shoes", -10 * 52 * WEEK, false);
        assert_eq!(tallies.len(), 3, "a clock that jumps back loses nothing");
    }
}
