//! Groups rows in any order into sessions in order of time. While rows arrive, an event costs 12 bytes. Grouping adds 4
//! bytes and then 8 more, while 8 of the first 12 are freed.

use passerelle::history::EventKind;

use super::{Log, LogEvent, Session, Split};

/// Bits of an item's number; the kind of event takes the other three.
const ITEM_BITS: u32 = 29;
/// Largest number of items.
pub(super) const MAX_ITEMS: u32 = 1 << ITEM_BITS;
/// Largest number of events.
pub(super) const MAX_EVENTS: u32 = u32::MAX - 1;
/// The absence of a shopper or an adviser.
pub(super) const NOBODY: u32 = u32::MAX;

/// A session whose rows are still arriving.
#[derive(Clone, Copy)]
struct Open {
    events: u32,
    shopper: u32,
    /// Whether the rows name the shopper. If not, `shopper` stands for whoever has the order's id.
    named: bool,
    split: Split,
    /// The first adviser that a row names; [`NOBODY`] for none.
    adviser: u32,
}

/// One accepted row.
pub(super) struct Row {
    /// Counted from 0, in the order of the sessions' first rows.
    pub(super) session: u32,
    /// [`NOBODY`] if the shopper is unknown.
    pub(super) shopper: u32,
    /// Whether the row names the shopper.
    pub(super) named: bool,
    pub(super) split: Split,
    /// Below [`MAX_ITEMS`].
    pub(super) item: u32,
    pub(super) kind: EventKind,
    /// Milliseconds since 1970, between 0 and 2^32 seconds; `None` for all rows or for none.
    pub(super) time_ms: Option<i64>,
    pub(super) seq: i64,
    /// [`NOBODY`] for none.
    pub(super) adviser: u32,
}

/// Rows grouped into sessions.
pub(super) struct Grouped {
    pub(super) log: Log,
    /// The split of each session; empty if the log has none.
    pub(super) splits: Vec<Split>,
    /// The adviser of each session; empty if the log has none.
    pub(super) advisers: Vec<Option<u32>>,
}

/// The rows so far, by column. A column that holds only zeros takes no memory.
#[derive(Default)]
pub(super) struct Builder {
    sessions: Vec<Open>,
    session: Vec<u32>,
    /// The item and the kind of event.
    what: Vec<u32>,
    seconds: Vec<u32>,
    millis: Vec<u16>,
    seq: Vec<i64>,
}

impl Builder {
    /// Number of rows so far.
    pub(super) fn len(&self) -> usize {
        self.what.len()
    }

    pub(super) fn push(&mut self, row: &Row) {
        let index = self.what.len();
        let open = Open { events: 0, shopper: NOBODY, named: row.named, split: row.split, adviser: NOBODY };
        if row.session as usize >= self.sessions.len() {
            self.sessions.resize(row.session as usize + 1, open);
        }
        if let Some(session) = self.sessions.get_mut(row.session as usize) {
            session.events += 1;
            if session.shopper == NOBODY {
                session.shopper = row.shopper;
            }
            if session.adviser == NOBODY {
                session.adviser = row.adviser;
            }
        }
        self.session.push(row.session);
        self.what.push(row.item | (row.kind as u32) << ITEM_BITS);
        if let Some(time) = row.time_ms {
            self.seconds.push(u32::try_from(time.div_euclid(1000)).unwrap_or(u32::MAX));
            put(&mut self.millis, index, u16::try_from(time.rem_euclid(1000)).unwrap_or(0));
        }
        put(&mut self.seq, index, row.seq);
    }

    /// Moves the rows of each session to the session in `merged`, whose number is not larger.
    pub(super) fn merge(&mut self, merged: &[u32]) {
        let to = |session: u32| merged.get(session as usize).copied().unwrap_or(session);
        if merged.iter().zip(0u32..).all(|(to, session)| *to == session) {
            return;
        }
        self.session.iter_mut().for_each(|session| *session = to(*session));
        // Sessions that are now empty are removed; the others keep their order.
        let mut kept = Vec::with_capacity(self.sessions.len());
        let mut numbers = vec![0; self.sessions.len()];
        for (open, session) in self.sessions.iter().zip(0u32..) {
            let into = to(session);
            if into == session {
                if let Some(number) = numbers.get_mut(session as usize) {
                    *number = u32::try_from(kept.len()).unwrap_or(u32::MAX);
                }
                kept.push(*open);
            } else if let Some(first) = numbers.get(into as usize).and_then(|number| kept.get_mut(*number as usize)) {
                first.events += open.events;
                first.shopper = if open.named { open.shopper } else { first.shopper };
                first.named |= open.named;
                first.adviser = first.adviser.min(open.adviser);
            }
        }
        self.session.iter_mut().for_each(|session| *session = numbers.get(*session as usize).copied().unwrap_or(0));
        self.sessions = kept;
    }

