//! The messages on the current page, and which of them were counted. Not for how often a message may be shown: see
//! [`super::choose`]. Not for a page that opens several packs: pkg/src/client-messages/page-message.ts shares the
//! page's one message among their modules, each of which knows only its own.

/// The slot of messages that the page draws itself, and of requests that name no slot.
pub const OWN_SLOT: &str = "messages";

/// The messages of a page view. Each is counted once, whether an element, the page or both draw and report it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMessages {
    standing: Vec<StandingMessage>,
    /// Keys of the messages that were seen.
    seen: Vec<String>,
}

/// A message on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StandingMessage {
    /// The slot on the page.
    slot: String,
    /// The message's key in the device's log.
    key: String,
    /// Whether it is in a list of all notices, which does not use up the page's one message.
    is_listed: bool,
}

impl PageMessages {
    /// Records that the message with this key is in `slot`. Returns false if it is on this page already.
    pub fn stand(&mut self, slot: &str, key: &str, is_listed: bool) -> bool {
        let is_new = !self.standing.iter().any(|standing| standing.key == key);
        if is_new {
            self.standing.push(StandingMessage { slot: slot.to_owned(), key: key.to_owned(), is_listed });
        }
        is_new
    }

    /// Records that the message with this key was seen. Returns false if it was seen on this page already.
    pub fn see(&mut self, key: &str) -> bool {
        let is_new = !self.seen.iter().any(|seen| seen == key);
        if is_new {
            self.seen.push(key.to_owned());
        }
        is_new
    }

    /// Keys of the messages in `slot`.
    pub fn here<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a str> {
        self.standing.iter().filter(move |standing| standing.slot == slot).map(|standing| standing.key.as_str())
    }

    /// Keys of the messages in other slots.
    pub fn elsewhere<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a str> {
        self.standing.iter().filter(move |standing| standing.slot != slot).map(|standing| standing.key.as_str())
    }

    /// Whether the page's one message is in a slot other than `slot`.
    #[must_use]
    pub fn is_taken(&self, slot: &str) -> bool {
        self.standing.iter().any(|standing| standing.slot != slot && !standing.is_listed)
    }

    /// Removes the messages of `slot`.
    pub fn withdraw(&mut self, slot: &str) {
        self.standing.retain(|standing| standing.slot != slot);
    }
}
