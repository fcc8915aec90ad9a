//! Pseudo-random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014).

/// A sequence of numbers from a seed.
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Returns a number from 0, included, to 1, excluded.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub const fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Returns a rank below `limit`; rank r has a probability in proportion to 1 / (r + `flat`).
    pub fn rank(&mut self, limit: u64, flat: f64) -> u64 {
        let rank = flat * ((1.0 + limit as f64 / flat).powf(self.share()) - 1.0);
        (rank as u64).min(limit - 1)
    }

    /// Returns how many times in a row an event with the probability `share` occurs, at most 150.
    pub fn run(&mut self, share: f64) -> u64 {
        let mut run = 0;
        while run < 150 && self.share() < share {
            run += 1;
        }
        run
    }
}

/// Mixes the bits of a number over all 64 bits.
pub const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_have_a_long_tail() {
        let mut random = Random::new(1);
        let ranks: Vec<u64> = (0..100_000).map(|_| random.rank(1_000_000, 50.0)).collect();
        let share = |below: u64| ranks.iter().filter(|rank| **rank < below).count() as f64 / 100_000.0;
        // ln(1 + r / 50) / ln(1 + n / 50)
        assert!((share(1_000) - 0.307).abs() < 0.01, "{}", share(1_000));
        assert!((share(100_000) - 0.767).abs() < 0.01, "{}", share(100_000));
        assert!(ranks.iter().all(|rank| *rank < 1_000_000));
    }
}
