//! The log in the form that counting needs: sessions by shopper and time, with their items, lengths, ages and days.
//!
//! Holds a part of a log, without events that must not be learned from (items of sensitive types, removals from the
//! cart).

use passerelle::history::EventKind;

use passerelle_catalogue::orders::{Log, LogEvent};

use crate::fixed_weight::FixedWeight;

/// Most events of a session that are read: the last ones. Longer sessions are more often of robots and wholesale buyers
/// than of shoppers. Their full length still lowers their weight.
pub const SESSION_CAP: usize = 200;

const DAY_SECONDS: i64 = 86_400;
/// Steps of [`Visit::age`].
const AGES: u16 = 4_096;
/// Lengths that are distinguished. A longer session weighs as much as one of this length.
const LENGTHS: u16 = 1_024;

/// A session as counting needs it. It has 16 bytes, because it is read in random order.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Position of its first item in the items of all visits.
    pub start: u32,
    /// The shopper's number.
    pub shopper: u32,
    /// Days since 1970-01-01 UTC.
    pub day: i32,
    /// Events of the session before the cap, for the weight of its pairs; at most 1,024.
    pub length: u16,
    /// How long ago the session was, as a share of the log's sessions in units of 2^-12: 0 for the last one.
    pub age: u16,
}

/// The row or column that an item belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Groups<'a> {
    /// Each item is its own group.
    Items,
    /// The group of each item; `u32::MAX` for none.
    Of(&'a [u32]),
}

impl Groups<'_> {
    /// The group of `item`.
    #[inline]
    #[must_use]
    pub fn of(self, item: u32) -> u32 {
        match self {
            Self::Items => item,
            Self::Of(groups) => groups.get(item as usize).copied().unwrap_or(u32::MAX),
        }
    }
}

/// The weight of a session by its length and its age.
#[derive(Clone, Debug)]
pub struct VisitWeights {
    by_length: Vec<FixedWeight>,
    by_age: Vec<FixedWeight>,
}

impl VisitWeights {
    /// The weights `length^-length_power exp(-age / age_scale)`.
    #[must_use]
    pub fn new(length_power: f64, age_scale: f64) -> Self {
        Self {
            by_length: (0..=LENGTHS)
                .map(|length| FixedWeight::new(libm::pow(f64::from(length.max(1)), -length_power)))
                .collect(),
            by_age: (0..AGES)
                .map(|age| FixedWeight::new(libm::exp(-f64::from(age) / f64::from(AGES) / age_scale)))
                .collect(),
        }
    }

    /// The weight of `visit`.
    #[inline]
    #[must_use]
    pub fn of(&self, visit: &Visit) -> FixedWeight {
        self.by_length[usize::from(visit.length)].times(self.by_age[usize::from(visit.age)])
    }

    /// The weights by length, from 0 to the largest distinguished length.
    #[must_use]
    pub fn by_length(&self) -> &[FixedWeight] {
        &self.by_length
    }

    /// The weights by age, from the last session backward.
    #[must_use]
    pub fn by_age(&self) -> &[FixedWeight] {
        &self.by_age
    }
}

/// Sessions in ascending order of (shopper, time), each with its items in order.
#[derive(Clone, Debug, Default)]
pub struct Visits {
    visits: Vec<Visit>,
    items: Vec<u32>,
}

