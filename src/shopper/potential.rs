//! Potential: the expected share of divisions not yet visited, from the behaviour of shoppers like this one. Not for
//! counting transitions: the native tool does it.

use crate::model::Factor;
use crate::pack::Transition;

/// How shoppers move on from division to division: the house's counts, with the privacy floor applied at build time.
#[derive(Clone, Copy, Debug)]
pub struct Onward<'a> {
    counts: &'a [Transition],
    divisions: usize,
}

impl<'a> Onward<'a> {
    /// Creates the table. `counts[..].support` shoppers visited division `from` and later `to`; in any order.
    #[must_use]
    pub const fn new(counts: &'a [Transition], divisions: usize) -> Self {
        Self { counts, divisions }
    }
}

/// The divisions that this shopper may move on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Potential {
    /// By division, its expected share; 0 for a division already visited.
    pub shares: Vec<Factor>,
    /// The sum of the shares.
    pub total: Factor,
}

/// For each division not yet visited: the mean, over the visited ones and weighted by affinity, of the share of
/// shoppers who moved on to it. A division without counts leads to all divisions equally.
///
/// Shares are rounded down.
#[must_use]
pub fn potential(affinity: &[Factor], onward: &Onward<'_>) -> Potential {
    let mut totals = vec![0u64; affinity.len()];
    for count in onward.counts {
        if let Some(total) = totals.get_mut(count.from.at()) {
            *total += u64::from(count.support);
        }
    }
    let mut shares = vec![0u32; affinity.len()];
    let mut add = |from: usize, to: usize, part: u64, whole: u64| {
        if let (Some(affinity), Some(&Factor::ZERO), Some(share)) =
            (affinity.get(from), affinity.get(to), shares.get_mut(to))
        {
            *share += (u64::from(affinity.bits()) * part / whole) as u32;
        }
    };
    for count in onward.counts {
        let (from, to) = (count.from.at(), count.to.at());
        if let Some(total) = totals.get(from) {
            add(from, to, u64::from(count.support), (*total).max(1));
        }
    }
    for (from, _) in totals.iter().enumerate().filter(|(_, total)| **total == 0) {
        for to in 0..onward.divisions {
            add(from, to, 1, onward.divisions as u64);
        }
    }
    let total = Factor::from_bits(shares.iter().sum()).min(Factor::ONE);
    Potential { shares: shares.into_iter().map(Factor::from_bits).collect(), total }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DivisionIndex;

    const NONE: Factor = Factor::ZERO;
    const ONE: Factor = Factor::ONE;

    #[test]
    fn who_knows_one_division_has_others_to_meet() {
        let counts: Vec<Transition> = (0..4u16)
            .flat_map(|from| {
                (0..4u16).map(move |to| Transition {
                    from: DivisionIndex(from),
                    to: DivisionIndex(to),
                    support: if from == to { 30 } else { 10 },
                })
            })
            .collect();
        let onward = Onward::new(&counts, 4);
        let one = potential(&[ONE, NONE, NONE, NONE], &onward);
        assert_eq!(one.shares, [NONE, ONE / 6, ONE / 6, ONE / 6]);
        assert_eq!(one.total, ONE / 6 + ONE / 6 + ONE / 6);
        let two = potential(&[ONE / 2, ONE / 2, NONE, NONE], &onward);
        assert_eq!(two.shares, [NONE, NONE, ONE / 12 + ONE / 12, ONE / 12 + ONE / 12]);
        assert!(two.total < one.total);
        let none = Potential { shares: vec![NONE; 4], total: NONE };
        assert_eq!(potential(&[ONE / 4; 4], &onward), none, "nothing is left to meet");
        assert_eq!(potential(&[NONE; 4], &onward), none, "a stranger is not known to be open");
    }

    #[test]
    fn without_a_log_every_division_comes_alike() {
        let potential = potential(&[ONE, NONE, NONE, NONE], &Onward::new(&[], 4));
        let shares = vec![NONE, ONE / 4, ONE / 4, ONE / 4];
        assert_eq!(potential, Potential { shares, total: ONE / 4 + ONE / 2 });
    }
}
