//! The sessions of each shopper in order of time, for learning from a shopper's whole history.

use passerelle_catalogue::orders::{Log, LogEvent, Session};

/// Sessions grouped by shopper.
#[derive(Debug)]
pub struct ShopperSessions<'a> {
    log: &'a Log,
    /// Positions of sessions in the log, grouped by shopper, each group in order of time.
    sessions: Vec<u32>,
}

impl<'a> ShopperSessions<'a> {
    /// Groups the sessions of `log`.
    #[must_use]
    pub fn new(log: &'a Log) -> Self {
        let mut sessions: Vec<u32> = (0..log.sessions.len() as u32).collect();
        // A stable sort: the sessions are in order of time already.
        sessions.sort_by_key(|session| log.sessions[*session as usize].shopper);
        Self { log, sessions }
    }

    /// Each shopper's sessions with their events, the oldest first.
    pub fn each(&self) -> impl Iterator<Item = impl Iterator<Item = (&'a Session, &'a [LogEvent])> + Clone + '_> + '_ {
        let session = |index: &u32| &self.log.sessions[*index as usize];
        self.sessions
            .chunk_by(move |a, b| session(a).shopper == session(b).shopper)
            .map(move |of_one| of_one.iter().map(move |index| (session(index), self.log.events_of(session(index)))))
    }
}
