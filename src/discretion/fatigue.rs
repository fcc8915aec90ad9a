//! Fatigue: items shown without a click lose score, dismissed items are hidden for a while. Not for how often an item
//! may be shown: see `caps`.

use super::ledger::{CappedSubject, LogEntry, LoggedItem, newest_first};
use crate::model::{CategoryIndex, DAY, Factor, FeedbackKind};

/// Cooldown of a dismissed item in seconds: the default retention of the history.
pub const ITEM_REST_SECONDS: i64 = 90 * DAY;
/// Cooldown of a type after its second dismissal, in seconds: a month, long enough to respect a taste, short enough for
/// a passing mood.
pub const TYPE_REST_SECONDS: i64 = 30 * DAY;
/// Cooldown of a division after its third dismissal, in seconds: shorter, because it removes many items.
pub const DIVISION_REST_SECONDS: i64 = 14 * DAY;
/// Number of dismissals that start the cooldown of a type and a division, each counted for the length of that cooldown.
const OF_TYPE: u8 = 2;
const OF_DIVISION: u8 = 3;

/// The effect of the impression log on ranking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fatigue {
    /// By item, the factor of its score: 1, halved for each impression without a click.
    pub factors: Vec<Factor>,
    /// By item: dismissed.
    pub items: Vec<bool>,
    /// By type: dismissed twice.
    pub types: Vec<bool>,
    /// By division: dismissed three times.
    pub divisions: Vec<bool>,
}

/// Lengths of the tables of [`Fatigue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Number of items in the log.
    pub items: usize,
    /// Number of types of the house.
    pub types: usize,
    /// Number of divisions of the house.
    pub divisions: usize,
}

impl Fatigue {
    /// Computes the fatigue from the log. `place` maps an item to its category, or to `None` if it is unknown: its
    /// dismissals then count for the item alone.
    #[must_use]
    pub fn new(
        entries: &[LogEntry],
        Extent { items, types, divisions }: Extent,
        place: &dyn Fn(LoggedItem) -> Option<CategoryIndex>,
        now: i64,
    ) -> Self {
        let mut fatigue = Self {
            factors: vec![Factor::ONE; items],
            items: vec![false; items],
            types: vec![false; types],
            divisions: vec![false; divisions],
        };
        // Iterates backwards: clicks whose impression is still to come, and items whose dismissal was undone.
        let (mut clicks, mut undone) = (vec![0u32; items], vec![false; items]);
        let (mut of_type, mut of_division) = (vec![0u8; types], vec![0u8; divisions]);
        for aged in newest_first(entries, now) {
            let CappedSubject::Item(item) = aged.entry.subject else { continue };
            let at = item.at();
            let (Some(clicks), Some(undone)) = (clicks.get_mut(at), undone.get_mut(at)) else { continue };
            match aged.entry.what {
                FeedbackKind::Click => *clicks += 1,
                FeedbackKind::Undo => *undone = true,
                FeedbackKind::Exposure if *clicks > 0 => *clicks -= 1,
                FeedbackKind::Exposure => {
                    if let Some(factor) = fatigue.factors.get_mut(at) {
                        *factor = *factor / 2;
                    }
                }
                FeedbackKind::Dismissal if *undone => {}
                FeedbackKind::Dismissal => {
                    set(&mut fatigue.items, at, aged.age < ITEM_REST_SECONDS);
                    let Some(category) = place(item) else { continue };
                    let (kind, division) = (category.item_type.at(), category.division.at());
                    let twice = aged.age < TYPE_REST_SECONDS && another(&mut of_type, kind) >= OF_TYPE;
                    set(&mut fatigue.types, kind, twice);
                    let often = aged.age < DIVISION_REST_SECONDS && another(&mut of_division, division) >= OF_DIVISION;
                    set(&mut fatigue.divisions, division, often);
                }
                _ => {}
            }
        }
        fatigue
    }
}

fn set(table: &mut [bool], at: usize, yes: bool) {
    if let Some(place) = table.get_mut(at) {
        *place |= yes;
    }
}

