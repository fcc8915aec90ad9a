//! Training sessions in the form that the session-based baselines search. For evaluation only: no pack contains
//! sessions.

use passerelle_catalogue::orders::Log;

/// Sessions in order of time, each with its distinct items, and the sessions of each item.
#[derive(Debug)]
pub struct SessionIndex {
    /// Start of each session's items.
    starts: Vec<u32>,
    /// Distinct items of each session, each with its last position (from 1).
    items: Vec<(u32, u32)>,
    /// Seconds since 1970 of each session.
    times: Vec<i64>,
    /// The sessions of each item, in order of time.
    of_item: Vec<Vec<u32>>,
    /// `ln(sessions / events of the item)`, as in session-rec.
    pub idf: Vec<f64>,
}

impl SessionIndex {
    /// Indexes a log of `items` items.
    #[must_use]
    pub fn new(log: &Log, items: usize) -> Self {
        let mut index = Self {
            starts: vec![0],
            items: Vec::new(),
            times: Vec::new(),
            of_item: vec![Vec::new(); items],
            idf: Vec::new(),
        };
        let mut events = vec![0u32; items];
        for (number, session) in log.sessions.iter().enumerate() {
            let start = index.items.len();
            for (position, event) in log.events_of(session).iter().enumerate() {
                let position = position as u32 + 1;
                events[event.item as usize] += 1;
                if let Some(known) = index.items[start..].iter_mut().find(|known| known.0 == event.item) {
                    known.1 = position;
                } else {
                    index.items.push((event.item, position));
                    index.of_item[event.item as usize].push(number as u32);
                }
            }
            index.starts.push(index.items.len() as u32);
            index.times.push(session.time);
        }
        let sessions = log.sessions.len() as f64;
        index.idf = events.iter().map(|&count| libm::log(sessions / f64::from(count.max(1)))).collect();
        index
    }

    /// Number of sessions.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.times.len()
    }

    /// Number of items.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.of_item.len()
    }

    /// The distinct items of a session with their last positions.
    #[must_use]
    pub fn items(&self, session: u32) -> &[(u32, u32)] {
        &self.items[self.starts[session as usize] as usize..self.starts[session as usize + 1] as usize]
    }

    /// The time of a session's last event, in seconds since 1970.
    #[must_use]
    pub fn time(&self, session: u32) -> i64 {
        self.times[session as usize]
    }

    /// The sessions that have `item`, in order of time.
    #[must_use]
    pub fn sessions_of(&self, item: u32) -> &[u32] {
        self.of_item.get(item as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether the log has times. Without times no session is older than another.
    #[must_use]
    pub fn dated(&self) -> bool {
        // Without times there are row numbers, which stay far below ten years of seconds.
        self.times.first().is_some_and(|&time| time > 300_000_000)
    }

    /// Writes the `sample` most recent sessions that have any of `items` into `found`, the most recent first. `seen` is
    /// scratch memory: one `false` per session.
    pub fn recent(&self, items: impl Iterator<Item = u32>, sample: usize, seen: &mut [bool], found: &mut Vec<u32>) {
        found.clear();
        for item in items {
            for &session in self.sessions_of(item) {
                if !std::mem::replace(&mut seen[session as usize], true) {
                    found.push(session);
                }
            }
        }
        found.iter().for_each(|&session| seen[session as usize] = false);
        if found.len() > sample {
            found.select_nth_unstable_by(sample, |a, b| b.cmp(a));
            found.truncate(sample);
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
    }
}

/// A dense map from items to small values. Clearing it takes as long as filling it.
#[derive(Debug)]
pub struct ItemMap<T> {
    values: Vec<T>,
    touched: Vec<u32>,
}

impl<T: Copy + Default + PartialEq> ItemMap<T> {
    /// An empty map over `items` items.
    #[must_use]
    pub fn new(items: usize) -> Self {
        Self { values: vec![T::default(); items], touched: Vec::new() }
    }

    /// The value of `item`; the default value if it has none.
    #[must_use]
    pub fn get(&self, item: u32) -> T {
        self.values.get(item as usize).copied().unwrap_or_default()
    }

    /// Sets the value of `item`.
    pub fn set(&mut self, item: u32, value: T) {
        if let Some(place) = self.values.get_mut(item as usize) {
            if *place == T::default() {
                self.touched.push(item);
            }
            *place = value;
        }
    }

    /// The items that have been set.
    #[must_use]
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// Empties the map.
    pub fn clear(&mut self) {
        for item in self.touched.drain(..) {
            self.values[item as usize] = T::default();
        }
    }
}
