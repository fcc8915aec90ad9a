//! The units of demand, and what counts as in demand now.

/// What `shape x amplitude` is for a lift of two: 2^13.
pub const LIFT_UNIT: u16 = 8192;
/// The lift that an item needs to be in demand now.
pub const LIFT: f64 = 2.0;

/// What it takes to say that an item is in demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// The least posterior probability, that demand is at least [`LIFT`] times its mean, at which an item is in demand now.
    pub sure: f64,
    /// How much the demand of a half-month differs from year to year by itself (standard deviation relative to the mean): so
    /// much stays unsure of what was seen in one year only, however many shoppers there were.
    pub yearly: f64,
}

impl Default for Certainty {
    fn default() -> Self {
        Self { sure: 0.9, yearly: 0.15 }
    }
}
