//! Which lines of a log belong together. A session is what one shopper did under one id: the id alone may be shared, run
//! over or missing. Not for the events in it.
//!
//! Orders never go on in another file or on another day, since numbers of orders begin anew. Who gave no name is one
//! shopper for each id of an order, wherever it occurs: an order that several files repeat must not pass for several people.

use std::hash::{BuildHasher, RandomState};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Split;
use super::build::NOBODY;
use super::intern::Interner;

/// So many shoppers of one session id are too many to be told apart by chance.
const MANY: usize = 3;
const DAY_MS: i64 = 86_400_000;

/// Where and when a line stands, as far as it tells sessions apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SessionContext {
    pub(super) split: Split,
    /// For orders: the number of the file.
    pub(super) file: Option<u16>,
    /// Milliseconds since 1970.
    pub(super) time_ms: Option<i64>,
}

/// The sessions and shoppers so far, as numbers from 0. The ids of shoppers are kept as keyed hashes only.
#[derive(Default)]
pub(super) struct Sessions {
    keys: Interner,
    /// By number of a key, then of a shopper.
    numbers: FxHashMap<(u32, u32), u32>,
    /// The key and the shopper of each session.
    sessions: Vec<(u32, u32)>,
    shoppers: Interner,
    hashers: [RandomState; 2],
    /// Ids of orders by day, with the file that has them.
    orders: FxHashMap<(u64, i64), u16>,
    last: Last,
    key: Vec<u8>,
}

/// The line before: most lines repeat what it says.
#[derive(Default)]
struct Last {
    user: Vec<u8>,
    shopper: Option<u32>,
    key: Vec<u8>,
    key_number: Option<u32>,
}

/// A line's session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) session: u32,
    pub(super) shopper: u32,
    /// The session was not met before.
    pub(super) new: bool,
    /// The order occurs in a file before this one; told once.
    pub(super) repeated: bool,
}

/// More than fits was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) &'static str);

impl Sessions {
    /// How many sessions there are.
    pub(super) fn len(&self) -> usize {
        self.sessions.len()
    }

    /// The session of the line with this id of a session, and this shopper; an empty one is nobody. `None` where neither
    /// says what belongs together.
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
        // Of orders, since their ids occur in several sessions.
        let shopper = if known == NOBODY && file.is_some() { self.stranger(id)? } else { known };
        Ok(Found { session, shopper, new: session == next, repeated })
    }

    fn shopper(&mut self, user: &[u8]) -> Result<u32, TooMany> {
        if let Some(shopper) = self.last.shopper.filter(|_| self.last.user == user) {
            return Ok(shopper);
        }
        // An address is the same however it is written.
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

    /// Whoever ordered under this id and gave no name.
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

    /// Lines without a shopper belong to the one shopper that other lines of the id name: for each session the number
    /// under which it counts. And the ids that many shoppers share.
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
