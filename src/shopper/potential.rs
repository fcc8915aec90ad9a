//! Potential: the share of divisions not yet met in what shoppers like this one go on to.

use crate::model::Factor;
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
/// Shares are rounded down.
#[must_use]
pub fn potential(affinity: &[Factor], onward: &Onward<'_>) -> (Vec<Factor>, Factor) {
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
    let sum = Factor::from_bits(shares.iter().sum()).min(Factor::ONE);
    (shares.into_iter().map(Factor::from_bits).collect(), sum)
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
        let (shares, one) = potential(&[ONE, NONE, NONE, NONE], &onward);
        assert_eq!(shares, [NONE, ONE / 6, ONE / 6, ONE / 6]);
        assert_eq!(one, ONE / 6 + ONE / 6 + ONE / 6);
        let (shares, two) = potential(&[ONE / 2, ONE / 2, NONE, NONE], &onward);
        assert_eq!(shares, [NONE, NONE, ONE / 12 + ONE / 12, ONE / 12 + ONE / 12]);
        assert!(two < one);
        assert_eq!(potential(&[ONE / 4; 4], &onward), (vec![NONE; 4], NONE), "nothing is left to meet");
        assert_eq!(potential(&[NONE; 4], &onward), (vec![NONE; 4], NONE), "a stranger is not known to be open");
    }

    #[test]
    fn without_a_log_every_division_comes_alike() {
        let (shares, potential) = potential(&[ONE, NONE, NONE, NONE], &Onward::new(&[], 4));
        assert_eq!((shares, potential), (vec![NONE, ONE / 4, ONE / 4, ONE / 4], ONE / 4 + ONE / 2));
    }
}
