//! Units of time. Not for fixed-point numbers: see `fixed`.

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;

/// The maximum number of days that a device keeps its history: thirteen months.
pub const MAX_RETENTION_DAYS: u16 = 396;
