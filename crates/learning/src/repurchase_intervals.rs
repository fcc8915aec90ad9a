//! Learns after how many days items of a type are bought again. Bread is bought again soon, a watch is not.

use std::collections::HashMap;

use passerelle::history::EventKind;
use passerelle::rank::RepurchaseInterval;

use super::shopper_sessions::ShopperSessions;

/// The interval of a type that too few shoppers bought.
pub const UNKNOWN: RepurchaseInterval = RepurchaseInterval { item_days: None, type_days: Some(30) };

/// Least share of a type's buyers who must buy again, or two items on one day, for the type to have such a habit.
const HABIT: f64 = 0.1;

/// The purchases of one type: counts of distinct shoppers, and each shopper's median gap in days.
#[derive(Clone, Debug, Default)]
struct Purchases {
    buyers: u32,
    /// Shoppers who bought two items of the type on one day.
    side_by_side: u32,
    /// For each shopper who bought an item again, the median gap between purchases of one item.
    item_gaps: Vec<u16>,
    /// For each shopper who bought the type again, the median gap between purchases of the type.
    type_gaps: Vec<u16>,
}

/// Returns the interval of each of `types` types, from the purchases of a log. `item_type` returns `None` for an item
/// that must not be learned from.
///
/// A habit needs `floor` distinct shoppers and a tenth of the buyers. Its interval is the lowest tenth, over the
/// shoppers, of each shopper's median gap, because few shoppers buy again earlier.
#[must_use]
pub fn learn(
    shoppers: &ShopperSessions<'_>,
    types: usize,
    item_type: impl Fn(u32) -> Option<u16>,
    floor: u32,
) -> Vec<RepurchaseInterval> {
    let mut purchases = vec![Purchases::default(); types];
    for sessions in shoppers.each() {
        // For each item, the days of its purchases in order; for each type, the days and the items.
        let mut of_item: HashMap<u32, Vec<i64>> = HashMap::new();
        let mut of_type: HashMap<u16, Vec<(i64, u32)>> = HashMap::new();
        for (session, events) in sessions {
            let day = session.time.div_euclid(86_400);
            for event in events.iter().filter(|event| event.kind == EventKind::Purchase) {
                let Some(kind) = item_type(event.item) else { continue };
                of_item.entry(event.item).or_default().push(day);
                of_type.entry(kind).or_default().push((day, event.item));
            }
        }
        // The gaps of all items of a type together, so that a shopper counts once per type.
        let mut gaps_of_items: HashMap<u16, Vec<u16>> = HashMap::new();
        for (item, days) in of_item {
            if let Some(kind) = item_type(item) {
                gaps_of_items.entry(kind).or_default().extend(gaps(days.into_iter()));
            }
        }
        for (kind, days) in of_type {
            let Some(purchases) = purchases.get_mut(usize::from(kind)) else { continue };
            purchases.buyers += 1;
            let together = days.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1);
            purchases.side_by_side += u32::from(together);
            purchases.type_gaps.extend(median(gaps(days.iter().map(|(day, _)| *day)).collect()));
            purchases.item_gaps.extend(gaps_of_items.remove(&kind).and_then(median));
        }
    }
    purchases.into_iter().map(|purchases| purchases.habits().interval(floor)).collect()
}

impl Purchases {
    fn habits(self) -> Habits {
        let returning = |gaps: Vec<u16>| Returning { shoppers: gaps.len() as u32, days: lowest_tenth(gaps) };
        Habits {
            buyers: self.buyers,
            side_by_side: self.side_by_side,
            of_item: returning(self.item_gaps),
            of_type: returning(self.type_gaps),
        }
    }
}

/// How the buyers of one type bought it again. All numbers are of distinct shoppers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Shoppers who bought an item of the type.
    pub buyers: u32,
    /// Shoppers who bought two items of the type on one day.
    pub side_by_side: u32,
    /// Shoppers who bought one item again.
    pub of_item: Returning,
    /// Shoppers who bought an item of the type again on another day.
    pub of_type: Returning,
}

/// Shoppers who bought again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returning {
    /// Their number.
    pub shoppers: u32,
    /// The lowest tenth, over these shoppers, of each shopper's median gap in days; `None` without shoppers.
    pub days: Option<u16>,
}

impl Habits {
    /// The interval of the type, where a habit needs `floor` distinct shoppers.
    #[must_use]
    pub fn interval(&self, floor: u32) -> RepurchaseInterval {
        if self.buyers < floor {
            return UNKNOWN;
        }
        let habit = |shoppers: u32| shoppers >= floor && f64::from(shoppers) >= HABIT * f64::from(self.buyers);
        let interval = |found: Returning| found.days.filter(|_| habit(found.shoppers));
        let type_days = match interval(self.of_type) {
            _ if habit(self.side_by_side) => Some(0),
            Some(days) => Some(days),
            // Enough buyers for a habit, but they did not buy the type again.
            None if f64::from(self.buyers) * HABIT >= f64::from(floor) => None,
            None => UNKNOWN.type_days,
        };
        RepurchaseInterval { item_days: interval(self.of_item), type_days }
    }
}

/// The days between each purchase day and the next one.
fn gaps(days: impl Iterator<Item = i64>) -> impl Iterator<Item = u16> {
    let mut last = None;
    days.filter_map(move |day| {
        let gap = last.map(|last| day - last);
        last = Some(day);
        gap.filter(|gap| *gap > 0).map(|gap| u16::try_from(gap).unwrap_or(u16::MAX))
    })
}

fn median(mut gaps: Vec<u16>) -> Option<u16> {
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}

fn lowest_tenth(mut gaps: Vec<u16>) -> Option<u16> {
    gaps.sort_unstable();
    gaps.get(gaps.len() / 10).copied()
}
