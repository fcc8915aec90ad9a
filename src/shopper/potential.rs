//! Potential: the share of divisions not yet met in what shoppers like this one go on to.

use super::ONE;
use crate::pack::Transition;

/// How shoppers go on from division to division: the house's counts, floored at build.
#[derive(Clone, Copy, Debug)]
pub struct Onward<'a> {
    counts: &'a [Transition],
    divisions: usize,
}

impl<'a> Onward<'a> {
    /// `counts[..].support` shoppers met division `from` and later `to`; in any order.
    #[must_use]
    pub const fn new(counts: &'a [Transition], divisions: usize) -> Self {
        Self { counts, divisions }
    }
}

/// By division not met, its expected share, and their sum: for each of them the mean, over what was met by affinity,
/// of the share of shoppers who went on to it. A division that the log says nothing of leads everywhere alike.
///
/// Shares have 16 fractional bits and are rounded down.
#[must_use]
pub fn potential(affinity: &[u32], onward: &Onward<'_>) -> (Vec<u32>, u32) {
    let mut totals = vec![0u64; affinity.len()];
    for count in onward.counts {
        if let Some(total) = totals.get_mut(usize::from(count.from)) {
            *total += u64::from(count.support);
        }
    }
    let mut shares = vec![0u32; affinity.len()];
    let mut add = |from: usize, to: usize, part: u64, whole: u64| {
        if let (Some(affinity), Some(0), Some(share)) = (affinity.get(from), affinity.get(to), shares.get_mut(to)) {
            *share += (u64::from(*affinity) * part / whole) as u32;
        }
    };
    for count in onward.counts {
        let (from, to) = (usize::from(count.from), usize::from(count.to));
        if let Some(total) = totals.get(from) {
            add(from, to, u64::from(count.support), (*total).max(1));
        }
    }
    for (from, _) in totals.iter().enumerate().filter(|(_, total)| **total == 0) {
        for to in 0..onward.divisions {
            add(from, to, 1, onward.divisions as u64);
        }
    }
    let sum = shares.iter().sum::<u32>().min(ONE);
    (shares, sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_knows_one_division_has_others_to_meet() {
        let counts: Vec<Transition> = (0..4u16)
            .flat_map(|from| {
                (0..4u16).map(move |to| Transition { from, to, support: if from == to { 30 } else { 10 } })
            })
            .collect();
        let onward = Onward::new(&counts, 4);
        let (shares, one) = potential(&[ONE, 0, 0, 0], &onward);
        assert_eq!(shares, [0, ONE / 6, ONE / 6, ONE / 6]);
        assert_eq!(one, ONE / 6 * 3);
        let (shares, two) = potential(&[ONE / 2, ONE / 2, 0, 0], &onward);
        assert_eq!(shares, [0, 0, ONE / 12 * 2, ONE / 12 * 2]);
        assert!(two < one);
        assert_eq!(potential(&[ONE / 4; 4], &onward), (vec![0; 4], 0), "nothing is left to meet");
        assert_eq!(potential(&[0; 4], &onward), (vec![0; 4], 0), "a stranger is not known to be open");
    }

    #[test]
    fn without_a_log_every_division_comes_alike() {
        let (shares, potential) = potential(&[ONE, 0, 0, 0], &Onward::new(&[], 4));
        assert_eq!((shares, potential), (vec![0, ONE / 4, ONE / 4, ONE / 4], ONE / 4 * 3));
    }
}
