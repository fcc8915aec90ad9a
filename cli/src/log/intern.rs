//! Byte strings as numbers, counted from 0 in the order they first occur.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

/// The numbers of the strings seen so far. Each costs its bytes and about 16 more.
#[derive(Default)]
pub(super) struct Interner {
    bytes: Vec<u8>,
    /// Where each string ends in `bytes`.
    ends: Vec<u64>,
    table: HashTable<u32>,
    hasher: BuildHasherDefault<FxHasher>,
}

impl Interner {
    /// The number of `text`, and whether it is new; `None` when 2^32 - 1 strings are held.
    pub(super) fn number(&mut self, text: &[u8]) -> Option<(u32, bool)> {
        let Self { bytes, ends, table, hasher } = self;
        let hash = hasher.hash_one(text);
        let equal = |number: &u32| at(bytes, ends, *number) == text;
        let rehash = |number: &u32| hasher.hash_one(at(bytes, ends, *number));
        match table.entry(hash, equal, rehash) {
            Entry::Occupied(held) => Some((*held.get(), false)),
            Entry::Vacant(free) => {
                let number = u32::try_from(ends.len()).ok().filter(|number| *number < u32::MAX)?;
                free.insert(number);
                bytes.extend_from_slice(text);
                ends.push(bytes.len() as u64);
                Some((number, true))
            }
        }
    }

    /// The number of `text`, if it has one.
    pub(super) fn find(&self, text: &[u8]) -> Option<u32> {
        let equal = |number: &u32| self.text(*number) == text;
        self.table.find(self.hasher.hash_one(text), equal).copied()
    }

    /// How many different strings have been seen.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string with `number`; empty for a number that was never given.
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
    fn numbers_are_kept() {
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
