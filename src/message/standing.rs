//! What stands on a page, and what was counted of it. Not for how often it may: see [`super::choose`].

/// The place of messages that the page draws by itself, and of requests that name none.
pub const OWN_SLOT: &str = "messages";

/// The messages of a page view. Each is counted once, whoever draws it and reports it: an element, the page, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMessages {
    standing: Vec<StandingMessage>,
    /// Keys of those that were seen.
    seen: Vec<String>,
}

/// A message that stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StandingMessage {
    /// The place on the page.
    slot: String,
    /// What devices remember it by.
    key: String,
    /// It stands in a list of all notices, which leaves the page's one message its place.
    is_listed: bool,
}

impl PageMessages {
    /// The message with this key stands in `slot` from now on. False where it stands on this page already.
    pub fn stand(&mut self, slot: &str, key: &str, is_listed: bool) -> bool {
        let is_new = !self.standing.iter().any(|standing| standing.key == key);
        if is_new {
            self.standing.push(StandingMessage { slot: slot.to_owned(), key: key.to_owned(), is_listed });
        }
        is_new
    }

    /// The message with this key was seen. False where it was on this page already.
    pub fn see(&mut self, key: &str) -> bool {
        let is_new = !self.seen.iter().any(|seen| seen == key);
        if is_new {
            self.seen.push(key.to_owned());
        }
        is_new
    }

    /// Keys of what stands in `slot`.
    pub fn here<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a str> {
        self.standing.iter().filter(move |standing| standing.slot == slot).map(|standing| standing.key.as_str())
    }

    /// Keys of what stands in other places.
    pub fn elsewhere<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a str> {
        self.standing.iter().filter(move |standing| standing.slot != slot).map(|standing| standing.key.as_str())
    }

    /// Whether the page's one message stands in another place than `slot`.
    #[must_use]
    pub fn is_taken(&self, slot: &str) -> bool {
        self.standing.iter().any(|standing| standing.slot != slot && !standing.is_listed)
    }

    /// What stands in `slot` is withdrawn.
    pub fn withdraw(&mut self, slot: &str) {
        self.standing.retain(|standing| standing.slot != slot);
    }
}
