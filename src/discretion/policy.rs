//! Whether the house's policy allows a reason.

use super::reason::Reason;
use crate::model::{LanguageIndex, Policy};

impl Policy {
    /// Whether the reason may be shown in the language at this position: its audience is large enough, and the subject
    /// has a name in the language. In the house's first language, a type without a name uses the feed's name. Items of
    /// the visit may be named only in languages whose level is `open`.
    #[must_use]
    pub fn may_speak(&self, reason: Reason, language: LanguageIndex) -> bool {
        let has_name = match reason {
            Reason::GoesWithSessionItem(_) => return self.open.contains(language),
            Reason::CompletesType(kind) => {
                language == LanguageIndex::FIRST || kind.of(&self.named).is_some_and(|named| named.contains(language))
            }
            _ => true,
        };
        has_name && self.audience.admits(reason, self.floor)
    }
}
