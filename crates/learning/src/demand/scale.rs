//! The units of demand, and the demand from which an item counts as in demand.

/// `shape x amplitude` for a lift of two: 2^13.
pub const LIFT_UNIT: u16 = 8192;
/// The lift from which an item is in demand.
pub const LIFT: f64 = 2.0;

/// How sure the estimate must be to say that an item is in demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// The least posterior probability that demand is at least [`LIFT`] times its mean.
    pub sure: f64,
    /// How much the demand of a half-month varies from year to year (standard deviation relative to the mean). Counts
    /// of one year only leave this much uncertainty, however many shoppers they have.
    pub yearly: f64,
}

impl Default for Certainty {
    fn default() -> Self {
        Self { sure: 0.9, yearly: 0.15 }
    }
}
