//! Confidence intervals by bootstrap over sessions: whole sessions are drawn, never single predictions.

use passerelle_learning::validation::measure::Sums;

/// Draws of the bootstrap.
const DRAWS: usize = 1_000;
/// A fixed seed, so that the same run prints the same interval.
const SEED: u64 = 0x5EED_0F0A_9A55_E7E1;

/// The 95 % intervals of `values(totals)`, rates or differences, when sessions are drawn with replacement. All `runs`
/// must have the same sessions in the same order.
#[must_use]
pub fn intervals<const N: usize>(runs: &[&[Sums]], values: impl Fn(&[Sums]) -> [f64; N]) -> [[f64; 2]; N] {
    let sessions = runs.first().map_or(0, |run| run.len());
    let mut found: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(DRAWS));
    let mut state = SEED;
    for _ in 0..DRAWS {
        let mut totals = vec![Sums::default(); runs.len()];
        for _ in 0..sessions {
            let drawn = ((u128::from(next(&mut state)) * sessions as u128) >> 64) as usize;
            for (total, run) in totals.iter_mut().zip(runs) {
                if let Some(sums) = run.get(drawn) {
                    total.merge(sums);
                }
            }
        }
        for (found, value) in found.iter_mut().zip(values(&totals)) {
            found.push(value);
        }
    }
    found.map(|mut found| {
        found.sort_unstable_by(f64::total_cmp);
        [found[DRAWS * 25 / 1000], found[DRAWS * 975 / 1000 - 1]]
    })
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
