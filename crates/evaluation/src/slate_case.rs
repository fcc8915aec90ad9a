//! The device as it would be at one moment of a log: the page that is open, the events and weeks that it remembers. Not for how it is
//! made from a session: see [`super::slate_session`].

use passerelle::history::{Event, Tally};

/// One slate to fill.
pub(super) struct Case {
    pub(super) page: Option<u32>,
    /// Events of earlier sessions and of this one before the page, the oldest first.
    pub(super) events: Vec<Event>,
    /// What the weeks of the last thirteen months come to.
    pub(super) tallies: Vec<Tally>,
    /// What the shopper went on to, ascending.
    pub(super) targets: Vec<u32>,
    /// The first of the targets in the order of the session, as many as [`passerelle_learning::validation::protocol::NEXT`].
    pub(super) next: Vec<u32>,
    pub(super) time: i64,
}
