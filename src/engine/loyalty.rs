//! A client's tier in the house's loyalty programme, by attachment, which depends on the dates and divisions of visits
//! and never on spending.

use super::state::Engine;
use crate::model::Factor;

impl Engine {
    /// The position of the highest tier that this device's history reaches, given the minimum attachment of each tier
    /// in ascending order. `None` without a history, or if no tier is reached.
    #[must_use]
    pub fn loyalty_tier(&self, least: &[Factor], now: i64) -> Option<usize> {
        let core = &self.pack.as_ref().filter(|_| self.uses_history())?.core;
        let client = self.client(core, None, now).client;
        least.iter().rposition(|least| *least <= client.attachment)
    }
}
