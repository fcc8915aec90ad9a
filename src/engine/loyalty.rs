//! Where a client stands in a house's programme: by attachment, which reads when and where somebody came and never what they
//! spent.

use super::state::Engine;
use crate::model::Factor;

impl Engine {
    /// The position, among tiers by their least attachment in ascending order, of the last one that this device's history
    /// reaches. `None` where no history counts, or none is reached.
    #[must_use]
    pub fn loyalty_tier(&self, least: &[Factor], now: i64) -> Option<usize> {
        let core = &self.pack.as_ref().filter(|_| self.reads_history())?.core;
        let (client, _) = self.client(core, None, now);
        least.iter().rposition(|least| *least <= client.attachment)
    }
}
