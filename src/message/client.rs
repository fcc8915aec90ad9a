//! The client's data for the conditions of messages: from the history on a device, from a shopper's purchases at build
//! time. Not for the conditions: see [`super::Predicate`].

use crate::model::{Country, Day, Factor};

/// The client's data for the conditions of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client<'a> {
    /// The ids of divisions with an event.
    pub divisions: Vec<&'a str>,
    /// Purchases without gifts, in any order.
    pub purchases: Vec<Purchase<'a>>,
    /// The ids of collections with an event.
    pub collections: Vec<&'a str>,
    /// Loyalty, 0 to 1: [`crate::shopper::Shopper::attachment`].
    pub attachment: Factor,
    /// Openness to divisions not yet visited, 0 to 1: [`crate::shopper::Shopper::potential`].
    pub potential: Factor,
    /// The country, if known.
    pub country: Option<Country>,
}

/// A purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase<'a> {
    /// The item's id in the pack.
    pub item_id: &'a str,
    /// The name of the item's type.
    pub item_type: &'a str,
    /// The day of the purchase.
    pub day: Day,
}
