//! A device at one moment of a log: the open page, and the events and weeks in its history. Not for how it is made from
//! a session: see [`super::slate_session`].

use passerelle::history::{Event, Tally};

/// A slate to fill, and the items that followed.
pub(super) struct Case {
    /// The item of the page; `None` on the home page.
    pub(super) page: Option<u32>,
    /// Events of earlier sessions, and of this session before the page, the oldest first.
    pub(super) events: Vec<Event>,
    /// The weekly counts of the last thirteen months.
    pub(super) tallies: Vec<Tally>,
    /// The items that the shopper went on to, ascending.
    pub(super) targets: Vec<u32>,
    /// The first of them in the order of the session, at most [`passerelle_learning::validation::protocol::NEXT`].
    pub(super) next: Vec<u32>,
    pub(super) time: i64,
}
