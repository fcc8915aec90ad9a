//! Which kinds of reasons may be shown. Not for computing it from the page: see [`super::PageContext`].

use super::reason::Reason;

/// The kinds of reasons that may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Reasons from the page's item or cart.
    pub page: bool,
    /// Reasons that apply to everybody: season, collections, new items, pinned items.
    pub everyone: bool,
    /// Reasons that depend on the history.
    pub history: bool,
}

impl Permission {
    /// All kinds.
    pub const ALL: Self = Self { page: true, everyone: true, history: true };
    /// No kind.
    pub const NONE: Self = Self { page: false, everyone: false, history: false };
    /// Reasons from the page's item or cart only.
    pub const PAGE: Self = Self { page: true, everyone: false, history: false };

    /// Whether the reason may be shown now.
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
