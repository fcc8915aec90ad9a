//! A message in the page's language, as the pack says it.

use super::condition::Predicate;
use crate::discretion::Notice;
use crate::model::{Days, MessageKind};
use std::rc::Rc;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name in the house.
    pub id: String,
    /// What it is.
    pub kind: MessageKind,
    /// First and last day on which it is shown.
    pub window: Days,
    /// Whom it concerns.
    pub predicate: Predicate,
    /// Of a notice, which orders it is about.
    pub notice: Option<Notice>,
    /// What it says.
    pub text: String,
    /// The page that says more.
    pub link: Option<String>,
    /// A picture.
    pub picture: Option<String>,
    /// Whether it asks if the client is satisfied.
    pub asks: bool,
    /// The page of the service, for who is not satisfied.
    pub service: Option<String>,
    /// Of an offer, its code: the same for everybody.
    pub code: Option<String>,
    /// Of an offer, the ids of the divisions it is for.
    pub divisions: Vec<String>,
}

impl Message {
    /// What devices remember it by.
    #[must_use]
    pub fn key(&self) -> String {
        self.kind.key(&self.id)
    }
}

/// The messages of a house in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageBoard {
    /// Page views of a day on which a message stands at most, notices aside.
    pub per_day: u32,
    /// In the order of the pack.
    pub messages: Vec<Rc<Message>>,
}
