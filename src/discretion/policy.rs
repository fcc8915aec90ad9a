//! What a house's policy says of a reason.

use super::reason::Reason;
use crate::model::Policy;

impl Policy {
    /// Whether the reason may be spoken in the language at this position: it is true of enough shoppers, and what it names
    /// has a name there (in the house's first language a type without one is called as the feed calls it); items of the
    /// visit are named where the language is open.
    #[must_use]
    pub fn may_speak(&self, reason: Reason, language: usize) -> bool {
        let has_name = match reason {
            Reason::GoesWithSessionItem(_) => return bit(self.open, language),
            Reason::CompletesType(kind) => {
                language == 0 || kind.of(&self.named).is_some_and(|named| bit(*named, language))
            }
            _ => true,
        };
        has_name && self.audience.admits(reason, self.floor)
    }
}

fn bit(bits: u32, at: usize) -> bool {
    u32::try_from(at).ok().and_then(|at| bits.checked_shr(at)).unwrap_or(0) & 1 == 1
}
