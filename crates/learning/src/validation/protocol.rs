//! What is predicted, and from what: the protocols of docs/research/results.md over a log of sessions.

use std::collections::HashMap;

use passerelle::history::EventKind;

use passerelle_catalogue::orders::{Log, LogEvent, Session};

/// A way to measure. Figures of different protocols cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// The next item, any item; all items of the shop compete.
    NextItem,
    /// The next item if it is not the item on the page. The item on the page is never recommended.
    Product,
    /// The next item if it is new in the session. Items seen in the session are never recommended.
    NewOnly,
    /// Clicks: the next item if it is outside the current item's division, among the items outside it. Baskets: the
    /// items of one division, from the items of the others and earlier baskets, among the items outside the visible
    /// divisions.
    OtherDivision,
}

/// Most next events by which a slate as a whole is judged.
pub const NEXT: usize = 5;
/// Earlier baskets are recalled, the latest first, until they have this many events.
const REMEMBERED: usize = 500;

/// An item that the shopper saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenItem {
    /// The item.
    pub item: u32,
    /// The strongest event with it.
    pub strongest: EventKind,
    /// How often it was seen.
    pub times: u32,
}

/// One prediction to make.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The shopper's events, oldest first; never empty.
    pub seen: &'a [LogEvent],
    /// Where the current session begins in `seen`. Earlier baskets come before it.
    pub current: usize,
    /// The time of the session in seconds since 1970-01-01 UTC.
    pub time: i64,
}

impl Query<'_> {
    /// The item on the page.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.seen.last().map_or(0, |event| event.item)
    }

    /// Writes the distinct items into `sources`, the most recent first.
    pub fn sources(&self, sources: &mut Vec<SeenItem>) {
        sources.clear();
        for event in self.seen.iter().rev() {
            if let Some(source) = sources.iter_mut().find(|source| source.item == event.item) {
                source.strongest = source.strongest.max(event.kind);
                source.times += 1;
            } else {
                sources.push(SeenItem { item: event.item, strongest: event.kind, times: 1 });
            }
        }
    }
}

/// What followed in the session.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    /// The items to predict. The best-ranked one counts.
    pub targets: &'a [u32],
    /// The next events of the session, at most [`NEXT`]; empty for baskets, which have no order.
    pub next: &'a [LogEvent],
}

impl Outcome<'_> {
    /// Whether `item` is a target or among the next events.
    #[must_use]
    pub fn holds(&self, item: u32) -> bool {
        self.targets.contains(&item) || self.next.iter().any(|event| event.item == item)
    }
}

/// A session before the current one.
#[derive(Clone, Copy, Debug)]
pub struct EarlierSession<'a> {
    /// Its time in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// Its events, oldest first.
    pub events: &'a [LogEvent],
}

/// Earlier baskets of the shoppers.
#[derive(Debug, Default)]
pub struct EarlierSessions<'a> {
    of_shopper: HashMap<u32, Vec<EarlierSession<'a>>>,
}

impl<'a> EarlierSessions<'a> {
    /// Records the sessions of `logs`, whose shoppers share one numbering. Each log, and the logs themselves, must be
    /// in order of time.
    #[must_use]
    pub fn new(logs: &[&'a Log]) -> Self {
        let mut earlier = Self::default();
        for log in logs {
            for session in &log.sessions {
                let events = log.events_of(session);
                let sessions = earlier.of_shopper.entry(session.shopper).or_default();
                sessions.push(EarlierSession { time: session.time, events });
            }
        }
        earlier
    }

    /// The sessions of `session`'s shopper before it, the oldest first.
    #[must_use]
    pub fn before(&self, session: &Session) -> &[EarlierSession<'a>] {
        let sessions = self.of_shopper.get(&session.shopper).map_or(&[][..], Vec::as_slice);
        &sessions[..sessions.partition_point(|earlier| earlier.time < session.time)]
    }

    /// Appends the earlier events of `session`'s shopper to `seen`, oldest first.
    fn recall(&self, session: &Session, seen: &mut Vec<LogEvent>) {
        let earlier = self.before(session);
        let (mut from, mut events) = (earlier.len(), 0);
        while from > 0 && events < REMEMBERED {
            from -= 1;
            events += earlier[from].events.len();
        }
        earlier[from..].iter().for_each(|session| seen.extend_from_slice(session.events));
    }
}

/// A log together with a protocol.
#[derive(Clone, Copy)]
pub struct Cases<'a> {
    /// The sessions to predict in.
    pub log: &'a Log,
    /// The protocol of the predictions.
    pub protocol: Protocol,
    /// Division of each item.
    pub divisions: &'a [u16],
    /// Earlier baskets; `None` to predict without them.
    pub earlier: Option<&'a EarlierSessions<'a>>,
}

impl Cases<'_> {
    /// The division of `item`.
    #[must_use]
    pub fn division(&self, item: u32) -> u16 {
        self.divisions.get(item as usize).copied().unwrap_or(u16::MAX)
    }

    /// Calls `predict(query, outcome)` for every prediction of `session`.
    pub fn each(&self, session: &Session, mut predict: impl FnMut(&Query<'_>, &Outcome<'_>)) {
        if self.protocol == Protocol::OtherDivision && !self.log.ordered {
            return self.baskets(session, predict);
        }
        let events = self.log.events_of(session);
        for position in 1..events.len() {
            let (seen, target) = (&events[..position], events[position].item);
            let query = Query { seen, current: 0, time: session.time };
            let skip = match self.protocol {
                Protocol::NextItem => false,
                Protocol::Product => target == query.last(),
                Protocol::NewOnly => seen.iter().any(|event| event.item == target),
                Protocol::OtherDivision => self.division(target) == self.division(query.last()),
            };
            if !skip {
                let next = &events[position..events.len().min(position + NEXT)];
                predict(&query, &Outcome { targets: &[target], next });
            }
        }
    }

    fn baskets(&self, session: &Session, mut predict: impl FnMut(&Query<'_>, &Outcome<'_>)) {
        let events = self.log.events_of(session);
        let mut hidden: Vec<u16> = events.iter().map(|event| self.division(event.item)).collect();
        hidden.sort_unstable();
        hidden.dedup();
        if hidden.len() < 2 {
            return;
        }
        let mut seen = Vec::new();
        if let Some(earlier) = self.earlier {
            earlier.recall(session, &mut seen);
        }
        let current = seen.len();
        for division in hidden {
            seen.truncate(current);
            seen.extend(events.iter().filter(|event| self.division(event.item) != division));
            let mut targets: Vec<u32> =
                events.iter().map(|event| event.item).filter(|&item| self.division(item) == division).collect();
            targets.sort_unstable();
            targets.dedup();
            let query = Query { seen: &seen, current, time: session.time };
            predict(&query, &Outcome { targets: &targets, next: &[] });
        }
    }

    /// Whether an item may be recommended for `query`.
    pub fn admits<'q>(&'q self, query: &'q Query<'q>) -> impl Fn(u32) -> bool + 'q {
        let mut visible: Vec<u16> = Vec::new();
        if self.protocol == Protocol::OtherDivision {
            let shown = if self.log.ordered { query.seen.len() - 1 } else { query.current };
            visible.extend(query.seen[shown..].iter().map(|event| self.division(event.item)));
            visible.sort_unstable();
            visible.dedup();
        }
        move |item| match self.protocol {
            Protocol::NextItem => true,
            Protocol::Product => item != query.last(),
            Protocol::NewOnly => query.seen.iter().all(|event| event.item != item),
            Protocol::OtherDivision => visible.binary_search(&self.division(item)).is_err(),
        }
    }
}
