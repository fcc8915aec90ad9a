//! Counts how shoppers go from division to division.

use std::cmp::Reverse;

use passerelle::model::DivisionIndex;
use passerelle::pack::Transition;

use super::shopper_sessions::ShopperSessions;

/// Most transitions kept per division: those with the most shoppers. It keeps a core small for up to 255 divisions.
const KEPT: usize = 32;

/// Counts, for each pair of divisions, the shoppers with an event in `from` and a later event in `to`. Pairs below the
/// floor are left out. The result ascends by `from`, then `to`.
///
/// If the log is not `ordered`, the items of one basket count in both directions. A division leads to itself if a later
/// event is in it again. `division` returns `None` for an item that must not be learned from.
#[must_use]
pub fn count(
    shoppers: &ShopperSessions<'_>,
    ordered: bool,
    divisions: usize,
    division: impl Fn(u32) -> Option<u16>,
    floor: u32,
) -> Vec<Transition> {
    let mut counts = vec![0u32; divisions * divisions];
    let mut pairs: Vec<usize> = Vec::new();
    let mut seen = vec![false; divisions * divisions];
    for sessions in shoppers.each() {
        let mut met: Vec<u16> = Vec::new();
        let mut pair = |from: u16, to: u16, pairs: &mut Vec<usize>| {
            let place = usize::from(from) * divisions + usize::from(to);
            if !std::mem::replace(&mut seen[place], true) {
                pairs.push(place);
            }
        };
        for (_, events) in sessions {
            let before = met.len();
            for event in events {
                let Some(to) = division(event.item) else { continue };
                met.iter().for_each(|from| pair(*from, to, &mut pairs));
                if !ordered {
                    // Items of one basket have no order: count the other direction too.
                    met[before..].iter().for_each(|from| pair(to, *from, &mut pairs));
                }
                if !met.contains(&to) {
                    met.push(to);
                }
            }
        }
        for place in pairs.drain(..) {
            counts[place] += 1;
            seen[place] = false;
        }
    }
    let mut kept = Vec::new();
    for (from, row) in counts.chunks(divisions.max(1)).enumerate() {
        let mut row: Vec<Transition> = row
            .iter()
            .zip(0u16..)
            .map(|(shoppers, to)| Transition {
                from: DivisionIndex(from as u16),
                to: DivisionIndex(to),
                support: *shoppers,
            })
            .filter(|pair| pair.support >= floor)
            .collect();
        row.sort_by_key(|pair| (Reverse(pair.support), pair.to));
        row.truncate(KEPT);
        row.sort_unstable_by_key(|pair| pair.to);
        kept.extend(row);
    }
    kept
}