fn another(table: &mut [u8], at: usize) -> u8 {
    table.get_mut(at).map_or(0, |count| {
        *count = count.saturating_add(1);
        *count
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DivisionIndex, TypeIndex};

    const ONE: Factor = Factor::ONE;

    /// Items 0 to 3: two of type 0, one of type 1, both in division 0; one of type 2 in division 1.
    fn fatigue(entries: &[(u32, FeedbackKind, i64)], now: i64) -> Fatigue {
        let entry = |&(item, what, time): &(u32, FeedbackKind, i64)| LogEntry {
            subject: CappedSubject::Item(LoggedItem(item)),
            what,
            time,
        };
        let entries: Vec<LogEntry> = entries.iter().map(entry).collect();
        let of = |(item_type, division)| CategoryIndex {
            division: DivisionIndex(division),
            item_type: TypeIndex(item_type),
        };
        let place = |item: LoggedItem| [(0, 0), (0, 0), (1, 0), (2, 1)].map(of).get(item.at()).copied();
        Fatigue::new(&entries, Extent { items: 4, types: 3, divisions: 2 }, &place, now)
    }

    #[test]
    fn each_exposure_that_was_not_followed_halves() {
        let seen = |count: i64| (0..count).map(|time| (0, FeedbackKind::Exposure, time)).collect::<Vec<_>>();
        assert_eq!(fatigue(&seen(1), 9).factors, [ONE / 2, ONE, ONE, ONE]);
        assert_eq!(fatigue(&seen(3), 9).factors[0], ONE / 8);
        assert_eq!(fatigue(&seen(100), 9).factors[0], Factor::ZERO, "nothing overflows");
        let followed = [
            (0, FeedbackKind::Exposure, 0),
            (0, FeedbackKind::Exposure, 1),
            (0, FeedbackKind::Click, 2),
            (0, FeedbackKind::Exposure, 3),
        ];
        assert_eq!(fatigue(&followed, 9).factors[0], ONE / 4, "of three one was followed");
        assert_eq!(fatigue(&[(9, FeedbackKind::Exposure, 0), (0, FeedbackKind::Offer, 0)], 9).factors, [ONE; 4]);
    }

    #[test]
    fn refusals_rest_the_item_then_the_type_then_the_division() {
        let refused =
            [(0, FeedbackKind::Dismissal, 0), (1, FeedbackKind::Dismissal, 10), (2, FeedbackKind::Dismissal, 20)];
        let one = fatigue(&refused[..1], 30);
        assert_eq!((one.items[0], one.types[0], one.divisions[0]), (true, false, false));
        let two = fatigue(&refused[..2], 30);
        assert_eq!((two.items[1], two.types[0], two.divisions[0]), (true, true, false));
        let three = fatigue(&refused, 30);
        assert_eq!((three.items[2], three.types[1], three.divisions[0]), (true, false, true));
        assert!(!three.items[3] && !three.types[2] && !three.divisions[1], "the others go on");
        // Each dismissal counts for the length of the cooldown; the first one has expired by then.
        assert!(!fatigue(&refused, DIVISION_REST_SECONDS).divisions[0]);
        assert!(!fatigue(&refused, TYPE_REST_SECONDS).types[0]);
        assert!(fatigue(&refused, ITEM_REST_SECONDS - 1).items[0] && !fatigue(&refused, ITEM_REST_SECONDS).items[0]);
        assert!(fatigue(&refused, -5_000_000_000).items[0], "a clock that goes back does not wake it");
    }

    #[test]
    fn a_refusal_can_be_taken_back() {
        let undone = [(0, FeedbackKind::Dismissal, 0), (0, FeedbackKind::Undo, 1)];
        assert_eq!(fatigue(&undone, 2), fatigue(&[], 2));
        let twice = [(0, FeedbackKind::Dismissal, 0), (0, FeedbackKind::Dismissal, 1), (0, FeedbackKind::Undo, 2)];
        assert_eq!(fatigue(&twice, 3), fatigue(&[], 3), "refused in two tabs, taken back once");
        let again = [
            (0, FeedbackKind::Dismissal, 0),
            (0, FeedbackKind::Undo, 1),
            (0, FeedbackKind::Dismissal, 2),
            (1, FeedbackKind::Dismissal, 3),
        ];
        let again = fatigue(&again, 4);
        assert!(again.items[0] && again.types[0] && !again.divisions[0]);
        assert_eq!(fatigue(&[(0, FeedbackKind::Undo, 0)], 1), fatigue(&[], 1), "nothing to take back");
    }
}
