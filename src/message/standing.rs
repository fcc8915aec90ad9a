//! What stands on a page. Not for how often it may: see [`super::choose`].

/// The message that stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingMessage {
    /// The place on the page; `None` where the page drew it by itself.
    pub slot: Option<String>,
    /// What devices remember it by.
    pub key: String,
}
