//! Collects the values of an order that one of its rows has for all: its date, its state, whether it was cancelled.
//! Shopify writes them only in the first row, and a spreadsheet may have sorted the rows since. Not for the order's
//! shopper: see [`super::sessions`].

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// The values of an order, from all of its rows.
#[derive(Clone, Debug, Default)]
struct Head {
    /// If the dates differ, several orders have the same number.
    time: ColumnValue,
    status: ColumnValue,
    void: bool,
}

/// The values of an order's rows in one column.
#[derive(Clone, Debug, Default)]
enum ColumnValue {
    #[default]
    Nothing,
    Text(Box<[u8]>),
    /// Different texts.
    Several,
}

/// The values of each order, by a hash of its id.
#[derive(Default)]
pub(super) struct OrderHeads {
    heads: HashMap<u64, Head>,
    hasher: RandomState,
}

/// The values of an order; empty if unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OrderSummary<'a> {
    pub(super) time: &'a [u8],
    pub(super) status: &'a [u8],
    /// Whether the order was cancelled or is a test.
    pub(super) void: bool,
}

impl ColumnValue {
    fn add(&mut self, text: &[u8]) {
        match self {
            _ if text.is_empty() => {}
            Self::Nothing => *self = Self::Text(text.into()),
            Self::Text(said) if **said == *text => {}
            _ => *self = Self::Several,
        }
    }

    /// The text that all rows have; empty if they differ.
    fn text(&self) -> &[u8] {
        if let Self::Text(text) = self { text } else { b"" }
    }
}

impl OrderHeads {
    /// Adds the values of a row.
    pub(super) fn add(&mut self, order: &[u8], row: OrderSummary<'_>) {
        if order.is_empty() || row == OrderSummary::default() {
            return;
        }
        let head = self.heads.entry(self.hasher.hash_one(order)).or_default();
        head.time.add(row.time);
        head.status.add(row.status);
        head.void |= row.void;
    }

    /// Returns the values of an order.
    pub(super) fn of(&self, order: &[u8]) -> OrderSummary<'_> {
        let Some(head) = self.heads.get(&self.hasher.hash_one(order)) else { return OrderSummary::default() };
        OrderSummary { time: head.time.text(), status: head.status.text(), void: head.void }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_an_order_say_together_what_they_do_not_contradict() {
        let row = |time: &'static str, status: &'static str, void| OrderSummary {
            time: time.as_bytes(),
            status: status.as_bytes(),
            void,
        };
        let mut heads = OrderHeads::default();
        for (order, says) in [
            ("#1", row("", "", false)),
            ("#1", row("2025-02-02", "paid", false)),
            ("#1", row("2025-02-02", "", true)),
            ("#2", row("2025-02-02", "paid", false)),
            ("#2", row("2025-02-03", "paid", false)),
            ("", row("2025-02-02", "paid", false)),
        ] {
            heads.add(order.as_bytes(), says);
        }
        assert_eq!(heads.of(b"#1"), row("2025-02-02", "paid", true));
        assert_eq!(heads.of(b"#2"), row("", "paid", false), "a number that was given twice");
        assert_eq!([heads.of(b"#3"), heads.of(b"")], [OrderSummary::default(); 2]);
    }
}