    /// Groups the rows. Events of a session are in the order (time, seq, row), sessions in the order of their last
    /// event's time, then of their first row. Without times, a session's time is the number of its last row.
    pub(super) fn finish(self) -> Grouped {
        let Self { sessions, session, what, seconds, millis, seq } = self;
        let mut starts = Vec::with_capacity(sessions.len());
        let mut total = 0u32;
        for open in &sessions {
            starts.push(total);
            total += open.events;
        }
        // Row numbers, grouped by session.
        let mut rows = vec![0u32; what.len()];
        let mut next = starts.clone();
        for (session, row) in session.iter().zip(0u32..) {
            if let Some(next) = next.get_mut(*session as usize)
                && let Some(slot) = rows.get_mut(*next as usize)
            {
                *slot = row;
                *next += 1;
            }
        }
        drop((session, next));

        let key = |row: u32| {
            let row = row as usize;
            (at(&seconds, row), at(&millis, row), at(&seq, row))
        };
        let mut times = Vec::with_capacity(sessions.len());
        for (open, start) in sessions.iter().zip(&starts) {
            let range = *start as usize..*start as usize + open.events as usize;
            let slice = rows.get_mut(range).unwrap_or_default();
            let last_row = slice.last().copied().unwrap_or(0);
            if !slice.is_sorted_by_key(|row| key(*row)) {
                slice.sort_by_key(|row| key(*row));
            }
            let last = slice.last().copied().unwrap_or(0);
            times.push(if seconds.is_empty() { last_row } else { at(&seconds, last as usize) });
        }
        drop((seconds, millis, seq));

        let mut order: Vec<u32> = (0u32..).take(sessions.len()).collect();
        order.sort_by_key(|session| at(&times, *session as usize));
        emit(&sessions, &order, &starts, &times, &rows, &what)
    }
}

fn emit(sessions: &[Open], order: &[u32], starts: &[u32], times: &[u32], rows: &[u32], what: &[u32]) -> Grouped {
    let mut log = Log {
        events: Vec::with_capacity(rows.len()),
        sessions: Vec::with_capacity(sessions.len()),
        shoppers: 0,
        ordered: false,
    };
    let mut splits = Vec::new();
    if sessions.iter().any(|open| open.split != Split::Unknown) {
        splits.reserve_exact(sessions.len());
    }
    let mut advisers = Vec::new();
    let is_credited = sessions.iter().any(|open| open.adviser != NOBODY);
    let known = sessions.iter().filter(|open| open.shopper != NOBODY).map(|open| open.shopper + 1).max().unwrap_or(0);
    let mut shoppers = vec![NOBODY; known as usize];
    for number in order {
        let index = *number as usize;
        let (Some(open), Some(first)) = (sessions.get(index), starts.get(index)) else { continue };
        let start = u32::try_from(log.events.len()).unwrap_or(u32::MAX);
        for row in rows.get(*first as usize..*first as usize + open.events as usize).unwrap_or_default() {
            let what = at(what, *row as usize);
            let kind = EventKind::ALL.get((what >> ITEM_BITS) as usize).copied().unwrap_or(EventKind::View);
            log.ordered |= kind != EventKind::Purchase;
            log.events.push(LogEvent { item: what & (MAX_ITEMS - 1), kind });
        }
        let shopper = match shoppers.get_mut(open.shopper as usize) {
            Some(shopper) if *shopper != NOBODY => *shopper,
            held => {
                let new = log.shoppers;
                log.shoppers += 1;
                if let Some(held) = held {
                    *held = new;
                }
                new
            }
        };
        log.sessions.push(Session { start, len: open.events, shopper, time: i64::from(at(times, index)) });
        if splits.capacity() > 0 {
            splits.push(open.split);
        }
        if is_credited {
            advisers.push(Some(open.adviser).filter(|adviser| *adviser != NOBODY));
        }
    }
    Grouped { log, splits, advisers }
}

/// Appends `value` for row `index`; while all values are zero, the column stays empty.
fn put<T: Copy + Default + PartialEq>(column: &mut Vec<T>, index: usize, value: T) {
    if column.len() == index && index > 0 {
        column.push(value);
    } else if value != T::default() {
        column.resize(index, T::default());
        column.push(value);
    }
}

fn at<T: Copy + Default>(column: &[T], index: usize) -> T {
    column.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_zeros_take_no_room() {
        let mut column: Vec<u16> = Vec::new();
        for (index, value) in [0, 0, 7, 0, 8].into_iter().enumerate() {
            put(&mut column, index, value);
        }
        assert_eq!(column, [0, 0, 7, 0, 8]);
        let mut zeros: Vec<u16> = Vec::new();
        (0..100).for_each(|index| put(&mut zeros, index, 0));
        assert_eq!(zeros.capacity(), 0);
        let mut first: Vec<u16> = Vec::new();
        put(&mut first, 0, 5);
        put(&mut first, 1, 0);
        assert_eq!(first, [5, 0]);
    }

    #[test]
    fn events_and_sessions_take_eight_and_24_bytes_at_most() {
        assert!(size_of::<LogEvent>() <= 8);
        assert!(size_of::<Session>() <= 24);
    }
}
