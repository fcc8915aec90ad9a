//! The messages of a pack in the page's language. Not for choosing one: see [`super::choose`].

use super::condition::Predicate;
use crate::discretion::Notice;
use crate::model::{Days, MessageKind};
use std::rc::Rc;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message's id in house.toml.
    pub id: String,
    /// The kind of message.
    pub kind: MessageKind,
    /// First and last day on which it is shown.
    pub window: Days,
    /// The conditions on the client.
    pub predicate: Predicate,
    /// For a notice, the orders that it concerns.
    pub notice: Option<Notice>,
    /// The text.
    pub text: String,
    /// URL of a page with more.
    pub link: Option<String>,
    /// URL of an image.
    pub picture: Option<String>,
    /// Whether it asks if the client is satisfied.
    pub asks: bool,
    /// URL of the customer service page for a client who is not satisfied.
    pub service: Option<String>,
    /// For an offer, its code: the same for everybody.
    pub code: Option<String>,
    /// For an offer, the ids of its divisions.
    pub divisions: Vec<String>,
}

impl Message {
    /// The message's key in the device's log.
    #[must_use]
    pub fn key(&self) -> String {
        self.kind.key(&self.id)
    }
}

/// The messages of a house in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageBoard {
    /// Maximum number of page views per day with a message; notices do not count.
    pub per_day: u32,
    /// The messages, in the order of the pack.
    pub messages: Vec<Rc<Message>>,
}
