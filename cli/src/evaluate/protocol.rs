//! What is predicted from what: the protocols of docs/RANKING.md over a log of sessions.

use passerelle::history::EventKind;

use crate::log::{Log, LogEvent, Session};

/// A way of measuring. Figures of different protocols are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// The next item, whatever it is; every item of the shop competes.
    NextItem,
    /// The next item that is not the one on the page, which is never recommended.
    Product,
    /// The next item never seen before in the session; what was seen is never recommended.
    NewOnly,
    /// The next item of another division, among the items of other divisions.
    OtherDivision,
}

/// One prediction to make: everything seen so far.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The shopper's events, oldest first; never empty.
    pub seen: &'a [LogEvent],
    /// Seconds since 1970-01-01 UTC of the session.
    pub time: i64,
}

impl Query<'_> {
    /// The item on the page.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.seen.last().map_or(0, |event| event.item)
    }

    /// Distinct items, the most recent first, each with its strongest event.
    pub fn sources(&self, limit: usize, sources: &mut Vec<(u32, EventKind, u32)>) {
        sources.clear();
        for event in self.seen.iter().rev() {
            if let Some(source) = sources.iter_mut().find(|source| source.0 == event.item) {
                source.1 = source.1.max(event.kind);
                source.2 += 1;
            } else if sources.len() < limit {
                sources.push((event.item, event.kind, 1));
            }
        }
    }
}

/// Calls `predict(query, target)` for every prediction of `session`.
pub fn predictions<'a>(
    log: &'a Log,
    session: &Session,
    protocol: Protocol,
    division: &dyn Fn(u32) -> u16,
    mut predict: impl FnMut(Query<'a>, u32),
) {
    let events = log.events_of(session);
    for position in 1..events.len() {
        let (seen, target) = (&events[..position], events[position].item);
        let query = Query { seen, time: session.time };
        let skip = match protocol {
            Protocol::NextItem => false,
            Protocol::Product => target == query.last(),
            Protocol::NewOnly => seen.iter().any(|event| event.item == target),
            Protocol::OtherDivision => division(target) == division(query.last()),
        };
        if !skip {
            predict(query, target);
        }
    }
}

/// Whether `item` may be recommended for `query`.
#[must_use]
pub fn allowed(protocol: Protocol, query: &Query<'_>, item: u32, division: &dyn Fn(u32) -> u16) -> bool {
    match protocol {
        Protocol::NextItem => true,
        Protocol::Product => item != query.last(),
        Protocol::NewOnly => query.seen.iter().all(|event| event.item != item),
        Protocol::OtherDivision => division(item) != division(query.last()),
    }
}
