//! Units: days, weeks, fixed-point numbers.

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;

/// 1 with 16 fractional bits.
pub const ONE: u32 = 1 << 16;

/// A device keeps its history at most this many days: thirteen months.
pub const MAX_RETENTION_DAYS: u16 = 396;
