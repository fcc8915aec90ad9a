//! From candidates to an item's list: the quota inside and outside the item's own division.

use super::sparse::Entry;

/// Chooses `size` of the `candidates` (strongest first), at least `outside` of them from other divisions where there
/// are that many, and the home division for the rest; what one side cannot fill the other may.
#[must_use]
pub fn choose(candidates: &[Entry], size: usize, outside: usize, is_outside: impl Fn(u32) -> bool) -> Vec<Entry> {
    let there = candidates.iter().filter(|entry| is_outside(entry.0)).count();
    let reserved = outside.min(there).min(size);
    let (mut left, mut reserved_left) = (size, reserved);
    let mut chosen = Vec::with_capacity(size.min(candidates.len()));
    for &entry in candidates {
        if left == 0 {
            break;
        }
        let out = is_outside(entry.0);
        if out {
            reserved_left = reserved_left.saturating_sub(1);
        } else if left <= reserved_left {
            continue;
        }
        left -= 1;
        chosen.push(entry);
    }
    chosen
}
