//! What is known of a client: on a device from its history, at build from a shopper's purchases.

use crate::model::{Day, Factor};

/// A client, as far as messages ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client<'a> {
    /// The ids of divisions that were met.
    pub divisions: Vec<&'a str>,
    /// What was bought and was no gift, in any order.
    pub purchases: Vec<Purchase<'a>>,
    /// The ids of collections of which something was met.
    pub collections: Vec<&'a str>,
    /// How faithful, 0 to 1: [`crate::shopper::Shopper::attachment`].
    pub attachment: Factor,
    /// How open to divisions not met, 0 to 1: [`crate::shopper::Shopper::potential`].
    pub potential: Factor,
    /// The country, by two letters of ISO 3166, where it is known.
    pub country: Option<[u8; 2]>,
}

/// Something that was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase<'a> {
    /// The item, by the id the pack knows it by.
    pub item_id: &'a str,
    /// The name of its type.
    pub item_type: &'a str,
    /// When.
    pub day: Day,
}
