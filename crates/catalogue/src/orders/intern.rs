//! Numbers byte strings from 0, in the order of their first occurrence.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

/// The numbers of the strings seen so far. Each string costs its length and about 20 bytes more.
#[derive(Default)]
pub(super) struct Interner {
    bytes: Vec<u8>,
    /// The end of each string in `bytes`.
    ends: Vec<u64>,
    table: HashTable<Held>,
    hasher: BuildHasherDefault<FxHasher>,
}

/// A number with half of its string's hash: the table tells most strings apart, and grows, without reading their bytes.
struct Held {
    hash: u32,
    number: u32,
}

impl Held {
    /// Fills both halves: the table takes the position from the low bits and a tag from the high bits.
    const fn spread(hash: u32) -> u64 {
        (hash as u64) << 32 | hash as u64
    }
}

impl Interner {
    fn hash(&self, text: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(text);
        (hash >> 32) as u32 ^ hash as u32
    }

    /// Returns the number of `text` and whether it is new; `None` if 2^32 - 1 strings are held.
    pub(super) fn number(&mut self, text: &[u8]) -> Option<(u32, bool)> {
        let hash = self.hash(text);
        let Self { bytes, ends, table, .. } = self;
        let equal = |held: &Held| held.hash == hash && at(bytes, ends, held.number) == text;
        match table.entry(Held::spread(hash), equal, |held| Held::spread(held.hash)) {
            Entry::Occupied(held) => Some((held.get().number, false)),
            Entry::Vacant(free) => {
                let number = u32::try_from(ends.len()).ok().filter(|number| *number < u32::MAX)?;
                free.insert(Held { hash, number });
                bytes.extend_from_slice(text);
                ends.push(bytes.len() as u64);
                Some((number, true))
            }
        }
    }

    /// Returns the number of `text`, if it has one.
    pub(super) fn find(&self, text: &[u8]) -> Option<u32> {
        let hash = self.hash(text);
        let equal = |held: &Held| held.hash == hash && self.text(held.number) == text;
        self.table.find(Held::spread(hash), equal).map(|held| held.number)
    }

    /// The number of different strings.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the string with `number`; empty for an unknown number.
    pub(super) fn text(&self, number: u32) -> &[u8] {
        at(&self.bytes, &self.ends, number)
    }
}

fn at<'a>(bytes: &'a [u8], ends: &[u64], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(number).copied().unwrap_or(start);
    match (usize::try_from(start), usize::try_from(end)) {
        (Ok(start), Ok(end)) => bytes.get(start..end).unwrap_or_default(),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut interner = Interner::default();
        for round in 0..2 {
            for n in 0u32..1000 {
                assert_eq!(interner.number(n.to_string().as_bytes()), Some((n, round == 0)));
            }
        }
        assert_eq!(interner.number(b""), Some((1000, true)));
        assert_eq!(interner.len(), 1001);
        assert_eq!(interner.text(12), b"12");
        assert_eq!((interner.text(1000), interner.text(5000)), (&b""[..], &b""[..]));
    }
}
