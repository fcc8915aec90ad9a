//! Which kinds of reasons may be spoken at a moment. Not for which moment permits what: that is [`super::PageContext`].

use super::reason::Reason;

/// What may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// What goes with the page's item or cart.
    pub page: bool,
    /// What is true for everybody: season, collections, news, what the house pins.
    pub everyone: bool,
    /// What reads the history.
    pub history: bool,
}

impl Permission {
    /// Everything.
    pub const ALL: Self = Self { page: true, everyone: true, history: true };
    /// Nothing.
    pub const NONE: Self = Self { page: false, everyone: false, history: false };
    /// The page's own only.
    pub const PAGE: Self = Self { page: true, everyone: false, history: false };

    /// Whether the reason may be spoken now.
    #[must_use]
    pub const fn admits(self, reason: Reason) -> bool {
        if reason.is_of_page() {
            self.page
        } else if reason.reads_history() {
            self.history
        } else {
            self.everyone
        }
    }
}
