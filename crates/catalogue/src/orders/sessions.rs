//! Groups the lines of a log into sessions. A session is one shopper's activity under one id: the id alone may be
//! shared, reused or missing. Not for the events of a session.
//!
//! An order never continues in another file or on another day, since numbers of orders begin anew. The unnamed shopper
//! of an order counts as one shopper for each id of an order, in all files: an order that several files repeat must not
//! count as several shoppers.

use std::hash::{BuildHasher, RandomState};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Split;
use super::build::NOBODY;
use super::intern::Interner;

/// From this number on, the shoppers of one session id are too many for chance.
const MANY: usize = 3;
const DAY_MS: i64 = 86_400_000;

/// The place and time of a line, as far as they tell sessions apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SessionContext {
    pub(super) split: Split,
    /// For orders: the number of the file.
    pub(super) file: Option<u16>,
    /// Milliseconds since 1970.
    pub(super) time_ms: Option<i64>,
}

/// The sessions and shoppers so far, numbered from 0. Only keyed hashes of the shoppers' ids are kept.
#[derive(Default)]
pub(super) struct Sessions {
    keys: Interner,
    /// The session by the numbers of its key and of its shopper.
    numbers: FxHashMap<(u32, u32), u32>,
    /// The key and the shopper of each session.
    sessions: Vec<(u32, u32)>,
    shoppers: Interner,
    hashers: [RandomState; 2],
    /// The first file of each order, by a hash of its id and by day.
    orders: FxHashMap<(u64, i64), u16>,
    last: Last,
    key: Vec<u8>,
}

/// The line before: most lines repeat its values.
#[derive(Default)]
struct Last {
    user: Vec<u8>,
    shopper: Option<u32>,
    key: Vec<u8>,
    key_number: Option<u32>,
}

/// The session of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) session: u32,
    pub(super) shopper: u32,
    /// Whether the session is new.
    pub(super) new: bool,
    /// Whether an earlier file has the order; reported once.
    pub(super) repeated: bool,
}

/// There are more than fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) &'static str);

impl Sessions {
    /// The number of sessions.
    pub(super) fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Returns the session of a line with this session id and this shopper, who is unknown if empty. `None` if neither
    /// tells which lines belong together.
    pub(super) fn find(&mut self, id: &[u8], user: &[u8], place: SessionContext) -> Result<Option<Found>, TooMany> {
        let known = if user.is_empty() { NOBODY } else { self.shopper(user)? };
        if id.is_empty() && (known == NOBODY || place.time_ms.is_none()) {
            return Ok(None);
        }
        let day = place.time_ms.map_or(i64::MIN, |time| time.div_euclid(DAY_MS));
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend_from_slice(id);
        key.push(place.split as u8);
        if let Some(file) = place.file {
            key.extend(file.to_le_bytes());
        }
        if place.file.is_some() || id.is_empty() {
            key.extend(day.to_le_bytes());
        }
        let found = self.find_by_key(&key, id, known, day, place.file);
        self.key = key;
        found.map(Some)
    }

    fn find_by_key(
        &mut self,
        key: &[u8],
        id: &[u8],
        known: u32,
        day: i64,
        file: Option<u16>,
    ) -> Result<Found, TooMany> {
        let mut repeated = false;
        let number = match self.last.key_number.filter(|_| self.last.key == key) {
            Some(number) => number,
            None => {
                let (number, new) = self.keys.number(key).ok_or(TooMany("sessions"))?;
                if let Some(file) = file.filter(|_| new && !id.is_empty()) {
                    let order = (self.hashers[0].hash_one(id), day);
                    repeated = *self.orders.entry(order).or_insert(file) != file;
                }
                self.last.key.clear();
                self.last.key.extend_from_slice(key);
                self.last.key_number = Some(number);
                number
            }
        };
        let next = u32::try_from(self.sessions.len()).ok().filter(|next| *next < NOBODY).ok_or(TooMany("sessions"))?;
        let session = *self.numbers.entry((number, known)).or_insert(next);
        if session == next {
            self.sessions.push((number, known));
        }
        // Only for orders, whose ids occur in several sessions.
        let shopper = if known == NOBODY && file.is_some() { self.stranger(id)? } else { known };
        Ok(Found { session, shopper, new: session == next, repeated })
    }

    fn shopper(&mut self, user: &[u8]) -> Result<u32, TooMany> {
        if let Some(shopper) = self.last.shopper.filter(|_| self.last.user == user) {
            return Ok(shopper);
        }
        // E-mail addresses are the same in upper and lower case.
        let shopper = if user.contains(&b'@') {
            self.hashed(b'u', &user.to_ascii_lowercase())?
        } else {
            self.hashed(b'u', user)?
        };
        self.last.user.clear();
        self.last.user.extend_from_slice(user);
        self.last.shopper = Some(shopper);
        Ok(shopper)
    }

    /// Returns the number of the unnamed shopper with this order id.
    fn stranger(&mut self, id: &[u8]) -> Result<u32, TooMany> {
        self.hashed(b'?', id)
    }

    fn hashed(&mut self, kind: u8, id: &[u8]) -> Result<u32, TooMany> {
        let mut hash = [0; 16];
        for (half, hasher) in hash.chunks_exact_mut(8).zip(&self.hashers) {
            half.copy_from_slice(&hasher.hash_one((kind, id)).to_le_bytes());
        }
        self.shoppers.number(&hash).map(|(number, _)| number).ok_or(TooMany("shoppers"))
    }

    /// Lines without a shopper belong to the only shopper that other lines of the id name. Returns, for each session,
    /// the number of the session into which it is merged, and the ids that many shoppers share.
    pub(super) fn merged(&self) -> (Vec<u32>, Vec<String>) {
        let mut known: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
        let mut nameless = Vec::new();
        for ((key, shopper), number) in self.sessions.iter().zip(0u32..) {
            if *shopper == NOBODY {
                nameless.push((*key, number));
            } else {
                known.entry(*key).or_default().insert(*shopper);
            }
        }
        let mut merged: Vec<u32> = (0..).take(self.sessions.len()).collect();
        for (key, number) in nameless {
            let only =
                known.get(&key).filter(|shoppers| shoppers.len() == 1).and_then(|shoppers| shoppers.iter().next());
            let Some(other) = only.and_then(|shopper| self.numbers.get(&(key, *shopper))) else { continue };
            // The first of both keeps its number, and so its place among sessions of the same time.
            let (first, second) = (number.min(*other), number.max(*other));
            if let Some(slot) = merged.get_mut(second as usize) {
                *slot = first;
            }
        }
        let mut shared: Vec<u32> =
            known.into_iter().filter(|(_, shoppers)| shoppers.len() >= MANY).map(|(key, _)| key).collect();
        shared.sort_unstable();
        let id = |key: &u32| {
            let key = self.keys.text(*key);
            let end = key.iter().position(|byte| *byte < b' ').unwrap_or(key.len());
            String::from_utf8_lossy(key.get(..end).unwrap_or_default()).into_owned()
        };
        let ids = shared.iter().map(id).filter(|id| !id.is_empty()).collect();
        (merged, ids)
    }
}