impl Visits {
    /// Reads the sessions `range` of `log`. Leaves out events whose item `keep` rejects.
    #[must_use]
    pub fn new(log: &Log, range: std::ops::Range<usize>, keep: impl Fn(u32) -> bool) -> Self {
        let sessions = log.sessions.get(range).unwrap_or_default();
        let mut order: Vec<u32> = (0..u32::try_from(sessions.len()).unwrap_or(u32::MAX)).collect();
        // A stable sort: the sessions of a shopper stay in order of time.
        order.sort_by_key(|&index| sessions[index as usize].shopper);
        let mut visits = Vec::with_capacity(order.len());
        let mut items = Vec::new();
        let count = sessions.len() as u64;
        for &index in &order {
            let session = &sessions[index as usize];
            let start = items.len();
            push_items(&mut items, log.events_of(session), &keep);
            let length = items.len() - start;
            if length > SESSION_CAP {
                items.copy_within(start + length - SESSION_CAP.., start);
                items.truncate(start + SESSION_CAP);
            }
            if length > 0 {
                visits.push(Visit {
                    start: u32::try_from(start).unwrap_or(u32::MAX),
                    shopper: session.shopper,
                    day: i32::try_from(session.time.div_euclid(DAY_SECONDS)).unwrap_or(0),
                    length: u16::try_from(length).unwrap_or(LENGTHS).min(LENGTHS),
                    age: ((count - 1 - u64::from(index)) * u64::from(AGES) / count) as u16,
                });
            }
        }
        Self { visits, items }
    }

    /// Number of visits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.visits.len()
    }

    /// Whether there is no visit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    /// The visit at `index`.
    #[must_use]
    pub fn visit(&self, index: usize) -> &Visit {
        &self.visits[index]
    }

    /// The items of the visit at `index`, in the order of the session.
    #[must_use]
    pub fn items(&self, index: usize) -> &[u32] {
        let start = self.visits[index].start as usize;
        let end = self.visits.get(index + 1).map_or(self.items.len(), |next| next.start as usize);
        &self.items[start..end]
    }

    /// Bytes of memory used.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (self.visits.len() * size_of::<Visit>() + self.items.len() * size_of::<u32>()) as u64
    }

    /// Number of events.
    #[must_use]
    pub fn events(&self) -> usize {
        self.items.len()
    }

    /// For each group of `range`, the visits that have an item of the group, ascending.
    #[must_use]
    pub fn index(&self, range: std::ops::Range<usize>, groups: Groups<'_>) -> Postings {
        let (first, rows) = (range.start as u32, range.len());
        let group_of = |item: u32| groups.of(item).wrapping_sub(first);
        let mut starts = vec![0u64; rows + 1];
        let mut last = vec![u32::MAX; rows];
        self.for_each(&group_of, &mut last, |row, _| starts[row + 1] += 1);
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut visits = vec![0u32; starts[rows] as usize];
        let mut next = starts.clone();
        last.fill(u32::MAX);
        self.for_each(&group_of, &mut last, |row, visit| {
            visits[next[row] as usize] = visit;
            next[row] += 1;
        });
        Postings { first: range.start, starts, visits }
    }

    fn for_each(&self, group_of: &impl Fn(u32) -> u32, last: &mut [u32], mut found: impl FnMut(usize, u32)) {
        for visit in 0..self.visits.len() {
            for &item in self.items(visit) {
                let row = group_of(item) as usize;
                if let Some(seen) = last.get_mut(row)
                    && *seen != visit as u32
                {
                    *seen = visit as u32;
                    found(row, visit as u32);
                }
            }
        }
    }
}

/// Adds the items of the events that show interest. An event other than a view, right after another event of the same
/// item, is the same interest and adds nothing.
fn push_items(items: &mut Vec<u32>, events: &[LogEvent], keep: &impl Fn(u32) -> bool) {
    let mut previous = None;
    for event in events {
        if event.kind == EventKind::RemoveFromCart || !keep(event.item) {
            continue;
        }
        if event.kind != EventKind::View && previous == Some(event.item) {
            continue;
        }
        previous = Some(event.item);
        items.push(event.item);
    }
}

/// The visits of each row, in one long list.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    first: usize,
    starts: Vec<u64>,
    visits: Vec<u32>,
}

impl Postings {
    /// The indexed rows.
    #[must_use]
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.starts.len().saturating_sub(1)
    }

    /// The visits of `row`, ascending.
    #[must_use]
    pub fn of(&self, row: usize) -> &[u32] {
        let row = row - self.first;
        &self.visits[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}
