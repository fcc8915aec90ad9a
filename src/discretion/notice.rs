//! Who sees a notice, and how. It was delivered to everybody; whom it concerns is found out here, on the device.

use crate::model::{DAY, Event, EventKind};

/// A notice of the house, as far as it decides who sees it. Days are counted from 1970-01-01 UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its name in the house.
    pub id: String,
    /// First and last day on which it is shown.
    pub window: (i64, i64),
    /// The items that it is about; `None` for all.
    pub items: Option<Vec<String>>,
    /// First and last day of the orders that it is about.
    pub ordered: (i64, i64),
}

impl Notice {
    /// Whether a history holds an order that the notice is about. What was bought for somebody else counts.
    #[must_use]
    pub fn concerns(&self, events: &[Event]) -> bool {
        let (first, last) = self.ordered;
        events.iter().filter(|event| event.kind == EventKind::Purchase).any(|event| {
            let is_meant = self.items.as_ref().is_none_or(|items| items.iter().any(|item| **item == *event.item_id));
            is_meant && (first..=last).contains(&event.time.div_euclid(DAY))
        })
    }
}

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prominence {
    /// Before everything else, until it is read.
    First,
    /// As an open letter.
    Letter,
}

impl Prominence {
    /// The name that the package knows it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Letter => "letter",
        }
    }
}

/// How a notice is shown on `day` (since 1970-01-01 UTC) of its window, both days included; `None` when it is not.
/// `is_concerned` says whether the history holds what it is about, `seen` how often it was seen, `is_read` whether the
/// shopper opened or put it away. Nothing of promotions is asked: they never suppress it.
#[must_use]
pub const fn prominence(
    (from_day, until_day): (i64, i64),
    day: i64,
    is_concerned: bool,
    seen: u32,
    is_read: bool,
) -> Option<Prominence> {
    if day < from_day || day > until_day || is_read {
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

    #[test]
    fn an_order_of_its_items_and_days_concerns_it() {
        let day = 20_000;
        let order = |kind, gift| Event { kind, item_id: "a".into(), time: day * DAY + DAY - 1, gift, order: None };
        let about = |items: Option<&str>, ordered| {
            let items = items.map(|item| vec![item.to_owned()]);
            Notice { id: "n".to_owned(), window: (0, 1), items, ordered }
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
        let window = (10, 20);
        assert_eq!(prominence(window, 10, true, 0, false), Some(Prominence::First));
        assert_eq!(prominence(window, 20, true, 50, false), Some(Prominence::First), "until it is read");
        assert_eq!(prominence(window, 15, true, 50, true), None);
        assert_eq!(prominence(window, 15, false, 0, false), Some(Prominence::Letter));
        assert_eq!(prominence(window, 15, false, 1, false), None, "once");
        for day in [9, 21, -1, i64::MIN, i64::MAX] {
            assert_eq!(prominence(window, day, true, 0, false), None, "{day}");
        }
    }
}
