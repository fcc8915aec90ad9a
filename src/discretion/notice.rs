//! Who sees a notice, and how prominently. Every device receives all notices and decides itself whether one concerns
//! its shopper. Not for other messages: see [`crate::message`].

use crate::model::{Day, Days, Event, EventKind};

/// The parts of a notice that decide who sees it. Days are counted from 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The notice's id.
    pub id: String,
    /// First and last day on which it is shown.
    pub window: Days,
    /// Ids of the items it concerns; `None` for all items.
    pub items: Option<Vec<String>>,
    /// First and last day of the orders it concerns.
    pub ordered: Days,
}

impl Notice {
    /// Whether the history contains an order that the notice concerns. Gifts count.
    #[must_use]
    pub fn concerns(&self, events: &[Event]) -> bool {
        events.iter().filter(|event| event.kind == EventKind::Purchase).any(|event| {
            let is_meant = self.items.as_ref().is_none_or(|items| items.iter().any(|item| **item == *event.item_id));
            is_meant && self.ordered.contains(Day::of_time(event.time))
        })
    }
}

/// How prominently a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prominence {
    /// Before everything else, until it is read.
    First,
    /// As an open letter to everybody.
    Letter,
}

impl Prominence {
    /// The name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Letter => "letter",
        }
    }
}

/// How a notice is shown on `day` (since 1970-01-01 UTC), given its window with both ends included; `None` if it is not
/// shown. `is_concerned` says whether the history contains an order it concerns, `seen` how often it was seen,
/// `is_read` whether the shopper opened or dismissed it. Promotions never suppress a notice and are not considered.
#[must_use]
pub fn prominence(window: Days, day: Day, is_concerned: bool, seen: u32, is_read: bool) -> Option<Prominence> {
    if !window.contains(day) || is_read {
        return None;
    }
    if is_concerned {
        Some(Prominence::First)
    } else if seen == 0 {
        Some(Prominence::Letter)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: i64, last: i64) -> Days {
        Days { first: Day::from_number(first), last: Day::from_number(last) }
    }

    #[test]
    fn an_order_of_its_items_and_days_concerns_it() {
        let day = 20_000;
        let order = |kind, gift| {
            let time = Day::from_number(day + 1).start() - 1;
            Event { kind, item_id: "a".into(), time, gift, order: None, size: None }
        };
        let about = |items: Option<&str>, (first, last)| {
            let items = items.map(|item| vec![item.to_owned()]);
            Notice { id: "n".to_owned(), window: days(0, 1), items, ordered: days(first, last) }
        };
        let bought = [order(EventKind::Purchase, false)];
        assert!(about(Some("a"), (day, day + 1)).concerns(&bought), "the first day, to its end");
        assert!(about(None, (day, day + 1)).concerns(&bought));
        assert!(!about(Some("b"), (day, day + 1)).concerns(&bought));
        assert!(!about(Some("a"), (day + 1, day + 2)).concerns(&bought));
        assert!(!about(Some("a"), (day, day)).concerns(&[order(EventKind::AddToCart, false)]));
        assert!(
            about(Some("a"), (day, day)).concerns(&[order(EventKind::Purchase, true)]),
            "a gift must be mended too"
        );
    }

    #[test]
    fn until_read_or_once() {
        let prominence = |day, is_concerned, seen, is_read| {
            prominence(days(10, 20), Day::from_number(day), is_concerned, seen, is_read)
        };
        assert_eq!(prominence(10, true, 0, false), Some(Prominence::First));
        assert_eq!(prominence(20, true, 50, false), Some(Prominence::First), "until it is read");
        assert_eq!(prominence(15, true, 50, true), None);
        assert_eq!(prominence(15, false, 0, false), Some(Prominence::Letter));
        assert_eq!(prominence(15, false, 1, false), None, "once");
        for day in [9, 21, -1, i64::MIN, i64::MAX] {
            assert_eq!(prominence(day, true, 0, false), None, "{day}");
        }
    }
}
