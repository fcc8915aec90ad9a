//! The units of demand, and what counts as in demand now.

/// What `shape x amplitude` is for a lift of two: 2^13.
pub const LIFT_UNIT: u16 = 8192;
/// The least posterior probability, that demand is at least twice its mean, at which an item is in demand now.
pub const SURE: f64 = 0.9;
/// The lift that an item needs to be in demand now.
pub const LIFT: f64 = 2.0;
